"""The demo's case, walked through the whole house once for all tests that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from threadgraph.corpus import Corpus
from threadgraph.demo import DemoServer, write_study
from threadgraph.graph import ThreadGraph
from threadgraph.spread import Spread
from threadgraph.study import graph_of, load, run, spread_of


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``threadgraph demo`` writes."""
    folder = tmp_path_factory.mktemp("demo")
    with DemoServer() as server:
        run(write_study(folder / "study", server.address), folder)
    return folder


@pytest.fixture(scope="session")
def demo_corpus(demo_folder: Path) -> Iterator[Corpus]:
    """Its corpus, open."""
    with Corpus(demo_folder / "corpus") as corpus:
        yield corpus


@pytest.fixture(scope="session")
def demo_graph(demo_corpus: Corpus) -> ThreadGraph:
    return graph_of(demo_corpus)


@pytest.fixture(scope="session")
def demo_spread(demo_folder: Path, demo_graph: ThreadGraph) -> Spread:
    return spread_of(demo_graph, load(demo_folder / "study" / "study.toml"))
