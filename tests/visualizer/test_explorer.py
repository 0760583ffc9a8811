"""The explorer's file: one page, nothing to fetch, nothing that can run but its own script."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from threadgraph.spread.result import Spread
from threadgraph.visualizer import explore
from threadgraph.visualizer.columns import columns, pack_columns, unpack_columns
from threadgraph.visualizer.explorer import csp_hash

NASTY = "</script><script>alert(1)</script> <!-- ${x} \u202e\u0000\ufeff=1+1 $x$ ]]> & \"'"


def test_a_folder_gets_a_file_of_the_usual_name(small: Spread, tmp_path: Path) -> None:
    assert explore(small, tmp_path).name == "explorer.html"


def test_the_same_spread_gives_the_same_bytes(small: Spread, tmp_path: Path) -> None:
    assert (
        explore(small, tmp_path / "a.html").read_bytes() == explore(small, tmp_path / "b.html").read_bytes()
    )


def test_a_graph_alone_is_enough(small: Spread, tmp_path: Path) -> None:
    assert explore(small.graph, tmp_path / "g.html").stat().st_size > 100_000


def test_no_posts_is_no_error(empty: Spread, tmp_path: Path) -> None:
    assert explore(empty, tmp_path / "e.html").exists()


def test_the_policy_allows_only_the_inline_script_and_style(small: Spread, tmp_path: Path) -> None:
    page = explore(small, tmp_path / "x.html").read_text("utf-8")
    script = re.findall(r"<script>(.*?)</script>", page, re.S)
    style = re.findall(r"<style>(.*?)</style>", page, re.S)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert len(script) == len(style) == 1
    assert "default-src 'none'" in policy[1]
    assert csp_hash(script[0]) in policy[1]
    assert csp_hash(style[0]) in policy[1]
    assert "unsafe" not in policy[1]


@pytest.mark.parametrize(
    "forbidden", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "new Function", "eval("]
)
def test_the_bundle_writes_no_markup(small: Spread, tmp_path: Path, forbidden: str) -> None:
    assert forbidden not in explore(small, tmp_path / "x.html").read_text("utf-8")


def test_somebody_elses_text_never_stands_in_the_page_as_markup(
    story_of: Callable[..., Spread], tmp_path: Path
) -> None:
    page = explore(story_of(NASTY), tmp_path / "x.html").read_text("utf-8")
    assert page.count("<script") == 2
    assert "alert(1)" not in page.replace(re.search(r"<title>(.*?)</title>", page, re.S)[0], "")  # type: ignore[index]


def test_columns_survive_packing(small: Spread) -> None:
    data = columns(small)
    assert unpack_columns(pack_columns(data))["posts"]["id"] == data["posts"]["id"]


def test_the_focal_actor_is_marked(small: Spread) -> None:
    nodes = columns(small)["nodes"]
    assert [n for n, f in zip(nodes["name"], nodes["focal"], strict=True) if f] == ["Ada Stone"]


def test_an_undated_post_comes_last_and_has_no_time(small: Spread) -> None:
    posts = columns(small)["posts"]
    assert (posts["id"][-1], posts["time"][-1]) == ("c1", None)


def test_an_unsigned_post_stands_for_its_thread(small: Spread) -> None:
    data = columns(small)
    node = data["posts"]["node"][data["posts"]["id"].index("c0")]
    assert data["nodes"]["person"][node] == 0


def test_every_edge_carries_the_post_of_its_evidence(small: Spread) -> None:
    assert None not in columns(small)["edges"]["evidence_post"]


@given(words=st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_as_it_was(story_of: Callable[..., Spread], words: str) -> None:
    data = unpack_columns(pack_columns(columns(story_of(words))))
    assert data["posts"]["text"][data["posts"]["id"].index("a0")] == words
