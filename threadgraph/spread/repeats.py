"""What became of a corrected claim: who repeats the old version after the correction, who the new one, and who could have read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from threadgraph.graph.cues import words_of
from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread.exchanges import unquoted
from threadgraph.spread.facts import quantities, sentences
from threadgraph.spread.told import told_times

__all__ = ["repeat_rows"]

Row = dict[str, Any]

#: A sentence speaks of a claim if it holds as many of its words, and such a share of them.
_LEAST_WORDS, _LEAST_SHARE = 2, 0.34
#: Too common to say what a claim is about.
_EVERY = 0.25


def repeat_rows(graph: ThreadGraph, corrections: Sequence[Row], zone: tzinfo = UTC) -> list[Row]:
    """Later posts that state a corrected fact, in its old version or the new one.

    Parameters
    ----------
    graph : ThreadGraph
    corrections : sequence of dict
        Rows of `Spread.corrections`.
    zone : tzinfo
        Of the clock times in texts.

    Returns
    -------
    list of dict
        By time. ``saw`` is whether its author posted in the thread of the correction after it stood there, before or
        with this post; it does not say that he read it.
    """
    rows = [r for r in graph.table.to_pylist() if r["status"] == "ok" and r["published"] is not None]
    rows.sort(key=lambda r: (r["published"], r["id"]))
    said = {r["id"]: [(s, _content(s)) for s in sentences(unquoted(r["text"] or ""))] for r in rows}
    common = _common([set().union(*(w for _, w in s)) if s else set() for s in said.values()])
    thread = {r["id"]: r["thread_id"] for r in rows}
    found = []
    for c in corrections:
        if c["verdict"] != "corrects" or c["kind"] not in ("time", "quantity", "name") or c["time"] is None:
            continue
        about = _content(c["claim"]) - common
        old, new = str(c["changed"]).split(" → ", 1)
        readers: dict[Any, datetime] = {}
        for r in rows:
            if r["published"] <= c["time"] or r["id"] == c["post"]:
                continue
            if r["thread_id"] == thread.get(c["post"]) and r["person"]:
                readers.setdefault(r["person"], r["published"])
            for sentence, words in said[r["id"]]:
                shared = len(words & about)
                if shared < _LEAST_WORDS or shared < _LEAST_SHARE * len(about):
                    continue
                version = _version(c, sentence, old, new, r["published"], zone)
                if version is None:
                    continue
                found.append(
                    {
                        "correction": c["post"],
                        "claim": c["claim"],
                        "post": r["id"],
                        "site": r["site"],
                        "author": graph.name_of(r),
                        "time": r["published"],
                        "delay_h": round((r["published"] - c["time"]).total_seconds() / 3600, 3),
                        "version": version,
                        "sentence": " ".join(sentence.split())[:300],
                        "saw": r["person"] in readers,
                    }
                )
                break
    return sorted(found, key=lambda r: (r["time"], r["post"], r["correction"]))


def _version(c: Row, sentence: str, old: str, new: str, written: datetime, zone: tzinfo) -> str | None:
    """Whether a sentence states the fact as it was claimed (``old``) or as it was corrected (``corrected``)."""
    if c["kind"] == "time" and c["told_time"] is not None:
        day: date = c["told_time"].astimezone(zone).date()
        times = told_times(sentence, written, zone, day)
        if any(t.start <= c["told_time"] < t.end for t in times):
            return "corrected"
        if c["old_time"] is not None and any(t.start <= c["old_time"] < t.end for t in times):
            return "old"
        return None
    if c["kind"] == "quantity":
        held, was, now = quantities(sentence), quantities(old), quantities(new)
        return "corrected" if held & (now - was) else "old" if held & (was - now) else None
    words, first, second = set(words_of(sentence)), set(words_of(old)), set(words_of(new))
    only_old, only_new = first - second, second - first
    if only_new and only_new <= words:
        return "corrected"
    return "old" if only_old and only_old <= words else None


def _content(text: str) -> set[str]:
    return {w[:6] for w in words_of(text) if len(w) > 3 and not w.isdigit()}


def _common(posts: Sequence[set[str]]) -> set[str]:
    """Words that stand in a quarter of the posts, of ten at least: the story's own."""
    counts: dict[str, int] = {}
    for words in posts:
        for w in words:
            counts[w] = counts.get(w, 0) + 1
    return {w for w, n in counts.items() if n >= 10 and n > _EVERY * len(posts)}
