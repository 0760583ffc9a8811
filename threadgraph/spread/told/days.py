"""From a piece of text to the days and hours that it means, given when it was written and what was told before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Protocol

from threadgraph.spread.told.dates import dated, hours_in, is_day, next_month
from threadgraph.spread.told.piece import Piece
from threadgraph.spread.told.stretches import Interval, stretch_of
from threadgraph.spread.told.vocabulary import DAY_PARTS

__all__ = ["Interval", "Setting", "interval"]

DAY_LONG = timedelta(days=1)


class Before(Protocol):
    """What a text told before."""

    @property
    def start(self) -> datetime: ...
    @property
    def end(self) -> datetime: ...
    @property
    def precision(self) -> str: ...
    @property
    def about(self) -> bool: ...


@dataclass(frozen=True)
class Setting:
    """What is known when a piece is read.

    Attributes
    ----------
    here : datetime or None
        When the text was written, in `zone`.
    zone : tzinfo
    about : date or None
        The day that is spoken of.
    last : date or None
        The day that was told last in the text.
    prior : Before or None
        What was told last.
    ahead : bool
        Whether what is told is still to come.
    span : Before or None
        The week or month told before in the same sentence: a week day or a day of the month is then in it.
    seen : tuple of dates
        The last day told that was, and the last that is still to come.
    """

    here: datetime | None
    zone: tzinfo
    about: date | None = None
    last: date | None = None
    prior: Before | None = None
    ahead: bool = False
    span: Before | None = None
    seen: tuple[date | None, date | None] = (None, None)


def interval(p: Piece, s: Setting) -> Interval | None:
    """What a piece means: the interval, the unit that it names, and what it hangs on; None where that isn't known."""
    here, zone, about, prior, ahead = s.here, s.zone, s.about, s.prior, s.ahead
    last = s.last
    if p.shift:
        return (
            None if p.extra.get("in") and p.extra.get("past") else _shifted(p, s)
        )  # "we rotated it in 36 hours"
    if p.day and p.day[0] in ("night", "weeknight", "lastnight", "thisnight"):
        return _night(p, here, zone, ahead)
    if p.day and p.day[0] in (
        "span",
        "month",
        "year",
        "months",
        "spanpart",
        "yearpart",
        "season",
        "days",
        "weekof",
    ):
        return stretch_of(p, here, zone, last or about, ahead)
    if (
        prior is not None
        and p.day
        and p.day[0] == "offset"
        and p.day[2] == "event"
        and p.day[1] > 0
        and prior.precision == "part"
        and prior.start.hour >= 20
    ):
        last = prior.start.date()  # the morrow of a night is the day that it ends in
    if p.extra.get("hung") and p.clock is None and p.day is None and last is None and about is None:
        return None  # "in the evening", of no day
    if p.part and p.day is None and p.clock is None and "same" in p.extra and not p.extra.get("close"):
        return None  # "le soir" is a habit, unless a day was told just before
    day, anchor = _day_of(p, replace(s, last=last))
    if day is None:
        return None
    if p.clock:
        return _at_clock(p, day, anchor, s)
    if (
        p.part in ("early hours", "early morning")
        and p.day is None
        and prior is not None
        and prior.start.hour >= 12
    ):
        day += DAY_LONG  # after an evening, the small hours are those of the next day
    if p.part and p.part != "day":
        a, b = DAY_PARTS[p.part]
        return hours_in(day, a, zone), hours_in(day, b, zone), "part", anchor
    return hours_in(day, 0, zone), hours_in(day, 24, zone), "day", anchor


