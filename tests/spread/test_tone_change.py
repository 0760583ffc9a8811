"""Whether the tone of others changed at the actor's first reply, and when no figure is better than one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from threadgraph.spread.tone.change import change_rows

START = datetime(2005, 10, 14, tzinfo=UTC)
REPLY = START + timedelta(hours=48)

Row = dict[str, object]


def story(threads: int, posts: int, jump: float = 0.0, seed: int = 7) -> list[Row]:
    """Threads of some posts each over four days, whose tone jumps at the reply."""
    dice = np.random.default_rng(seed)
    rows: list[Row] = []
    for t in range(threads):
        mood = dice.normal(0, 0.1)
        for k in range(posts):
            time = START + timedelta(hours=float(dice.uniform(0, 96)))
            tone = mood + dice.normal(0, 0.2) + (jump if time >= REPLY else 0)
            rows.append(said(f"{t}-{k}", float(np.clip(tone, -1, 1)), time, thread=f"t{t}"))
    return rows


def said(post: str, tone: float | None, time: datetime | None, thread: str = "t", focal: bool = False) -> Row:
    return {"post": post, "thread": thread, "tone": tone, "time": time, "focal": focal, "method": "lexicon"}


def around(rows: list[Row], reply: datetime | None = REPLY) -> dict[str, Row]:
    found, _ = change_rows(rows, [{"time": reply}])
    return {str(r["measure"]): r for r in found}


LEVEL = "change of level at his first reply (b2)"


def test_a_jump_at_his_reply_is_found() -> None:
    row = around(story(20, 10, jump=0.5))[LEVEL]
    assert row["low"] < 0.5 < row["high"]  # type: ignore[operator]
    assert row["low"] > 0  # type: ignore[operator]
    assert row["p"] <= 0.01  # type: ignore[operator]


def test_where_nothing_changed_none_is_claimed() -> None:
    row = around(story(20, 10))[LEVEL]
    assert row["low"] < 0 < row["high"]  # type: ignore[operator]
    assert row["p"] > 0.05  # type: ignore[operator]


def test_a_steady_trend_is_no_jump() -> None:
    rows = story(20, 10)
    for r in rows:
        r["tone"] = float(r["tone"]) / 4 + (r["time"] - START).total_seconds() / 3600 / 200  # type: ignore[arg-type, operator]
    found = around(rows)
    assert found["trend before (b1)"]["value"] == pytest.approx(1 / 200, abs=0.002)
    assert found[LEVEL]["p"] > 0.05  # type: ignore[operator]


def test_his_own_posts_are_no_part_of_the_series() -> None:
    rows = story(20, 10)
    mine = [said(f"m{k}", 1.0, REPLY + timedelta(hours=k), thread="t1", focal=True) for k in range(20)]
    assert around(rows) == around([*rows, *mine])


def test_the_same_story_gives_the_same_interval() -> None:
    assert around(story(8, 8)) == around(story(8, 8))


def test_a_placebo_date_looks_at_one_side_of_the_reply_only() -> None:
    _, placebos = change_rows(story(12, 12), [{"time": REPLY}])
    sides = {p["period"] for p in placebos}
    assert sides == {"before", "after"}
    assert all((p["time"] < REPLY) == (p["period"] == "before") for p in placebos)
    assert all(p["posts"] < 144 for p in placebos)


def test_few_posts_are_called_underpowered_and_get_no_interval() -> None:
    rows = [
        said(f"p{k}", 0.1 * (k % 3), START + timedelta(hours=12 * k), thread=f"t{k % 2}") for k in range(8)
    ]
    row = around(rows)[LEVEL]
    assert row["value"] is not None
    assert (row["low"], row["high"], row["p"]) == (None, None, None)
    assert str(row["note"]).startswith("underpowered: 8 posts")


@pytest.mark.parametrize(
    ("rows", "reply", "why"),
    [
        ([said(f"p{k}", 0.1, REPLY + timedelta(hours=k), thread=f"t{k % 4}") for k in range(20)], REPLY, "0 posts of others before"),
        ([said(f"p{k}", 0.1, START + timedelta(hours=k), thread=f"t{k % 4}") for k in range(20)], REPLY, "0 posts of others after"),
        (story(1, 40), REPLY, "one thread only"),
        (story(6, 6), None, "no reply of his has a time"),
        ([said(f"p{k}", 0.1, None) for k in range(20)], REPLY, "no post of others has both"),
        ([said(f"p{k}", None, START + timedelta(hours=k)) for k in range(20)], REPLY, "no post of others has both"),
    ],
)  # fmt: skip
def test_where_an_assumption_fails_the_reason_stands_in_place_of_the_figure(
    rows: list[Row], reply: datetime | None, why: str
) -> None:
    row = around(rows, reply)["change of tone at his first reply"]
    assert row["value"] is None
    assert str(row["note"]).startswith(f"no figure: {why}")


def test_posts_without_a_tone_are_counted_as_left_out() -> None:
    rows = [*story(5, 5), said("x", None, REPLY), said("y", 0.2, None)]
    coverage = around(rows)["posts of others that have a tone and a time"]
    assert (coverage["value"], coverage["n"]) == (25, 27)
    assert "1 without a tone, 1 without a time" in str(coverage["note"])


def test_too_few_threads_on_a_side_get_no_interval() -> None:
    rows = [r for r in story(8, 10) if r["time"] >= REPLY or r["thread"] in ("t0", "t1")]  # type: ignore[operator]
    row = around(rows)[LEVEL]
    assert row["low"] is None
    assert "no interval: 2 threads before his reply" in str(row["note"])
