"""What most posts of a page say in the same words at the same place: buttons, counters, links to act on a post.

No list of words names every label in every language; that a label comes back under each post does.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter

from threadgraph.scrapers.reader.records import Places, Record, owned
from threadgraph.scrapers.reader.sheet import Sheet

__all__ = ["without_refrains"]

_NUMBER = re.compile(r"[-+±]?\d+(?:[.,]\d+)*")
_QUOTED = frozenset(["pre", "code", "blockquote", "img"])
_MOST_WORDS = 8
_FEWEST = 3
_SHARE = 0.6


def without_refrains(records: list[Record], sheet: Sheet) -> None:
    """Leave out of the words of posts what comes back in most of them, numbers counting as alike.

    Parameters
    ----------
    records : list of Record
        Filled; those of one shape.
    sheet : Sheet
    """
    shown = [r for r in records if r.parts and r.body and r.text is None]
    if not shown:
        return
    places = Places(sheet)
    found: list[list[tuple[int, tuple[int, str]]]] = []
    for r, o in zip(shown, owned(shown, sheet), strict=True):
        place = places.of(r, o)
        # on a damaged page a box of one record may stand in another, whose element it then is
        inside = [i for i in _inside(r, o, sheet) if i in place]
        found.append([(i, (place[i], _said(i, sheet))) for i in inside])
    counted = Counter(key for pieces in found for key in {key for _, key in pieces if key[1]})
    enough = max(_FEWEST, _SHARE * len(shown))
    for r, pieces in zip(shown, found, strict=True):
        dropped = {i for i, key in pieces if key[1] and counted[key] >= enough}
        if dropped:
            r.skip |= {sheet.elements[i] for i in dropped}
        if dropped or r.skip:
            _empty(r, [i for i, _ in pieces], sheet)


def _said(i: int, sheet: Sheet) -> str:
    """The few words of an element, numbers as one sign; empty where it stands in the middle of a sentence."""
    if sheet.tags[i] in _QUOTED or any(c.isalnum() for c in sheet.own[sheet.parents[i]]):
        return ""
    return _NUMBER.sub("#", sheet.text_of(i, _MOST_WORDS))


def _inside(r: Record, o: list[int], sheet: Sheet) -> list[int]:
    """The elements in a record's body that are shown, without the body itself where it is one box."""
    inside: list[int] = []
    for b in r.body:
        at = sheet.index.get(b)
        if at is None or b in r.skip:
            continue
        if len(r.body) > 1:
            inside.append(at)
        end = sheet.ends[at]
        i = bisect.bisect_right(o, at)
        while i < len(o) and o[i] < end:
            if sheet.elements[o[i]] in r.skip:
                i = bisect.bisect_left(o, sheet.ends[o[i]])
                continue
            inside.append(o[i])
            i += 1
    return inside


def _empty(r: Record, inside: list[int], sheet: Sheet) -> None:
    """Leave out the boxes in which nothing but brackets and bars is left: "( ) | ( )"."""
    left: dict[int, bool] = {}
    for i in reversed(inside):
        if sheet.elements[i] in r.skip:
            continue
        said = any(c.isalnum() for c in sheet.own[i]) or left.get(i, False) or sheet.tags[i] == "img"
        up = sheet.parents[i]
        left[up] = left.get(up, False) or said
        if not said and sheet.own[i] and _held(i, r, sheet):
            r.skip.add(sheet.elements[i])


def _held(i: int, r: Record, sheet: Sheet) -> bool:
    """Whether an element holds something that is left out."""
    return any(sheet.elements[j] in r.skip for j in range(i + 1, sheet.ends[i]))
