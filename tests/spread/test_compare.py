"""Two stories or two actors beside each other: like is compared with like, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from threadgraph.errors import UsageError
from threadgraph.graph import build_table
from threadgraph.model import Post, posts_table
from threadgraph.spread import Spread, compare, spread

START = datetime(2005, 10, 14, 8, tzinfo=UTC)


def threads(shapes: list[list[int]], names: dict[int, tuple[str, float]] | None = None) -> list[Post]:
    """Threads whose posts answer the ones of these numbers; `names` puts a comment of somebody at an hour into each."""
    posts = []
    for t, parents in enumerate(shapes):
        for i, up in enumerate([-1, *parents]):
            who, hours = (names or {}).get(i, (f"w{t}-{i}", i / 6))
            posts.append(
                Post(
                    id=f"{t}-{i}", thread_id=f"{t}-0", parent_id=f"{t}-{up}" if up >= 0 else None, kind="comment" if i else "post",
                    author=who if i else f"opener {t}", site=f"{t}.example", text=f"word{t} word{i}", position=i,
                    published=START + timedelta(hours=24 * t + (hours if i else 0)),
                )
            )  # fmt: skip
    return posts


def of(
    shapes: list[list[int]], focal: str | None = None, names: dict[int, tuple[str, float]] | None = None
) -> Spread:
    return spread(build_table(posts_table(threads(shapes, names))), focal)


def rows(a: Spread, b: Spread) -> dict[str, dict[str, Any]]:
    return {str(r["measure"]): dict(r) for r in compare(a, b).to_dict("records")}


CHAIN, STAR = [0, 1, 2, 3, 4], [0, 0, 0, 0, 0]


def test_chains_are_deeper_than_stars_of_their_size() -> None:
    found = rows(of([CHAIN] * 8), of([STAR] * 8))["depth of threads of one size"]
    assert (found["a"], found["b"], found["difference"], found["n_a"]) == (5, 1, 4, 8)
    assert found["p"] < 0.05
    assert found["low"] > 0


def test_cascades_without_one_of_their_size_are_left_out() -> None:
    large = [list(range(40))] * 3
    found = rows(of([CHAIN] * 8 + large), of([CHAIN] * 8))["depth of threads of one size"]
    assert (found["n_a"], found["difference"]) == (8, 0)


def test_too_few_pairs_give_no_number() -> None:
    found = rows(of([CHAIN] * 3), of([STAR] * 3))["depth of threads of one size"]
    assert found["a"] != found["a"] or found["a"] is None
    assert found["note"] == "no figure: 3 pairs of one size, 6 are needed"


def two_actors() -> tuple[Spread, Spread]:
    graph = build_table(posts_table(threads([[0, 0, 0]] * 10, {1: ("Eve", 0.5), 3: ("Luc", 9.0)})))
    return spread(graph, "Eve"), spread(graph, "Luc")


def test_a_fast_actor_and_a_slow_one_have_different_curves() -> None:
    found = rows(*two_actors())["response time: post to first reply, median"]
    assert (found["a"], found["b"]) == (0.5, 9.0)
    assert found["p"] < 0.001


def test_two_actors_of_one_story_share_its_cascades() -> None:
    assert not any("one size" in m for m in rows(*two_actors()))


def test_reach_is_counted_at_as_many_threads() -> None:
    found = rows(*two_actors())["reach at as many threads, mean"]
    assert (found["a"], found["b"]) == (10, 0)  # after Eve Luc posts, on each site somebody else
    assert found["note"].startswith("10 threads")


def test_a_spread_is_not_compared_with_itself() -> None:
    one = of([CHAIN])
    with pytest.raises(UsageError, match="two spreads"):
        compare(one, one)
