"""What patterns of stretches counted from the post or from what was told mean: "il y a deux heures", "an hour later"."""

from __future__ import annotations

import re

from threadgraph.spread.told.piece import Piece, lasting, number
from threadgraph.spread.told.vocabulary import UNITS

__all__ = ["ago", "later", "since", "within"]


def ago(m: re.Match[str], _: str) -> Piece | None:
    if quarters := m["ago_q"] or m["agoen_q"]:
        return Piece(*m.span(), shift=("minute", -lasting(quarters), "post"))
    n, u = m["ago_n"] or m["agoen_n"], m["ago_u"] or m["agoen_u"]
    count = number(n) + (0.5 if m[0].endswith(("et demi", "et demie")) else 0)
    some = n in ("quelques", "a few")
    return Piece(
        *m.span(),
        shift=(UNITS[u], -count, "post"),
        about=some or "environ" in m[0] or "about" in m[0],
        extra={"some": some},
    )


def later(m: re.Match[str], _: str) -> Piece | None:
    back = m["lat_dir"].startswith(("plus tot", "avant", "auparavant", "earlier", "before"))
    if m["lat_q"]:
        minutes = lasting(m["lat_q"])
        return Piece(*m.span(), shift=("minute", -minutes if back else minutes, "event"))
    count = number(m["lat_n"])
    return Piece(*m.span(), shift=(UNITS[m["lat_u"]], -count if back else count, "event"))


def within(m: re.Match[str], plain: str) -> Piece | None:
    if (
        m["in_n"] in ("a", "an", "un", "une", "one")
        and m[0].startswith("in ")
        and UNITS[m["in_u"]] in ("day", "year", "month")
    ):
        return None
    relation = "until" if m[0].startswith(("d'ici", "within", "sous")) else "at"
    shift = (UNITS[m["in_u"]], number(m["in_n"]), "post")
    return Piece(
        *m.span(), shift=shift, relation=relation, extra={"in": m[0].startswith(("in ", "within ", "dans "))}
    )


def since(m: re.Match[str], _: str) -> Piece | None:
    if m[0].startswith(("for ", "ces ", "these ")) and not (
        m["since_now"] or "last" in m[0] or "past" in m[0] or "now" in m[0]
    ):
        return None
    return Piece(*m.span(), shift=(UNITS[m["since_u"]], -number(m["since_n"]), "post"), relation="since")
