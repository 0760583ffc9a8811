"""Posts of two levels on one page: comments that stand on answers, answers that hold comments."""

from __future__ import annotations

from collections.abc import Iterable

from threadgraph.scrapers.reader.fields import fill, finish
from threadgraph.scrapers.reader.groups import Group
from threadgraph.scrapers.reader.judge import words_of
from threadgraph.scrapers.reader.records import Record
from threadgraph.scrapers.reader.sheet import Sheet

__all__ = ["beside", "joined"]


def beside(g: Group, records: list[Record], sheet: Sheet) -> bool:
    """Whether a group's elements stand in some records, hold them, or stand between them.

    Parameters
    ----------
    g : Group
    records : list of Record
    sheet : Sheet

    Returns
    -------
    bool
    """
    ours = [sheet.index[r.parts[0]] for r in records]
    theirs = [sheet.index[m[0]] for m in g.members]
    inside = len(_held(theirs, ours, sheet))
    around = bool(_held(ours, theirs, sheet))
    return inside == len(theirs) or (not inside and (around or theirs[0] < ours[-1] < theirs[-1]))


def joined(best: list[Record], others: list[Record], sheet: Sheet, base: str) -> list[Record]:
    """Records together with those of another shape that stand in them, hold them, or stand beside them.

    Parameters
    ----------
    best, others : list of Record
        Filled.
    sheet : Sheet
    base : str
        The page's address.

    Returns
    -------
    list of Record
        In page order, with parents; the first list as it is where the two are no levels of one thread.
    """
    ours = [sheet.index[p] for r in best for p in r.parts]
    theirs = [sheet.index[p] for r in others for p in r.parts]
    taken = {sheet.index[e] for r in best for e in r.marks}
    inside = _held(theirs, ours, sheet)
    around = _held(ours, theirs, sheet)
    between = min(theirs) < max(ours) and max(theirs) > min(ours)
    if not (inside or around or between) or 0 < len(inside) < len(theirs):
        return best
    if taken & {sheet.index[e] for r in others for e in r.marks}:
        return best
    author = {sheet.index[p]: r.author for r in [*best, *others] for p in r.parts}
    same = sum(author[i] == author[j] for i, j in [*inside.items(), *around.items()])
    if same > 0.5 * len(others):  # a post's own inner box
        return best
    again = [Record(r.parts) for r in others]
    fill(again, sheet, base, [p for r in best for p in r.parts])
    signed = sum(bool(r.author) and r.moment is not None for r in again)
    worded = sum(words_of(r, sheet) > 2 and r.sure > 0.3 for r in again)
    if signed < 0.9 * len(again) or worded < 0.8 * len(again):
        return best
    if {sheet.index[e] for r in again for e in r.marks} & taken:
        return best
    told = {(r.author, r.moment.when) for r in best if r.moment is not None}
    if sum(r.moment is not None and (r.author, r.moment.when) in told for r in again) > 0.3 * len(again):
        return best
    refilled = [Record(r.parts) for r in best]
    fill(refilled, sheet, base, [p for r in again for p in r.parts])
    if sum(bool(r.author and r.moment) for r in refilled) < 0.9 * len(refilled):
        return best
    both = sorted([*refilled, *again], key=lambda r: sheet.index[r.parts[0]])
    finish(both, sheet, base)
    _under(both, set(map(id, again)), sheet)
    return both


def _held(inner: Iterable[int], outer: Iterable[int], sheet: Sheet) -> dict[int, int]:
    """Which elements stand in which others."""
    boxes = set(outer)
    found = {}
    for i in inner:
        up = sheet.parents[i]
        while up >= 0 and up not in boxes:
            up = sheet.parents[up]
        if up >= 0:
            found[i] = up
    return found


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
