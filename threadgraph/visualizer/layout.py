"""Where the nodes of the explorer's network stand: the same place for the same graph.

Sites are discs laid out side by side, threads discs inside their site, posts a sunflower inside
their thread, people at the mean of their posts. Small networks are then relaxed by forces that
are anchored to these places, so that a site stays where it was.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["RELAX_LIMIT", "pack", "place", "relax", "sunflower"]

Points = npt.NDArray[np.float64]

#: Above this number of nodes the quadratic forces are left out.
RELAX_LIMIT = 900
_GOLDEN = np.pi * (3 - np.sqrt(5))


def sunflower(n: int, phase: float = 0.0) -> Points:
    """`n` points around the origin, about one unit from each other."""
    k = np.arange(n, dtype=np.float64)
    r, a = np.sqrt(k) * 0.9, k * _GOLDEN + phase
    return np.column_stack([r * np.cos(a), r * np.sin(a)])


def pack(radii: Sequence[float], gap: float = 0.0, rounds: int = 160) -> Points:
    """Centres for discs of these radii, biggest in the middle, so that they hardly overlap."""
    n = len(radii)
    size = np.asarray(radii, dtype=np.float64) + gap / 2
    order = np.argsort(-size, kind="stable")
    centres = np.zeros((n, 2))
    reach = np.sqrt(np.cumsum(size[order] ** 2)) * 1.15
    angle = np.arange(n) * _GOLDEN
    inner = np.where(np.arange(n) > 0, reach - size[order] * 0.5, 0.0)
    centres[order] = np.column_stack([inner * np.cos(angle), inner * np.sin(angle)])
    if n < 2 or n > RELAX_LIMIT:
        return centres
    wanted = size[:, None] + size[None, :]
    for _ in range(rounds):
        delta = centres[:, None, :] - centres[None, :, :]
        distance = np.sqrt((delta**2).sum(-1)) + np.eye(n)
        overlap = np.clip(wanted - distance, 0, None)
        np.fill_diagonal(overlap, 0)
        centres = centres + ((delta / distance[:, :, None]) * overlap[:, :, None]).sum(1) * 0.3
        centres *= 0.9985
    return np.asarray(centres - centres.mean(0), dtype=np.float64)


def relax(
    points: Points,
    edges: npt.NDArray[np.int64],
    strength: npt.NDArray[np.float64],
    rounds: int = 140,
    room: float = 1.0,
) -> Points:
    """Points pushed apart and drawn along `edges`, each held by a thread to where it was.

    `room` is the distance that points keep from one another; with more of it the thread is looser.
    """
    n = len(points)
    if n < 2 or n > RELAX_LIMIT:
        return points
    anchor, now = points, points.copy()
    for i in range(rounds):
        delta = now[:, None, :] - now[None, :, :]
        square = (delta**2).sum(-1) + 0.02
        push = np.where(square < 16 * room**2, 1.1 * room**2 / square, 0.0)
        np.fill_diagonal(push, 0)
        force = (delta * push[:, :, None]).sum(1)
        if len(edges):
            along = now[edges[:, 1]] - now[edges[:, 0]]
            length = np.sqrt((along**2).sum(1)) + 1e-6
            pull = along * (strength * (length - 1.1 * room) / length * 0.16)[:, None]
            np.add.at(force, edges[:, 0], pull)
            np.add.at(force, edges[:, 1], -pull)
        force += (anchor - now) * 0.06 / room
        size = np.sqrt((force**2).sum(1)) + 1e-9
        limit = 0.6 * room * (1 - i / rounds) + 0.02
        now = now + force * (np.minimum(size, limit) / size)[:, None]
    return now


def place(
    site: Sequence[int], thread: Sequence[int], node: Sequence[int], edges: Sequence[tuple[int, int]]
) -> tuple[Points, Points, Points]:
    """Places for posts, for the nodes that stand for their authors, and for sites.

    Parameters
    ----------
    site, thread, node : sequence of int
        For each post, in the order in which they were written: its site, its thread, its author's node.
    edges : sequence of (int, int)
        Pairs of posts.

    Returns
    -------
    tuple of three arrays of shape (n, 2)
        Posts, authors, sites.
    """
    if not len(site):
        empty = np.zeros((0, 2))
        return empty, empty.copy(), empty.copy()
    sites, threads, nodes = (np.asarray(v, dtype=np.int64) for v in (site, thread, node))
    per_thread = np.bincount(threads)
    home = np.zeros(len(per_thread), dtype=np.int64)
    home[threads[::-1]] = sites[::-1]
    radius = np.sqrt(np.maximum(per_thread, 1)) * 0.95 + 0.8
    inside = np.zeros((len(per_thread), 2))
    extent = np.ones(int(sites.max()) + 1)
    for s in range(len(extent)):
        members = np.flatnonzero((home == s) & (per_thread > 0))
        if not len(members):
            continue
        inside[members] = pack(radius[members].tolist(), gap=0.8)
        extent[s] = (np.sqrt((inside[members] ** 2).sum(1)) + radius[members]).max()
    centres = pack(extent.tolist(), gap=float(np.median(extent)) * 0.5 + 2, rounds=600)
    posts = np.zeros((len(sites), 2))
    order = np.argsort(threads, kind="stable")
    starts = np.searchsorted(threads[order], np.arange(len(per_thread) + 1))
    for t in range(len(per_thread)):
        members = order[starts[t] : starts[t + 1]]
        if len(members):
            posts[members] = sunflower(len(members), t * 1.7) + inside[t] + centres[home[t]]
    return _finish(posts, sites, threads, nodes, edges, centres)


def _finish(
    posts: Points,
    sites: npt.NDArray[np.int64],
    threads: npt.NDArray[np.int64],
    nodes: npt.NDArray[np.int64],
    edges: Sequence[tuple[int, int]],
    centres: Points,
) -> tuple[Points, Points, Points]:
    count = np.maximum(np.bincount(nodes), 1)[:, None]
    authors = np.zeros((len(count), 2))
    np.add.at(authors, nodes, posts)
    authors = authors / count
    pairs = np.asarray(edges, dtype=np.int64).reshape(-1, 2)
    near = np.where(threads[pairs[:, 0]] == threads[pairs[:, 1]], 1.0, 0.01)
    near = np.where((sites[pairs[:, 0]] == sites[pairs[:, 1]]) & (near < 1), 0.2, near)
    people = nodes[pairs]
    keep = people[:, 0] != people[:, 1]
    # people who speak everywhere meet in the middle: they need more room than posts in their threads
    return relax(posts, pairs, near), relax(authors, people[keep], near[keep], 220, 2.2), centres
