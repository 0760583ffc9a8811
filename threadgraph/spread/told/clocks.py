"""What patterns of clock times mean: "7h40", "half past eight", "midi et demi", "0645"."""

from __future__ import annotations

import re

from threadgraph.spread.told.grammar import DURATION, DURATION_AFTER, WHEN
from threadgraph.spread.told.piece import Piece, english, lasting, number, tail
from threadgraph.spread.told.vocabulary import NUMBERS

__all__ = ["clock", "clocken", "military", "noon", "opener", "pair", "tonoon", "wordhour"]


def clocken(m: re.Match[str], _: str) -> Piece | None:
    if m["ish_h"]:
        minute = int(m["ish_m"]) if m["ish_m"] else None
        return Piece(*m.span(), clock=(int(number(m["ish_h"])), minute), about=True, extra={"twelve": True})
    hour = {"midnight": 24, "noon": 12, "midday": 12}.get(m["half_h"]) or int(
        number(m["half_h"] or m["oc_h"])
    )
    half = m["half_ap"] or m["oc_ap"]
    extra = {} if half else {"twelve": True}
    hour = _noon_or_night(hour, half)
    if not m["half"]:
        return Piece(*m.span(), clock=(hour, None), extra=extra)
    said = m["half"].removeprefix("a ").split()
    minute = {"half": 30, "quarter": 15}.get(said[0]) or int(number(said[0]))
    if m["half_h"] in ("midnight", "noon", "midday"):
        return _beside(m, hour, -minute if said[-1] == "to" else minute)
    if said[-1] == "to":
        hour, minute = (hour - 1) % 12 or 12, 60 - minute
    return Piece(*m.span(), clock=(hour, minute), extra=extra)


def _beside(m: re.Match[str], hour: int, minutes: int) -> Piece:
    """Some minutes from noon or midnight."""
    at = hour * 60 + minutes
    return Piece(*m.span(), clock=divmod(at, 60))


def tonoon(m: re.Match[str], _: str) -> Piece | None:
    """ "Un quart d'heure avant minuit"."""
    length = m["tn_l"].split()
    minutes = int(number(length[0])) if length[-1].startswith("m") else lasting(m["tn_l"])
    hour = 12 if m["tn_n"] in ("midi", "noon", "midday") else 24
    return _beside(m, hour, -minutes if m["tn_d"] in ("avant", "before", "to") else minutes)


def military(m: re.Match[str], _: str) -> Piece | None:
    return Piece(*m.span(), clock=(int(m["mil_h"]), int(m["mil_m"])))


def wordhour(m: re.Match[str], _: str) -> Piece | None:
    return Piece(
        *m.span(),
        clock=(int(number(m["wh_h"] or m["cm_h"] or m["fr_h"] or m["ba_h"])), None),
        extra={"twelve": True},
    )


_PAIRED = re.compile(r"\b(?:between|from) \w+(?:[:.][0-5]\d)? ?(?:and|to|until|till|-|–) ?$")
#: "Le dernier de 20h", "mon train de 7h": what is of an hour.
_OF_NINE = re.compile(
    r"\b(?:premiere?|derniere?|celui|celle|train|bus|car|vol|ferry|bateau|tgv|ter|rer|tram|journal|jt|messe|seance|cours|reunion|edition) de $"
)
_DASHED = re.compile(r"(?<![\d.,:/$£€])(?:1[0-2]|[1-9]) ?[-–] ?$")
_DASHED_WHEN = re.compile(" " + WHEN)
_LONG = re.compile(
    r"\b(?:retard|avance|duree|delai|total|ecart|trajet|attente|plus|moins|pres|apres|pendant|en|record) (?:d[e'] ?|(?=\d))$"
)
_LONG_AFTER = re.compile(
    r" ?d[e'] ?(?:retard|attente|route|trajet|vol|queue|bouchons?|film|match|jeu|sommeil|cours|travail|boulot|reunion|train|voiture|marche|avance|coupure|panne)"
)
_MONEY = re.compile(
    r" ?(?:[€$£%]|(?:euros?|dollars?|pounds?|percent|per cent|pour ?cent|km|miles?|metres?|m|kg|points?|pts|million|billion|seconds?|secs?|s|mb|gb|tb|go|mo|hours?|hrs?|inch(?:es)?|feet|degrees?|sur|out of)\b)"
)
_SHARES = re.compile(
    r"\b(?:shares?|stocks?|price|index|traded|trading|valued|priced|versions?|release|ubuntu|python)\b[^.]*$"
)


