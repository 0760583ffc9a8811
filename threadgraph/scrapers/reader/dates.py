"""Printed and machine dates → moments with an honest precision.

A text is walked once, word by word: a number pattern (14/10/2005) or a month's name is where a date may
stand, and only there its day, year, time and zone are looked for. So a text without a date costs next to
nothing, and no text can make the search run away. `dateparser` is asked only about short strings that are
surely dates and that this grammar can't read. Whether 05/10 is May or October is decided for a whole page
(`order`), never for one date.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import Literal

import dateparser

from threadgraph.model import Precision
from threadgraph.scrapers.reader.clock import Clock, offset, time_after, time_before, zone_after
from threadgraph.scrapers.reader.months import COMMON, MONTHS, SECOND_WORD, WEEKDAYS, ZONES, fold
from threadgraph.scrapers.reader.relative import MARKS, relative

__all__ = ["Moment", "find_date", "machine_date", "read_date"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as found.

    Attributes
    ----------
    when : datetime
        Aware, on the clock that was stated or assumed.
    precision : str
        How much of it is known.
    zone : {'stated', 'assumed'}
    text : str
        As printed.
    start, end : int
        Its place in the text that was searched.
    """

    when: datetime
    precision: Precision
    zone: Literal["stated", "assumed"]
    text: str
    start: int = 0
    end: int = 0


#: A date of numbers, or a word that may be a month's name.
_ANCHOR = re.compile(
    r"(?<![\w./])(?<!\d[:-])(?:"
    r"(?P<y1>(?:19|20)\d\d)(?:\s?(?P<sep1>[-/.])\s?|\s?[年년]\s?)(?P<m1>[01]?\d)(?:\s?(?P=sep1)\s?|\s?[月월]\s?)(?P<d1>[0-3]?\d)(?!\d)[日일]?"
    r"|(?P<n1>[0-3]?\d)(?P<sp>\s?)(?P<sep>[-/.])\s?(?P<n2>[0-3]?\d)\s?(?:(?P=sep)|,(?=\s(?:19|20)\d\d)|(?<=\s)(?=(?:19|20)\d\d\W{1,3}\d\d?[:.h]\d\d))\s?(?P<y2>(?:19|20)\d\d|'?\d\d)(?!\d|[./\-,]\d))"
    r"|(?P<word>[^\W\d_]{2,})"
)
_HOUR_ONLY = re.compile(
    r"[\s,|–-]*(?:(?:um|at|a|à|alle|kl\.?)?\s*\d{1,2}[:.h]\d\d(?:[:.]\d\d)?\s*(?:uhr|h|[ap]m)?)?\W*"
)
_DAY_BEFORE = re.compile(
    r"(?<![\w./#])(?<!\d:)(?P<d>[0-3]?\d)(?:st|nd|rd|th|er|ste|te|de|eme|e|o|a|го|η)?[.,]?[\s\-/]{0,3}(?:(?:de|of|di|do|del|den)\s|d')?$"
)
_YEAR_AFTER = re.compile(
    r"[.,]?[\s,\-/']{0,3}(?:(?:de|del|of|di)\s)?(?:(?P<y>(?:19|20)\d\d)(?!\d)|(?<=['\s\-/])(?P<yy>\d\d)(?!\d|\s?[:h]\d|\.\d|%))"
)
_AFTER_MONTH = re.compile(
    r"\.?[\s\-/]{0,3}(?P<d>[0-3]?\d)(?:st|nd|rd|th|-|\.|-?го)?(?![\d:h]|[.,]\d)(?P<year>\s?[,/\-]?\s?(?:of\s)?'?(?:(?P<y>(?:19|20)\d\d)(?!\d)|(?P<yy>\d\d)(?!\d|\s?[:h]\d|\.\d|%)))?"
)
_YEAR_BEFORE = re.compile(r"(?<![\d.:/])(?P<y>(?:19|20)\d\d)[.,]?[\s\-/]{0,2}$")
_LATE_YEAR = re.compile(r"[\s,]{1,3}(?P<y>(?:19|20)\d\d)(?!\d|[:.]\d)")
#: What may follow a year of two digits: else "14 Oct 20 comments" would be of 2020.
_YEAR_ENDS = re.compile(
    r"\s*(?:$|[^\w\s]|(?:a|at|um|alle|ore|as|a las|kl|o|u|om|v|в|в|у|by|par|von|por|pm|am)(?!\w)|\d{1,2}\s?[:h.]\s?\d\d)"
)
_MONTH_YEAR = re.compile(r"[.,]?\s?(?:(?:de|del)\s)?[/\-]?'?(?P<y>(?:19|20)\d\d)(?![\d:])")
_NUMBERED = re.compile(
    r"(?<!\w)(?:v|ver|vers|versions?|release|rev|build|firmware|kernel|php|ip|tel|phone|fax|no|nr)[.:]?\s?$|[$€£#]\s?$"
)
_WEEKDAY_BEFORE = re.compile(r"(?<![^\W_])(?P<w>[^\W\d_]{2,13}(?:-feira)?)\.?,?\s?(?:the\s|den\s|le\s)?$")
_LETTER = re.compile(r"[^\W\d_]")
_HAS_DIGIT = re.compile(r"\d")
_ISO = re.compile(
    r"\s*(\d{4})-?(\d\d)-?(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d|[+-]\d\d)?)?\s*$",
    re.ASCII,
)
_EPOCH = re.compile(r"\d{9,10}|\d{12,13}", re.ASCII)
_RFC = re.compile(
    r"(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{2,4}\s+\d{1,2}:\d\d(?P<second>:\d\d)?\s*(?P<zone>.*)$"
)
#: "Hier" is yesterday in French and "here" in German, which many a link says.
_NOT_SURELY = ("hier", "today", "heute", "oggi")
_YEARS = range(1980, 2101)
_MONTH_WORDS = frozenset([*MONTHS, "تشرين", "كانون"])


