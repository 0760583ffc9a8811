"""Whether the numeric dates of a page put the day or the month first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from threadgraph.scrapers.reader.months import WEEKDAYS, fold

__all__ = ["day_first"]

_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d|\d\d)(?!\d|[./-]\d)", re.ASCII)
_WEEKDAY_BEFORE = re.compile(r"(?<![^\W_])(?P<w>[^\W\d_]{2,13}(?:-feira)?)\.?,?\s?(?:the\s|den\s|le\s)?$")
_DAY_FIRST_ENGLISH = ("en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za", "en-uk")


def day_first(texts: Iterable[str], lang: str | None = None) -> bool:
    """Whether the numeric dates of a page put the day first.

    In this order: a number above 12, a printed weekday, dots (but for a 12-hour clock on an American page), the reading in which the dates lie close
    together and in order, the page's language, a 12-hour clock.

    Parameters
    ----------
    texts : iterable of str
        The printed dates of one page.
    lang : str, optional
        The language that the page declares; decides when no date does.

    Examples
    --------
    >>> day_first(["10/14/2005", "10/05/2005"])
    False
    """
    first = second = dots = halves = 0
    pairs: list[tuple[int, int, int]] = []
    for text in texts:
        if len(text) < 6 or not ("/" in text or "." in text or "-" in text):
            continue
        for m in _NUMERIC.finditer(text):
            a, b, y = int(m[1]), int(m[3]), int(m[4])
            if a > 31 or b > 31 or not a or not b or (a > 12 and b > 12):
                continue
            first += a > 12
            second += b > 12
            dots += m[2] == "."
            halves += (
                re.match(r"\D{0,6}\d\d?(?::\d\d){0,2}\s?[ap]\.?m", text[m.end() : m.end() + 20], re.I)
                is not None
            )
            pairs.append((a, b, y + (2000 if y < 70 else 1900) if y < 100 else y))
            word = _WEEKDAY_BEFORE.search(fold(text[max(0, m.start() - 18) : m.start()]))
            if word is not None and word["w"] in WEEKDAYS:
                fits = [d is not None and d.weekday() == WEEKDAYS[word["w"]] for d in _both(*pairs[-1])]
                first += fits[0] and not fits[1]
                second += fits[1] and not fits[0]
    if first != second:
        return first > second
    code = (lang or "").lower().replace("_", "-")
    american = code.startswith("en") and not code.startswith(_DAY_FIRST_ENGLISH)
    if dots and not (american and halves):
        return True
    order = _order(pairs)
    if order is not None:
        return order
    if code.startswith("en"):
        return code.startswith(_DAY_FIRST_ENGLISH)
    return not (halves and not code)


def _both(a: int, b: int, y: int) -> tuple[date | None, date | None]:
    """A date of numbers, read with the day first and with the month first."""
    found: list[date | None] = []
    for day, month in ((a, b), (b, a)):
        try:
            found.append(date(y, month, day))
        except ValueError:
            found.append(None)
    return found[0], found[1]


def _order(pairs: list[tuple[int, int, int]]) -> bool | None:
    """Whether the dates of a page lie closer together, or stand better in order, with the day first."""
    if len(set(pairs)) < 3:
        return None
    spans: list[int] = []
    turns: list[int] = []
    for days in zip(*(_both(*p) for p in pairs), strict=True):
        known = [d.toordinal() for d in days if d is not None]
        if len(known) < len(pairs):
            return None
        spans.append(max(known) - min(known))
        steps = [b - a for a, b in pairwise(known)]
        turns.append(min(sum(s < 0 for s in steps), sum(s > 0 for s in steps)))
    if min(turns) == 0 < max(turns):
        return turns[0] == 0
    if min(spans) * 3 < max(spans):
        return spans[0] < spans[1]
    return None
