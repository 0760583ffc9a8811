"""The focal actor: whom he answered, how fast, how much of what was said to him."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import Any

from threadgraph.graph.cues import words_of
from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread.story import inside

__all__ = ["kaplan_meier", "km_median", "reply_rows", "response_rows"]

Row = dict[str, Any]

_CRITICAL = re.compile(
    r"\b(?:honte|scandal\w*|inadmissible|inacceptable|nul|nulle|incompétent\w*|amateur\w*|amateurisme|mensonge\w*|menti\w*|ridicule|"
    r"déçu\w*|colère|marre|lamentable|irresponsable\w*|rembours\w*|shame\w*|unacceptable|incompetent\w*|lie[sd]?|lying|refund|ridiculous|"
    r"disappoint\w*|useless|pathetic|terrible|fed up)\b",
    re.I,
)


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


def kaplan_meier(durations: Sequence[float], answered: Sequence[bool]) -> list[tuple[float, float, int]]:
    """The share still unanswered after a time (Kaplan and Meier 1958).

    Parameters
    ----------
    durations : sequence of float
        Hours until the answer, or until nobody looked any more.
    answered : sequence of bool
        Whether there was an answer; without one the duration is censored.

    Returns
    -------
    list of (hours, share unanswered, at risk)
        A step at each time of an answer.

    Examples
    --------
    >>> kaplan_meier([1, 2, 2, 5], [True, True, False, False])
    [(0.0, 1.0, 4), (1, 0.75, 4), (2, 0.5, 3)]
    """
    steps = [(0.0, 1.0, len(durations))]
    share = 1.0
    for t in sorted({d for d, a in zip(durations, answered, strict=True) if a}):
        risk = sum(d >= t for d in durations)
        events = sum(d == t and a for d, a in zip(durations, answered, strict=True))
        share *= 1 - events / risk
        steps.append((t, share, risk))
    return steps


def km_median(steps: Sequence[tuple[float, float, int]]) -> float | None:
    """The first time at which half or less is unanswered; None when that never happens.

    >>> km_median([(0.0, 1.0, 4), (1, 0.75, 4), (2, 0.5, 3)])
    2
    """
    return next((t for t, share, _ in steps if share <= 0.5 + 1e-12), None)


def response_rows(
    graph: ThreadGraph,
    story: Sequence[Row],
    replies: Sequence[Row],
    people: Sequence[str],
    end: datetime | None,
    organisation: str | None = None,
) -> tuple[list[Row], list[Row]]:
    """Coverage, response time, who told it first, and reach; and the curve of response.

    Returns
    -------
    tuple of (rows of `Spread.response`, rows of `Spread.survival`)
    """
    if not people:
        return [], []
    everything = [r for r in graph.table.to_pylist() if r["status"] == "ok"]
    times = [r["published"] for r in everything if r["published"] is not None]
    last = end or (max(times) if times else None)
    own_threads = {
        r["thread_id"] for r in everything if r["kind"] in ("post", "email") and r["person"] in people
    }
    addressable = [r for r in story if r["thread_id"] not in own_threads and r["kind"] == "post"]
    first: dict[str, datetime] = {}
    for r in replies:
        if r["time"] is not None:
            first[r["thread"]] = min(first.get(r["thread"], r["time"]), r["time"])
    answered = [r for r in addressable if r["thread_id"] in first]
    rows = [
        _share(
            "coverage: threads of others on the story",
            len(answered),
            len(addressable),
            "threads where he commented / could have",
        )
    ]
    threads = {r["thread_id"] for r in story}
    targets = {r["answers"] for r in replies if r["class"] in ("E1", "E2")}
    asked = [
        r
        for r in everything
        if r["thread_id"] in threads
        and r["kind"] == "comment"
        and r["person"] not in people
        and _asks(r["text"] or "")
    ]
    after = [r for r in asked if r["id"] in targets]
    rows.append(
        _share(
            "coverage: questions and criticisms",
            len(after),
            len(asked),
            "answered by quote, name or nesting; found by ? and words of criticism",
        )
    )
    rows.append(
        _share(
            "coverage: comments of others",
            len(targets & {r["id"] for r in everything if r["kind"] == "comment"}),
            sum(
                r["kind"] == "comment" and r["person"] not in people and r["thread_id"] in threads
                for r in everything
            ),
            "answered by quote, name or nesting",
        )
    )
    durations, events = [], []
    for r in addressable:
        if r["published"] is None or last is None:
            continue
        at = first.get(r["thread_id"])
        reached = at if at is not None and at >= r["published"] else None
        durations.append(max(0.0, ((reached or last) - r["published"]).total_seconds() / 3600))
        events.append(reached is not None)
    steps = kaplan_meier(durations, events) if durations else []
    if durations:
        low, high = _interval(durations, events)
        rows.append(
            {
                "measure": "response time: post to his first reply, Kaplan-Meier median",
                "value": _r(km_median(steps)),
                "low": low,
                "high": high,
                "unit": "h",
                "n": len(durations),
                "note": f"{len(durations) - sum(events)} censored at the end of the window",
            }
        )
    direct = [
        r["delay_h"]
        for r in replies
        if r["delay_h"] is not None and r["class"] in ("E1", "E2") and r["delay_h"] >= 0
    ]
    if direct:
        rows.append(
            {
                "measure": "response time: to what a reply quotes, names or is nested under, median",
                "value": _r(median(direct)),
                "low": None,
                "high": None,
                "unit": "h",
                "n": len(direct),
                "note": "answered ones only",
            }
        )
    rows += _thunder(story, people, organisation)
    rows += _reach(everything, first, people)
    return rows, [{"hours": round(t, 4), "unanswered": round(s, 4), "at_risk": n} for t, s, n in steps]


def _asks(text: str) -> bool:
    own = "\n".join(line for line in text.split("\n") if not line.startswith(">"))
    return "?" in own or bool(_CRITICAL.search(own))


def _share(name: str, part: int, whole: int, note: str) -> Row:
    low, high = _wilson(part, whole)
    return {
        "measure": name,
        "value": round(100 * part / whole, 1) if whole else None,
        "low": low,
        "high": high,
        "unit": "%",
        "n": whole,
        "note": note,
    }


def _wilson(part: int, whole: int) -> tuple[float | None, float | None]:
    """The 95 % interval of a share (Wilson 1927), in percent."""
    if not whole:
        return None, None
    z, p = 1.96, part / whole
    middle = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return round(100 * max(0.0, middle - half), 1), round(100 * min(1.0, middle + half), 1)


def _interval(durations: Sequence[float], answered: Sequence[bool]) -> tuple[float | None, float | None]:
    """The 95 % interval of the median (Brookmeyer and Crowley 1982, log-log)."""
    share, variance = 1.0, 0.0
    inside_: list[float] = []
    for t in sorted({d for d, a in zip(durations, answered, strict=True) if a}):
        risk = sum(d >= t for d in durations)
        events = sum(d == t and a for d, a in zip(durations, answered, strict=True))
        share *= 1 - events / risk
        variance += events / (risk * (risk - events)) if risk > events else 0.0
        if 0 < share < 1 and variance > 0:
            spread = math.sqrt(variance) / abs(math.log(share))
            z = (math.log(-math.log(share)) - math.log(-math.log(0.5))) / spread
            if abs(z) <= 1.96:
                inside_.append(t)
    return (_r(min(inside_)), _r(max(inside_))) if inside_ else (None, None)


def _thunder(story: Sequence[Row], people: Sequence[str], organisation: str | None) -> list[Row]:
    """First mention by a third party minus first disclosure of his own, in hours; above 0 he told it first."""
    house = set(words_of(organisation or ""))

    def his(r: Row) -> bool:
        return r["person"] in people or (bool(house) and house <= set(words_of(r["author"] or "")))

    dated = [r for r in story if r["published"] is not None]
    own = next((r for r in dated if his(r)), None)
    third = next((r for r in dated if not his(r) and r["kind"] == "post"), None)
    if own is None or third is None:
        return []
    value = _hours(own["published"], third["published"])
    return [
        {
            "measure": "stealing thunder: first third-party mention − first own disclosure",
            "value": _r(value),
            "low": None,
            "high": None,
            "unit": "h",
            "n": 2,
            "note": f"{own['id']}; {third['id']}; above 0 he told it first",
        }
    ]


def _reach(everything: Sequence[Row], first: dict[str, datetime], people: Sequence[str]) -> list[Row]:
    after: dict[str, set[str]] = defaultdict(set)
    for r in everything:
        at = first.get(r["thread_id"])
        if (
            at is not None
            and r["published"] is not None
            and r["published"] > at
            and r["person"]
            and r["person"] not in people
        ):
            after[r["thread_id"]].add(r["person"])
    everyone = set().union(*after.values()) if after else set()
    return [
        {
            "measure": "reach: distinct authors who post in a thread after his reply there",
            "value": len(everyone),
            "low": None,
            "high": None,
            "unit": "authors",
            "n": len(first),
            "note": f"threads with a reply: {len(first)}",
        }
    ]


def _r(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