def machine_date(value: str | None, zone: tzinfo = UTC) -> Moment | None:
    """The moment that a machine-readable attribute states: ISO 8601, RFC 822, or seconds since 1970.

    >>> machine_date("2005-10-14T08:30:00+02:00").when.isoformat()
    '2005-10-14T08:30:00+02:00'
    """
    if not value or not (value := value.strip()) or len(value) > 60:
        return None
    if value[0].isdigit():
        if _EPOCH.fullmatch(value):
            seconds = int(value) / (1000 if len(value) > 10 else 1)
            return _moment(datetime.fromtimestamp(seconds, UTC), "second", True, value, UTC)
        if m := _ISO.match(value):
            return _iso(m, value, zone)
        if re.fullmatch(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", value, re.ASCII):
            return _moment(datetime(int(value[:4]), int(value[5:]), 1), "month", False, value, zone)
    if m := _RFC.match(value):
        named = ZONES.get(m["zone"].strip("() ").lower())
        try:
            when = parsedate_to_datetime(value)
        except (TypeError, ValueError, IndexError, OverflowError):
            return None
        if named is not None:
            when = when.replace(tzinfo=named)
        elif m["zone"].startswith("-0000"):  # RFC 2822: universal time, whoever's clock it was
            when = when.replace(tzinfo=UTC)
        precision: Precision = "second" if m["second"] else "minute"
        return _moment(when, precision, when.tzinfo is not None, value, zone)
    return None


def _iso(m: re.Match[str], value: str, zone: tzinfo) -> Moment | None:
    y, mo, d, h, mi, s, off = m.groups()
    if not "1900" <= y <= "2200":  # "0001-01-01T00:00:00" is how some programs write that they don't know
        return None
    try:
        when = datetime(int(y), int(mo), int(d), int(h or 0), int(mi or 0), int(s or 0))
    except ValueError:
        return None
    precision: Precision = "second" if s else "minute" if h else "day"
    if off:
        return _moment(when.replace(tzinfo=offset(off)), precision, True, value, zone)
    return _moment(when, precision, False, value, zone)


def find_date(
    text: str,
    *,
    day_first: bool = True,
    now: datetime | None = None,
    zone: tzinfo = UTC,
    some_day: datetime | None = None,
) -> Moment | None:
    """The first date that stands in a text.

    Parameters
    ----------
    text : str
    day_first : bool
        How 05/10/2005 is read; see `day_first`.
    now : datetime, optional
        When the page was fetched: relative dates count from here, and dates without a year are the
        last such day before. Without it, neither is read.
    zone : tzinfo
        Assumed where none is stated.
    some_day : datetime, optional
        Where `now` isn't known, what counts from it is read as of this day; its precision is ``unknown``.

    Returns
    -------
    Moment or None

    Examples
    --------
    >>> m = find_date("Le vendredi 14 octobre 2005 à 8h30, par Luc")
    >>> m.when.isoformat(), m.precision
    ('2005-10-14T08:30:00+00:00', 'minute')
    """
    if not _HAS_DIGIT.search(text) and (
        (now or some_day) is None or len(text) > 60 or fold(text).strip(" .:") in _NOT_SURELY
    ):
        return None
    search = _Search(text[:4000], day_first, now, zone)
    found = search.first()
    if found is None and now is None and some_day is not None:
        found = search.vague(some_day)
    return found


def read_date(
    text: str, *, now: datetime | None = None, zone: tzinfo = UTC, day_first: bool = True
) -> Moment | None:
    """The moment that a short string states which is surely a date; `dateparser` helps out.

    A month without a day is read here, and not by `find_date`.

    >>> read_date("2 days ago", now=datetime(2005, 10, 16, 12, tzinfo=UTC)).precision
    'day'
    """
    found = (
        machine_date(text, zone)
        or _Search(text[:200], day_first, now, zone).first()
        or _month_only(text, zone)
    )
    if found is not None or not 4 <= len(text) <= 60:
        return found
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)
    if year is None or not any(c.isalpha() for c in text):
        return None
    try:
        when = dateparser.parse(
            text,
            settings={
                "DATE_ORDER": "DMY" if day_first else "MDY",
                "REQUIRE_PARTS": ["day", "month", "year"],
            },
        )
    except Exception:  # what it raises on odd strings is not documented
        return None
    if when is None or when.year != int(year.group()):
        return None
    return _moment(when, "minute" if ":" in text else "day", when.tzinfo is not None, text, zone)


