"""The smallest pieces of a text that tell a time, and how pieces join."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from threadgraph.spread.told import clocks, shifts
from threadgraph.spread.told.grammar import (
    ANY,
    APPROXIMATE,
    APPROXIMATE_AFTER,
    EACH_FIGURE,
    EACH_LETTER,
    FROM,
    GAP,
    HABIT,
    NAMED,
    UNTIL,
)
from threadgraph.spread.told.piece import Piece, english, tail
from threadgraph.spread.told.vocabulary import MONTHS, PARTS, WEEKDAYS

__all__ = ["pieces"]


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
        if piece.extra.get("named"):
            continue
        before = tail(plain, piece.begin)
        piece = replace(
            piece,
            about=piece.about
            or bool(APPROXIMATE.search(before))
            or (piece.clock is not None and bool(APPROXIMATE_AFTER.match(plain, piece.end))),
            relation="until" if UNTIL.search(before) else "from" if FROM.search(before) else piece.relation,
        )
        last = found[-1] if found else None
        joined = _joined(last, piece, plain[last.end : piece.begin]) if last else None
        if joined:
            found[-1] = joined
        else:
            found.append(piece)
    return [p for p in found if not _vague(p, plain)]


#: One number after another tells no time.
_COUNTED = re.compile(r"\d{1,3} +\d|\d{1,3}([-/])\d{1,3}\1\d{1,3}\1\d")


def _read(plain: str, at: int) -> Piece | None:
    """What the first rule reads that reads anything at a place."""
    if _COUNTED.match(plain, at):
        return None
    for name, rule in EACH_FIGURE if plain[at].isdigit() else EACH_LETTER:
        m = rule.match(plain, at)
        if m and (piece := _READ[name](m, plain)):
            named = name in ("dmonth", "dayonly") and NAMED.search(tail(plain, piece.begin))
            return replace(piece, extra={"named": True}) if named else piece
    return None


#: What parts a week day from its date: "Sunday, the 1st".
_ADJOINING = re.compile(r"[ *_]*,?[ *_]*(?:(?:the|le) )?")


def _joined(a: Piece, b: Piece, gap: str) -> Piece | None:
    """Two pieces as one, where what stands between them joins and neither says what the other does."""
    if not GAP.match(gap) or len(gap) > 25 or "\n\n" in gap:
        return None
    if a.shift or b.shift or (a.day and b.day and re.search(r"\b(?:au|a|to|and|et|until|till)\b|[-–]", gap)):
        return None
    if (a.day and b.day and not _same_day(a.day, b.day)) or (a.clock and b.clock):
        return None
    if a.part and b.part and a.part != b.part:
        return None
    day = a.day or b.day
    if a.day and b.day:
        day, other = sorted((a.day, b.day), key=lambda d: ("date", "offset", "weekday").index(d[0]))
        if day[0] == "date" and other[0] == "weekday" and len(day) == 4 and _ADJOINING.fullmatch(gap):
            day = (*day, other[1])
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
    d, mo = (a, b) if b <= 12 and (a > 12 or not english(plain)) else (b, a)
    return Piece(*m.span(), day=("date", y, mo, d)) if _valid(mo, d) else None


def _dm(m: re.Match[str], plain: str) -> Piece | None:
    a, b = int(m["dm_a"] or m["dm_c"]), int(m["dm_b"] or m["dm_d"])
    d, mo = (a, b) if b <= 12 and (a > 12 or not english(plain)) else (b, a)
    return Piece(*m.span(), day=("date", None, mo, d)) if _valid(mo, d) else None


def _valid(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


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


def _nightwd(m: re.Match[str], _: str) -> Piece | None:
    return Piece(*m.span(), day=("weeknight", WEEKDAYS[m["nw"]]))


def _nighten(m: re.Match[str], _: str) -> Piece | None:
    first = MONTHS.get(m["ne_m"] or "")
    last = MONTHS.get(m["ne_n"] or "") or first
    return Piece(*m.span(), day=("night", _day(m["ne_a"]), _day(m["ne_b"]), last, first, _year(m["ne_y"])))


def _dmonth(m: re.Match[str], plain: str) -> Piece | None:
    return Piece(*m.span(), day=("date", _year(m["dmon_y"]), MONTHS[m["dmon_m"]], _day(m["dmon_d"])))


def _monthd(m: re.Match[str], plain: str) -> Piece | None:
    opens = re.search(r"\b(?:between|from) $", plain[max(0, m.start() - 8) : m.start()])
    if m["mond_e"] and (
        opens or re.search(r"[-–]|to ", m[0]) or _day(m["mond_e"]) == (_day(m["mond_d"]) or 0) + 1
    ):
        return Piece(
            *m.span(),
            day=("days", _year(m["mond_y"]), MONTHS[m["mond_m"]], _day(m["mond_d"]), _day(m["mond_e"])),
        )
    end = m.start("mond_e") - 4 if m["mond_e"] else m.end()
    return Piece(
        m.start(),
        m.end("mond_d") if m["mond_e"] else end,
        day=("date", _year(m["mond_y"]), MONTHS[m["mond_m"]], _day(m["mond_d"])),
    )


_ABBREVIATED = {"lun": 0, "mar": 1, "mer": 2, "jeu": 3, "ven": 4, "sam": 5, "dim": 6}


def _wabbr(m: re.Match[str], plain: str) -> Piece | None:
    """A French week day in short: "lun. 8", "ven. soir", "jeu 14"."""
    if english(plain):
        return None
    weekday = _ABBREVIATED[m["wa"]]
    if m["wa_d"]:
        return Piece(*m.span(), day=("date", None, None, _day(m["wa_d"]), weekday))
    return Piece(m.start(), m.end("wa"), day=("weekday", weekday, ""))


def _dpair(m: re.Match[str], _: str) -> Piece | None:
    a, b = _day(m["dp_a"] or m["dp_c"]), _day(m["dp_b"] or m["dp_e"])
    return Piece(*m.span(), day=("days", None, None, a, b)) if a and b and a < b else None


def _weekof(m: re.Match[str], _: str) -> Piece | None:
    extra = {"weekend": "end" in m["wo_w"]}
    return Piece(
        *m.span(),
        extra=extra,
        day=("weekof", None, MONTHS.get(m["wo_n"] or m["wo_m"] or ""), _day(m["wo_d"])),
    )


def _dcourant(m: re.Match[str], _: str) -> Piece | None:
    return Piece(*m.span(), day=("courant", _day(m["cour"])))


def _months(m: re.Match[str], _: str) -> Piece | None:
    return Piece(
        *m.span(),
        day=(
            "months",
            _year(m["mm_x"]) or _year(m["mm_y"]),
            MONTHS[m["mm_a"]],
            MONTHS[m["mm_b"]],
            _year(m["mm_y"]),
        ),
    )


def _dd(m: re.Match[str], _: str) -> Piece | None:
    a, b = _day(m["dd_a"]), _day(m["dd_b"])
    if a is None or b is None or a >= b:
        return None
    return Piece(*m.span(), day=("days", _year(m["dd_y"]), MONTHS[m["dd_m"]], a, b))


def _spanpart(m: re.Match[str], _: str) -> Piece | None:
    part = 0 if re.search("debut|beginning|start", m["sp_part"]) else 1 if "mi" in m["sp_part"] else 2
    return Piece(
        *m.span(),
        day=(
            "spanpart",
            {"mois": "month", "annee": "year", "semaine": "week"}.get(m["sp_u"], m["sp_u"]),
            part,
        ),
    )


def _yearpart(m: re.Match[str], _: str) -> Piece | None:
    part = {"debut": 0, "early": 0, "mi": 1, "mid": 1}.get(m["yp"], 2)
    return Piece(*m.span(), day=("yearpart", int(m["yp_y"]), part))


def _season(m: re.Match[str], _: str) -> Piece | None:
    first = {"printemps": 3, "spring": 3, "ete": 6, "summer": 6, "automne": 9, "autumn": 9, "fall": 9}.get(
        m["sea"], 12
    )
    return Piece(*m.span(), day=("season", int(m["sea_y"]), first))


def _eight(m: re.Match[str], _: str) -> Piece | None:
    weeks = 14 if m["huit_n"] == "quinze" else 7
    return Piece(*m.span(), day=("weekday", WEEKDAYS[m["huit"] or m["aweek"] or m["wweek"]], weeks))


def _wday(m: re.Match[str], _: str) -> Piece | None:
    return Piece(m.start("wn_w"), m.end(), day=("date", None, None, _day(m["wn_d"]), WEEKDAYS[m["wn_w"]]))


def _month(m: re.Match[str], _: str) -> Piece | None:
    if not (m["mo_part"] or m["mo_in"] or m["mo_y"] or m["mo_dir"]):
        return None
    if (
        (m["mo_in"] or "").strip() in ("de", "d'")
        and not m["mo_y"]
        and (len(m["mo_m"]) < 4 or m["mo_m"] in ("mars", "sept"))
    ):
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
    word = m["same_fr"] or m["same_f2"] or m["same_en"] or m["same_that"]
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
    if m["dav"]:
        return Piece(*m.span(), day=("offset", -1 if m["dav"] == "avant" else 1, "event"))
    if m["before"]:
        return Piece(*m.span(), day=("offset", -1, "event"), part=_part_of(m["before"]))
    if m["suiv"]:  # the night that follows a day is its own
        night = m["suiv"] == "nuit"
        return Piece(*m.span(), day=("offset", 0 if night else 1, "event"), part=_part_of(m["suiv"]))
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
    if m["last_en"] or m["last_fr"] or m["overnight"]:
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
    if m["span_ev"] or m["span_av"]:
        unit = {"semaine": "week", "mois": "month", "annee": "year"}.get(m["span_av"], m["span_ev"])
        return Piece(
            *m.span(),
            day=("span", unit, -1 if (m["span_evd"] or m["span_avd"]) in ("before", "avant") else 1, "event"),
        )
    if m["span_we"]:
        return Piece(*m.span(), day=("span", "weekend", 0, "post"), extra={"bare": True})
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
    if len(word) <= 4 and not m["wd_this"] and not re.match(r"[.,]? ?(?:\d|at |morning|afternoon|evening|night)", plain[m.end("wd") :]) and word in (
        "mon", "sat", "sun", "wed", "tue", "thu", "fri", "tues",
    ):  # fmt: skip
        return None
    if HABIT.search(tail(plain, m.start("wd"))):
        return None
    if m["wd_week"]:
        step = -1 if re.search("last|derniere|passee", m["wd_week"]) else 0 if "this" in m["wd_week"] else 1
        return Piece(
            begin, m.end(), day=("weekday", WEEKDAYS[word], ("week", step)), part=_part_of(m["wd_p"])
        )
    said = (
        m["wd_dir"]
        or (
            m["wd_this"]
            if m["wd_this"] in ("last", "next", "this", "ce", "the following", "the previous", "following")
            else ""
        )
        or ""
    )
    direction = {
        "dernier": "last",
        "passe": "last",
        "prochain": "next",
        "suivant": "after",
        "following": "after",
        "the following": "after",
        "precedent": "before",
        "the previous": "before",
        "before": "before",
        "after": "after",
    }.get(said, said)
    extra = {"definite": m["wd_this"] == "le"}
    return Piece(
        begin, m.end(), day=("weekday", WEEKDAYS[word], direction), part=_part_of(m["wd_p"]), extra=extra
    )


def _part(m: re.Match[str], _: str) -> Piece | None:
    if m["dawn"]:
        return Piece(*m.span(), part=PARTS[m["dawn"]])
    if not m["part"]:
        return Piece(*m.span(), part="early hours", extra={"own": True})
    part = PARTS[m["part"]]
    if m[0].startswith(("le ", "l'")):
        return Piece(*m.span(), part=part, extra={"own": True, "hung": True, "same": False})
    hung = m[0].startswith(("dans la ", "dans l'", "en ", "in the "))
    return Piece(
        *m.span(),
        part=part,
        extra={"own": True, "hung": part not in ("early morning", "noon")}
        if hung or part in ("early morning", "noon")
        else {},
    )


def _dayonly(m: re.Match[str], _: str) -> Piece | None:
    if m[0].startswith("the ") and not m["day"].endswith(("st", "nd", "rd", "th")):
        return None
    return Piece(m.start("day"), m.end(), day=("date", None, None, _day(m["day"])))


def _year_only(m: re.Match[str], _: str) -> Piece | None:
    return Piece(m.start("year"), m.end(), day=("year", int(m["year"])))


_READ = {
    "iso": _iso, "dmy": _dmy, "dm": _dm, "night": _night, "nightwd": _nightwd, "nighten": _nighten, "dmonth": _dmonth, "monthd": _monthd, "month": _month,
    "sameday": _same, "eve": _eve, "relday": _relday, "thispart": _thispart, "span": _span, "weekday": _weekday, "ago": shifts.ago,
    "later": shifts.later, "in": shifts.within, "since": shifts.since, "clocken": clocks.clocken, "clock": clocks.clock, "opener": clocks.opener,
    "military": clocks.military,
    "wordhour": clocks.wordhour,
    "dcourant": _dcourant,
    "weekof": _weekof, "tonoon": clocks.tonoon, "wabbr": _wabbr, "dpair": _dpair, "pair": clocks.pair,
    "dd": _dd,
    "months": _months,
    "spanpart": _spanpart,
    "yearpart": _yearpart,
    "season": _season,
    "eight": _eight,
    "wday": _wday, "noon": clocks.noon, "part": _part,
    "dayonly": _dayonly, "year": _year_only,
}  # fmt: skip
