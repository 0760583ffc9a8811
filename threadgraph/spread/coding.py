"""Coding sheets: the table of strategies as a person filled it in, matched to its sentences again."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from threadgraph.errors import UsageError
from threadgraph.spread.strategy import GROUPS

__all__ = ["coded"]

Row = dict[str, Any]

_NEEDED = ("post", "sentence", "human")
_KNOWN = (*GROUPS, "none")
_MOST_NAMED = 3


def coded(strategy: Sequence[Row], sheets: Sequence[str | Path]) -> tuple[list[Row], list[str]]:
    """Strategies with the codes of people: a column for each, and ``human`` where all who coded a sentence agree.

    Parameters
    ----------
    strategy : sequence of dict
        Rows of `Spread.strategy`.
    sheets : sequence of str or Path
        One CSV file a coder, with the columns ``post``, ``sentence`` and ``human``; comma, semicolon or tab.

    Returns
    -------
    tuple of (rows, names of the coders' columns)

    Raises
    ------
    UsageError
        If a sheet can't be read, lacks a column, or holds a code that is none or that belongs to no sentence here: the
        message names the line. No sheet is ever written to.
    """
    names = [f"human_{k}" for k in range(1, len(sheets) + 1)]
    rows = [dict(r) for r in strategy]
    for name, sheet in zip(names, sheets, strict=True):
        codes = _placed(rows, Path(sheet))
        for i, r in enumerate(rows):
            r[name] = codes.get(i)
    for r in rows:
        given = {r[n] for n in names if r[n]}
        r["human"] = given.pop() if len(given) == 1 else None
    return rows, names


def _placed(rows: Sequence[Row], file: Path) -> dict[int, str]:
    """The code of each row that a sheet codes, by its number."""
    waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, r in enumerate(rows):
        waiting[r["post"], _same(r["sentence"])].append(i)
    codes: dict[int, str] = {}
    lost = []
    for line, given in _read(file):
        at = waiting.get((_same(given["post"]), _same(given["sentence"])))
        number = at.pop(0) if at else None
        code = (given["human"] or "").strip().lower()
        if not code:
            continue
        if code not in _KNOWN:
            raise UsageError(f"{file}, line {line}: {code!r} is no strategy; known are {', '.join(_KNOWN)}")
        if number is None:
            lost.append(line)
        else:
            codes[number] = code
    if lost:
        where = ", ".join(map(str, lost[:_MOST_NAMED])) + (" …" if len(lost) > _MOST_NAMED else "")
        raise UsageError(
            f"{file}: {len(lost)} codes belong to no sentence of this corpus (lines {where}); "
            "code the strategy.csv of this very corpus and actor, and leave post and sentence as they are"
        )
    return codes


def _read(file: Path) -> list[tuple[int, dict[str, str]]]:
    """The lines of a sheet, as spreadsheets save them."""
    try:
        raw = file.read_bytes()
    except OSError as e:
        raise UsageError(f"{file}: the coding sheet can't be read ({e.strerror or e})") from e
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise UsageError(f"{file}: not UTF-8; save the sheet as “CSV UTF-8”") from e
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        columns = [c.strip() for c in reader.fieldnames or ()]
        reader.fieldnames = columns
        if short := [c for c in _NEEDED if c not in columns]:
            raise UsageError(
                f"{file}: no column {' and '.join(short)}; a sheet is the strategy.csv that `threadgraph spread` writes, with human filled in"
            )
        return [(reader.line_num, {k: r[k] or "" for k in _NEEDED}) for r in reader]
    except csv.Error as e:
        raise UsageError(f"{file}: no CSV file: {e}") from e


def _same(text: str | None) -> str:
    """What stays of a cell when a spreadsheet has been at it: no apostrophe in front, spaces as one."""
    return " ".join((text or "").removeprefix("'").split())
