"""How well an actor responded: how much he answered, how fast, who told it first, how many read on."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import median
from typing import Any

from threadgraph.graph.cues import words_of
from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread.bootstrap import LEAST_CLUSTERS, median_interval, share_interval
from threadgraph.spread.survival import kaplan_meier

__all__ = ["asks", "critical", "figure", "response_rows"]

Row = dict[str, Any]

_CRITICAL = re.compile(
    r"\b(?:honte|scandal\w*|inadmissible|inacceptable|nul|nulle|incompétent\w*|amateur\w*|amateurisme|mensonge\w*|menti\w*|ridicule|"
    r"déçu\w*|colère|marre|lamentable|irresponsable\w*|rembours\w*|shame\w*|unacceptable|incompetent\w*|lie[sd]?|lying|refund|ridiculous|"
    r"disappoint\w*|useless|pathetic|terrible|fed up)\b",
    re.I,
)
#: An interval of a share or a median of fewer posts is no help to anybody.
_LEAST = 3


def figure(
    measure: str,
    value: float | None,
    unit: str,
    n: int,
    note: str,
    interval: tuple[float | None, float | None] | None = None,
    posts: Iterable[str] = (),
    rest: Iterable[str] = (),
) -> Row:
    """A row of `Spread.response`.

    Parameters
    ----------
    measure : str
    value : float or None
    unit : str
    n : int
        Of what it is a share, or how many values it sums up.
    note : str
        What is counted, and what stands in the way of it.
    interval : (float, float), optional
        95 %.
    posts, rest : iterable of str
        The ids of the posts that count, and of those that don't but might have.

    Returns
    -------
    dict
    """
    low, high = interval or (None, None)
    return {
        "measure": measure, "value": _r(value), "low": _r(low), "high": _r(high), "unit": unit, "n": n, "note": note,
        "posts": tuple(posts), "rest": tuple(rest),
    }  # fmt: skip


def response_rows(
    graph: ThreadGraph,
    story: Sequence[Row],
    replies: Sequence[Row],
    people: Sequence[str],
    end: datetime | None,
    organisation: str | None = None,
) -> tuple[list[Row], list[Row], list[Row]]:
    """Coverage, response time, who told it first, and reach; and the curve of response.

    Parameters
    ----------
    graph : ThreadGraph
    story : sequence of dict
        The story's opening posts.
    replies : sequence of dict
        Rows of `Spread.replies`.
    people : sequence of str
        The persons who are the actor.
    end : datetime, optional
        When nobody looked any more; the last post's time if it isn't given.
    organisation : str, optional
        Whom he speaks for.

    Returns
    -------
    tuple of (rows of `Spread.response`, of `Spread.waits`, of `Spread.survival`)
    """
    if not people:
        return [], [], []
    held = _Held(graph, story, replies, people)
    times = [r["published"] for r in held.everything if r["published"] is not None]
    last = end or max(times, default=None)
    waits = _waits(held, last)
    timed, survival = _response_time(waits)
    return (
        [
            *_coverage(held),
            *timed,
            *_direct(replies),
            *_thunder(story, people, organisation),
            *_reach(held),
        ],
        waits,
        survival,
    )


class _Held:
    """What the figures are counted from."""

    def __init__(
        self, graph: ThreadGraph, story: Sequence[Row], replies: Sequence[Row], people: Sequence[str]
    ) -> None:
        self.people = people
        self.everything = [r for r in graph.table.to_pylist() if r["status"] == "ok"]
        own = {
            r["thread_id"]
            for r in self.everything
            if r["kind"] in ("post", "email") and r["person"] in people
        }
        #: Opening posts of others on the story, which he could have commented on.
        self.addressable = [r for r in story if r["thread_id"] not in own and r["kind"] == "post"]
        #: The first time of a reply of his, and the reply, for each thread.
        self.first: dict[str, tuple[datetime, str]] = {}
        for r in replies:
            if r["time"] is not None:
                at = (r["time"], r["post"])
                self.first[r["thread"]] = min(self.first.get(r["thread"], at), at)
        threads = {r["thread_id"] for r in story}
        #: Comments of others on the story.
        self.comments = [
            r
            for r in self.everything
            if r["kind"] == "comment" and r["person"] not in people and r["thread_id"] in threads
        ]
        #: What a reply of his quotes, names or is nested under.
        self.targets = {r["answers"] for r in replies if r["class"] in ("E1", "E2")}


def _coverage(held: _Held) -> list[Row]:
    asked = [r for r in held.comments if asks(r["text"] or "")]
    return [
        _share(
            "coverage: threads of others on the story",
            held.addressable,
            [r["thread_id"] in held.first for r in held.addressable],
            "threads where he commented / could have",
        ),
        _share(
            "coverage: questions and criticisms",
            asked,
            [r["id"] in held.targets for r in asked],
            "answered by quote, name or nesting; found by ? and words of criticism",
        ),
        _share(
            "coverage: comments of others",
            held.comments,
            [r["id"] in held.targets for r in held.comments],
            "answered by quote, name or nesting",
        ),
    ]


def _waits(held: _Held, last: datetime | None) -> list[Row]:
    """How long each addressable post waited for his first reply, or until the window closed."""
    rows = []
    for r in held.addressable:
        if r["published"] is None or last is None:
            continue
        at = held.first.get(r["thread_id"])
        reached = at if at is not None and at[0] >= r["published"] else None
        hours = ((reached[0] if reached else last) - r["published"]).total_seconds() / 3600
        rows.append(
            {
                "post": r["id"],
                "thread": r["thread_id"],
                "site": r["site"],
                "time": r["published"],
                "reply": reached[1] if reached else None,
                "hours": round(max(0.0, hours), 4),
                "answered": reached is not None,
            }
        )
    return rows


def _response_time(waits: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    if not waits:
        return [], []
    curve = kaplan_meier([w["hours"] for w in waits], [w["answered"] for w in waits])
    rest = [w["post"] for w in waits if not w["answered"]]
    row = figure(
        "response time: post to his first reply, Kaplan-Meier median",
        curve.median,
        "h",
        len(waits),
        f"{len(rest)} censored at the end of the window"
        if curve.median is not None
        else f"no median: {len(rest)} of {len(waits)} had no reply when the window closed",
        (curve.low, curve.high),
        [w["post"] for w in waits if w["answered"]],
        rest,
    )
    return [row], [{"hours": round(t, 4), "unanswered": round(s, 4), "at_risk": n} for t, s, n in curve.steps]


def _direct(replies: Sequence[Row]) -> list[Row]:
    held = [
        r for r in replies if r["delay_h"] is not None and r["class"] in ("E1", "E2") and r["delay_h"] >= 0
    ]
    if not held:
        return []
    delays, threads = [r["delay_h"] for r in held], [r["thread"] for r in held]
    interval = median_interval(delays, threads)
    return [
        figure(
            "response time: to what a reply quotes, names or is nested under, median",
            median(delays),
            "h",
            len(held),
            f"answered ones only{_few(threads, interval)}",
            interval,
            [r["post"] for r in held],
        )
    ]


def asks(text: str) -> bool:
    """Whether a post asks or criticises, in words of its own: a question mark, or a word of criticism.

    >>> asks("> Since when?\\nSeven."), asks("This is a shame.")
    (False, True)
    """
    return "?" in _own(text) or critical(text)


def critical(text: str) -> bool:
    """Whether a post holds a word of criticism, in words of its own.

    >>> critical("C'est un scandale !"), critical("Bravo.")
    (True, False)
    """
    return bool(_CRITICAL.search(_own(text)))


def _own(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.startswith(">"))


def _share(name: str, posts: Sequence[Row], counted: Sequence[bool], note: str) -> Row:
    """A share in percent: the interval draws whole threads, where posts of one thread stand beside each other."""
    part, whole = sum(counted), len(posts)
    threads = [r["thread_id"] for r in posts]
    if len(set(threads)) == whole:
        interval = _wilson(part, whole)
    else:
        interval = share_interval(counted, threads)
        note += _few(threads, interval)
    return figure(
        name,
        100 * part / whole if whole else None,
        "%",
        whole,
        note if whole else f"no figure: there is none to answer; {note}",
        (100 * interval[0], 100 * interval[1]) if interval else None,
        [r["id"] for r, c in zip(posts, counted, strict=True) if c],
        [r["id"] for r, c in zip(posts, counted, strict=True) if not c],
    )


def _few(threads: Sequence[str], interval: tuple[float, float] | None) -> str:
    n = len(set(threads))
    if interval is not None:
        return f"; interval by {n} threads"
    return f"; no interval: {n} {'thread' if n == 1 else 'threads'}, {LEAST_CLUSTERS} are needed"


def _wilson(part: int, whole: int) -> tuple[float, float] | None:
    """The 95 % interval of a share (Wilson 1927)."""
    if whole < _LEAST:
        return None
    z, p = 1.96, part / whole
    middle = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return max(0.0, middle - half), min(1.0, middle + half)


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
    return [
        figure(
            "stealing thunder: first third-party mention − first own disclosure",
            (third["published"] - own["published"]).total_seconds() / 3600,
            "h",
            2,
            "above 0 he told it first",
            posts=(own["id"], third["id"]),
        )
    ]


def _reach(held: _Held) -> list[Row]:
    after: dict[str, str] = {}
    threads: dict[str, set[str]] = defaultdict(set)
    for r in held.everything:
        at = held.first.get(r["thread_id"])
        if (
            at is not None
            and r["published"] is not None
            and r["published"] > at[0]
            and r["person"]
            and r["person"] not in held.people
        ):
            after.setdefault(r["person"], r["id"])
            threads[r["thread_id"]].add(r["person"])
    return [
        figure(
            "reach: distinct authors who post in a thread after his reply there",
            len(after),
            "authors",
            len(held.first),
            f"threads with a reply: {len(held.first)}",
            posts=after.values(),
            rest=sorted(post for _, post in held.first.values()),
        )
    ]


def _r(value: float | None) -> float | None:
    return None if value is None else round(float(value), 3)
