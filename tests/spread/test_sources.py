"""Where a post got the news from: probabilities that hold together, on stories whose truth is known."""

from __future__ import annotations

from collections import defaultdict

import pytest

from threadgraph.graph import build_table
from threadgraph.model import posts_table
from threadgraph.spread import Spread
from threadgraph.spread.cascades import sampled_forests
from threadgraph.spread.simulate import simulate
from threadgraph.spread.sources import source_rows, sources_of


def story_of(seed: int) -> tuple[list[dict[str, object]], dict[str, str | None]]:
    story = simulate(seed, posts=30, sites=12)
    graph = build_table(posts_table(story.posts))
    rows = [r for r in graph.table.to_pylist() if r["id"] in story.source]
    return source_rows(graph, rows, hide_links=True), story.source


def test_probabilities_of_a_post_sum_to_one_with_outside_among_them() -> None:
    rows, source = story_of(3)
    total: dict[str, float] = defaultdict(float)
    outside = set()
    for r in rows:
        total[str(r["post"])] += float(str(r["probability"]))
        if r["source"] is None:
            outside.add(r["post"])
    assert set(total) == outside == set(source)
    assert all(p == pytest.approx(1.0) for p in total.values())


def test_most_true_sources_come_first() -> None:
    right = n = 0
    for seed in range(3):
        rows, source = story_of(seed)
        found = sources_of(rows)
        right += sum(found[p][0][0] == s for p, s in source.items())
        n += len(source)
    assert right / n > 0.6


def test_an_explicit_link_decides(demo_spread: Spread) -> None:
    best = {post: held[0][0] for post, held in sources_of(demo_spread.sources.to_dict("records")).items()}
    relays = demo_spread.relays
    once = (
        relays[relays["class"] == "E1"].groupby("relayer").filter(lambda rows: rows["source"].nunique() == 1)
    )
    same_person = {r["id"]: r["person"] for r in demo_spread.graph.table.to_pylist()}
    for relayer, source in zip(once["relayer"], once["source"], strict=True):
        if same_person[relayer] is None or same_person[relayer] != same_person[source]:
            assert best[relayer] == source


def test_forests_follow_the_probabilities_and_repeat() -> None:
    options = [[], [(0, 0.5)], [(0, 0.2), (1, 0.8)]]
    drawn = list(sampled_forests(options, forests=2000))
    assert drawn == list(sampled_forests(options, forests=2000))
    assert sum(f[2] == 1 for f in drawn) / 2000 == pytest.approx(0.8, abs=0.04)
    assert sum(f[1] == -1 for f in drawn) / 2000 == pytest.approx(0.5, abs=0.04)