def _day_of(p: Piece, s: Setting) -> tuple[date | None, str]:
    """The day that is meant, and what it was told from."""
    here, about, last, ahead = s.here, s.about, s.last, s.ahead
    today = here.date() if here else None
    if p.day is None:
        if last is not None and ahead and today is not None and last < today:
            return (s.seen[1], "event") if s.seen[1] else (today, "post")
        if last is not None and p.extra.get("past") and today is not None and last > today:
            return s.seen[0] or today, "post"
        if last is not None:
            return last, "event"
        if about is not None:
            return about, "event"
        return today, "post"
    kind = p.day[0]
    if s.span is not None:
        if kind == "weekday" and s.span.precision == "week" and not p.day[2]:
            return s.span.start.date() + timedelta(days=p.day[1]), "event"
        first = s.span.start.date()
        if (
            kind == "date"
            and s.span.precision == "month"
            and p.day[1:3] == (None, None)
            and is_day(first.year, first.month, p.day[3])
        ):
            return first.replace(day=p.day[3]), "event"
        if (
            kind == "date"
            and s.span.precision == "year"
            and p.day[1] is None
            and p.day[2] is not None
            and is_day(first.year, *p.day[2:4])
            and (len(p.day) == 4 or date(first.year, *p.day[2:4]).weekday() == p.day[4])
        ):
            return date(first.year, *p.day[2:4]), "event"
    if (
        kind == "weekday"
        and p.extra.get("definite")
        and not p.day[2]
        and today is not None
        and (base := last or about) is not None
        and base < today
    ):
        then = base + timedelta(days=(p.day[1] - base.weekday()) % 7)
        if then <= today:
            return then, "event"  # "… et le dimanche, tout le monde au lit"
    if (
        kind == "weekday"
        and ahead
        and not p.day[2]
        and last is not None
        and today is not None
        and p.extra.get("close")
        and today < last <= today + timedelta(days=7)
    ):
        soon = today + timedelta(days=(p.day[1] - today.weekday()) % 7 or 7)
        if p.relation == "until" or soon >= last:  # "next Wednesday … before Friday"
            return last + timedelta(days=(p.day[1] - last.weekday()) % 7), "event"
        return soon, "post"
    if kind == "courant":
        return (today.replace(day=p.day[1]) if today else None), "post"
    if kind == "date":
        if (
            p.day[1:3] == (None, None)
            and len(p.day) == 4
            and p.extra.get("close")
            and last is not None
            and p.day[3] > last.day
            and is_day(last.year, last.month, p.day[3])
        ):
            return last.replace(day=p.day[3]), "event"  # "the 12th, then the 20th"
        return dated(p.day, today, last or about, ahead, bool(p.extra.get("past")))
    if kind == "offset":
        if p.day[2] == "event":
            base = last or about or today
            return (base + timedelta(days=p.day[1]) if base else None), "event" if last or about else "post"
        return (today + timedelta(days=p.day[1]) if today else None), "post"
    if kind == "weekday" and today is not None:
        number, direction = p.day[1], p.day[2]
        base = last or about or today
        if direction == "after":
            return base + timedelta(days=(number - base.weekday()) % 7 or 7), "event"
        if direction == "before":
            return base - timedelta(days=(base.weekday() - number) % 7 or 7), "event"
        if isinstance(direction, tuple):  # "Thursday of last week"
            return today + timedelta(days=number - today.weekday() + 7 * direction[1]), "post"
        if isinstance(direction, int):  # "lundi en huit"
            return today + timedelta(days=((number - today.weekday()) % 7 or 7) + direction), "post"
        back = (today.weekday() - number) % 7
        if direction == "last":
            return today - timedelta(days=back or 7), "post"
        if direction == "ce":
            return today + timedelta(days=(number - today.weekday()) % 7 if ahead else -back), "post"
        if direction == "next" or (ahead and not direction) or direction == "this":
            forth = (number - today.weekday()) % 7
            return today + timedelta(days=(forth or 7) if direction == "next" or ahead else forth), "post"
        return today - timedelta(days=back), "post"
    return None, "post"


