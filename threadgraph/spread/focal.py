"""The focal actor's replies: what each of them answers, how long after it, and by what one knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread.story import inside

__all__ = ["reply_rows"]

Row = dict[str, Any]


def reply_rows(
    graph: ThreadGraph, people: Sequence[str], start: datetime | None, end: datetime | None
) -> list[Row]:
    """What the focal actor said in threads, and what it answers.

    An opening post is no reply unless it links to what it answers. Without a cue a comment answers the
    opening post with the kernel's base rate (E3).

    Returns
    -------
    list of dict
        By time; ``delay_h`` is hours since what it answers.
    """
    mine = {
        r["id"]: r
        for r in graph.table.to_pylist()
        if r["person"] in people and inside(r["published"], start, end)
    }
    every = {r["id"]: r for r in graph.table.to_pylist()}
    best: dict[str, Row] = {}
    for e in graph.edges.to_pylist():
        if e["source"] not in mine or every[e["target"]]["person"] in people:
            continue
        if mine[e["source"]]["kind"] != "comment" or e["kind"] not in ("reply", "quote", "mention", "link"):
            continue
        if e["source"] not in best or _weight(e) > _weight(best[e["source"]]):
            best[e["source"]] = e
    rows = []
    for post in mine.values():
        if post["kind"] != "comment":
            continue
        edge = best.get(post["id"])
        target = every[edge["target"]] if edge else None
        rows.append(
            {
                "post": post["id"],
                "thread": post["thread_id"],
                "site": post["site"],
                "time": post["published"],
                "answers": target["id"] if target else None,
                "answers_author": graph.name_of(target) if target else None,
                "delay_h": _hours(target["published"], post["published"]) if target else None,
                "class": edge["class"] if edge else None,
                "probability": edge["probability"] if edge else None,
                "rule": edge["rule"] if edge else None,
                "evidence": edge["evidence"] if edge else None,
                "excerpt": " ".join((post["text"] or "").split())[:240],
                "url": post["url"],
            }
        )
    return sorted(rows, key=lambda r: (r["time"] is None, r["time"], r["post"]))


def _weight(e: Row) -> tuple[int, float]:
    """A quote tells more exactly than a platform's nesting what is answered; a guess tells least."""
    order = {"E3": 0, "E1": 1, "E2": 2} if e["kind"] == "quote" else {"E3": 0, "E2": 1, "E1": 1}
    return order[e["class"]], e["probability"] if e["kind"] != "link" else 0.1


def _hours(a: datetime | None, b: datetime | None) -> float | None:
    return None if a is None or b is None else round((b - a).total_seconds() / 3600, 3)
