"""How good a reading of a page is: whether its records hang together as the posts of one thread."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any

from threadgraph.scrapers.reader.records import Record, Sheet, visible

__all__ = ["quality", "without_strangers"]

_DIGITS = re.compile(r"\d+")
_FINE = ("minute", "second")


def quality(records: list[Record], sheet: Sheet, label: str) -> float:
    """What a filled reading is worth: names, times and words, each once a record, over most of the page.

    Parameters
    ----------
    records : list of Record
        Filled.
    sheet : Sheet
    label : str
        The class or id that the records share.

    Returns
    -------
    float
    """
    n = len(records)
    if not n:
        return 0.0
    signed = sum(bool(r.author) for r in records) / n
    dated = sum(r.moment is not None for r in records) / n
    fine = sum(r.moment is not None and r.moment.precision in _FINE for r in records) / n
    words = [_words(r, sheet) for r in records]
    worded = sum(w > 0 for w in words) / n
    if worded < 0.4:
        return 0.0
    total = max(1, sheet.words[-1])
    worth = (0.15 + 0.7 * dated + 0.15 * fine) * (0.25 + 0.75 * signed) * worded * math.log(1.6 + n)
    worth *= 0.3 + min(1.0, 1.5 * sum(min(w, 600) for w in words) / total) ** 0.7
    worth *= 0.75 + 0.25 * _order(records)
    worth /= 1 + 1.5 * _crowded(records, sheet)
    worth *= 1 - 0.75 * _teasers(records)
    if len({r.author for r in records}) == 1 and n > 3 and signed:
        worth *= 0.7
    if sheet.aside(records[0].parts[0]):
        worth *= 0.2
    if n == 1 and not (records[0].author and records[0].moment):
        worth *= 0.2
    return worth


def _words(r: Record, sheet: Sheet) -> int:
    total = sum(sheet.words_in(sheet.span(b)) for b in r.body)
    spans = [sheet.span(b) for b in r.body]
    inside = sorted(
        s for s in (sheet.span(x) for x in r.skip if x in sheet.index) if any(a <= s[0] < b for a, b in spans)
    )
    end = -1
    for a, b in inside:
        if a >= end:
            total -= sheet.words_in((a, b))
            end = b
    return max(0, total)


def _order(records: list[Record]) -> float:
    """How far the times of records rise, or fall, down the page."""
    times = [r.moment.when for r in records if r.moment is not None and r.moment.precision != "unknown"]
    pairs = list(itertools.pairwise(times))
    if len(pairs) < 2:
        return 0.6
    if len(set(times)) == 1:
        return 0.0
    up = sum(a <= b for a, b in pairs) / len(pairs)
    down = sum(a >= b for a, b in pairs) / len(pairs)
    return max(up, down)


def _crowded(records: list[Record], sheet: Sheet) -> float:
    """The share of records in which a time such as their own stands again: a box that holds several posts."""
    crowded = 0
    for r in records:
        own = next((e for e in r.marks if e in sheet.dates), None)
        if own is None:
            continue
        shape = (own.tag, _DIGITS.sub("", own.get("class") or ""), _parent_shape(own))
        spans = [sheet.span(p) for p in r.parts]
        holes = [sheet.span(b) for b in r.holes if b in sheet.index]
        again = 0
        for i in sheet.date_marks:
            if not any(a <= i < b for a, b in spans) or any(a <= i < b for a, b in holes):
                continue
            e = sheet.elements[i]
            if e is not own and (e.tag, _DIGITS.sub("", e.get("class") or ""), _parent_shape(e)) == shape:
                again += sheet.dates[e].when != sheet.dates[own].when
        crowded += again > 0
    return crowded / len(records)


def _parent_shape(el: Any) -> tuple[str, str]:
    up = el.getparent()
    return (up.tag, _DIGITS.sub("", up.get("class") or "")) if up is not None else ("", "")


def _teasers(records: list[Record]) -> float:
    """The share of records that only lead elsewhere: a heading that is a link, and few words besides."""
    found = 0
    for r in records:
        if r.mark:
            continue
        for e in itertools.islice((e for p in r.parts for e in p.iter("h1", "h2", "h3", "h4")), 2):
            a = next(e.iter("a"), None)
            if a is not None and visible(a) == visible(e) and "#" not in (a.get("href") or "#"):
                found += 1
                break
    return found / len(records)


def without_strangers(records: list[Record], sheet: Sheet) -> list[Record]:
    """Records without those of the same class that are no posts: unsigned, undated and not numbered like the rest.

    Parameters
    ----------
    records : list of Record
    sheet : Sheet

    Returns
    -------
    list of Record
        With parents counted anew.
    """
    whole = [r for r in records if r.author and r.moment is not None]
    if len(whole) < max(2, 0.4 * len(records)):
        return records
    marked = {_shape(r.mark) for r in whole if r.mark}
    kept = [
        i
        for i, r in enumerate(records)
        if r.author or r.moment is not None or (r.mark and _shape(r.mark) in marked)
    ]
    while kept and not (records[kept[0]].author and records[kept[0]].moment) and sheet.aside(records[kept[0]].parts[0]):
        kept.pop(0)
    place = {old: new for new, old in enumerate(kept)}
    for r in records:
        r.parent = place.get(r.parent) if r.parent is not None else None
    return [records[i] for i in kept]


def _shape(mark: str) -> str:
    return _DIGITS.sub("#", mark)
