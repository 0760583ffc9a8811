"""Days and hours by the calendar: the likeliest date that a text names in part, and hours counted from its midnight."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

__all__ = ["dated", "hours_in", "is_day", "next_month"]


def hours_in(day: date, hours: float, zone: tzinfo) -> datetime:
    whole = day + timedelta(days=int(hours // 24))
    rest = hours % 24
    return datetime.combine(whole, time(int(rest), round(rest % 1 * 60)), zone)


def dated(
    said: tuple[Any, ...], today: date | None, near: date | None, ahead: bool, past: bool = False
) -> tuple[date | None, str]:
    y, m, d = said[1:4]
    if y is not None:
        return date(y, m, d), "text"
    base = today or near
    if base is None:
        return None, "post"
    if m is not None:
        options = [date(base.year + k, m, d) for k in (-1, 0, 1) if is_day(base.year + k, m, d)]
        fits = [o for o in options if o.weekday() == said[4]] if len(said) > 4 else []
        if fits:  # "Sunday 1 January" is in the year in which that is a Sunday
            return min(fits, key=lambda o: abs((o - base).days)), "post"
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
    options = [date(a, b, d) for a, b in months if is_day(a, b, d)]
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


def is_day(y: int, m: int, d: int) -> bool:
    try:
        date(y, m, d)
    except ValueError:
        return False
    return True


def next_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)