def _at_clock(p: Piece, day: date, anchor: str, s: Setting) -> Interval:
    here, zone, prior, ahead = s.here, s.zone, s.prior, s.ahead
    assert p.clock is not None
    hour, minute = p.clock
    if p.part in ("afternoon", "evening", "early afternoon", "late afternoon") and hour < 12:
        hour += 12
    if p.part == "night" and not p.extra.get("tonight") and 6 < hour < 12:
        hour += 12
    if p.extra.get("tonight") and hour < 12:
        hour += 12 if hour >= 4 else 24
    if (  # of a night told before, what is late is of its evening
        p.day is None
        and prior is not None
        and prior.precision == "part"
        and prior.start.hour == 22
        and prior.end.date() == day
        and 18 <= hour < 24
    ):
        day -= DAY_LONG
    start = hours_in(day, hour + (minute or 0) / 60, zone)
    past = bool(p.extra.get("past"))
    if (  # a day that is still to come is not that of what was
        p.day is None
        and anchor == "event"
        and here is not None
        and past
        and start > here
        and here.date() < day
        and (prior is None or prior.start > here)
    ):
        day = s.seen[0] or here.date()
        start, anchor, prior = hours_in(day, hour + (minute or 0) / 60, zone), "post", None
    either = bool(p.extra.get("twelve") or p.extra.get("maybe")) and 0 < hour < 12 and not p.part
    if (
        p.day is None
        and not either
        and hour < 7
        and prior is not None
        and start < prior.start
        and (_late(prior) or prior.start.date() > day)
        and not (past and here is not None and start + DAY_LONG > here)
    ):
        start += DAY_LONG  # "at 22:40 … back at 3"
    elif (
        p.day is None
        and not either
        and prior is not None
        and _clocked(prior)
        and prior.start.hour == prior.start.minute == 0
        and start < prior.start
        and not (here is not None and not ahead and start + DAY_LONG > here)
    ):
        start += DAY_LONG  # "at midnight … back at noon"
    if p.day is None and hour == 24 and past and here is not None and start > here:
        start -= DAY_LONG
    if p.day and p.day[0] == "weekday" and past and here is not None and start > here and day == here.date():
        start -= 7 * DAY_LONG  # on a Thursday, of what was "at 10 on Thursday"
    length = timedelta(minutes=1) if minute is not None else timedelta(hours=1)
    precision = "minute" if minute is not None else "hour"
    if either:
        start = _half(p, start, day, anchor, replace(s, prior=prior))
    if p.day is None and anchor == "post" and here is not None:
        if start > here and not ahead and p.relation != "until" and not (either and _clocked(prior)):
            start -= DAY_LONG
        elif start < here and ahead and here - start > timedelta(hours=1):
            start += DAY_LONG
    return start, start + length, precision, anchor


def _clocked(prior: Before | None) -> bool:
    return prior is not None and prior.precision in ("minute", "hour")


def _late(prior: Before) -> bool:
    """Whether what was told before lies late in its day: what is small after it is of the next one."""
    return prior.start.hour >= (12 if _clocked(prior) else 18) and prior.precision != "day"


def _half(p: Piece, start: datetime, day: date, anchor: str, s: Setting) -> datetime:
    """Which half of the day an hour of twelve is in: the next after what was told before, else what its verb allows."""
    here, prior, ahead = s.here, s.prior, s.ahead
    late = start + timedelta(hours=12)
    if p.extra.get("half") == "early":
        return start + DAY_LONG if prior is not None and p.day is None and start < prior.start else start
    past = bool(p.extra.get("past"))
    around = prior is not None and prior.precision != "day"
    assert p.clock is not None
    today = here is not None and (p.day is None or p.day[0] == "offset") and day == here.date()
    if (
        around
        and prior is not None
        and abs((prior.start.date() - day).days) <= (prior.start.hour == 0 or prior.end.date() == day)
    ):
        night = prior.precision == "part" and prior.start.hour >= 22
        later = [start - timedelta(hours=12)] * (night and p.day is None) + [start, late, start + DAY_LONG]
        after = [t for t in later if t >= prior.start - timedelta(hours=5 * night)]
        if p.extra.get("half") == "late":
            after = [t for t in after if t.hour >= 12] or after
        if today and past and here is not None:
            seen = [t for t in after if t <= here] or [t for t in later if t <= here]
            after = seen or after
        return after[0] if after else start
    if p.extra.get("half") == "late" and not (today and past and here is not None and late > here):
        return late
    if p.day is None and anchor == "post" and here is not None:
        if ahead:
            coming = [t for t in (start, late, start + DAY_LONG) if t >= here]
            coming = [t for t in coming if 7 <= t.hour < 24] or coming
            return coming[0] if coming else start
        if p.extra.get("twelve"):
            # the last time that a clock showed it
            return max(
                (t for t in (start, late, late - DAY_LONG, start - DAY_LONG) if t <= here), default=start
            )
    if today and here is not None and start < here and ahead and late >= here:
        return late
    if today and here is not None and past and late > here:
        return start
    if p.clock[0] < 7 and (p.extra.get("twelve") or (ahead and p.clock[0] < 6)):
        return late
    return start


