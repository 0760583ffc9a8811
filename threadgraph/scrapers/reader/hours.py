"""Lines that show an hour beside the day in a heading: the hour itself, and the name that stands by it."""

from __future__ import annotations

import re

from threadgraph.scrapers.reader.dates import Moment
from threadgraph.scrapers.reader.months import WEEKDAYS, fold
from threadgraph.scrapers.reader.sheet import Sheet
from threadgraph.scrapers.reader.text import has_digit

__all__ = ["CLOCK", "FINE", "by_hour", "hour_of"]

FINE = ("minute", "second")
#: An hour as it is printed.
CLOCK = r"\d{1,2}\s?[:h]\s?[0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\b\.?)?"
_AT = re.compile(
    rf"(?:\b(?:at|um|alle ore|alle|ore|ora|kl\.?|klo|klockan|om|o godz\.?|godz\.?|a las|en|as|saat|uhrzeit|heure|в|о|u)|à|às|@|,|\||-|–|·)\s*:?\s*(?P<late>{CLOCK})(?![\d:])|"
    rf"^\W*(?P<first>{CLOCK})(?![\d:])|^\d[\d\s/.-]*\s(?P<last>\d{{1,2}}:\d\d)$",
    re.I,
)
#: What a link around a day tells, when a pointer rests on it.
_TOLD = re.compile(rf"{CLOCK}(?:\s?min)?", re.I)
#: "Anne at 9:12 PM", with nothing behind but a zone, a bar or a link.
_BEFORE = re.compile(
    rf"^\W*(?P<name>[^\W\d_][^|,;:!?]{{0,40}}?)\s*(?:@|\s(?:at|um|à|às|alle ore|alle|kl\.?|klo|o godz\.|a las|в))\s*{CLOCK}\s?(?:h\b|uhr\b|hrs\b|heures?\b)?\s*(?:\W*$|[|·•(\[#:]|[-–—]\s)",
    re.I,
)
#: "9:12 PM, by Anne |", "9:12, Anne |".
_AFTER = re.compile(
    rf"^\W*(?:(?:[^\W\d_]{{2,12}}\s+)?(?:at|@|um|à|alle|om|kl\.?)\s*:?\s*)?{CLOCK}\s?(?:h\b|uhr\b|hrs\b)?\s*(?:,\s*(?:(?:by|par|von|di|por|de|av|af|door|przez)\s+)?|(?:by|par|von|di|por|av|af|door|przez)\s+)(?P<name>[^\W\d_][^|,;:!?()\[\]]{{0,40}}?)\s*(?:$|[|·•,(\[#:]|[-–—]\s)",
    re.I,
)


def hour_of(sheet: Sheet, near: list[int], day: Moment) -> Moment | None:
    """A day with the hour that a line shows: "posted by X at 9:12 PM | link".

    Parameters
    ----------
    sheet : Sheet
    near : list of int
        The numbers of the elements to look at.
    day : Moment

    Returns
    -------
    Moment or None
    """
    local = day.when.astimezone(sheet.zone)
    for i in near:
        text = sheet.text_of(i, 24)
        if not text or len(text) > 160 or not has_digit(text):
            continue
        m = _AT.search(text)
        told = sheet.attributes[i].get("title") or ""
        if m is not None:
            hour = m["late"] or m["first"] or m["last"]
        elif _TOLD.fullmatch(told) and day.text in text:
            hour = told.replace("min", "").strip()
        else:
            continue
        whole = sheet.date_in(f"{local:%Y-%m-%d} {hour}")
        if whole is not None and whole.precision in FINE and whole.when.date() == local.date():
            return Moment(whole.when, whole.precision, day.zone, f"{day.text} {hour}")
    return None


def by_hour(line: str) -> str | None:
    """What stands by an hour where a name does, in a line that holds little else.

    >>> by_hour("// Anne @ 2:40 PM | link"), by_hour("22:08, di Carla, Categorie: Olio"), by_hour("At 9:12 in Cats")
    ('Anne', 'Carla', None)
    """
    if len(line) > 100 or not has_digit(line):
        return None
    m = _BEFORE.match(line) or _AFTER.match(line)
    if m is None:
        return None
    words = fold(m["name"]).split()
    dated = any(w.isdigit() or (len(w) > 4 and w in WEEKDAYS) for w in words)
    return m["name"] if len(words) <= 4 and not dated else None