class _Search:
    """The walk through one text."""

    def __init__(self, text: str, day_first: bool, now: datetime | None, zone: tzinfo) -> None:
        if not text.isascii() and not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        self.text, self.plain = text, fold(text)
        self.day_first, self.now, self.zone = day_first, now, zone
        self.marks: list[tuple[str, int, int]] = []
        self.yearless = False

    def first(self) -> Moment | None:
        for m in _ANCHOR.finditer(self.plain):
            word = m["word"]
            if word is None:
                found = self._numeric(m)
            elif word in _MONTH_WORDS:
                found = self._named(word, m.start(), m.end())
            elif word not in MARKS:
                continue
            else:
                found = None
            if found is not None:
                return found
            if word is not None and word in MARKS and len(self.marks) < 40:
                self.marks.append((word, m.start(), m.end()))
        return None if self.now is None else self._relative(self.now)

    def vague(self, some_day: datetime) -> Moment | None:
        """What is found as of some day, when nothing was without one."""
        if self.yearless:
            found = _Search(self.text, self.day_first, some_day, self.zone).first()
        else:
            found = self._relative(some_day)
        return None if found is None else replace(found, precision="unknown")

    def _relative(self, now: datetime) -> Moment | None:
        try:
            told = relative(self.plain, self.text, self.marks, now, self.zone)
        except OverflowError:  # a clock at the end of time
            return None
        if told is None:
            return None
        stated = told.when.tzinfo is not None
        shown = self.text[told.start : told.end].strip()
        return _moment(told.when, told.precision, stated, shown, self.zone, told.start, told.end)

    def _numeric(self, m: re.Match[str]) -> Moment | None:
        y1, m1, d1, n1, sp, sep, n2, y2 = m.group("y1", "m1", "d1", "n1", "sp", "sep", "n2", "y2")
        if y1:
            return self._whole(int(y1), int(m1), int(d1), m.start(), m.end())
        a, b, year = int(n1), int(n2), int(y2.lstrip("'"))
        if len(y2) < 4:
            if (
                sp
                or (sep == "." and year > 60 and not self._alone(m))
                or _NUMBERED.search(self.plain[max(0, m.start() - 12) : m.start()])
            ):
                return None
            year += 2000 if year < 70 else 1900
        d, mo = (a, b) if (self.day_first or a > 12) and b <= 12 else (b, a)
        end = m.end()
        if sep == "." and self.plain.startswith(".", end):  # "14.10.2005. u 8:30"
            end += 1
        return self._whole(year, mo, d, m.start(), end)

    def _alone(self, m: re.Match[str]) -> bool:
        """Whether numbers such as 28.12.99, which may be a version, are all of a text but for the hour behind them."""
        return not self.plain[: m.start()].strip() and bool(_HOUR_ONLY.fullmatch(self.plain, m.end()))

    def _named(self, word: str, start: int, end: int) -> Moment | None:
        plain = self.plain
        month = MONTHS.get(word)
        if word in ("تشرين", "كانون"):
            follow = re.compile(r"\s([^\W\d_]+)").match(plain, end)
            month = SECOND_WORD.get((word, follow[1])) if follow else None
            if month is None or follow is None:
                return None
            end = follow.end()
        if month is None:
            return None
        before = plain[max(0, start - 12) : start]
        day = _DAY_BEFORE.search(before)
        after = _AFTER_MONTH.match(plain, end)
        left = max(0, start - 12)
        if after is not None and after["year"] and self._year_holds(after):
            if (
                day is None
                or (after["y"] and "," in after["year"])
                or (after["y"] and before.lstrip().startswith("#"))
            ):
                return self._whole(_year(after), month, int(after["d"]), start, after.end())
        elif after is not None and day is None:
            earlier = _YEAR_BEFORE.search(before)
            if earlier is not None:
                stop = after.end()
                return self._whole(int(earlier["y"]), month, int(after["d"]), left + earlier.start(), stop)
            return self._yearless(word, month, int(after["d"]), start, after.end("d"))
        if day is None:
            return None
        begin = left + day.start()
        year = _YEAR_AFTER.match(plain, end)
        if year is not None and (year["y"] or self._year_holds(year)):
            return self._whole(_year(year), month, int(day["d"]), begin, year.end())
        return self._yearless(word, month, int(day["d"]), begin, end)

    def _year_holds(self, m: re.Match[str]) -> bool:
        """Whether a year of two digits is one."""
        if m["yy"] is None:
            return True
        return self.plain[m.start("yy") - 1] == "'" or _YEAR_ENDS.match(self.plain, m.end()) is not None

    def _yearless(self, word: str, month: int, day: int, start: int, end: int) -> Moment | None:
        """A date whose year stands after its time ("Fri Oct 14 08:30:00 CEST 2005"), or nowhere."""
        clock = time_after(self.plain, self.text, end)
        late = _LATE_YEAR.match(self.plain, clock.end) if clock is not None else None
        if late is not None:
            return self._whole(int(late["y"]), month, day, start, end, clock, late.end())
        if self.now is None or not 1 <= day <= 31:
            self.yearless = True
            return None
        if word in COMMON and clock is None:
            rest = self.plain[end:]
            if start > 12 or (rest and _LETTER.search(rest)):
                return None
        tomorrow = timedelta(days=int(self.now.hour >= 10 and self.now.year < 9999))
        latest = self.now.date() + tomorrow  # in some zone it is
        weekday = _WEEKDAY_BEFORE.search(self.plain[max(0, start - 18) : start])
        wanted = WEEKDAYS.get(weekday["w"]) if weekday is not None else None
        fitting = []
        for y in range(latest.year, latest.year - 12, -1):
            with contextlib.suppress(ValueError):
                candidate = date(y, month, day)
                if candidate <= latest:
                    if wanted is None or candidate.weekday() == wanted:  # a weekday tells the year
                        return self._whole(y, month, day, start, end, clock)
                    fitting.append(y)
        return self._whole(fitting[0], month, day, start, end, clock) if fitting else None

    def _whole(
        self,
        year: int,
        month: int,
        day: int,
        start: int,
        end: int,
        clock: Clock | None = None,
        stop: int = 0,
    ) -> Moment | None:
        """A date with the time, zone and weekday around it."""
        if year not in _YEARS:
            return None
        try:
            when = datetime(year, month, day)
        except ValueError:
            return None
        plain = self.plain
        clock = clock or time_after(plain, self.text, end)
        weekday = _WEEKDAY_BEFORE.search(plain[max(0, start - 18) : start])
        if weekday is not None and weekday["w"] in WEEKDAYS:
            start = max(0, start - 18) + weekday.start()
        if clock is None and start > 1:
            clock = time_before(plain, self.text, start)
            if clock is not None and clock.zone is None:  # "13:15, 31 July 2019 (UTC)"
                stated, stop = zone_after(plain, self.text, end)
                clock = clock._replace(zone=stated)
        precision: Precision = "day"
        zone = None
        if clock is not None:
            when += timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
            precision, zone = clock.precision, clock.zone
            start, end = min(start, clock.start if clock.end <= start + 1 else start), max(end, clock.end)
        end = max(end, stop)
        shown = self.text[start:end].strip()
        return _moment(when.replace(tzinfo=zone), precision, zone is not None, shown, self.zone, start, end)


