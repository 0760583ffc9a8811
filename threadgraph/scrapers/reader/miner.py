"""Posts on a page of an engine that nobody described.

The groups of elements that look best from outside (`groups`) are read in full (`fields`), and the one
whose reading is best is taken (`judge`).
"""

from __future__ import annotations

from threadgraph.scrapers.reader.fields import fill, finish
from threadgraph.scrapers.reader.groups import COMMENT, GOOD, Group, groups
from threadgraph.scrapers.reader.judge import quality, without_strangers
from threadgraph.scrapers.reader.levels import beside, joined
from threadgraph.scrapers.reader.records import Record
from threadgraph.scrapers.reader.sheet import Sheet

__all__ = ["mine"]

_READ = 6
_ENOUGH = 0.25
#: So good that no other guess need be read.
_CLEAR = 2.0


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
        if done and not (
            _post_like(g.label)
            and (beside(g, readings[0][2], sheet) or _richer(g, readings[0], guesses[0].score))
        ):
            continue
        records = _read(g, sheet, base)
        readings.append((quality(records, sheet, g.label), g, records))
        readings.sort(key=lambda r: -r[0])
        done = _complete(readings[0]) and (len(readings) > 1 or readings[0][0] > _CLEAR)
    if not readings or readings[0][0] <= _ENOUGH:
        return [], 0.0, ""
    top, group, best = readings[0]
    best = _with_siblings(best, sheet, base)
    finish(best, sheet, base)
    for worth, other, records in readings[1:]:
        if worth > 0.1 * top and _post_like(other.label):
            best = joined(best, records, sheet, base)
    return best, top, group.label


def _richer(g: Group, best: tuple[float, Group, list[Record]], top: float) -> bool:
    """Whether a guess that looks nearly as good names more posts than the best reading."""
    return len(g.members) > len(best[2]) and not best[1].label and g.score > 0.8 * top


def _post_like(label: str) -> bool:
    return bool(GOOD.search(label) or COMMENT.search(label))


def _complete(reading: tuple[float, Group, list[Record]]) -> bool:
    """Whether a reading lacks nothing, so that only posts of another level are still looked for."""
    worth, _, records = reading
    n = len(records)
    whole = sum(bool(r.author) and r.moment is not None and bool(r.body) for r in records)
    return n > 2 and whole == n and worth > 1.2


def _with_siblings(records: list[Record], sheet: Sheet, base: str) -> list[Record]:
    """Records together with their siblings of another class that have a time and a name too: replies among comments."""
    if len(records) < 1 or any(len(r.parts) > 1 for r in records):
        return records
    held = {sheet.index[r.parts[0]] for r in records}
    boxes = {sheet.parents[i] for i in held}
    tags = {sheet.tags[i] for i in held}
    spans = sorted((i, sheet.ends[i]) for i in held)
    shared = set.intersection(*(set(sheet.tokens[i]) for i in held))
    more = []
    for i, up in enumerate(sheet.parents):
        if up not in boxes or i in held or sheet.tags[i] not in tags or sheet.silent[i]:
            continue
        if i < spans[0][0] and shared.isdisjoint(sheet.tokens[i]):
            continue
        span = (i, sheet.ends[i])
        if (
            sheet.count(sheet.date_marks, span) == 1
            and sheet.words_in(span) > 5
            and not sheet.count([s[0] for s in spans], span)
        ):
            more.append(i)
    if not more or len(more) > 2 * len(held):
        return records
    both = [Record([sheet.elements[i]]) for i in sorted({*held, *more})]
    fill(both, sheet, base)
    new = [r for r in both if sheet.index[r.parts[0]] not in held]
    akin = [not shared.isdisjoint(sheet.tokens[sheet.index[r.parts[0]]]) for r in new]
    good = sum(
        bool(r.author) and r.moment is not None and bool(r.body) and r.sure > (0.15 if same else 0.25)
        for r, same in zip(new, akin, strict=True)
    )
    return both if good == len(new) and quality(both, sheet) >= 0.9 * quality(records, sheet) else records


def _read(g: Group, sheet: Sheet, base: str) -> list[Record]:
    records = [Record(m) for m in g.members]
    fill(records, sheet, base)
    kept = without_strangers(records, sheet)
    if 0 < len(kept) < len(records):  # what was no post may have misled the choice of places
        records = [Record(r.parts) for r in kept]
        fill(records, sheet, base)
        return records
    return kept
