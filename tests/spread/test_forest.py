"""Measures of many trees at once, against slow ones."""

from __future__ import annotations

import itertools
import random

import networkx as nx
import numpy as np
import pytest

from threadgraph.spread.forest import forest, subtree_sizes


def some_forest(seed: int) -> list[int]:
    dice = random.Random(seed)
    n, shape = dice.randrange(1, 60), dice.random()
    parents = []
    for i in range(n):
        if i == 0 or dice.random() < 0.1:
            parents.append(-1)
        else:
            parents.append(
                i - 1
                if shape < 0.3
                else dice.randrange(max(0, i - 3), i)
                if shape < 0.6
                else dice.randrange(i)
            )
    place = list(range(n))
    dice.shuffle(place)
    out = [-1] * n
    for i, p in enumerate(parents):
        out[place[i]] = -1 if p < 0 else place[p]
    return out


@pytest.mark.parametrize("first", range(0, 500, 50))
def test_measures_equal_brute_force_on_random_forests(first: int) -> None:
    for seed in range(first, first + 50):
        parents = some_forest(seed)
        g = nx.DiGraph((p, i) for i, p in enumerate(parents) if p >= 0)
        g.add_nodes_from(range(len(parents)))
        f = forest(parents)
        for k, root in enumerate(f.root.tolist()):
            tree = g.subgraph({root, *nx.descendants(g, root)})
            away = nx.single_source_shortest_path_length(tree, root)
            pairs = list(itertools.combinations(tree, 2))
            far = dict(nx.all_pairs_shortest_path_length(tree.to_undirected()))
            assert f.size[k] == len(tree)
            assert f.max_depth[k] == max(away.values())
            assert f.max_breadth[k] == max(sum(d == at for d in away.values()) for at in away.values())
            wanted = sum(far[a][b] for a, b in pairs) / len(pairs) if pairs else 0.0
            assert f.structural_virality[k] == pytest.approx(wanted)
        assert subtree_sizes(np.array(parents)).tolist() == [
            1 + len(nx.descendants(g, i)) for i in range(len(parents))
        ]


def test_a_deep_chain_is_no_recursion() -> None:
    n = 200_000
    f = forest(np.arange(n) - 1)
    assert (f.size[0], f.max_depth[0], f.max_breadth[0]) == (n, n - 1, 1)
    assert f.structural_virality[0] == pytest.approx((n + 1) / 3)


def test_a_circle_is_cut_at_its_highest_node() -> None:
    f = forest([1, 2, 0, 2])
    assert f.root.tolist() == [2]
    assert f.size.tolist() == [4]


def test_no_posts_no_trees() -> None:
    assert len(forest([]).root) == 0
