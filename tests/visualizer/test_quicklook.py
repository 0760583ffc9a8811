"""The quick look: offline, escaped, small, and nothing left in the working folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from threadgraph.errors import UsageError
from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.model import Post, posts_table
from threadgraph.spread.result import Spread
from threadgraph.visualizer import quicklook
from threadgraph.visualizer.quicklook import LIMIT


@pytest.mark.parametrize("view", ["authors", "posts", "sites"])
def test_it_loads_nothing_from_anywhere(small: Spread, tmp_path: Path, view: str) -> None:
    page = quicklook(small.graph, tmp_path / "q.html", view).read_text("utf-8")  # type: ignore[arg-type]
    assert not re.findall(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)\s*=\s*[\"'](?!data:)", page)


def test_physics_is_off(small: Spread, tmp_path: Path) -> None:
    page = quicklook(small.graph, tmp_path / "q.html").read_text("utf-8")
    assert re.search(r'"physics": \{\s*"enabled": false', page)


def test_somebody_elses_text_cannot_end_the_script(story_of: Callable[..., Spread], tmp_path: Path) -> None:
    plain = quicklook(story_of("plain").graph, tmp_path / "a.html", "posts").read_text("utf-8")
    nasty = quicklook(story_of("</script><b onload=x>").graph, tmp_path / "b.html", "posts").read_text(
        "utf-8"
    )
    assert nasty.count("</script") == plain.count("</script")
    assert "<b onload" not in nasty


def test_nothing_is_dropped_in_the_working_folder(
    small: Spread, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    quicklook(small.graph, tmp_path / "q.html")
    assert list((tmp_path / "here").iterdir()) == []


def test_too_many_nodes_are_sent_to_the_explorer(small: Spread, tmp_path: Path) -> None:
    many = posts_table([Post(id=f"p{i}", thread_id="t", site="a.example") for i in range(LIMIT + 1)])
    people = pa.array([None] * (LIMIT + 1), pa.string())
    graph = ThreadGraph(
        many.append_column("person", people), small.graph.edges.slice(0, 0), small.graph.people.slice(0, 0)
    )
    with pytest.raises(UsageError, match="explore"):
        quicklook(graph, tmp_path / "q.html", "posts")


def test_an_unknown_view_is_refused(small: Spread, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="authors, posts, sites"):
        quicklook(small.graph, tmp_path / "q.html", "words")  # type: ignore[arg-type]