def _night(p: Piece, here: datetime | None, zone: tzinfo, ahead: bool) -> Interval | None:
    """A night, or a clock time in it."""
    assert p.day is not None
    anchor = "post"
    if p.day[0] == "night":
        a, b, month, first, year = p.day[1:]
        if b is not None:
            last, anchor = (
                dated(("date", year, month, b), here.date() if here else None, None, ahead)
                if month or here
                else (None, "")
            )
            if last is None:
                return None
            evening = last - DAY_LONG
        else:
            evening_of, anchor = dated(
                ("date", year, month or first, a), here.date() if here else None, None, ahead
            )
            if evening_of is None:
                return None
            evening = evening_of
    elif here is None:
        return None
    elif p.day[0] == "weeknight":
        back = (here.weekday() - p.day[1]) % 7 or 7
        evening = here.date() + timedelta(days=7 - back if ahead else -back)
    elif p.day[0] == "lastnight" or (p.day[0] == "thisnight" and (here.hour < 18 and not ahead)):
        evening = here.date() - DAY_LONG
        if p.day[0] == "lastnight" and here.hour < 4:
            evening = here.date() - DAY_LONG
    else:
        evening = here.date()
    if p.clock:
        hour, minute = p.clock
        hour += 24 if hour < 6 else 12 if hour < 12 else 0
        start = hours_in(evening, hour + (minute or 0) / 60, zone)
        return (
            start,
            start + timedelta(minutes=1 if minute is not None else 60),
            "minute" if minute is not None else "hour",
            anchor,
        )
    a, b = DAY_PARTS[p.part or "night"]
    return hours_in(evening, a, zone), hours_in(evening, b, zone), "part", anchor


def _shifted(p: Piece, s: Setting) -> Interval | None:
    here, zone, about, prior = s.here, s.zone, s.about, s.prior
    assert p.shift is not None
    unit, count, origin = p.shift
    if unit == "fortnight":
        unit, count = "week", 2 * count
    anchor = "event" if origin == "event" and (prior or about) else "post"
    base = here
    if anchor == "event":
        base = (
            prior.start.astimezone(zone) + timedelta(minutes=15 * (prior.about and prior.precision != "part"))
            if prior
            else datetime.combine(about, time(), zone)
            if about
            else here
        )
    if base is None:
        return None
    if p.extra.get("some"):  # "a few days ago": two to seven
        near = {
            "second": "minutes",
            "minute": "minutes",
            "hour": "hours",
            "day": "days",
            "week": "weeks",
        }.get(unit)
        if near:
            return (
                base - timedelta(**{near: 7}),
                base - timedelta(**{near: 2}),
                unit if unit != "second" else "minute",
                anchor,
            )
    if unit in ("second", "minute", "hour"):
        start = base + timedelta(**{f"{unit}s": count})
        precise = "minute" if unit != "hour" else "hour"
        if anchor == "event" and (prior is None or prior.precision in ("day", "part")):
            return None
        length = timedelta(minutes=1) if precise == "minute" else timedelta(hours=1)
        start = start.replace(second=0, microsecond=0)
        if precise == "hour":
            start = start.replace(minute=0)
        value: Interval = (start, start + length, precise, anchor)
    elif unit in ("day", "week"):
        day = base.date() + timedelta(days=count * (7 if unit == "week" else 1))
        value = (hours_in(day, 0, zone), hours_in(day, 24, zone), "day", anchor)
        if unit == "week":
            monday = day - timedelta(days=day.weekday())
            value = (hours_in(monday, 0, zone), hours_in(monday + timedelta(days=7), 0, zone), "week", anchor)
    else:
        months = int(count * (12 if unit == "year" else 1))
        at = base.year * 12 + base.month - 1 + months
        first = date(at // 12, at % 12 + 1, 1)
        if unit == "year":
            value = (
                hours_in(date(first.year, 1, 1), 0, zone),
                hours_in(date(first.year + 1, 1, 1), 0, zone),
                "year",
                anchor,
            )
        else:
            value = (hours_in(first, 0, zone), hours_in(next_month(first), 0, zone), "month", anchor)
    if p.relation == "since":
        return value[0], base, value[2], anchor
    if p.relation == "until" and origin == "post":
        end = base + timedelta(hours=count) if unit == "hour" else value[1]
        return base, end, value[2], anchor
    return value
