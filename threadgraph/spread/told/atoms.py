"""The smallest pieces of a text that tell a time, and how pieces join."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from threadgraph.spread.told.grammar import (
    ANY,
    APPROXIMATE,
    DURATION,
    DURATION_AFTER,
    EACH,
    FROM,
    GAP,
    HABIT,
    UNTIL,
)
from threadgraph.spread.told.vocabulary import MONTHS, NUMBERS, PARTS, UNITS, WEEKDAYS

__all__ = ["Piece", "number", "pieces"]


@dataclass(frozen=True)
class Piece:
    """A stretch of a text that tells a time.

    Attributes
    ----------
    begin, end : int
    day : tuple, optional
        What says the day: ``("date", y, m, d)`` with None for what isn't said, ``("weekday", number, direction)``,
        ``("offset", days, anchor)``, ``("night", first, last)``, ``("span", unit, offset)``, ``("month", y, m, part)``, ``("year", y)``.
    part : str, optional
        A key of `DAY_PARTS`.
    clock : (int, int or None), optional
        Hour and minute.
    shift : (str, int, str), optional
        Unit, how many (below 0: before), and from where: ``post`` or ``event``.
    relation : {'at', 'from', 'until'}
    about : bool
    """

    begin: int
    end: int
    day: tuple[Any, ...] | None = None
    part: str | None = None
    clock: tuple[int, int | None] | None = None
    shift: tuple[str, float, str] | None = None
    relation: str = "at"
    about: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


def number(word: str) -> float:
    """A number in figures or words.

    >>> number("deux"), number("48"), number("half an")
    (2, 48, 0.5)
    """
    word = word.strip()
    if word.isdigit():
        return int(word)
    return {"half an": 0.5, "quelques": 3, "a few": 3, "a couple of": 2}.get(word) or NUMBERS.get(word, 1)


def pieces(plain: str) -> list[Piece]:
    """The pieces of a flat text, joined where they tell one time together.

    Parameters
    ----------
    plain : str
        As `flat` gives it.

    Returns
    -------
    list of Piece
        In the order of the text.
    """
    found: list[Piece] = []
    at = 0
    while m := ANY.search(plain, at):
        piece = _read(plain, m.start())
        if piece is None:
            at = m.start() + 1
            continue
        at = max(piece.end, m.start() + 1)
        before = plain[: piece.begin]
        piece = replace(
            piece,
            about=piece.about or bool(APPROXIMATE.search(before)),
            relation="until" if UNTIL.search(before) else "from" if FROM.search(before) else piece.relation,
        )
        last = found[-1] if found else None
        joined = _joined(last, piece, plain[last.end : piece.begin]) if last else None
        if joined:
            found[-1] = joined
        else:
            found.append(piece)
    return [p for p in found if not _vague(p, plain)]


def _read(plain: str, at: int) -> Piece | None:
    """What the first rule reads that reads anything at a place."""
    for name, rule in EACH:
        m = rule.match(plain, at)
        if m and (piece := _READ[name](m, plain)):
            return piece
    return None


def _joined(a: Piece, b: Piece, gap: str) -> Piece | None:
    """Two pieces as one, where what stands between them joins and neither says what the other does."""
    if not GAP.match(gap) or len(gap) > 25 or "\n\n" in gap:
        return None
    if a.shift or b.shift:
        return None
    if (a.day and b.day and not _same_day(a.day, b.day)) or (a.clock and b.clock):
        return None
    if a.part and b.part and a.part != b.part:
        return None
    day = a.day or b.day
    if a.day and b.day:
        day = min(a.day, b.day, key=lambda d: ("date", "offset", "weekday").index(d[0]))
    return replace(
        a, end=b.end, day=day, part=a.part or b.part, clock=a.clock or b.clock, about=a.about or b.about,
        relation=a.relation if a.relation != "at" else b.relation, extra=a.extra | b.extra,
    )  # fmt: skip


def _same_day(a: tuple[Any, ...], b: tuple[Any, ...]) -> bool:
    """A week day, a date and "today", side by side: one day."""
    kinds = {a[0], b[0]}
    return a[0] != b[0] and kinds <= {"weekday", "date", "offset"}


def _vague(p: Piece, plain: str) -> bool:
    """A part of a day alone tells no time ("le matin" is a habit as often as not), unless something says which day."""
    return p.day is None and p.clock is None and p.shift is None and not p.extra.get("own")


def _iso(m: re.Match[str], _: str) -> Piece | None:
    y, mo, d = int(m["iso_y"]), int(m["iso_m"]), int(m["iso_d"])
    clock = (int(m["iso_h"]), int(m["iso_i"])) if m["iso_h"] else None
    return Piece(*m.span(), day=("date", y, mo, d), clock=clock) if _valid(mo, d) else None


def _dmy(m: re.Match[str], plain: str) -> Piece | None:
    a, b, y = int(m["dmy_a"]), int(m["dmy_b"]), int(m["dmy_y"])
    y += 0 if y > 99 else 2000 if y < 70 else 1900
    d, mo = (a, b) if b <= 12 and (a > 12 or not _english(plain)) else (b, a)
    return Piece(*m.span(), day=("date", y, mo, d)) if _valid(mo, d) else None


def _dm(m: re.Match[str], plain: str) -> Piece | None:
    a, b = int(m["dm_a"]), int(m["dm_b"])
    d, mo = (a, b) if b <= 12 and (a > 12 or not _english(plain)) else (b, a)
    return Piece(*m.span(), day=("date", None, mo, d)) if _valid(mo, d) else None


def _valid(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _english(plain: str) -> bool:
    return len(re.findall(r"\b(?:the|of|and|was|is|at|on|we|it|by)\b", plain)) > len(
        re.findall(r"\b(?:le|la|les|de|du|et|est|a|au|nous|il|en|un)\b", plain)
    )


def _day(text: str | None) -> int | None:
    digits = re.match(r"\d+", text or "")
    return int(digits[0]) if digits else 1 if text == "premier" else None


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if text.isdigit() else 2000 + int(text[1:])


def _night(m: re.Match[str], _: str) -> Piece | None:
    a, b = _day(m["night_a"]), _day(m["night_b"])
    month = MONTHS.get(m["night_m"] or "") or MONTHS.get(m["night_n"] or "")
    if a is None and m["night_w"]:
        return Piece(*m.span(), day=("weeknight", WEEKDAYS[m["night_w"]]))
    if a is None and b is None:
        return None
    first = MONTHS.get(m["night_n"] or "")
    return Piece(*m.span(), day=("night", a, b, month, first, _year(m["night_y"])))


def _nighten(m: re.Match[str], _: str) -> Piece | None:
    first = MONTHS.get(m["ne_m"] or "")
    last = MONTHS.get(m["ne_n"] or "") or first
    return Piece(*m.span(), day=("night", _day(m["ne_a"]), _day(m["ne_b"]), last, first, _year(m["ne_y"])))


def _dmonth(m: re.Match[str], plain: str) -> Piece | None:
    return Piece(*m.span(), day=("date", _year(m["dmon_y"]), MONTHS[m["dmon_m"]], _day(m["dmon_d"])))


def _monthd(m: re.Match[str], _: str) -> Piece | None:
    return Piece(*m.span(), day=("date", _year(m["mond_y"]), MONTHS[m["mond_m"]], _day(m["mond_d"])))


def _month(m: re.Match[str], _: str) -> Piece | None:
    if not (m["mo_part"] or m["mo_in"] or m["mo_y"] or m["mo_dir"]):
        return None
    if (m["mo_in"] or "").strip() in ("de", "d'") and not m["mo_y"]:
        return None
    if m["mo_m"] in ("may", "mar", "sun", "dec", "sept", "mars", "march") and not (
        m["mo_y"] or m["mo_part"] or m["mo_in"]
    ):
        return None
    direction = m["mo_dir"] or (m["mo_in"] or "").strip()
    part = {"debut": 0, "early": 0, "the beginning of": 0, "mi": 1, "mid": 1, "courant": None, "fin": 2, "late": 2, "the end of": 2}.get(m["mo_part"] or "courant")  # fmt: skip
    begin = m.start() + (len(m["mo_in"]) if m["mo_in"] and direction not in ("last", "next") else 0)
    return Piece(begin, m.end(), day=("month", _year(m["mo_y"]), MONTHS[m["mo_m"]], part, direction))


def _part_of(word: str | None) -> str | None:
    return PARTS.get(word or "") if word not in (None, "jour", "day") else None


def _same(m: re.Match[str], plain: str) -> Piece | None:
    word = m["same_fr"] or m["same_en"] or m["same_that"]
    return Piece(*m.span(), day=("offset", 0, "event"), part=_part_of(word), extra={"own": True})


def _eve(m: re.Match[str], _: str) -> Piece | None:
    if m["eve"]:
        return Piece(
            *m.span(),
            day=("offset", -2 if m["eve"] == "avant-veille" else -1, "event"),
            part=_part_of(m["eve_p"]),
        )
    if m["morrow"]:
        clock = (12, 0) if m["morrow_p"] == "midi" else None
        part = None if clock else _part_of(m["morrow_p"])
        return Piece(
            *m.span(),
            day=("offset", 2 if m["morrow"] == "surlendemain" else 1, "event"),
            part=part,
            clock=clock,
        )
    if m["before"]:
        return Piece(*m.span(), day=("offset", -1, "event"), part=_part_of(m["before"]))
    if m["previous"]:
        return Piece(
            *m.span(),
            day=("offset", -1 if m["previous"] == "previous" else 1, "event"),
            part=_part_of(m["previous_p"]),
        )
    return Piece(*m.span(), day=("offset", 1, "event"), part=_part_of(m["after"]))


_REL = {
    "avant-hier": -2, "avant hier": -2, "hier": -1, "aujourd'hui": 0, "demain": 1, "apres-demain": 2, "apres demain": 2,
    "the day before yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "the day after tomorrow": 2,
}  # fmt: skip


def _relday(m: re.Match[str], plain: str) -> Piece | None:
    return Piece(*m.span(), day=("offset", _REL[m["rel"]], "post"), part=_part_of(m["rel_p"]))


def _thispart(m: re.Match[str], _: str) -> Piece | None:
    if m["last_en"] or m["overnight"]:
        return Piece(*m.span(), day=("lastnight",), part="evening" if m["last_en"] == "evening" else "night")
    if m["this_ton"]:
        return Piece(*m.span(), day=("offset", 0, "post"), part="night", extra={"tonight": True})
    if m["this_in"]:
        return Piece(*m.span(), part=PARTS[m["this_in"]], extra={"own": True})
    word = m["this_fr"] or m["this_en"]
    if PARTS[word] == "night":
        return Piece(*m.span(), day=("thisnight",), part="night")
    return Piece(*m.span(), day=("offset", 0, "post"), part=PARTS[word])


def _span(m: re.Match[str], _: str) -> Piece | None:
    word = m["span_u"] or m["span_this"] or m["span_enu"]
    unit = {"semaine": "week", "mois": "month", "an": "year", "annee": "year", "week-end": "weekend"}.get(
        word, word
    )
    said = m["span_dir"] or m["span_en"] or ""
    step = (
        0
        if m["span_this"]
        else 1
        if said.startswith(("prochain", "suivant", "next", "the following"))
        else -1
    )
    anchor = "event" if said.startswith(("suivant", "precedent", "the ")) else "post"
    return Piece(*m.span(), day=("span", unit, step, anchor))


def _weekday(m: re.Match[str], plain: str) -> Piece | None:
    word = m["wd"]
    begin = m.start("wd") if m["wd_this"] in ("on", "le", "ce", None) else m.start()
    if len(word) <= 4 and not m["wd_this"] and not re.match(r"[.,]? ?\d", plain[m.end("wd") :]) and word in (
        "mon", "sat", "sun", "wed", "tue", "thu", "fri", "tues",
    ):  # fmt: skip
        return None
    if HABIT.search(plain[: m.start("wd")]):
        return None
    said = m["wd_dir"] or (m["wd_this"] if m["wd_this"] in ("last", "next", "this") else "") or ""
    direction = {"dernier": "last", "passe": "last", "prochain": "next"}.get(said, said)
    return Piece(begin, m.end(), day=("weekday", WEEKDAYS[word], direction), part=_part_of(m["wd_p"]))


def _ago(m: re.Match[str], _: str) -> Piece | None:
    n, u = m["ago_n"] or m["agoen_n"], m["ago_u"] or m["agoen_u"]
    count = number(n) + (0.5 if m[0].endswith(("et demi", "et demie")) else 0)
    some = n in ("quelques", "a few")
    return Piece(
        *m.span(),
        shift=(UNITS[u], -count, "post"),
        about=some or "environ" in m[0] or "about" in m[0],
        extra={"some": some},
    )


def _later(m: re.Match[str], _: str) -> Piece | None:
    back = m["lat_dir"].startswith(("plus tot", "avant", "auparavant", "earlier", "before"))
    count = number(m["lat_n"])
    return Piece(*m.span(), shift=(UNITS[m["lat_u"]], -count if back else count, "event"))


def _in(m: re.Match[str], plain: str) -> Piece | None:
    if (
        m["in_n"] in ("a", "an", "un", "une", "one")
        and m[0].startswith("in ")
        and UNITS[m["in_u"]] in ("day", "year", "month")
    ):
        return None
    relation = "until" if m[0].startswith(("d'ici", "within", "sous")) else "at"
    return Piece(*m.span(), shift=(UNITS[m["in_u"]], number(m["in_n"]), "post"), relation=relation)


def _since(m: re.Match[str], _: str) -> Piece | None:
    if m[0].startswith(("for ", "ces ", "these ")) and not (
        m["since_now"] or "last" in m[0] or "past" in m[0] or "now" in m[0]
    ):
        return None
    return Piece(*m.span(), shift=(UNITS[m["since_u"]], -number(m["since_n"]), "post"), relation="since")


def _clocken(m: re.Match[str], _: str) -> Piece | None:
    hour = int(number(m["half_h"] or m["oc_h"]))
    half = m["half_ap"] or m["oc_ap"]
    extra = {} if half else {"twelve": True}
    hour = _noon_or_night(hour, half)
    if not m["half"]:
        return Piece(*m.span(), clock=(hour, None), extra=extra)
    said = m["half"].removeprefix("a ").split()
    minute = {"half": 30, "quarter": 15}.get(said[0]) or int(number(said[0]))
    if said[-1] == "to":
        hour, minute = (hour - 1) % 12 or 12, 60 - minute
    return Piece(*m.span(), clock=(hour, minute), extra=extra)


def _opener(m: re.Match[str], _: str) -> Piece | None:
    return Piece(*m.span(), clock=(int(m["op_h"]), None), extra={"open": True})


_MINUTES = {"et demi": 30, "et demie": 30, "et quart": 15, "moins le quart": -15, "moins dix": -10, "moins cinq": -5, "moins vingt": -20, "vingt-cinq": 25}  # fmt: skip


def _clock(m: re.Match[str], plain: str) -> Piece | None:
    before, after = plain[: m.start()][-24:], plain[m.end() :][:16]
    hour, minute = int(m["cl_h"] or m["co_h"] or m["cp_h"] or m["ca_h"] or 0), m["cl_m"] or m["co_m"]
    words = m["cl_w"] or m["cw_m"]
    if re.search(r"(?:plus|moins|pres) d(?:e |')$", before) or (
        m["cw_h"] == "une"
        and not re.match(
            r" (?:du|de l'a|pile|et|moins|ce|cette|this)\b", " " + (words or "") if words else after
        )
    ):
        return None
    if m["cw_h"]:
        hour = {"une": 1}.get(m["cw_h"]) or NUMBERS.get(
            m["cw_h"].replace(" ", "-").replace("et-une", "et-un"), 20
        )
        if not re.search(
            r"(?:\ba|vers|des|depuis|avant|apres|jusqu'a|entre|et|de|pour) $", before
        ) and not re.match(r" (?:du|de l'apres|de la)", after):
            return None
    bare = not minute and not words and not m["cp_h"] and not m["ca_h"]
    if (
        bare
        and not m["cw_h"]
        and (DURATION.search(before) or DURATION_AFTER.match(after))
        and not re.search(r"\b(?:a|vers|entre) $", before)
    ) and (not re.search(r"\bde $", before) or not re.match(r" ?(?:a|au|jusqu)", after)):
        return None
    if (
        m["co_h"]
        and m[0][m[0].index(m["co_h"]) + len(m["co_h"])] == "."
        and not m["co_ap"]
        and not re.search(r"\b(?:a|at|vers|by|until|around) $", before)
    ):
        return None  # a decimal number
    if re.search(r"[$€£v] ?$|version $", before):
        return None
    hour = _noon_or_night(hour, m["co_ap"] or m["cp_ap"])
    value = (
        int(minute)
        if minute
        else _MINUTES.get(words, NUMBERS.get(words, 0))
        if words
        else 0
        if m["co_h"]
        else None
    )
    if value is not None and value < 0:
        hour, value = (hour - 1) % 24, 60 + value
    return Piece(*m.span(), clock=(hour, value)) if hour <= 24 else None


def _noon_or_night(hour: int, half: str | None) -> int:
    if half and half[0] == "p":
        return hour % 12 + 12
    return hour % 12 if half else hour


def _noon(m: re.Match[str], plain: str) -> Piece | None:
    word = m["noon"]
    if re.search(r"apres[- ]$|\bl'apres-?$", plain[: m.start()]):
        return None
    extra = _MINUTES.get(m["noon_m"] or "", NUMBERS.get(m["noon_m"] or "", 0))
    hour = 12 if word.startswith(("midi", "noon", "midday")) else 24
    return Piece(*m.span(), clock=(hour, extra) if extra >= 0 else (hour - 1, 60 + extra))


def _part(m: re.Match[str], _: str) -> Piece | None:
    if not m["part"]:
        return Piece(*m.span(), part="early hours", extra={"own": True})
    part = PARTS[m["part"]]
    return Piece(*m.span(), part=part, extra={"own": True} if part == "early morning" else {})


def _dayonly(m: re.Match[str], _: str) -> Piece | None:
    if m[0].startswith("the ") and not m["day"].endswith(("st", "nd", "rd", "th")):
        return None
    return Piece(m.start("day"), m.end(), day=("date", None, None, _day(m["day"])))


def _year_only(m: re.Match[str], _: str) -> Piece | None:
    return Piece(m.start("year"), m.end(), day=("year", int(m["year"])))


_READ = {
    "iso": _iso, "dmy": _dmy, "dm": _dm, "night": _night, "nighten": _nighten, "dmonth": _dmonth, "monthd": _monthd, "month": _month,
    "sameday": _same, "eve": _eve, "relday": _relday, "thispart": _thispart, "span": _span, "weekday": _weekday, "ago": _ago,
    "later": _later, "in": _in, "since": _since, "clocken": _clocken, "clock": _clock, "opener": _opener, "noon": _noon, "part": _part,
    "dayonly": _dayonly, "year": _year_only,
}  # fmt: skip
