"""From a piece of text to the days and hours that it means, given when it was written and what was told before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Protocol

from threadgraph.spread.told.piece import Piece
from threadgraph.spread.told.vocabulary import DAY_PARTS

__all__ = ["Interval", "Setting", "interval"]

DAY_LONG = timedelta(days=1)


class Before(Protocol):
    """What a text told before."""

    @property
    def start(self) -> datetime: ...
    @property
    def precision(self) -> str: ...
    @property
    def about(self) -> bool: ...


Interval = tuple[datetime, datetime, str, str]


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
    """

    here: datetime | None
    zone: tzinfo
    about: date | None = None
    last: date | None = None
    prior: Before | None = None
    ahead: bool = False


def interval(p: Piece, s: Setting) -> Interval | None:
    """What a piece means: the interval, the unit that it names, and what it hangs on; None where that isn't known."""
    here, zone, about, prior, ahead = s.here, s.zone, s.about, s.prior, s.ahead
    last = s.last
    if p.shift:
        return _shifted(p, s)
    if p.day and p.day[0] in ("night", "weeknight", "lastnight", "thisnight"):
        return _night(p, here, zone, ahead)
    if p.day and p.day[0] in ("span", "month", "year", "months", "spanpart", "yearpart", "season", "days"):
        return _long(p, here, zone, last or about, ahead)
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
        return _hours(day, a, zone), _hours(day, b, zone), "part", anchor
    return _hours(day, 0, zone), _hours(day, 24, zone), "day", anchor


