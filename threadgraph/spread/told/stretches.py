"""Stretches longer than a day: weeks, months, seasons, years, and parts of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from threadgraph.spread.told.dates import dated, hours_in, is_day, next_month
from threadgraph.spread.told.piece import Piece

__all__ = ["Interval", "stretch_of"]

Interval = tuple[datetime, datetime, str, str]


def stretch_of(
    p: Piece, here: datetime | None, zone: tzinfo, near: date | None, ahead: bool
) -> Interval | None:
    """Weeks, months and years."""
    assert p.day is not None
    if p.day[0] == "year":
        return (
            hours_in(date(p.day[1], 1, 1), 0, zone),
            hours_in(date(p.day[1] + 1, 1, 1), 0, zone),
            "year",
            "text",
        )
    today = here.date() if here else near
    if p.day[0] == "weekof":
        day, anchor = dated(("date", *p.day[1:]), today, None, ahead, bool(p.extra.get("past")))
        if day is None:
            return None
        monday = day - timedelta(days=day.weekday())
        first = monday + timedelta(days=5 * bool(p.extra.get("weekend")))
        return hours_in(first, 0, zone), hours_in(monday + timedelta(days=7), 0, zone), "week", anchor
    if p.day[0] == "month":
        y, m, part, direction = p.day[1:]
        if y is None:
            if today is None:
                return None
            options = [date(today.year + k, m, 1) for k in (-1, 0, 1)]
            this = date(today.year, today.month, 1)
            direction_said = direction in ("last", "dernier", "next", "prochain", "since", "depuis")
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
            if (
                not ahead
                and not direction_said
                and not p.extra.get("past")
                and (said := _soon(options, this))
            ):
                wanted = [said]
            first, anchor = min(wanted or options, key=lambda o: abs((o - this).days)), "post"
        else:
            first, anchor = date(y, m, 1), "text"
        end = next_month(first)
        if part is not None:
            first, end = (
                first + timedelta(days=10 * part),
                end if part == 2 else first + timedelta(days=10 * part + 10),
            )
        return hours_in(first, 0, zone), hours_in(end, 0, zone), "month" if part is None else "week", anchor
    if p.day[0] in ("months", "spanpart", "yearpart", "season", "days"):
        return stretch(p.day, today, zone, ahead, near, bool(p.extra.get("past")))
    unit, step, anchor = p.day[1:]
    if anchor == "event" and near is not None:
        today = near
    if today is None:
        return None
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return hours_in(monday, 0, zone), hours_in(monday + timedelta(days=7), 0, zone), "week", anchor
    if unit == "weekend":
        saturday = today - timedelta(days=today.weekday()) + timedelta(days=5)
        if step == -1 or (step == 0 and p.extra.get("past") and today.weekday() < 5):
            saturday -= timedelta(days=7)
        if step == 1 and today.weekday() >= 5:
            saturday += timedelta(days=7)
        return hours_in(saturday, 0, zone), hours_in(saturday + timedelta(days=2), 0, zone), "part", anchor
    if unit == "month":
        at = today.year * 12 + today.month - 1 + step
        first = date(at // 12, at % 12 + 1, 1)
        return hours_in(first, 0, zone), hours_in(next_month(first), 0, zone), "month", anchor
    return (
        hours_in(date(today.year + step, 1, 1), 0, zone),
        hours_in(date(today.year + step + 1, 1, 1), 0, zone),
        "year",
        anchor,
    )


def _soon(options: list[date], this: date) -> date | None:
    """A month that comes within three, where the one before lies far back: "they credit us in August", said in July."""
    soon = [o for o in options if 0 < (o - this).days <= 93]
    return soon[0] if soon and not any(0 <= (this - o).days < 200 for o in options) else None


def stretch(
    said: tuple[Any, ...],
    today: date | None,
    zone: tzinfo,
    ahead: bool,
    near: date | None = None,
    past: bool = False,
) -> Interval | None:
    """Stretches of months or days: "from March to May", "fin du mois", "début 2010", "summer 2019", "April 17 to 19"."""
    kind = said[0]
    if kind == "yearpart":
        first, last = date(said[1], 4 * said[2] + 1, 1), date(said[1], 4 * said[2] + 4, 1)
        return hours_in(first, 0, zone), hours_in(next_month(last), 0, zone), "month", "text"
    if kind == "season":
        first = date(said[1], said[2], 1)
        last = next_month(next_month(first))
        return hours_in(first, 0, zone), hours_in(next_month(last), 0, zone), "month", "text"
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
            return hours_in(first, 0, zone), hours_in(end, 0, zone), "part", "post"
        if said[1] == "year":
            first, last = date(today.year, 4 * said[2] + 1, 1), date(today.year, 4 * said[2] + 4, 1)
            return hours_in(first, 0, zone), hours_in(next_month(last), 0, zone), "month", "post"
        first = date(today.year, today.month, 1)
        end = next_month(first) if said[2] == 2 else first + timedelta(days=10 * said[2] + 10)
        return hours_in(first + timedelta(days=10 * said[2]), 0, zone), hours_in(end, 0, zone), "week", "post"
    anchor = "text" if said[1] is not None else "post"
    if kind == "days":
        first_day, anchor = dated(("date", said[1], said[2], said[3]), today, None, ahead, past)
        if first_day is None or said[4] <= said[3] or not is_day(first_day.year, first_day.month, said[4]):
            return None
        return hours_in(first_day, 0, zone), hours_in(first_day.replace(day=said[4]), 24, zone), "day", anchor
    year, a, b = said[1], said[2], said[3]
    if year is None:
        assert today is not None
        year = today.year + (1 if ahead and b < today.month else 0 if ahead or a <= today.month else -1)
    first, last = date(year, a, 1), date(year + (1 if b < a else 0), b, 1)
    return hours_in(first, 0, zone), hours_in(next_month(last), 0, zone), "month", anchor