def pair(m: re.Match[str], plain: str) -> Piece | None:
    """Either of two bare hours: "between 1 and 3", "from 11 until 2", "7-9 this evening"."""
    before = tail(plain, m.start())
    if m["pa_z"] and not (
        _PAIRED.search(before) or (_DASHED.search(before) and _DASHED_WHEN.match(plain, m.end()))
    ):
        return None
    hour = m["pa_h"] or m["pa_x"] or m["pa_z"]
    end = m.end()
    minute = re.compile(r"[:.]([0-5]\d)").match(plain, end)
    return Piece(
        m.start(), minute.end() if minute else end, clock=(int(number(hour)), int(minute[1]) if minute else None),
        extra={"twelve": True} if m["pa_z"] else {"twelve": True, "open": True},
    )  # fmt: skip


def opener(m: re.Match[str], _: str) -> Piece | None:
    return Piece(*m.span(), clock=(int(m["op_h"]), None), extra={"open": True})


_MINUTES = {"et demi": 30, "et demie": 30, "et quart": 15, "moins le quart": -15, "moins dix": -10, "moins cinq": -5, "moins vingt": -20, "vingt-cinq": 25}  # fmt: skip


def bare_before_range(plain: str, m: re.Match[str]) -> bool:
    """Whether a clock time is the first of two: "8h30-12h"."""
    return bool(re.match(r" ?[-–] ?\d", plain[m.end() : m.end() + 5]))


def clock(m: re.Match[str], plain: str) -> Piece | None:
    before, after = tail(plain, m.start())[-24:], plain[m.end() : m.end() + 16]
    hour, minute = int(m["cl_h"] or m["co_h"] or m["cp_h"] or 0), m["cl_m"] or m["co_m"]
    words = m["cl_w"] or m["cw_m"]
    if (
        not bare_before_range(plain, m)
        and re.search(r"\b(?:en|dure\w*|takes?|took|lasts?|lasted|pendant) $", before)
        and (minute or m["cl_h"])
    ):
        return None
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
        if _LONG.search(before):
            return None
        if not re.search(
            r"(?:\ba|vers|des|depuis|avant|apres|jusqu'a|entre|et|de|pour) $", before
        ) and not re.match(r" (?:du|de l'apres|de la)", after):
            return None
    bare = not minute and not words and not m["cp_h"]
    if (
        bare
        and not m["cw_h"]
        and not _OF_NINE.search(before)
        and (DURATION.search(before) or DURATION_AFTER.match(after))
        and not re.search(
            r"\b(?:a|vers|entre|a partir de|a compter de|coups? de|autour de|alentours de|environs de|depart|arrivee|retour|rdv|debut|fin) $",
            before,
        )
    ) and (not re.search(r"\bde $", before) or not re.match(r" ?(?:a|au|jusqu)", after)):
        return None
    if (
        m["co_h"]
        and m[0][m[0].index(m["co_h"]) + len(m["co_h"])] == "."
        and not m["co_ap"]
        and (
            not (
                re.search(
                    r"\b(?:a|at|vers|by|un?til|till|around|about|from|before|after|since|at the|the|[a-z]+day,?|\d+(?:st|nd|rd|th),) $",
                    before,
                )
                or re.match(r" (?:sharp|start|kick-?off|train|bus|flight)\b", after)
            )
            or _MONEY.match(after)
            or _SHARES.search(tail(plain, m.start()))
            or (
                before.endswith(("from ", "before ", "after ", "since "))
                and re.match(r" (?:to|and) \d", after)
            )
        )
    ):
        return None  # a decimal number
    if minute and m["cl_h"] and (_LONG.search(before) or _LONG_AFTER.match(after)):
        return None
    if (
        m["co_m"]
        and re.match(r":\d\d", m[0][-3:])
        and m[0].count(":") == 2
        and re.search(r"\b(?:so|in|of|en|de|temps) $", before)
    ):
        return None  # a stopwatch
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
    twelve = m["co_h"] and not m["co_ap"] and 0 < hour < 12 and english(plain)
    return (
        Piece(*m.span(), clock=(hour, value), extra={"maybe": True} if twelve else {}) if hour <= 24 else None
    )


def _noon_or_night(hour: int, half: str | None) -> int:
    if half and half[0] == "p":
        return hour % 12 + 12
    return hour % 12 if half else hour


def noon(m: re.Match[str], plain: str) -> Piece | None:
    word = m["noon"]
    if re.search(r"apres[- ]$|\bl'apres-?$", tail(plain, m.start())):
        return None
    extra = _MINUTES.get(m["noon_m"] or "", NUMBERS.get(m["noon_m"] or "", 0))
    hour = 12 if word.startswith(("midi", "noon", "midday")) else 24
    return Piece(*m.span(), clock=(hour, extra) if extra >= 0 else (hour - 1, 60 + extra))