def _hours(day: date, hours: float, zone: tzinfo) -> datetime:
    whole = day + timedelta(days=int(hours // 24))
    rest = hours % 24
    return datetime.combine(whole, time(int(rest), round(rest % 1 * 60)), zone)


def _day_of(p: Piece, s: Setting) -> tuple[date | None, str]:
    """The day that is meant, and what it was told from."""
    here, about, last, ahead = s.here, s.about, s.last, s.ahead
    today = here.date() if here else None
    if p.day is None:
        if last is not None and ahead and today is not None and last < today:
            return today, "post"
        if last is not None:
            return last, "event"
        if about is not None:
            return about, "event"
        return today, "post"
    kind = p.day[0]
    if (
        kind == "weekday"
        and ahead
        and not p.day[2]
        and last is not None
        and today is not None
        and p.extra.get("close")
        and today < last <= today + timedelta(days=7)
    ):
        return last + timedelta(
            days=(p.day[1] - last.weekday()) % 7
        ), "event"  # "next Wednesday … before Friday"
    if kind == "courant":
        return (today.replace(day=p.day[1]) if today else None), "post"
    if kind == "date":
        if (
            p.day[1:3] == (None, None)
            and len(p.day) == 4
            and p.extra.get("close")
            and last is not None
            and p.day[3] > last.day
            and _is_date(last.year, last.month, p.day[3])
        ):
            return last.replace(day=p.day[3]), "event"  # "the 12th, then the 20th"
        return _date(p.day, today, last or about, ahead, bool(p.extra.get("past")))
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


def _date(
    said: tuple[Any, ...], today: date | None, near: date | None, ahead: bool, past: bool = False
) -> tuple[date | None, str]:
    y, m, d = said[1:4]
    if y is not None:
        return date(y, m, d), "text"
    base = today or near
    if base is None:
        return None, "post"
    if m is not None:
        options = [date(base.year + k, m, d) for k in (-1, 0, 1) if _is_date(base.year + k, m, d)]
        slack = 60 if ahead else 45 if past else 183
        best = (
            [o for o in options if (o - base).days <= slack]
            if not ahead
            else [o for o in options if (o - base).days >= -slack]
        )
        if not best:
            return None, "post"
        return (min(best, key=lambda o: abs((o - base).days))), "post"
    months = [
        (base.year + (base.month - 1 + k) // 12, (base.month - 1 + k) % 12 + 1) for k in (-2, -1, 0, 1, 2)
    ]
    options = [date(a, b, d) for a, b in months if _is_date(a, b, d)]
    if len(said) > 4:  # with its week day
        options = [o for o in options if o.weekday() == said[4]] or options
        return min(options, key=lambda o: abs((o - base).days)), "post"
    if near in options:
        return near, "event"
    if not ahead and not past:  # nothing says which: the nearest
        return min(options, key=lambda o: abs((o - base).days)), "post"
    wanted = [o for o in options if (o >= base if ahead else o <= base + timedelta(days=3))]
    if not wanted:
        return None, "post"
    return min(wanted, key=lambda o: abs((o - base).days)), "post"


def _is_date(y: int, m: int, d: int) -> bool:
    try:
        date(y, m, d)
    except ValueError:
        return False
    return True


def _at_clock(p: Piece, day: date, anchor: str, s: Setting) -> Interval:
    here, zone, prior, ahead = s.here, s.zone, s.prior, s.ahead
    assert p.clock is not None
    hour, minute = p.clock
    if p.part in ("afternoon", "evening", "early afternoon", "late afternoon") and hour < 12:
        hour += 12
    if p.part == "night" and not p.extra.get("tonight") and 6 < hour < 12:
        hour += 12
    if p.extra.get("tonight") and hour < 12:
        hour += 12 if hour >= 6 else 24
    start = _hours(day, hour + (minute or 0) / 60, zone)
    if (  # a day that is still to come is not that of what was
        p.day is None
        and anchor == "event"
        and here is not None
        and p.extra.get("past")
        and start > here
        and here.date() < day
        and (prior is None or prior.start > here)
    ):
        start, anchor = _hours(here.date(), hour + (minute or 0) / 60, zone), "post"
    if (
        p.day is None
        and not p.extra.get("twelve")
        and not p.extra.get("maybe")
        and hour < 7
        and prior is not None
        and start < prior.start
        and (prior.start.hour >= 12 or prior.start.date() > day)
    ):
        start += DAY_LONG  # "at 22:40 … back at 3"
    length = timedelta(minutes=1) if minute is not None else timedelta(hours=1)
    precision = "minute" if minute is not None else "hour"
    if (p.extra.get("twelve") or p.extra.get("maybe")) and hour < 12 and not p.part:
        late = start + timedelta(hours=12)
        if (
            prior is not None
            and prior.precision != "day"
            and abs((prior.start.date() - day).days) <= (prior.start.hour == 0)
        ):
            later = (start, late, start + DAY_LONG)
            start = next((t for t in later if t >= prior.start), start)
        elif p.extra.get("twelve") and p.day is None and anchor == "post" and here is not None and not ahead:
            # the last time that a clock showed it
            start = max(
                (t for t in (start, late, late - DAY_LONG, start - DAY_LONG) if t <= here), default=start
            )
            return start, start + length, precision, anchor
        elif p.extra.get("twelve") and hour < 7:
            start = late
    if p.day is None and anchor == "post" and here is not None:
        if start > here and not ahead and p.relation != "until":
            start -= DAY_LONG
        elif start < here and ahead and here - start > timedelta(hours=1):
            start += DAY_LONG
    return start, start + length, precision, anchor


def _night(p: Piece, here: datetime | None, zone: tzinfo, ahead: bool) -> Interval | None:
    """A night, or a clock time in it."""
    assert p.day is not None
    anchor = "post"
    if p.day[0] == "night":
        a, b, month, first, year = p.day[1:]
        if b is not None:
            last, anchor = (
                _date(("date", year, month, b), here.date() if here else None, None, ahead)
                if month or here
                else (None, "")
            )
            if last is None:
                return None
            evening = last - DAY_LONG
        else:
            evening_of, anchor = _date(
                ("date", year, month or first, a), here.date() if here else None, None, ahead
            )
            if evening_of is None:
                return None
            evening = evening_of
    elif here is None:
        return None
    elif p.day[0] == "weeknight":
        evening = here.date() - timedelta(days=(here.weekday() - p.day[1]) % 7 or 7)
    elif p.day[0] == "lastnight" or (p.day[0] == "thisnight" and (here.hour < 18 and not ahead)):
        evening = here.date() - DAY_LONG
        if p.day[0] == "lastnight" and here.hour < 4:
            evening = here.date() - DAY_LONG
    else:
        evening = here.date()
    if p.clock:
        hour, minute = p.clock
        hour += 24 if hour < 6 else 12 if hour < 12 else 0
        start = _hours(evening, hour + (minute or 0) / 60, zone)
        return (
            start,
            start + timedelta(minutes=1 if minute is not None else 60),
            "minute" if minute is not None else "hour",
            anchor,
        )
    a, b = DAY_PARTS[p.part or "night"]
    return _hours(evening, a, zone), _hours(evening, b, zone), "part", anchor


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
        if prior is not None and anchor == "event" and prior.precision in ("day", "part"):
            return None
        length = timedelta(minutes=1) if precise == "minute" else timedelta(hours=1)
        start = start.replace(second=0, microsecond=0)
        if precise == "hour":
            start = start.replace(minute=0)
        value: Interval = (start, start + length, precise, anchor)
    elif unit in ("day", "week"):
        day = base.date() + timedelta(days=count * (7 if unit == "week" else 1))
        value = (_hours(day, 0, zone), _hours(day, 24, zone), "day", anchor)
        if unit == "week" and anchor == "post":
            monday = day - timedelta(days=day.weekday())
            value = (_hours(monday, 0, zone), _hours(monday + timedelta(days=7), 0, zone), "week", anchor)
    else:
        months = int(count * (12 if unit == "year" else 1))
        at = base.year * 12 + base.month - 1 + months
        first = date(at // 12, at % 12 + 1, 1)
        if unit == "year":
            value = (
                _hours(date(first.year, 1, 1), 0, zone),
                _hours(date(first.year + 1, 1, 1), 0, zone),
                "year",
                anchor,
            )
        else:
            value = (_hours(first, 0, zone), _hours(_next_month(first), 0, zone), "month", anchor)
    if p.relation == "since":
        return value[0], base, value[2], anchor
    if p.relation == "until" and origin == "post":
        end = base + timedelta(hours=count) if unit == "hour" else value[1]
        return base, end, value[2], anchor
    return value


def _next_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def _long(p: Piece, here: datetime | None, zone: tzinfo, near: date | None, ahead: bool) -> Interval | None:
    """Weeks, months and years."""
    assert p.day is not None
    if p.day[0] == "year":
        return (
            _hours(date(p.day[1], 1, 1), 0, zone),
            _hours(date(p.day[1] + 1, 1, 1), 0, zone),
            "year",
            "text",
        )
    today = here.date() if here else near
    if p.day[0] == "month":
        y, m, part, direction = p.day[1:]
        if y is None:
            if today is None:
                return None
            options = [date(today.year + k, m, 1) for k in (-1, 0, 1)]
            this = date(today.year, today.month, 1)
            wanted = [
                o
                for o in options
                if (
                    o > this
                    if direction in ("next", "prochain") or (ahead and o != this)
                    else o < this
                    if direction in ("last", "dernier")
                    else o <= this
                )
            ]
            if ahead and this in options and direction not in ("last", "dernier"):
                wanted = [this]
            first, anchor = min(wanted or options, key=lambda o: abs((o - this).days)), "post"
        else:
            first, anchor = date(y, m, 1), "text"
        end = _next_month(first)
        if part is not None:
            first, end = (
                first + timedelta(days=10 * part),
                end if part == 2 else first + timedelta(days=10 * part + 10),
            )
        return _hours(first, 0, zone), _hours(end, 0, zone), "month" if part is None else "week", anchor
    if p.day[0] in ("months", "spanpart", "yearpart", "season", "days"):
        return _stretch(p.day, today, zone, ahead)
    unit, step, anchor = p.day[1:]
    if anchor == "event" and near is not None:
        today = near
    if today is None:
        return None
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return _hours(monday, 0, zone), _hours(monday + timedelta(days=7), 0, zone), "week", anchor
    if unit == "weekend":
        saturday = today - timedelta(days=today.weekday()) + timedelta(days=5)
        if step == -1 or (step == 0 and p.extra.get("past") and today.weekday() < 5):
            saturday -= timedelta(days=7)
        if step == 1 and today.weekday() >= 5:
            saturday += timedelta(days=7)
        return _hours(saturday, 0, zone), _hours(saturday + timedelta(days=2), 0, zone), "part", anchor
    if unit == "month":
        at = today.year * 12 + today.month - 1 + step
        first = date(at // 12, at % 12 + 1, 1)
        return _hours(first, 0, zone), _hours(_next_month(first), 0, zone), "month", anchor
    return (
        _hours(date(today.year + step, 1, 1), 0, zone),
        _hours(date(today.year + step + 1, 1, 1), 0, zone),
        "year",
        anchor,
    )


def _stretch(said: tuple[Any, ...], today: date | None, zone: tzinfo, ahead: bool) -> Interval | None:
    """Stretches of months or days: "from March to May", "fin du mois", "début 2010", "summer 2019", "April 17 to 19"."""
    kind = said[0]
    if kind == "yearpart":
        first, last = date(said[1], 4 * said[2] + 1, 1), date(said[1], 4 * said[2] + 4, 1)
        return _hours(first, 0, zone), _hours(_next_month(last), 0, zone), "month", "text"
    if kind == "season":
        first = date(said[1], said[2], 1)
        last = _next_month(_next_month(first))
        return _hours(first, 0, zone), _hours(_next_month(last), 0, zone), "month", "text"
    if today is None and (kind == "spanpart" or said[1] is None):
        return None
    if kind == "spanpart":
        assert today is not None
        if said[1] == "week":
            monday = today - timedelta(days=today.weekday())
            first, end = (
                (monday, monday + timedelta(days=2)),
                (monday + timedelta(days=2), monday + timedelta(days=4)),
                (monday + timedelta(days=4), monday + timedelta(days=7)),
            )[said[2]]
            return _hours(first, 0, zone), _hours(end, 0, zone), "part", "post"
        if said[1] == "year":
            first, last = date(today.year, 4 * said[2] + 1, 1), date(today.year, 4 * said[2] + 4, 1)
            return _hours(first, 0, zone), _hours(_next_month(last), 0, zone), "month", "post"
        first = date(today.year, today.month, 1)
        end = _next_month(first) if said[2] == 2 else first + timedelta(days=10 * said[2] + 10)
        return _hours(first + timedelta(days=10 * said[2]), 0, zone), _hours(end, 0, zone), "week", "post"
    anchor = "text" if said[1] is not None else "post"
    if kind == "days":
        first_day, anchor = _date(("date", said[1], said[2], said[3]), today, None, ahead)
        if first_day is None or said[4] <= said[3] or not _is_date(first_day.year, said[2], said[4]):
            return None
        return _hours(first_day, 0, zone), _hours(first_day.replace(day=said[4]), 24, zone), "day", anchor
    year, a, b = said[1], said[2], said[3]
    if year is None:
        assert today is not None
        year = today.year + (1 if ahead and b < today.month else 0 if ahead or a <= today.month else -1)
    first, last = date(year, a, 1), date(year + (1 if b < a else 0), b, 1)
    return _hours(first, 0, zone), _hours(_next_month(last), 0, zone), "month", anchor
