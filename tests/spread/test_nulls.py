"""What chance gives: an actor who is answered back more than by chance, criticism that stops after his reply."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from threadgraph.graph import ThreadGraph, build_table
from threadgraph.model import Post, posts_table
from threadgraph.spread import spread
from threadgraph.spread.nulls import against

START = datetime(2005, 10, 14, 8, tzinfo=UTC)


def graph(threads: list[list[tuple[str, int | None, str]]]) -> ThreadGraph:
    """Threads of (author, the number of the post that he answers, words), ten minutes apart."""
    posts = [
        Post(
            id=f"{t}-{i}", thread_id=f"{t}-0", parent_id=None if to is None else f"{t}-{to}", kind="comment" if i else "post",
            author=who, site="a.example", text=f"{text} {t} {i}", published=START + timedelta(hours=9 * t, minutes=10 * i), position=i,
        )
        for t, rows in enumerate(threads)
        for i, (who, to, text) in enumerate(rows)
    ]  # fmt: skip
    return build_table(posts_table(posts))


def figure(of: ThreadGraph, measure: str) -> dict[str, Any]:
    rows = spread(of, "Eve").response.to_dict("records")
    return next({str(k): v for k, v in r.items()} for r in rows if str(r["measure"]).startswith(measure))


def p_of(row: dict[str, Any]) -> float:
    found = re.search(r"p = ([\d.]+)", row["note"])
    assert found is not None
    return float(found[1])


def talk(back: bool) -> list[tuple[str, int | None, str]]:
    """Six people comment, Eve answers each; then the same six answer her, or others do."""
    rows: list[tuple[str, int | None, str]] = [("Opener", None, "Down")]
    rows += [(f"p{k}", 0, "Since when?") for k in range(6)]
    rows += [("Eve", 1 + k, "Since seven.") for k in range(6)]
    rows += [(f"p{k}" if back else f"r{k}", 7 + k, "I see.") for k in range(6)]
    return rows + [(f"q{k}", 1 + k % 6, "Me too.") for k in range(12)]


def test_who_is_answered_back_by_all_stands_out_against_rewired_answers() -> None:
    row = figure(graph([talk(True)]), "dialogue")
    assert row["value"] == 6
    assert p_of(row) < 0.05
    assert len(row["posts"]) == 6


def test_who_is_answered_back_by_nobody_does_not() -> None:
    row = figure(graph([talk(False)]), "dialogue")
    assert row["value"] == 0
    assert row["note"].endswith(
        "always 0.0, so there is nothing to test"
    )  # nobody whom he answered is ever heard again


def test_too_few_answers_give_no_figure() -> None:
    row = figure(
        graph([[("Opener", None, "Down"), ("Anne", 0, "Since when?"), ("Eve", 1, "Since seven.")]]),
        "dialogue",
    )
    assert row["note"].startswith("no figure: 1 answers")


def angry(before: str, after: str) -> list[tuple[str, int | None, str]]:
    rows: list[tuple[str, int | None, str]] = [("Opener", None, "Down")]
    rows += [(f"b{k}", 0, before) for k in range(4)]
    rows += [("Eve", 0, "We are at it.")]
    return rows + [(f"a{k}", 0, after) for k in range(4)]


def test_criticism_that_stops_after_his_reply_is_more_than_the_order_gives_by_chance() -> None:
    row = figure(graph([angry("It is a shame.", "I see.")] * 4), "criticism")
    assert row["value"] == -100
    assert p_of(row) < 0.01
    assert (len(row["posts"]), len(row["rest"])) == (16, 16)


def test_criticism_that_goes_on_is_not() -> None:
    row = figure(graph([angry("It is a shame.", "It is a shame.")] * 4), "criticism")
    assert row["value"] == 0
    assert "nothing to test" in row["note"]


def test_little_criticism_gives_no_figure() -> None:
    row = figure(graph([angry("I see.", "I see.")] * 4), "criticism")
    assert row["note"].startswith("no figure: 0 critical of 32 comments")


@pytest.mark.parametrize(("observed", "wanted"), [(0.0, 0.5), (10.0, 0.001), (-10.0, 0.999)])
def test_p_is_the_share_of_draws_above_and_half_of_those_equal(observed: float, wanted: float) -> None:
    assert p_of({"note": against("x", observed, np.array([-1.0, 0.0, 1.0] * 200))}) == pytest.approx(
        wanted, abs=0.01
    )