def _year(m: re.Match[str]) -> int:
    if m["y"]:
        return int(m["y"])
    year = int(m["yy"])
    return year + (2000 if year < 70 else 1900)


def _month_only(text: str, zone: tzinfo) -> Moment | None:
    if len(text) > 40:
        return None
    plain = fold(text)
    for m in re.finditer(r"[^\W\d_]{3,}", plain):
        month = MONTHS.get(m.group())
        year = _MONTH_YEAR.match(plain, m.end()) if month else None
        if month and year and int(year["y"]) in _YEARS:
            shown = text[m.start() : year.end()]
            when = datetime(int(year["y"]), month, 1)
            return _moment(when, "month", False, shown, zone, m.start(), year.end())
    if (n := re.fullmatch(r"\s*(0?[1-9]|1[0-2])\s?[/.]\s?((?:19|20)\d\d)\s*", plain)) and int(n[2]) in _YEARS:
        return _moment(datetime(int(n[2]), int(n[1]), 1), "month", False, text.strip(), zone)
    return None


def _moment(
    when: datetime, precision: Precision, stated: bool, text: str, zone: tzinfo, start: int = 0, end: int = 0
) -> Moment | None:
    try:
        aware = when if when.tzinfo is not None else when.replace(tzinfo=zone)
        aware.astimezone(UTC)  # out of range?
    except (OverflowError, ValueError):
        return None
    return Moment(aware, precision, "stated" if stated else "assumed", text, start, end)
