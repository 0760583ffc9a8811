"""Measures of people in an author graph, against networkx."""

from __future__ import annotations

import random
from pathlib import Path

import networkx as nx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from threadgraph.errors import ReadError
from threadgraph.graph import ThreadGraph
from threadgraph.graph.standing import author_measures


def some_graph(n: int = 300, edges: int = 900) -> nx.DiGraph:
    dice = random.Random(1)
    g = nx.DiGraph()
    g.add_nodes_from(f"person {i:03}" for i in range(n))
    while g.number_of_edges() < edges:
        a, b = f"person {min(n - 1, int(dice.paretovariate(0.6))):03}", f"person {dice.randrange(n):03}"
        if a != b:
            g.add_edge(a, b, weight=dice.randrange(1, 5))
    return g


def test_measures_are_those_of_networkx() -> None:
    g = some_graph()
    found = author_measures(g).set_index("author")
    rank = nx.pagerank(g, tol=1e-12, max_iter=1000)
    assert found["pagerank"].to_dict() == pytest.approx(rank, abs=1e-9)
    both = g.to_undirected()
    assert found["core"].to_dict() == nx.core_number(both)
    parts = {frozenset(c) for c in nx.connected_components(both)}
    assert {frozenset(rows.index) for _, rows in found.groupby("component")} == parts
    mine = [set(rows.index) for _, rows in found.groupby("community")]
    theirs = nx.community.louvain_communities(both, seed=1)
    assert nx.community.modularity(both, mine) >= nx.community.modularity(both, theirs) - 0.02


def test_a_file_gives_what_the_graph_gives_and_twice_the_same(tmp_path: Path) -> None:
    g = some_graph()
    g.remove_nodes_from([v for v in list(g) if not g.degree(v)])
    rows = sorted((a, b, w) for a, b, w in g.edges(data="weight"))
    columns = [list(c) for c in zip(*rows, strict=True)]
    path = tmp_path / "authors.parquet"
    pq.write_table(pa.table(dict(zip(("source", "target", "weight"), columns, strict=True))), path)
    first = author_measures(path)
    assert first.equals(author_measures(path))
    ordered = nx.DiGraph()
    ordered.add_nodes_from(sorted(g))
    ordered.add_weighted_edges_from(rows)
    pair = [
        f.set_index("author")[["pagerank", "core"]].sort_index() for f in (first, author_measures(ordered))
    ]
    assert (pair[0] - pair[1]).abs().to_numpy().max() < 1e-12


def test_the_demos_people_have_a_standing(demo_graph: ThreadGraph) -> None:
    found = author_measures(demo_graph.authors())
    assert len(found) == demo_graph.people.num_rows
    assert found["pagerank"].sum() == pytest.approx(1)


def test_no_people_no_rows_and_no_graph_is_named(tmp_path: Path) -> None:
    assert author_measures(nx.DiGraph()).empty
    with pytest.raises(ReadError):
        author_measures(tmp_path / "none.parquet")
