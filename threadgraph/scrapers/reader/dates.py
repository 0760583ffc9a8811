"""Printed and machine dates → moments with an honest precision.

A compiled grammar reads the dates that comment pages print in English, French, German, Spanish,
Italian, Portuguese, Polish, Serbian and Arabic; `dateparser` is asked only about short strings that
are surely dates and that the grammar can't read. Whether 05/10 is May or October is decided for a
whole page (`day_first`), never for one date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import Literal

import dateparser

from threadgraph.model import Precision

__all__ = ["Moment", "day_first", "find_date", "machine_date", "read_date"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as found.

    Attributes
    ----------
    when : datetime
        Aware, UTC.
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


_MONTHS = {
    1: "january january. jan janvier janv januar jaenner enero ene gennaio gen janeiro styczen stycznia sty јануар јан يناير كانون",
    2: "february feb fevrier fevr fev februar febrero febbraio fevereiro luty lutego lut фебруар феб فبراير شباط",
    3: "march mar mars marz maerz marzo mrz marco marzec marca mart март мар مارس آذار",
    4: "april apr avril avr abril abr aprile kwiecien kwietnia kwi април апр أبريل ابريل إبريل نيسان",
    5: "may mai mayo maggio mag maio maj maja мај مايو أيار",
    6: "june jun juin juni junio giugno giu junho czerwiec czerwca cze јун јуни يونيو يونيه حزيران",
    7: "july jul juillet juil juli julio luglio lug julho lipiec lipca lip јул јули يوليو يوليه تموز",
    8: "august aug aout agosto ago sierpien sierpnia sie avgust avg август авг أغسطس اغسطس آب",
    9: "september sep sept septembre septiembre settembre set setembro wrzesien wrzesnia wrz septembar септембар сеп سبتمبر أيلول",
    10: "october oct octobre oktober okt octubre ottobre ott outubro out pazdziernik pazdziernika paz oktobar октобар окт أكتوبر اكتوبر",
    11: "november nov novembre noviembre novembro listopad listopada lis novembar новембар нов نوفمبر",
    12: "december dec decembre dezember dez diciembre dic dicembre dezembro grudzien grudnia gru decembar децембар дец ديسمبر",
}


def _plain(s: str) -> str:
    s = s.translate(_ARABIC_DIGITS).lower().replace("ł", "l")
    kept = [c for c in unicodedata.normalize("NFD", s) if not unicodedata.combining(c) or c in "ٕٔٓ"]
    return unicodedata.normalize("NFC", "".join(kept))


_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_MONTH = {_plain(name): n for n, names in _MONTHS.items() for name in names.split()}
_M = "|".join(sorted((re.escape(k) for k in _MONTH), key=len, reverse=True))
_TIME = (
    r"(?P<{0}h>[01]?\d|2[0-4])(?:\s?[:h]\s?|\.(?=[0-5]\d\s?(?:uhr|h\b|[ap]\.?m)))(?P<{0}mi>[0-5]\d)(?!\d)"
    r"(?:\s?:(?P<{0}s>[0-5]\d))?(?:[.,]\d+)?(?:\s?(?P<{0}ap>[ap])\.?\s?m\b\.?|\s?uhr)?"
    r"|(?P<{0}h2>1[0-2]|0?[1-9])\s?(?P<{0}ap2>[ap])\.?m\b\.?"
)
_AFTER = rf"(?:(?:\s|,|;|\||-|–|—|·|•|\(|@|/|\.|:|»)*(?:\s?(?:a|at|um|alle|as|ore|o|u|um|a las|kl|klo|godz|godzina|klockan|الساعة|saat)\b\.?)?\s*:?\s*(?:{_TIME.format('a')}))?"
_BEFORE = rf"(?:(?:{_TIME.format('b')})(?:\s|,|\||-|–|·|@|/)*(?:(?:on|le|am|el|il|em|,)\s+)?(?:\w{{2,10}}\.?,?\s+)?)?"
_DATE = (
    r"(?P<y1>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m1>[01]?\d)\s?[-/.月]\s?(?P<d1>[0-3]?\d)日?(?!\d)"
    r"|(?P<n1>[0-3]?\d)\s?(?P<sep>[-/.])\s?(?P<n2>[0-3]?\d)\s?(?P=sep)\s?(?P<y2>(?:19|20)\d\d|\d\d)(?![\d.])"
    rf"|(?P<d3>[0-3]?\d)(?:st|nd|rd|th|er|ste|te|eme|e|º|ª|\.)?[\s\-/]*(?:(?:de|of|di|do)\s+)?(?P<mo3>{_M})\b\.?[\s,\-/']*(?:(?:de|del)\s+)?(?P<y3>(?:19|20)\d\d|\d\d(?![\d:h.]))?"
    rf"|\b(?P<mo4>{_M})\b\.?\s*(?P<d4>[0-3]?\d)(?:st|nd|rd|th)?\b(?![:\d])(?!\.?\s+(?:de\s+)?(?:{_M})\b)(?:\s*,?\s*(?:(?P<y4>(?:19|20)\d\d)|['’](?P<y5>\d\d)(?!\d)))?"
)
_GRAMMAR = re.compile(rf"(?<![\w./:-]){_BEFORE}(?<![\d.:/-])(?:{_DATE}){_AFTER}")
#: Northern clocks: "kl. 10.12".
_KL = re.compile(r"\b(klo?)(\.?\s+)(\d{1,2})\.(\d\d)\b")
_ZONE = re.compile(r"\s*\(?(?P<z>z\b|utc|gmt)?\s?(?P<off>[+-]\d{1,2}:?\d\d|[+-]\d{1,2}\b)?")
_ISO = re.compile(
    r"\s*(\d{4})-?(\d\d)-?(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d|[+-]\d\d)?)?\s*$"
)
_UNITS = (
    (r"sec|second|seconde|sekund|segundo|secondi|sek", 1, "second"),
    (r"min|minute|minuten|minuto|minuti|minut", 60, "minute"),
    (r"hour|hr|heure|stunde|hora|ora|ore|godzin|sat|h", 3600, "hour"),
    (r"day|jour|tag|tage|dia|giorn|dni|dan|d", 86400, "day"),
    (r"week|semaine|woche|semana|settiman|tydz|tygod|w", 7 * 86400, "day"),
    (r"month|mois|monat|mes|mese|mesi|miesi|mo", 30 * 86400, "month"),
    (r"year|an|ans|annee|jahr|ano|anno|anni|lat|rok|godin|yr|y", 365 * 86400, "year"),
)
_UNIT = "|".join(f"(?P<u{i}>{names})" for i, (names, *_) in enumerate(_UNITS))
_AGO = re.compile(
    rf"(?:(?P<pre>il y a|ya|vor|hace|ha|fa|pre|przed)\s+)?(?:environ\s+|about\s+|ca\.?\s+)?(?P<n>\d{{1,3}}|an?|une?|einem?|einer|uma?)\s?(?:{_UNIT})[a-z]{{0,4}}\b\.?(?P<post>\s+(?:ago|fa|atras|temu))?"
)
_DAYS = {
    "today": 0,
    "aujourd'hui": 0,
    "heute": 0,
    "hoy": 0,
    "oggi": 0,
    "hoje": 0,
    "dzisiaj": 0,
    "dzis": 0,
    "danas": 0,
    "yesterday": 1,
    "hier": 1,
    "gestern": 1,
    "ayer": 1,
    "ieri": 1,
    "ontem": 1,
    "wczoraj": 1,
    "juce": 1,
}
_NEAR = re.compile(
    rf"\b(?P<day>{'|'.join(map(re.escape, _DAYS))})\b(?:\s|,|-|à)*(?:(?:a|at|um|alle|as|kl)\s+)?(?:{_TIME.format('a')})"
)


def machine_date(value: str | None, zone: tzinfo = UTC) -> Moment | None:
    """The moment that a machine-readable attribute states: ISO 8601, RFC 822, or seconds since 1970.

    >>> machine_date("2005-10-14T08:30:00+02:00").when.isoformat()
    '2005-10-14T06:30:00+00:00'
    """
    if not value or not (value := value.strip()) or len(value) > 60:
        return None
    if re.fullmatch(r"\d{9,10}|\d{12,13}", value):
        seconds = int(value) / (1000 if len(value) > 10 else 1)
        return _moment(datetime.fromtimestamp(seconds, UTC), "second", True, value, UTC)
    if m := _ISO.match(value):
        y, mo, d, h, mi, s, off = m.groups()
        try:
            when = datetime(int(y), int(mo), int(d), int(h or 0), int(mi or 0), int(s or 0))
        except ValueError:
            return None
        precision: Precision = "second" if s else "minute" if h else "day"
        if off:
            return _moment(when.replace(tzinfo=_offset(off)), precision, True, value, zone)
        return _moment(when, precision, False, value, zone)
    if re.match(r"(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{2,4}\s+\d", value):
        try:
            when = parsedate_to_datetime(value)
        except (TypeError, ValueError):
            return None
        return _moment(when, "second", when.tzinfo is not None, value, zone)
    return None


def find_date(
    text: str, *, day_first: bool = True, now: datetime | None = None, zone: tzinfo = UTC
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

    Returns
    -------
    Moment or None

    Examples
    --------
    >>> m = find_date("Le vendredi 14 octobre 2005 à 8h30, par Luc")
    >>> m.when.isoformat(), m.precision
    ('2005-10-14T08:30:00+00:00', 'minute')
    """
    if len(text) > 4000:
        text = text[:4000]
    if not _MAYBE.search(text):
        return None
    plain = _KL.sub(lambda m: m[1] + " " * (len(m[2])) + m[3] + ":" + m[4], _plain(text))
    for m in _GRAMMAR.finditer(plain):
        found = _from_match(m, plain, text, day_first, now, zone)
        if found is not None:
            return found
    return _relative(plain, text, now, zone) if now is not None else None


