"""Times that posts tell, beside the times at which they were written: one row a told time, and who tells the same one."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from threadgraph.graph.cues import words_of
from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread.exchanges import unquoted
from threadgraph.spread.told import Told, told_times

__all__ = ["events", "told_rows"]

Row = dict[str, Any]

#: How long before the first post of a story what is told can still belong to it.
_BEFORE = timedelta(days=3)
_FINE = ("minute", "hour", "part")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n")
#: Shares of words from which two sentences tell one event.
_ALIKE = 0.34


def told_rows(graph: ThreadGraph, story: Sequence[Row], zone: tzinfo, days: dict[str, date]) -> list[Row]:
    """The times that the posts of a story's threads tell.

    Parameters
    ----------
    graph : ThreadGraph
    story : sequence of dict
        Its opening posts.
    zone : tzinfo
        Of the clock times in texts.
    days : dict
        For a post, the day that what it answers speaks of.

    Returns
    -------
    list of dict
        By time. Only what is told finer than a day and lies in the time of the story.
    """
    times = [r["published"] for r in story if r["published"] is not None]
    if not times:
        return []
    first, last = min(times) - _BEFORE, max(times) + _BEFORE
    threads = {r["thread_id"] for r in story}
    rows = []
    for r in graph.table.to_pylist():
        if r["thread_id"] not in threads or r["status"] != "ok" or r["published"] is None:
            continue
        text = unquoted(r["text"] or "")
        ends = [m.span() for m in _SENTENCE.finditer(text)]
        for t in told_times(text, r["published"], zone, days.get(r["id"])):
            if t.precision in _FINE and first <= t.start <= last:
                rows.append(
                    {
                        "post": r["id"],
                        "site": r["site"],
                        "author": graph.name_of(r),
                        "words": t.evidence,
                        "start": t.start.astimezone(UTC),
                        "end": t.end.astimezone(UTC),
                        "precision": t.precision,
                        "anchor": t.anchor,
                        "relation": t.relation,
                        "about": t.about,
                        "sentence": _sentence(text, t, ends),
                        "written": r["published"],
                    }
                )
    return sorted(rows, key=lambda r: (r["start"], r["end"], r["written"], r["post"]))


def _sentence(text: str, t: Told, ends: Sequence[tuple[int, int]]) -> str:
    before = bisect.bisect_right(ends, t.begin, key=lambda e: e[1])
    after = bisect.bisect_left(ends, t.stop, key=lambda e: e[0])
    begin = ends[before - 1][1] if before else 0
    end = ends[after][0] if after < len(ends) else len(text)
    return " ".join(text[max(begin, t.begin - 300) : min(end, t.stop + 300)].split())[:300]


def events(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of `told_rows` that tell one event: the same interval, and words in common.

    >>> a = {"start": 1, "end": 2, "sentence": "Les serveurs ont été coupés à 3h05.", "post": "a"}
    >>> b = {"start": 1, "end": 2, "sentence": "à 3h05 l'équipe a coupé les serveurs", "post": "b"}
    >>> c = {"start": 1, "end": 2, "sentence": "Je dormais.", "post": "c"}
    >>> [[r["post"] for r in e] for e in events([a, b, c])]
    [['a', 'b'], ['c']]
    """
    found: list[list[Row]] = []
    open_: dict[tuple[datetime, datetime], list[list[Row]]] = {}
    for r in rows:
        same = open_.setdefault((r["start"], r["end"]), [])
        mine = _content(r["sentence"])
        for event in same:
            if any(
                len(mine & (his := _content(e["sentence"]))) >= _ALIKE * min(len(mine), len(his))
                for e in event
            ):
                event.append(r)
                break
        else:
            same.append([r])
            found.append(same[-1])
    return found


def _content(sentence: str) -> set[str]:
    return {w[:5] for w in words_of(sentence) if len(w) > 3 and not w.isdigit()}
