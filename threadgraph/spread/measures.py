"""Measures of a cascade: one function each, on a forest given as parents.

A forest of n nodes is a list: `parents[i]` is the number of i's parent, or -1 for a root. Nodes need no
order; a parent may come after its child.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

__all__ = [
    "breadths",
    "depths",
    "generation_interval",
    "generation_ratio",
    "generations",
    "max_breadth",
    "structural_virality",
    "t50",
    "trees",
]


def trees(parents: Sequence[int]) -> list[list[int]]:
    """The nodes of each tree, roots first; trees by the number of their root.

    >>> trees([-1, 0, -1, 1])
    [[0, 1, 3], [2]]
    """
    children: list[list[int]] = [[] for _ in parents]
    roots = []
    for i, p in enumerate(parents):
        if p < 0:
            roots.append(i)
        else:
            children[p].append(i)
    found = []
    for root in roots:
        order = [root]
        for i in order:
            order.extend(children[i])
        found.append(order)
    return found


def depths(parents: Sequence[int], tree: Sequence[int]) -> list[int]:
    """Distance from the root, in hops, for each node of a tree in the order of `trees`.

    >>> depths([-1, 0, 1], [0, 1, 2])
    [0, 1, 2]
    """
    deep: dict[int, int] = {}
    for i in tree:
        deep[i] = deep[parents[i]] + 1 if parents[i] in deep else 0
    return [deep[i] for i in tree]


def breadths(parents: Sequence[int], tree: Sequence[int]) -> list[int]:
    """Nodes at each depth, from 0.

    >>> breadths([-1, 0, 0, 1], [0, 1, 2, 3])
    [1, 2, 1]
    """
    counted = Counter(depths(parents, tree))
    return [counted[k] for k in range(len(counted))]


def max_breadth(parents: Sequence[int], tree: Sequence[int]) -> int:
    """max over k of |{v : depth(v) = k}| (Vosoughi, Roy and Aral 2018), in posts.

    >>> max_breadth([-1, 0, 0, 1], [0, 1, 2, 3])
    2
    """
    return max(breadths(parents, tree))


def structural_virality(parents: Sequence[int], tree: Sequence[int]) -> float:
    """Mean distance between all pairs of nodes, in hops (Goel, Anderson, Hofman and Watts 2016).

    W, the sum of pairwise distances, is the sum over edges of s(n - s), s the size of the subtree below:
    O(n). The measure is 2W / (n(n - 1)), and 0 for a single node.

    >>> structural_virality([-1, 0, 0, 0], [0, 1, 2, 3])  # a star of 4: 2(n - 1)/n
    1.5
    """
    n = len(tree)
    if n < 2:
        return 0.0
    size = dict.fromkeys(tree, 1)
    total = 0
    for i in reversed(tree):
        if i != tree[0]:
            total += size[i] * (n - size[i])
            size[parents[i]] += size[i]
    return 2 * total / (n * (n - 1))


def t50(times: Sequence[float | None]) -> float | None:
    """Time from the first node until half of all n nodes are there, in the unit of `times`.

    Nodes without a time count in n; None when fewer than half have one.

    >>> t50([0.0, 1.0, 5.0, 9.0])
    1.0
    """
    known = sorted(t for t in times if t is not None)
    half = (len(times) + 1) // 2
    return known[half - 1] - known[0] if len(known) >= half and known else None


def generation_ratio(parents: Sequence[int], tree: Sequence[int], k: int = 1) -> float | None:
    """R_k = |generation k+1| / |generation k|, for k of 1 and more; None when generation k is empty.

    The mean number of children in a finished tree is no such measure: it is always (n - 1)/n.

    >>> generation_ratio([-1, 0, 0, 1], [0, 1, 2, 3])
    0.5
    """
    counted = breadths(parents, tree)
    if k < 1 or k >= len(counted):
        return None
    return (counted[k + 1] if k + 1 < len(counted) else 0) / counted[k]


def generation_interval(
    parents: Sequence[int], tree: Sequence[int], k: int = 1, draws: int = 1000, seed: int = 1
) -> tuple[float, float] | None:
    """The 95 % bootstrap interval of R_k: the members of generation k are drawn with replacement.

    Parameters
    ----------
    parents, tree : sequence of int
        As `trees` gives them.
    k : int
        The generation, from 1.
    draws, seed : int

    Returns
    -------
    tuple of (low, high), or None when generation k has fewer than two members

    Examples
    --------
    >>> generation_interval([-1, 0, 0, 1, 1], [0, 1, 2, 3, 4])
    (0.0, 2.0)
    """
    deep = dict(zip(tree, depths(parents, tree), strict=True))
    children = Counter(parents[i] for i in tree if i != tree[0])
    counts = [children[i] for i in tree if deep[i] == k]
    if k < 1 or len(counts) < 2:
        return None
    # few numbers of children are different, so how often each is drawn is drawn at once
    values, often = np.unique(counts, return_counts=True)
    drawn = np.random.default_rng(seed).multinomial(len(counts), often / len(counts), draws)
    means = np.sort(drawn @ values) / len(counts)
    return float(means[int(0.025 * draws)]), float(means[int(0.975 * draws) - 1])


def generations(
    parents: Sequence[int], tree: Sequence[int]
) -> list[tuple[int, int, int, float, float | None, float | None]]:
    """For each generation from the first after the root: its number, its size, the next one's, R_k and its interval.

    Parameters
    ----------
    parents, tree : sequence of int
        As `trees` gives them.

    Returns
    -------
    list of tuple

    Examples
    --------
    >>> generations([-1, 0, 0, 1, 1], [0, 1, 2, 3, 4])
    [(1, 2, 2, 1.0, 0.0, 2.0), (2, 2, 0, 0.0, 0.0, 0.0)]
    """
    counted = [*breadths(parents, tree), 0]
    rows = []
    for k in range(1, len(counted) - 1):
        low, high = generation_interval(parents, tree, k) or (None, None)
        rows.append((k, counted[k], counted[k + 1], round(counted[k + 1] / counted[k], 4), low, high))
    return rows
