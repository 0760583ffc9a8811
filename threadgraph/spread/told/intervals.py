"""From what a text says of a time to the interval that it means, with anchor, precision and evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from threadgraph.spread.told.atoms import pieces
from threadgraph.spread.told.dates import is_day
from threadgraph.spread.told.days import Setting, interval
from threadgraph.spread.told.piece import Piece, tail
from threadgraph.spread.told.tense import Tenses
from threadgraph.spread.told.vocabulary import flat

__all__ = ["Told", "told_times"]

_BETWEEN = re.compile(r"[ \n]*(?:au|a|to|till|until|et|and|-|–|jusqu'(?:a|au)|into)[ \n]*(?:le |the |la )?$")
_OPENS = re.compile(r"\b(?:du|de|entre|from|between|des|the|le)(?: (?:le|the))? *$")
_ABOUT = timedelta(minutes=15)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """A time that a text tells.

    Attributes
    ----------
    start, end : datetime
        The interval that is meant, aware; `end` is no longer in it.
    precision : {'minute', 'hour', 'part', 'day', 'week', 'month', 'year'}
        The unit that is named; of two ends of a range the coarser. ``part`` is a part of a day.
    anchor : {'text', 'post', 'event'}
        Where the missing came from: nothing is missing; when the post was written; another time told before.
    relation : {'at', 'from', 'until'}
        Whether it happened then, began then, or ended then.
    about : bool
        Said to be approximate: a clock time is then widened by a quarter of an hour on both sides.
    evidence : str
        The words, verbatim.
    begin, stop : int
        Where they stand in the text.
    clock : tuple of (int, int), optional
        Hour and minute, where a clock time is told.
    """

    start: datetime
    end: datetime
    precision: str
    anchor: str
    relation: str
    about: bool
    evidence: str
    begin: int
    stop: int
    clock: tuple[int, int] | None = None


def told_times(
    text: str, posted: datetime | None = None, zone: tzinfo = UTC, about: date | None = None
) -> list[Told]:
    """The times that a French or English text tells.

    Parameters
    ----------
    text : str
    posted : datetime, optional
        When it was written, aware. Without it only what is complete in itself can be told.
    zone : tzinfo
        Of the clock times in it.
    about : date, optional
        The day that is spoken of, such as that of a post which it answers: "le matin même" and bare clock times
        are of that day.

    Returns
    -------
    list of Told
        In the order of the text. What can't be resolved is left out.

    Notes
    -----
    The night of a day runs from 22:00 to 6:00, the morning from 6:00 to 12:00, the afternoon to 18:00, the evening to
    24:00. A day without a month, or a week day, is the last one before the post, or the next one where the nearest verb
    speaks of what is to come. A clock time without a day is of the day told before it in the text, else of `about`,
    else of the day of the post (or the one before, if it would lie after the post).

    Examples
    --------
    >>> posted = datetime(2005, 10, 14, 16, 0, tzinfo=UTC)
    >>> [(t.evidence, f"{t.start:%d %H:%M}", f"{t.end:%d %H:%M}") for t in told_times("Dans la nuit du 13 au 14 octobre, dès 3h05.", posted)]
    [('Dans la nuit du 13 au 14 octobre, dès 3h05', '14 03:05', '14 03:06')]
    """
    plain = flat(text)
    # years such as 1 and 9999 stand for "unknown" where a system writes them
    here = posted.astimezone(zone) if posted is not None and 1 < posted.year < 9900 else None
    found: list[Told] = []
    last: date | None = None
    prior: Told | None = None
    span: Told | None = None
    middle = gone = coming = None
    every = pieces(plain)
    tenses = Tenses(text, plain, every)
    k = 0
    while k < len(every):
        piece = every[k]
        second = every[k + 1] if k + 1 < len(every) else None
        ranged = second is not None and _range(plain, piece, second)
        tense = (
            tenses.of(second, True)
            if second and ranged and piece.day is None and second.day
            else tenses.of(piece)
        )
        opens = piece.extra.get("same") is False and tenses.opens(piece)
        opens = opens and (plain.startswith(",", piece.end) or (about is not None and tense == "past"))
        known = prior is not None or about is not None
        close = (opens and known) or (prior is not None and tenses.same_sentence(prior.begin, piece.begin))
        piece = replace(
            piece,
            extra=piece.extra | {"past": tense == "past", "close": close, "half": _half_of(plain, piece)},
        )
        if span is not None and not tenses.same_sentence(span.begin, piece.begin):
            span = None
        setting = Setting(here, zone, about, last, prior, tense == "future", span, (gone, coming))
        if _steps(piece) > 0 and middle is not None:
            setting = replace(setting, last=middle)  # "the day before …, the day after"
        middle = (last or about) if _steps(piece) < 0 else None
        told = None
        if second is not None and ranged:
            told = _ranged(piece, second, text, setting)
            if told is not None:
                k += 1
        if told is None:
            listed, part = _listed(every, k, plain, tenses, setting)
            told = _resolved(replace(piece, part=part) if part else piece, text, listed)
        k += 1
        if told is None:
            continue
        found.append(told)
        if told.precision in ("minute", "hour", "part", "day"):
            kept, last, prior = last, _day_after(told), told
            if piece.relation in ("from", "since") and told.precision == "day" and told.relation == "from":
                last = kept  # since when something goes on is not when the rest happens
            if here is not None and last is not None and last > here.date():
                coming = last
            else:
                gone = last
        elif told.precision in ("week", "month", "year"):
            span = told
    return found


def _steps(p: Piece) -> int:
    """How many days from the event."""
    return int(p.day[1]) if p.day and p.day[0] == "offset" and p.day[2] == "event" else 0


_EVENING = re.compile(
    r"\b(?:doors|curtain|kick-?off|curfew|support(?: act)?|gig|concert|show|match|game|film|movie|debate|dinner|party|bar|fireworks|shuts?|closes?|closed|closing|clocked off|bedtime)\b[^.;\d]{0,48}$"
)
_MORNING = re.compile(
    r"\b(?:woke|wake|woken|got up|get up|alarm clock|breakfast|school bus|sunrise|dawn|all night|overnight|slept)\b[^.;\d]{0,48}$"
)


def _half_of(plain: str, p: Piece) -> str:
    """What the words before an hour of twelve say of its half of the day."""
    if not (p.extra.get("twelve") or p.extra.get("maybe")):
        return ""
    before = tail(plain, p.begin)
    return "early" if _MORNING.search(before) else "late" if _EVENING.search(before) else ""


_THEN = re.compile(r"\b(?:puis|ensuite|then|apres|after)\b")
_WAS = re.compile(r"\b(?:c'etait|ca s'est passe|that was|this was|it was)(?: all)? *$")


def _listed(every: list[Piece], k: int, plain: str, tenses: Tenses, s: Setting) -> tuple[Setting, str | None]:
    """The day, and the part of it, of a bare clock time where only what follows it tells it.

    "Doors at 7, main act at 9 tomorrow"; "at 8 the site fell. That was on Monday".
    """
    p = every[k]
    none = s, None
    if p.clock is None or p.day is not None or p.part is not None:
        return none
    for n in range(k + 1, min(k + 6, len(every))):
        q, gap = every[n], plain[every[n - 1].end : every[n].begin]
        if q.day is None:
            if q.clock is None or len(gap) > 60:
                return none
            continue
        if q.day[0] not in ("offset", "weekday", "date", "lastnight", "thisnight") or q.day[-1] == "event":
            return none
        near = len(gap) <= 20 and not p.extra.get("close") and (q.clock or q.part) and not _THEN.search(gap)
        after = _WAS.search(gap) and s.last is None and s.about is None
        near = near and not (s.last and _THEN.search(plain, max(0, p.begin - 14), p.begin))
        alone = n == k + 1 and s.last is None and s.about is None
        after = after or (alone and tenses.same_clause(p.begin, q.begin))
        if not after and not (near and tenses.same_sentence(p.begin, q.begin)):
            return none
        tense = tenses.of(q)
        told = _resolved(
            replace(q, clock=None, part=None), "", replace(s, ahead=tense == "future", prior=None)
        )
        if told is None or (s.here and not after and tenses.of(p) == "past" and told.start > s.here):
            return none
        day = told.start.date()
        part = q.part if p.extra.get("twelve") or p.extra.get("maybe") else None
        return replace(s, last=day, prior=s.prior if s.last == day else None), None if after else part
    return none


def _day_after(t: Told) -> date:
    """The day that what is told next hangs on: of a night the one that it ends in, of midnight the one before."""
    if t.precision == "part" and t.start.hour >= 22:
        return t.end.date()
    if t.clock == (0, 0) and not t.about:
        return (t.start - _ABOUT).date()
    return t.start.date()


def _range(plain: str, a: Piece, b: Piece) -> bool:
    if not _BETWEEN.match(plain[a.end : b.begin]) or a.shift or b.shift:
        return False
    gap = plain[a.end : b.begin].strip()
    inside = re.search(
        r"\b(?:de|du|entre|from|between) [^ ]+(?: ?(?:[ap]\.?m\.?|h(?:eures?)?(?: ?\d\d)?))?$",
        plain[a.begin : a.end],
    )
    if a.clock and b.clock and b.day is None and gap in ("to", "till", "until", "a", "jusqu'a"):
        return True
    return (
        gap in ("-", "–")
        or bool(inside or _OPENS.search(tail(plain, a.begin)))
        or plain[a.begin : a.end].startswith(("du ", "de ", "le "))
    )


def _ranged(a: Piece, b: Piece, text: str, s: Setting) -> Told | None:
    """An interval between two times: the first takes from the second what it doesn't say."""
    if a.day and a.day[0] == "date" and b.day and b.day[0] == "date":
        y, m, d = a.day[1:4]
        y, m = y or b.day[1], m or b.day[2]
        a = replace(a, day=("date", y, m, d, *a.day[4:]), about=False)
        if y is None and m is None:  # "between the 1st and the 10th": the second says the month
            last = _resolved(replace(b, extra=b.extra | {"past": a.extra.get("past")}), text, s)
            if last is not None:
                base = last.start.date()
                months = base.year * 12 + base.month - 1 - (base.day < d)
                a = replace(a, day=("date", months // 12, months % 12 + 1, d))
                b = replace(b, day=("date", base.year, base.month, base.day))
    if (
        a.extra.get("open")
        and a.clock
        and b.clock
        and b.clock[0] > 12
        and a.clock[0] < b.clock[0] - 12
        and re.search(r"p\.?m", text[b.begin : b.end].lower())
    ):
        a = replace(a, clock=(a.clock[0] + 12, None))  # "between 3 and 5 pm"
    if (
        a.extra.get("open")
        and b.part
        and not a.part
        and not a.day
        and a.clock
        and b.clock
        and a.clock[0] < b.clock[0]
    ):
        a = replace(a, part=b.part)
    stop = _resolved(b, text, s)
    if a.day is None and a.clock and b.day and stop:
        start = _resolved(a, text, replace(s, last=stop.start.date(), prior=None))
    else:
        start = _resolved(a, text, s)
        if b.day is None and b.clock and start:
            stop = _resolved(b, text, replace(s, last=start.start.date(), prior=start))
    if start is None or stop is None:
        return None
    end = stop.end if stop.precision not in ("minute", "hour") else stop.start
    if end <= start.start and stop.clock and start.clock:
        end += _DAY
    half = timedelta(hours=12)
    if a.extra.get("open") and b.part in ("evening", "night") and not a.day and start.start + half < end:
        start = replace(start, start=start.start + half, end=start.end + half)
    first = start.start
    if end <= first and a.day and b.day and a.day[0] == b.day[0] == "weekday":  # "between Sunday and Monday"
        late = s.here is not None and end + 7 * _DAY > s.here + _DAY and not s.ahead
        first, end = (first - 7 * _DAY, end) if late else (first, end + 7 * _DAY)
    if end <= first and b.day and b.day[0] == "date" and b.day[1] is None:
        year = next(y for y in range(end.year + 1, end.year + 9) if is_day(y, end.month, end.day))
        end = end.replace(year=year)
    if end <= first or end - first > timedelta(days=800):
        return None
    order = ("minute", "hour", "part", "day", "week", "month", "year")
    coarse = max(start.precision, stop.precision, key=order.index)
    return Told(
        first,
        end,
        coarse,
        max(start.anchor, stop.anchor),
        "at",
        start.about or stop.about,
        text[start.begin : stop.stop],
        start.begin,
        stop.stop,
    )


def _resolved(p: Piece, text: str, s: Setting) -> Told | None:
    try:
        value = interval(p, s)
    except (ValueError, OverflowError):
        return None
    if value is None:
        return None
    start, end, precision, anchor = value
    relation = "from" if p.relation == "since" else p.relation
    if p.about and p.clock:
        start, end = start - _ABOUT, end + _ABOUT
    clock = (p.clock[0] % 24, p.clock[1] or 0) if p.clock else None
    return Told(
        start, end, precision, anchor, relation, p.about, text[p.begin : p.end], p.begin, p.end, clock
    )
