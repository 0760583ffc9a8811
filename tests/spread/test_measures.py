"""Measures against values known by hand, from the literature, and from networkx."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadgraph.spread.measures import (
    breadths,
    depths,
    generation_ratio,
    max_breadth,
    structural_virality,
    t50,
    trees,
)
from threadgraph.spread.relays import text_reuse

parents_of_a_tree = (
    st.integers(1, 40)
    .flatmap(lambda n: st.tuples(*[st.integers(0, max(0, i - 1)) for i in range(1, n)]))
    .map(lambda p: [-1, *p])
)


@given(parents_of_a_tree)
def test_structural_virality_is_the_mean_distance_of_all_pairs(parents: list[int]) -> None:
    (tree,) = trees(parents)
    graph = nx.Graph((i, p) for i, p in enumerate(parents) if p >= 0)
    graph.add_nodes_from(range(len(parents)))
    wanted = nx.average_shortest_path_length(graph) if len(parents) > 1 else 0.0
    assert structural_virality(parents, tree) == pytest.approx(wanted)


@given(parents_of_a_tree)
def test_breadths_sum_to_the_size_and_depth_is_their_number(parents: list[int]) -> None:
    (tree,) = trees(parents)
    assert sum(breadths(parents, tree)) == len(parents)
    assert max(depths(parents, tree)) == len(breadths(parents, tree)) - 1
    assert max_breadth(parents, tree) == max(breadths(parents, tree))


def test_a_chain_is_more_viral_than_a_star_of_its_size() -> None:
    chain, star = [-1, 0, 1, 2, 3], [-1, 0, 0, 0, 0]
    assert structural_virality(chain, [0, 1, 2, 3, 4]) == pytest.approx(2.0)
    assert structural_virality(star, [0, 1, 2, 3, 4]) == pytest.approx(1.6)


def test_the_ratio_of_generations_is_not_the_mean_offspring() -> None:
    assert generation_ratio([-1, 0, 0, 1, 1, 2], [0, 1, 2, 3, 4, 5]) == 1.5
    assert generation_ratio([-1], [0]) is None


def test_t50_needs_half_of_the_times() -> None:
    assert t50([0.0, None, None, None]) is None
    assert t50([2.0, 4.0, 10.0, None]) == 2.0


def test_text_reuse_counts_long_runs_only() -> None:
    source = "one two three four five six seven eight nine ten"
    assert text_reuse(source, source) == 100.0
    assert text_reuse("one two three four five six seven", source) == 0.0
