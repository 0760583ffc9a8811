"""Corrections and confirmations: a quote of an earlier statement, and an answer that changes a fact of it or says yes.

Automatic counts of corrections are suggestions: published stance models find denials with F1 of
.26 to .5. A row is confirmed only by a human.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread.exchanges import Exchange, Statements, exchanges
from threadgraph.spread.facts import Change, agrees, changed, contrast, sentences
from threadgraph.spread.told import Told, told_times
from threadgraph.spread.told.vocabulary import flat

__all__ = ["correction_rows"]

Row = dict[str, Any]


def correction_rows(graph: ThreadGraph, people: Sequence[str], zone: tzinfo = UTC) -> list[Row]:
    """Posts that quote an earlier statement and change a fact of it, or confirm it.

    Parameters
    ----------
    graph : ThreadGraph
    people : sequence of str
        Whose corrections are wanted; empty: anybody's.
    zone : tzinfo
        Of the clock times that texts tell.

    Returns
    -------
    list of dict
        By time; ``status`` is always ``suggested``.
    """
    every = [r for r in graph.table.to_pylist() if r["status"] != "placeholder"]
    said = Statements(sorted(every, key=lambda r: (r["published"] is None, r["published"] or 0)))
    rows = []
    for post in every:
        if people and post["person"] not in people:
            continue
        held = [(x, said.holder(x.quote, post)) for x in exchanges(post["text"] or "") if x.answer]
        found = [(x, target) for x, target in held if target is not None]
        days = [_day(x.quote, target, zone) for x, target in found]
        for (x, target), day in zip(found, days, strict=True):
            about = day or next((d for d in days if d), None)
            row = _judged(x, post, target, about, zone)
            if row is not None:
                names = {"author": graph.name_of(post), "claim_author": graph.name_of(target)}
                rows.append({"post": post["id"], "corrects": target["id"], **row, **names})
    return sorted(rows, key=lambda r: (r["time"] is None, r["time"], r["post"]))


def _judged(x: Exchange, post: Row, target: Row, about: date | None, zone: tzinfo) -> Row | None:
    """Whether an answer corrects what it quotes, confirms it, or neither."""
    day = about or _local(target["published"], zone)
    told = {"said": target["published"], "answered": post["published"], "zone": zone, "about": day}
    first = " ".join(sentences(x.answer)[:2])
    yes, cue = agrees(x.answer), contrast(x.answer)
    change = changed(x.quote, first, **told) or (changed(x.quote, x.answer, **told) if cue else None)
    if yes and (change is None or change.kind != "time"):
        new = told_times(x.answer, post["published"], zone, day)
        added = next((t for t in new if t.precision in ("minute", "hour", "part", "day")), None)
        verdict, kind, words = (
            "confirms",
            "time" if added else None,
            f"added: {added.evidence}" if added else None,
        )
        when = added
    elif change is not None:
        verdict, kind, words, when = "corrects", change.kind, str(change), change.told
    else:
        return None
    return {
        "verdict": verdict,
        "claim": x.quote,
        "correction": " ".join(x.answer.split())[:400],
        "cue": yes if verdict == "confirms" else cue or "another fact after the quote",
        "kind": kind,
        "changed": words,
        "old_time": _old(x.quote, change, target, day, zone),
        "told_time": when.start.astimezone(UTC) if when else None,
        "claim_time": target["published"],
        "time": post["published"],
        "delay_h": round((post["published"] - target["published"]).total_seconds() / 3600, 3)
        if post["published"] and target["published"]
        else None,
        "status": "suggested",
    }


def _old(quote: str, change: Change | None, target: Row, day: date | None, zone: tzinfo) -> datetime | None:
    """The time that a correction of a time replaces."""
    if change is None or change.kind != "time":
        return None
    return next(
        (
            t.start.astimezone(UTC)
            for t in told_times(quote, target["published"], zone, day)
            if t.evidence == change.old
        ),
        None,
    )


def _day(quote: str, target: Row, zone: tzinfo) -> date | None:
    """The day that a quoted statement speaks of: told in it, or by the post that says it, before it or else after it."""
    text = target["text"] or ""
    words = flat(" ".join(quote.split()))
    at = flat(text).find(words[:40])
    around = [
        t
        for t in told_times(text, target["published"], zone)
        if t.precision in ("minute", "hour", "part", "day")
    ]
    if at >= 0 and around:
        before = [t for t in around if t.begin < at + len(words)]
        return _date_of(before[-1] if before else around[0])
    told = told_times(quote, target["published"], zone)
    return _date_of(told[0]) if told else None


def _date_of(t: Told) -> date:
    return t.end.date() if t.precision == "part" and t.start.hour >= 20 and t.end.hour else t.start.date()


def _local(time: datetime | None, zone: tzinfo) -> date | None:
    return time.astimezone(zone).date() if time else None
