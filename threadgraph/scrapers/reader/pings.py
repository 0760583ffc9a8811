"""Posts of others that link to an article, which a page lists apart from its comments, under a heading of their own."""

from __future__ import annotations

import bisect
import re

from threadgraph.scrapers.reader.furniture import HEADING
from threadgraph.scrapers.reader.records import Record
from threadgraph.scrapers.reader.sheet import Sheet

__all__ = ["without_pings"]

_PINGS = re.compile(
    r"\W*(?:\d+\W*)?(?:track ?backs?|ping ?backs?|pings|rétroliens?|トラックバック)(?:\W+(?:track ?backs?|ping ?backs?|pings|and|und|et|y|e))*(?:\W*\d*\W*$|\s+(?:to|for|zu|sur|su|a|à|:)\s)",
    re.I,
)
_NO_HEADING = frozenset(["a", "li", "option", "td", "label", "title"])
_HINT = re.compile(r"back|pings|rétrolien|トラックバック", re.I)


def without_pings(
    records: list[Record], pings: list[Record], sheet: Sheet
) -> tuple[list[Record], list[Record]]:
    """The comments among some records, and the posts that link here.

    Parameters
    ----------
    records : list of Record
        As the page lists them.
    pings : list of Record
        What a description of trackbacks found; what stands in them is no comment.
    sheet : Sheet

    Returns
    -------
    tuple of (list of Record, list of Record)
        The comments with parents counted anew; the pings.
    """
    taken = {e for p in pings for part in p.parts for e in part.iter()}
    known = [i for i, r in enumerate(records) if any(p in taken for p in r.parts)]
    listed = [i for i in _under_heading(records, sheet) if i not in known]
    apart = {*known, *listed}
    if not apart or len(apart) == len(records):
        return records, pings
    place = {old: new for new, old in enumerate(i for i in range(len(records)) if i not in apart)}
    more = [records[i] for i in listed]
    for r in more:
        r.kind, r.parent = "trackback", None
    kept = [records[i] for i in place]
    for r in kept:
        r.parent = place.get(r.parent) if r.parent is not None else None
    return kept, [*more, *pings]


def _under_heading(records: list[Record], sheet: Sheet) -> list[int]:
    """The places of records above which the nearest heading names trackbacks, and only them."""
    starts = [sheet.index[r.parts[0]] for r in records if r.parts]
    if len(starts) != len(records) or not starts:
        return []
    found: list[tuple[int, bool]] = []
    for i in range(max(starts)):
        text = sheet.own[i]
        if not 4 < len(text) <= 60 or sheet.silent[i] or sheet.tags[i] in _NO_HEADING:
            continue
        if sheet.tags[sheet.parents[i]] in ("li", "a") or sheet.text_of(i, 12) != text:
            continue
        if _HINT.search(text) and _PINGS.match(text):
            found.append((i, True))
        elif found and HEADING.fullmatch(text):
            found.append((i, False))
    if not any(pings for _, pings in found):
        return []
    places = [i for i, _ in found]
    out = []
    for k, start in enumerate(starts):
        at = bisect.bisect_left(places, start) - 1
        if at >= 0 and found[at][1]:
            out.append(k)
    return out
