"""The time of day beside a printed date, before or after it, with its zone."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from typing import NamedTuple

from threadgraph.model import Precision
from threadgraph.scrapers.reader.months import JOINTS, WEEKDAYS, ZONES

__all__ = ["Clock", "offset", "time_after", "time_before", "zone_after"]


class Clock(NamedTuple):
    """A time of day as printed, and its place in the text; hour 24 is the next day's 0."""

    hour: int
    minute: int
    second: int
    precision: Precision
    zone: tzinfo | None
    start: int
    end: int


_HALF = r"[ap]\s?\.?\s?m(?![^\W\d_])\.?|صباحا|مساء|ص(?!\w)|م(?!\w)|[πμ]\.?μ\.?(?!\w)"
_TIME = (
    r"(?:(?P<first>午前|午後|上午|下午|오전|오후)\s?)?(?P<h>[01]?\d|2[0-4])(?:"
    r"\s?[:h時时点시]\s?(?P<mi>[0-5]\d)(?!\d)(?:\s?[:m分분]\s?(?P<s>[0-5]\d)(?!\d)(?:[.,]\d{1,9})?)?(?:\s?[분分])?"
    rf"(?:\s?(?P<half>{_HALF})|\s?(?:uhr|hrs?|h|ч|min|mn)(?!\w)\.?)?"
    rf"|[.,](?P<dotted>[0-5]\d)(?![\d%]|[.,]\d)(?:\s?(?P<dothalf>{_HALF})|\s?(?P<uhr>uhr|h|hrs|ч)(?!\w))?"
    rf"|\s?(?P<halfonly>{_HALF})|\s?(?P<hours>uhr|h|heures?|horas?|часов|時|时|点|시)(?!\w))"
)
_GAP = r"[\s,;|\-(@/.:»«~·•)\]*]{0,6}"
#: A word is taken whole or not at all, so that no text makes the search start over and over.
_WORDS = r"(?P<words>(?:(?!午前|午後|上午|下午|오전|오후)[^\W\d_]{1,13}+(?:-[^\W\d_]{1,5})?(?![^\W\d_])[.,:'\])]{0,2}[\s,:|\-]{0,3}){0,4})"
_AFTER = re.compile(_GAP + _WORDS + _TIME)
_BEFORE = re.compile(rf"(?<![\w.:/,]){_TIME}(?P<gap>{_GAP}){_WORDS}$")
#: "March 1, 2024, noon", as Django prints it; a word that follows makes it part of a sentence.
_NAMED = re.compile(r"[\s,]{1,3}(?:(?:at|a)\s)?(noon|midnight|midi|minuit)(?![^\W_])(?!\s[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+(?:-feira)?")
_DIGIT_NEAR = re.compile(r"\D{0,40}\d")
_ZONE = re.compile(
    r"\s?[\(\[]?(?:(?P<name>[a-z]{1,5})(?![^\W\d_])\s?)?(?P<off>[+-]\s?\d{1,2}(?::?\d\d)?(?![\d:]))?[)\]]?"
)


def time_after(plain: str, text: str, at: int) -> Clock | None:
    """The time that follows a place in a folded text; joints and weekdays may stand between."""
    if (named := _NAMED.match(plain, at)) is not None:
        noon = named[1] in ("noon", "midi")
        return Clock(12 if noon else 0, 0, 0, "minute", None, at, named.end())
    if not _DIGIT_NEAR.match(plain, at):
        return None
    m = _AFTER.match(plain, at)
    if m is None:
        return None
    joints = set(_WORD.findall(m["words"])) if m["words"] else set()
    if not all(w in JOINTS or w in WEEKDAYS for w in joints):
        return None
    return _clock(m, plain, text, bool(joints & JOINTS), at, 0)


def time_before(plain: str, text: str, at: int) -> Clock | None:
    """The time that precedes a place in a folded text, as in "08:30, 14 October"."""
    left = max(0, at - 44)
    part = plain[left:at]
    m = _BEFORE.search(part)
    if m is None:
        return None
    zone = None
    for w in _WORD.finditer(m["words"]):
        word = w.group()
        place = left + m.start("words") + w.start()
        if word in ZONES and (len(word) > 2 or word == "z") and text[place : place + len(word)].isupper():
            zone = ZONES[word]
        elif word not in JOINTS and word not in WEEKDAYS:
            return None
    found = _clock(m, part, text[left:at], False, m.start(), left)
    if found is None:
        return None
    return found._replace(zone=found.zone or zone, end=at)


def _clock(m: re.Match[str], plain: str, text: str, joint: bool, start: int, left: int) -> Clock | None:
    first, h, mi, s, half, dotted, dothalf, uhr, halfonly, hours = m.group(
        "first", "h", "mi", "s", "half", "dotted", "dothalf", "uhr", "halfonly", "hours"
    )
    if dotted and not (joint or dothalf or uhr):
        return None
    if hours and not (joint or first or hours == "uhr"):
        return None  # "14 October, 3h" may be a length
    half = half or dothalf or halfonly or first
    hour, minute = int(h), int(mi or dotted or 0)
    if half:
        late = half[0] in "pمμ" or half in ("午後", "下午", "오후")
        if hour > 12 and not late:
            return None
        hour = hour % 12 + (12 if late else 0)
    if hour == 24 and minute:
        return None
    precision: Precision = "second" if s else "minute" if mi or dotted else "hour"
    end = m.end() if m.re is _AFTER else m.start("gap")
    zone, stop = zone_after(plain, text, end, bool(s))
    if m.re is _AFTER:
        end = stop
    return Clock(hour, minute, int(s or 0), precision, zone, left + start, left + end)


def zone_after(plain: str, text: str, at: int, seconds: bool = True) -> tuple[tzinfo | None, int]:
    """The zone that is stated right after a time, and where it ends."""
    m = _ZONE.match(plain, at)
    if m is None or m.end() == at:
        return None, at
    name, off = m.group("name", "off")
    if name:
        known = ZONES.get(name)
        shown = text[m.start("name") : m.end("name")]
        if known is None or not (shown.isupper() or name in ("utc", "gmt")):
            return None, at
        if off and name in ("utc", "gmt", "ut"):
            return offset(off.replace(" ", "")), m.end()
        return known, m.end("name") + (plain[m.end("name") : m.end("name") + 1] in (")", "]"))
    if off and " " not in off and len(off) >= 5:
        # "08:30-09:30" is from one hour to another, "08:30:00-05:00" is one hour and its zone
        if off[0] == "-" and ":" in off and not seconds and m.start("off") == at:
            return None, at
        return offset(off), m.end()
    return None, at


def offset(text: str) -> tzinfo:
    """The zone of an offset such as +02:00, +0200, +2 or Z."""
    if text in ("Z", "z", "UTC"):
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits[:-2] or 0), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 14 or minutes > 59:
        return UTC
    return timezone(sign * timedelta(hours=hours, minutes=minutes))
