"""Posts on a page of an engine that nobody described.

The groups of elements that look best from outside (`groups`) are read in full (`fields`), and the one
whose reading is best is taken (`judge`).
"""

from __future__ import annotations

from threadgraph.scrapers.reader.fields import fill
from threadgraph.scrapers.reader.groups import COMMENT, GOOD, Group, groups
from threadgraph.scrapers.reader.judge import quality, without_strangers, words_of
from threadgraph.scrapers.reader.parents import nest
from threadgraph.scrapers.reader.records import Record
from threadgraph.scrapers.reader.sheet import Sheet

__all__ = ["mine"]

_READ = 6
_ENOUGH = 0.25


def mine(sheet: Sheet, base: str) -> tuple[list[Record], float, str]:
    """The records of the best group of a page.

    Parameters
    ----------
    sheet : Sheet
    base : str
        The page's address.

    Returns
    -------
    tuple of (list of Record, float, str)
        The records, filled; the quality of the reading (0 when there is none); what the records share.
    """
    guesses = groups(sheet, _READ)
    readings: list[tuple[float, Group, list[Record]]] = []
    done = False
    for g in guesses:
        if g.score < 0.15 * guesses[0].score:
            break
        if done and not (_post_like(g.label) and _beside(g, readings[0][2], sheet)):
            continue
        records = _read(g, sheet, base)
        readings.append((quality(records, sheet, g.label), g, records))
        readings.sort(key=lambda r: -r[0])
        done = len(readings) > 1 and _complete(readings[0], sheet)
    if not readings or readings[0][0] <= _ENOUGH:
        return [], 0.0, ""
    top, group, best = readings[0]
    for worth, other, records in readings[1:]:
        if worth > 0.1 * top and _post_like(other.label):
            best = _joined(best, records, sheet, base)
    return best, top, group.label


def _post_like(label: str) -> bool:
    return bool(GOOD.search(label) or COMMENT.search(label))


def _complete(reading: tuple[float, Group, list[Record]], sheet: Sheet) -> bool:
    """Whether a reading lacks nothing, so that only posts of another level are still looked for."""
    worth, _, records = reading
    n = len(records)
    whole = sum(bool(r.author) and r.moment is not None and bool(r.body) for r in records)
    return n > 2 and whole == n and worth > 1.2


def _beside(g: Group, records: list[Record], sheet: Sheet) -> bool:
    """Whether a group's elements stand in some records, hold them, or stand between them."""
    spans = [sheet.span(r.parts[0]) for r in records]
    mine = [sheet.span(m[0]) for m in g.members]
    inside = sum(any(a < s[0] and s[1] <= b for a, b in spans) for s in mine)
    around = any(any(s[0] < a and b <= s[1] for a, b in spans) for s in mine)
    return inside == len(mine) or (not inside and (around or mine[0][0] < spans[-1][0] < mine[-1][0]))


def _read(g: Group, sheet: Sheet, base: str) -> list[Record]:
    records = [Record(m) for m in g.members]
    fill(records, sheet, base)
    kept = without_strangers(records, sheet)
    if 0 < len(kept) < len(records):  # what was no post may have misled the choice of places
        records = [Record(r.parts) for r in kept]
        fill(records, sheet, base)
        return records
    return kept


def _joined(best: list[Record], others: list[Record], sheet: Sheet, base: str) -> list[Record]:
    """Records together with those of another shape that stand in them or hold them: comments on answers, answers with comments."""
    spans = [sheet.span(p) for r in best for p in r.parts]
    taken = {sheet.index[e] for r in best for e in r.marks}
    theirs = [sheet.span(p) for r in others for p in r.parts]
    marks = {sheet.index[e] for r in others for e in r.marks}
    inside = sum(any(a < s[0] and s[1] <= b for a, b in spans) for s in theirs)
    around = sum(any(s[0] < a and b <= s[1] for a, b in spans) for s in theirs)
    between = min(s[0] for s in theirs) < max(s[0] for s in spans) and max(s[0] for s in theirs) > min(
        s[0] for s in spans
    )
    if not (inside or around or between) or (inside and inside < len(theirs)) or taken & marks:
        return best
    same = sum(
        any(k.author == r.author and _holds(k, r, sheet) for k in best)
        or any(k.author == r.author and _holds(r, k, sheet) for k in best)
        for r in others
    )
    if same > 0.5 * len(others):  # a post's own inner box
        return best
    again = [Record(r.parts) for r in others]
    fill(again, sheet, base, [p for r in best for p in r.parts])
    signed = sum(bool(r.author) and r.moment is not None for r in again)
    worded = sum(words_of(r, sheet) > 2 and r.sure > 0.3 for r in again)
    if (
        signed < 0.9 * len(again)
        or worded < 0.8 * len(again)
        or {sheet.index[e] for r in again for e in r.marks} & taken
    ):
        return best
    if any(r.author == k.author and r.moment == k.moment for r in again for k in best):
        return best
    refilled = [Record(r.parts) for r in best]
    fill(refilled, sheet, base, [p for r in again for p in r.parts])
    if sum(bool(r.author and r.moment) for r in refilled) < 0.9 * len(refilled):
        return best
    both = sorted([*refilled, *again], key=lambda r: sheet.index[r.parts[0]])
    for r in both:
        r.parent = None
    nest(both, sheet)
    _under(both, set(map(id, again)), sheet)
    return both


def _holds(outer: Record, inner: Record, sheet: Sheet) -> bool:
    a, b = sheet.span(outer.parts[0])
    return a < sheet.index[inner.parts[0]] < b


def _under(both: list[Record], others: set[int], sheet: Sheet) -> None:
    """Comments that stand beside the answer that they are on, in a box that holds no other answer."""
    starts = sorted(sheet.index[r.parts[0]] for r in both if id(r) in others)
    place = {sheet.index[r.parts[0]]: i for i, r in enumerate(both)}
    for i, r in enumerate(both):
        if r.parent is not None or id(r) in others:
            continue
        up = sheet.parents[sheet.index[r.parts[0]]]
        while up > 0 and not sheet.count(starts, (up, sheet.ends[up])):
            up = sheet.parents[up]
        held = sheet.marks_in(starts, (up, sheet.ends[up])) if up > 0 else []
        if len(held) == 1 and place[held[0]] < i:
            r.parent = place[held[0]]
