"""Measures of millions of trees at once, in numpy: no loop over posts, and deep chains cost as much as broad trees.

Depths follow by doubling the reach of pointers. Sizes of subtrees follow by raking leaves and
compressing chains in turn (Miller & Reif 1985, "Parallel tree contraction and its application", FOCS): each round
leaves a fixed share of the nodes at most.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Forest", "forest", "subtree_sizes"]

_PIECE = 1_000_000

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Forest:
    """The trees of a forest and their measures.

    Attributes
    ----------
    parent : array of int, shape (nodes,)
        As given, with circles cut.
    tree, depth : array of int, shape (nodes,)
        The number of each node's tree, and its distance from the root in hops.
    root, size, max_depth, max_breadth : array of int, shape (trees,)
        The number of each tree's root; posts; hops; posts.
    structural_virality : array of float, shape (trees,)
        The mean distance between all pairs of posts, in hops (Goel et al. 2016); 0 for a single post.
    """

    parent: Ints
    tree: Ints
    depth: Ints
    root: Ints
    size: Ints
    max_depth: Ints
    max_breadth: Ints
    structural_virality: npt.NDArray[np.float64]


def forest(parent: npt.ArrayLike) -> Forest:
    """The measures of all trees of a forest.

    Parameters
    ----------
    parent : array of int, shape (nodes,)
        The number of each node's parent, or -1 for a root; in any order. Of each circle of parents the node of
        the highest number becomes a root.

    Returns
    -------
    Forest

    Examples
    --------
    >>> f = forest([-1, 0, 0, 1, -1])
    >>> f.size.tolist(), f.max_depth.tolist(), f.max_breadth.tolist(), f.structural_virality.round(2).tolist()
    ([4, 1], [2, 0], [2, 1], [1.67, 0.0])
    """
    up = np.array(parent, dtype=np.int64)
    n = len(up)
    if not n:
        none = np.zeros(0, dtype=np.int64)
        return Forest(up, none, none, none, none, none, none, np.zeros(0))
    root_of, depth = _lifted(up)
    roots = np.flatnonzero(up < 0)
    number = np.empty(n, dtype=np.int64)
    number[roots] = np.arange(len(roots))
    tree = number[root_of]
    size = np.bincount(tree, minlength=len(roots))
    deepest = np.zeros(len(roots), dtype=np.int64)
    np.maximum.at(deepest, tree, depth)
    begin = np.cumsum(deepest + 1) - (deepest + 1)
    breadths = np.bincount(begin[tree] + depth)
    breadth = np.maximum.reduceat(breadths, begin)
    below = subtree_sizes(up)
    whole = size.astype(np.float64)
    distances = np.zeros(len(roots))
    for at in range(
        0, n, _PIECE
    ):  # in pieces: whole arrays of floats would cost more than what is done with them
        part = slice(at, at + _PIECE)
        under, of = below[part].astype(np.float64), tree[part]
        distances += np.bincount(of, weights=under * (whole[of] - under), minlength=len(roots))
    virality = np.divide(2 * distances, whole * (whole - 1), out=np.zeros(len(roots)), where=whole > 1)
    return Forest(up, tree, depth, roots, size, deepest, breadth, virality)


def _lifted(up: Ints) -> tuple[Ints, Ints]:
    """The root and the depth of each node; circles in `up` are cut in place."""
    n = len(up)
    here = np.arange(n)
    reach = np.where(up >= 0, up, here)
    depth = (up >= 0).astype(np.int64)
    active = np.flatnonzero(up >= 0)
    while len(active):
        if depth[active].max(initial=0) > n:
            _cut(up, active)
            return _lifted(up)
        to = reach[active]
        depth_to = depth[to]
        moving = depth_to > 0
        active, to = active[moving], to[moving]
        depth[active] += depth_to[moving]
        reach[active] = reach[to]
    return reach, depth


def _cut(up: Ints, among: Ints) -> None:
    """Make the highest node of each circle a root."""
    state = {int(i): 0 for i in among}
    for start in among.tolist():
        path = []
        i = start
        while i >= 0 and state.get(i, 2) == 0:
            state[i] = 1
            path.append(i)
            i = int(up[i])
        if i >= 0 and state.get(i, 2) == 1:
            up[max(path[path.index(i) :])] = -1
        for p in path:
            state[p] = 2


def subtree_sizes(parent: Ints) -> Ints:
    """For each node the number of nodes below it, itself included.

    Parameters
    ----------
    parent : array of int, shape (nodes,)
        Without circles.

    Returns
    -------
    array of int, shape (nodes,)

    Examples
    --------
    >>> subtree_sizes(np.array([-1, 0, 1, 1])).tolist()
    [4, 3, 1, 1]
    """
    n = len(parent)
    up = parent.copy()
    weight = np.ones(n, dtype=np.int64)  # of a node with what was raked into it
    more = np.zeros(n, dtype=np.int64)  # what a chain between a node and its parent adds
    kids = np.bincount(up[up >= 0], minlength=n)
    alive = np.arange(n)
    folded: list[tuple[Ints, Ints, Ints]] = []
    while len(alive):
        leaf = kids[alive] == 0
        gone = alive[leaf]
        alive = alive[~leaf]
        inner = gone[up[gone] >= 0]
        if len(inner):
            to = up[inner]
            if len(inner) * 8 > n:
                weight += np.bincount(to, weights=weight[inner] + more[inner], minlength=n).astype(np.int64)
                kids -= np.bincount(to, minlength=n)
            else:
                np.add.at(weight, to, weight[inner] + more[inner])
                np.subtract.at(kids, to, 1)
        single = alive[kids[alive] == 1]
        if len(single) * 4 > len(alive):
            alive = _fold(alive, single, up, weight, more, kids, folded)
    for chain, total, bottom in reversed(folded):
        weight[chain] = total + weight[bottom]
    return weight


def _fold(
    alive: Ints,
    single: Ints,
    up: Ints,
    weight: Ints,
    more: Ints,
    kids: Ints,
    folded: list[tuple[Ints, Ints, Ints]],
) -> Ints:
    """Take all nodes with one child out of a forest; the child's parent is then the next node above that has more."""
    n = len(up)
    child = np.full(n, -1, dtype=np.int64)
    below = alive[up[alive] >= 0]
    child[up[below]] = below
    chained = np.zeros(n, dtype=bool)
    chained[single] = True
    down = child[single]
    total = np.zeros(n, dtype=np.int64)
    total[single] = weight[single] + more[down]
    reach = np.arange(n)
    reach[single] = down
    active = single[chained[down]]
    while len(active):
        to = reach[active]
        grown, further = total[to], reach[to]
        total[active] += grown
        reach[active] = further
        active = active[chained[further]]
    folded.append((single, total[single], reach[single]))
    top = single[(up[single] < 0) | ~chained[np.maximum(up[single], 0)]]
    bottom = reach[top]
    more[bottom] = total[top] + more[top]
    up[bottom] = up[top]
    return alive[~chained[alive]]