_MAYBE = re.compile(r"\d|[٠-٩]|hier|yester|today|gestern|heute|aujourd|\b(?:an?|une?|eine[mr]?)\s", re.I)


def read_date(
    text: str, *, now: datetime | None = None, zone: tzinfo = UTC, day_first: bool = True
) -> Moment | None:
    """The moment that a short string states which is surely a date; `dateparser` helps out.

    >>> read_date("2 days ago", now=datetime(2005, 10, 16, 12, tzinfo=UTC)).precision
    'day'
    """
    found = machine_date(text, zone) or find_date(text, day_first=day_first, now=now, zone=zone)
    if found is not None or not 4 <= len(text) <= 60 or not any(c.isdigit() for c in text):
        return found
    when = dateparser.parse(
        text,
        settings={"DATE_ORDER": "DMY" if day_first else "MDY", "REQUIRE_PARTS": ["day", "month", "year"]},
    )
    if when is None:
        return None
    return _moment(when, "minute" if ":" in text else "day", when.tzinfo is not None, text, zone)


def day_first(texts: Iterable[str], lang: str | None = None) -> bool:
    """Whether the numeric dates of a page put the day first.

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
    first = second = 0
    pairs: list[tuple[int, int, int]] = []
    dots = 0
    for text in texts:
        for m in re.finditer(r"(?<![\d./-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)", text):
            a, b, y = int(m[1]), int(m[3]), int(m[4])
            first += a > 12
            second += b > 12
            dots += m[2] == "."
            pairs.append((a, b, y))
    if first != second:
        return first > second
    if pairs and not dots:
        days = {a for a, *_ in pairs}
        months = {b for _, b, _ in pairs}
        if len(pairs) > 3 and len(days) != len(months) and 1 in (len(days), len(months)):
            return len(months) == 1  # the part that never changes is the month
    if dots:
        return True
    return not (lang or "").lower().startswith(("en-us", "en_us")) and (lang or "").lower() != "en"


def _from_match(
    m: re.Match[str], plain: str, text: str, day_first: bool, now: datetime | None, zone: tzinfo
) -> Moment | None:
    g = m.groupdict()
    if g["y1"]:
        y, mo, d = int(g["y1"]), int(g["m1"]), int(g["d1"])
    elif g["n1"]:
        a, b, y = int(g["n1"]), int(g["n2"]), int(g["y2"])
        d, mo = (a, b) if (day_first or a > 12) and b <= 12 else (b, a)
        if len(g["y2"]) == 2 and g["sep"] == "." and y > 60:
            return None
    else:
        name = g["mo3"] or g["mo4"]
        mo, d = _MONTH[name], int(g["d3"] or g["d4"])
        year = g["y3"] or g["y4"] or g["y5"]
        if year is None:
            if now is None:
                return None
            y = now.year if (mo, d) <= (now.month, now.day) else now.year - 1
        else:
            y = int(year)
    if y < 100:
        y += 2000 if y < 70 else 1900
    if not 1980 <= y <= 2100:
        return None
    side = "a" if g["ah"] or g["ah2"] else "b"
    h = g[side + "h"] or g[side + "h2"]
    ap = g[side + "ap"] or g[side + "ap2"]
    hour, minute, second = int(h or 0), int(g[side + "mi"] or 0), int(g[side + "s"] or 0)
    if ap:
        hour = hour % 12 + (12 if ap == "p" else 0)
    try:
        when = datetime(y, mo, d, 0 if hour == 24 else hour, minute, second)
    except ValueError:
        return None
    if hour == 24:
        when += timedelta(days=1)
    precision: Precision = (
        "second" if g[side + "s"] else "minute" if g[side + "mi"] else "hour" if h else "day"
    )
    stated, end = False, m.end()
    if (
        h
        and (z := _ZONE.match(plain, m.end()))
        and (z["z"] or (z["off"] and ":" in z["off"]) or (z["off"] and len(z["off"]) == 5))
    ):
        when = when.replace(tzinfo=_offset(z["off"]) if z["off"] else UTC)
        stated, end = True, z.end()
    shown = text[m.start() : end] if len(plain) == len(text) else m.group()
    return _moment(when, precision, stated, shown.strip(), zone, m.start(), end)


def _relative(plain: str, text: str, now: datetime | None, zone: tzinfo) -> Moment | None:
    if now is None:
        return None
    if m := _NEAR.search(plain):
        local = now.astimezone(zone)
        h = int(m["ah"] or m["ah2"])
        ap = m["aap"] or m["aap2"]
        if ap:
            h = h % 12 + (12 if ap == "p" else 0)
        day = local - timedelta(days=_DAYS[m["day"]])
        when = day.replace(hour=h % 24, minute=int(m["ami"] or 0), second=0, microsecond=0, tzinfo=None)
        return _moment(when, "minute", False, text.strip()[:60], zone, m.start(), m.end())
    for m in _AGO.finditer(plain):
        if not (m["pre"] or m["post"]):
            continue
        unit = next(i for i in range(len(_UNITS)) if m[f"u{i}"])
        n = int(m["n"]) if m["n"].isdigit() else 1
        _, seconds, name = _UNITS[unit]
        when = now - timedelta(seconds=n * seconds)
        precision: Precision = name  # type: ignore[assignment]
        return _moment(when, precision, True, m.group().strip(), zone, m.start(), m.end())
    return None


def _offset(text: str) -> tzinfo:
    if text in ("Z", "z", "UTC"):
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits[:-2] or 0), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 14 or minutes > 59:
        return UTC
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


def _moment(
    when: datetime, precision: Precision, stated: bool, text: str, zone: tzinfo, start: int = 0, end: int = 0
) -> Moment | None:
    try:
        aware = when if when.tzinfo is not None else when.replace(tzinfo=zone)
        aware = aware.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return Moment(aware, precision, "stated" if stated else "assumed", text, start, end)
