"""Graph files: each is read back by the program that it is for, or by networkx in its stead."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from threadgraph.errors import UsageError
from threadgraph.spread.result import Spread
from threadgraph.visualizer import write_graph

VIEWS = ("posts", "authors", "sites")


@pytest.mark.parametrize("view", VIEWS)
def test_gexf_is_read_back_whole(small: Spread, tmp_path: Path, view: str) -> None:
    (path,) = write_graph(small.graph, tmp_path / "g.gexf", "gexf", view)  # type: ignore[arg-type]
    before, after = getattr(small.graph, view)(), nx.read_gexf(path)
    assert (after.number_of_nodes(), after.number_of_edges()) == (
        before.number_of_nodes(),
        before.number_of_edges(),
    )


def test_gexf_is_dynamic_and_posts_begin_when_they_were_written(small: Spread, tmp_path: Path) -> None:
    (path,) = write_graph(small.graph, tmp_path / "g.gexf", "gexf")
    graph = nx.read_gexf(path)
    assert graph.graph["mode"] == "dynamic"
    assert graph.nodes["a1"]["start"] == "2024-03-11T07:00:00Z"


def test_gexf_leaves_out_a_time_that_nobody_knows(small: Spread, tmp_path: Path) -> None:
    (path,) = write_graph(small.graph, tmp_path / "g.gexf", "gexf")
    assert "start" not in nx.read_gexf(path).nodes["c1"]
    assert "None" not in path.read_text("utf-8")


def test_gexf_is_the_same_every_day(small: Spread, tmp_path: Path) -> None:
    (path,) = write_graph(small.graph, tmp_path / "g.gexf", "gexf")
    assert "lastmodifieddate" not in path.read_text("utf-8")


@pytest.mark.parametrize("view", VIEWS)
def test_graphml_is_read_back_whole(small: Spread, tmp_path: Path, view: str) -> None:
    (path,) = write_graph(small.graph, tmp_path / "g.graphml", "graphml", view)  # type: ignore[arg-type]
    assert nx.read_graphml(path).number_of_nodes() == getattr(small.graph, view)().number_of_nodes()


def test_json_is_networkx_node_link(small: Spread, tmp_path: Path) -> None:
    (path,) = write_graph(small.graph, tmp_path / "g.json", "json")
    assert nx.node_link_graph(json.loads(path.read_text("utf-8")), edges="edges").has_edge("a1", "a0")


def test_csv_is_two_files(small: Spread, tmp_path: Path) -> None:
    nodes, edges = write_graph(small.graph, tmp_path / "net.csv", "csv")
    assert (nodes.name, edges.name) == ("net.nodes.csv", "net.edges.csv")
    assert set(pd.read_csv(edges)["class"]) == {"E1", "E2", "E3"}


def test_parquet_is_two_files(small: Spread, tmp_path: Path) -> None:
    _, edges = write_graph(small.graph, tmp_path / "net.parquet", "parquet")
    assert pd.read_parquet(edges)["probability"].max() == 1.0


def test_a_graph_without_posts_can_be_written(empty: Spread, tmp_path: Path) -> None:
    for as_ in ("gexf", "graphml", "json", "csv", "parquet"):
        assert all(p.exists() for p in write_graph(empty.graph, tmp_path / f"e.{as_}", as_))  # type: ignore[arg-type]


@pytest.mark.parametrize(("as_", "view"), [("dot", "posts"), ("gexf", "words")])
def test_what_is_unknown_is_refused_by_name(small: Spread, tmp_path: Path, as_: str, view: str) -> None:
    with pytest.raises(UsageError, match="choose one of"):
        write_graph(small.graph, tmp_path / "x", as_, view)  # type: ignore[arg-type]


@given(words=st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_xml_that_parses(story_of: Callable[..., Spread], tmp_path: Path, words: str) -> None:
    for as_ in ("gexf", "graphml"):
        (path,) = write_graph(story_of(words).graph, tmp_path / f"h.{as_}", as_)  # type: ignore[arg-type]
        ElementTree.parse(path)
