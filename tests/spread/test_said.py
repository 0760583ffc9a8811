"""The chronicle holds what posts tell of the past beside what they do, and shows who contradicts whom."""

from __future__ import annotations

from datetime import UTC, datetime

from threadgraph.graph import build_table
from threadgraph.model import Post, posts_table
from threadgraph.spread import Spread, spread


def post(n: str, author: str, text: str, hour: int, **more: object) -> Post:
    when = datetime(2005, 10, 14, hour, 0, tzinfo=UTC)
    return Post(
        id=n,
        thread_id=more.pop("thread_id", n),
        author=author,
        site=f"{n}.example",
        published=when,
        text=text,
        **more,
    )  # type: ignore[arg-type]


def case() -> Spread:
    graph = build_table(
        posts_table(
            [
                post(
                    "a",
                    "Bruno",
                    "Les serveurs ont été coupés à 3h05. Le premier avis est paru à 11h30.",
                    12,
                    kind="post",
                ),
                post("b", "Luc", "À 3h05, l'équipe a coupé tous les serveurs. Tant mieux.", 13, kind="post"),
                post(
                    "c",
                    "Étienne",
                    "> Le premier avis est paru à 11h30\nEn fait à 7h40.",
                    14,
                    thread_id="a",
                    position=1,
                ),
            ]
        )
    )
    return spread(graph, "Étienne")


def test_posts_that_tell_one_event_share_a_line() -> None:
    said = case().chronicle.query("kind == 'said'")
    line = next(r for r in said.to_dict("records") if r["time"].hour == 3)
    assert line["posts"] == ("a", "b")
    assert "Bruno, Luc: “Les serveurs ont été coupés à 3h05.”" in line["sentence"]


def test_a_told_time_that_somebody_corrects_shows_both() -> None:
    lines = {
        (r["time"].hour, r["conflict"])
        for r in case().chronicle.query("kind == 'said'").to_dict("records")
        if r["conflict"] == r["conflict"]
    }
    assert (11, "Étienne says 7h40 (suggested)") in lines
    assert (7, "Bruno had said 11h30") in lines


def test_each_told_time_names_its_words_and_its_post() -> None:
    rows = case().told.to_dict("records")
    assert [(r["post"], r["words"]) for r in rows] == [
        ("a", "3h05"),
        ("b", "3h05"),
        ("c", "7h40"),
        ("a", "11h30"),
    ]


def test_what_a_quote_tells_is_not_told_twice() -> None:
    assert "11h30" not in {r["words"] for r in case().told.to_dict("records") if r["post"] == "c"}
