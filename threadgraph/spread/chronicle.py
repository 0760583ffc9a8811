"""The chronicle: what happened, in dated sentences made from posts and edges, each pointing at its posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread.said import events

__all__ = ["chronicle_rows"]

Row = dict[str, Any]

_HOW = {
    "hyperlink": "linking to",
    "trackback": "with a trackback to",
    "attribution": "naming",
    "shared phrase": "in the words of",
}


def chronicle_rows(
    graph: ThreadGraph,
    story: Sequence[Row],
    broke: Sequence[Row],
    relays: Sequence[Row],
    replies: Sequence[Row],
    corrections: Sequence[Row],
    told: Sequence[Row],
    people: Sequence[str],
    name: str | None,
) -> list[Row]:
    """One row an event, by time.

    Returns
    -------
    list of dict
        ``kind`` is one of broke, told, relayed, mailed, answered, corrected, and ``said`` for what happened at a time that
        posts tell; ``conflict`` is what another post says of that time; ``class`` the weakest class
        of edge that the sentence rests on (E1 where it rests on a post alone).
    """
    every = {r["id"]: r | {"author": graph.name_of(r)} for r in graph.table.to_pylist()}
    by_relayer: dict[str, list[Row]] = {}
    for r in relays:
        by_relayer.setdefault(r["relayer"], []).append(r)
    first = broke[0]["post"] if broke else None
    corrections = [c for c in corrections if c["verdict"] == "corrects"]
    corrected = {c["post"] for c in corrections}
    rows = [
        _told(every[r["id"]], first, by_relayer.get(r["id"], []), every, people)
        for r in story
        if r["published"] is not None
    ]
    rows += [
        _answered(r, every, name) for r in replies if r["post"] not in corrected and r["time"] is not None
    ]
    rows += [_corrected(c, every) for c in corrections if c["time"] is not None]
    rows += _said(told, corrections)
    found: list[Row] = [{"conflict": None} | r for r in rows]
    return sorted(found, key=lambda r: (r["time"], r["posts"]))


def _said(told: Sequence[Row], corrections: Sequence[Row]) -> list[Row]:
    """What happened at times that posts tell: one row an event, with all who tell it, and who contradicts them."""
    other: dict[tuple[str, datetime], Row] = {}
    for c in corrections:
        if c["kind"] == "time" and c["old_time"] and c["told_time"]:
            other[c["corrects"], c["old_time"]] = c
            other.setdefault((c["post"], c["told_time"]), c)
    rows = []
    for event in events(
        [
            t
            for t in told
            if t["precision"] != "part" or t["anchor"] != "post" or any(map(str.isdigit, t["words"]))
        ]
    ):
        first = event[0]
        against = next(((e, other[at]) for e in event if (at := (e["post"], e["start"])) in other), None)
        names = list(dict.fromkeys(e["author"] or e["site"] for e in event))
        who = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        rows.append(
            {
                "time": first["start"],
                "precision": {"part": "hour"}.get(first["precision"], first["precision"]),
                "kind": "said",
                "sentence": f"{who}: “{_short(first['sentence'], 140)}” (told as “{_short(first['words'], 50)}”).",
                "site": first["site"],
                "posts": tuple(dict.fromkeys(e["post"] for e in event)),
                "class": "E1",
                "conflict": _conflict(*against) if against else None,
            }
        )
    return rows


def _conflict(e: Row, c: Row) -> str:
    """What stands against a told time, seen from one of the two posts."""
    old, new = str(c["changed"]).split(" → ", 1)
    if e["post"] == c["post"]:
        return f"{c['claim_author'] or 'somebody'} had said {old}"
    return f"{c['author'] or 'somebody'} says {new} (suggested)"


def _told(
    r: Row, first: str | None, sources: Sequence[Row], every: dict[str, Row], people: Sequence[str]
) -> Row:
    who, what = _who(r), f"“{_short(r['title'] or r['text'], 90)}”"
    kind, weakest, posts = "told", "E1", (r["id"],)
    if r["kind"] == "email":
        kind, sentence = "mailed", f"{who} sends a mail: {what}."
    elif sources:
        kind = "relayed"
        source = every[sources[0]["source"]]
        how = _HOW.get(sources[0]["rule"], "following")
        sentence = f"{who} relays the news from {_who(source)}, {how} “{_short(source['title'] or source['text'], 60)}”, {_span(sources[0]['delay_h'])} later: {what}."
        if len(sources) > 1:
            sentence = (
                sentence[:-1] + f" (and {len(sources) - 1} more source{'s' if len(sources) > 2 else ''})."
            )
        posts = (r["id"], *(s["source"] for s in sources))
        weakest = max(s["class"] for s in sources)
    elif r["id"] == first:
        kind, sentence = "broke", f"{who} is the first to tell it, as far as was collected: {what}."
    elif r["person"] in people:
        sentence = f"{who} writes: {what}."
    else:
        sentence = f"{who} tells it without naming a source: {what}."
    return {
        "time": r["published"],
        "precision": r["precision"],
        "kind": kind,
        "sentence": sentence,
        "site": r["site"],
        "posts": posts,
        "class": weakest,
    }


def _answered(r: Row, every: dict[str, Row], name: str | None) -> Row:
    post = every[r["post"]]
    opening = every.get(r["thread"])
    place = (
        f"under “{_short(opening['title'], 60)}” on {r['site']}"
        if opening is not None and opening["title"]
        else f"on {r['site']}"
    )
    if r["answers"] and r["class"] != "E3" and r["answers"] != r["thread"]:
        sentence = f"{post['author'] or name} answers {r['answers_author'] or 'somebody'} {place}, {_span(r['delay_h'])} later: “{_short(_own(post['text']), 110)}”."
        posts: tuple[str, ...] = (r["post"], r["answers"])
    else:
        sentence = f"{post['author'] or name} comments {place}: “{_short(_own(post['text']), 110)}”."
        posts = (r["post"],)
    return {
        "time": r["time"],
        "precision": post["precision"],
        "kind": "answered",
        "sentence": sentence,
        "site": r["site"],
        "posts": posts,
        "class": r["class"] or "E1",
    }


def _corrected(c: Row, every: dict[str, Row]) -> Row:
    post, claim = every[c["post"]], every[c["corrects"]]
    sentence = (
        f"{c['author'] or 'Somebody'} corrects {c['claim_author'] or 'somebody'} on {claim['site']} ({c['changed']}), "
        f"{_span(c['delay_h'])} after “{_short(c['claim'], 80)}”: “{_short(c['correction'], 110)}” (suggested)."
    )
    return {
        "time": c["time"],
        "precision": post["precision"],
        "kind": "corrected",
        "sentence": sentence,
        "site": post["site"],
        "posts": (c["post"], c["corrects"]),
        "class": "E2",
    }


def _who(r: Row) -> str:
    return f"{r['author']} ({r['site']})" if r["author"] else str(r["site"])


def _own(text: str | None) -> str:
    lines = [line for line in (text or "").split("\n") if not line.startswith(">")]
    return " ".join(lines) if any(line.strip() for line in lines) else text or ""


def _short(text: str | None, limit: int) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= limit else line[: limit - 1].rsplit(" ", 1)[0] + "…"


def _span(hours: float | None) -> str:
    if hours is None:
        return "some time"
    minutes = round(hours * 60)
    if minutes < 90:
        return f"{minutes} min"
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"
