"""Posts on a page of an engine that nobody described.

The groups of elements that look best from outside (`groups`) are read in full (`fields`), and the one
whose reading is best is taken (`judge`).
"""

from __future__ import annotations

from threadgraph.scrapers.reader.fields import fill
from threadgraph.scrapers.reader.groups import Group, groups
from threadgraph.scrapers.reader.judge import quality, without_strangers
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
    best: list[Record] = []
    top, label = 0.0, ""
    guesses = groups(sheet, _READ)
    for g in guesses:
        if g.score < 0.18 * guesses[0].score:
            break
        records = _read(g, sheet, base)
        worth = quality(records, sheet, g.label)
        if worth > top * 1.02:
            best, top, label = records, worth, g.label
    return (best, top, label) if top > _ENOUGH else ([], 0.0, "")


def _read(g: Group, sheet: Sheet, base: str) -> list[Record]:
    records = [Record(m) for m in g.members]
    fill(records, sheet, base)
    kept = without_strangers(records, sheet)
    if len(kept) < len(records):  # what was no post may have misled the choice of places
        records = [Record(r.parts) for r in kept]
        fill(records, sheet, base)
    return records
