"""How far coders agree: Krippendorff's alpha for nominal codes, with an interval, and the suggestions against them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

__all__ = ["agreement_rows", "alpha"]

Row = dict[str, Any]

_DRAWS, _SEED = 1_000, 20051014
#: Draws in which everybody gives one and the same code have no alpha; with fewer that have one there is no interval.
_LEAST_DRAWS = 900


def alpha(units: Sequence[Sequence[Hashable | None]]) -> float | None:
    """Krippendorff's alpha for nominal data (Krippendorff 2011): 1 − Do / De, from the coincidences of codes.

    Parameters
    ----------
    units : sequence of sequences
        For each unit the codes that it was given, one a coder; None where a coder gave none.

    Returns
    -------
    float or None
        1 is perfect agreement, 0 what chance gives. None where nothing was coded twice, or all codes are one and the
        same, so that chance would agree as well.

    Examples
    --------
    >>> round(alpha([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")]), 3)
    0.533
    """
    return _alpha([_pairs(unit) for unit in units])


def _pairs(unit: Sequence[Hashable | None]) -> tuple[Counter[Hashable], float]:
    """The codes of a unit, and its disagreeing pairs of codes over its codes less one."""
    codes = Counter(c for c in unit if c is not None)
    m = codes.total()
    if m < 2:
        return Counter(), 0.0
    return codes, (m * m - sum(n * n for n in codes.values())) / (m - 1)


def _alpha(pairs: Sequence[tuple[Counter[Hashable], float]]) -> float | None:
    total: Counter[Hashable] = Counter()
    for codes, _ in pairs:
        total.update(codes)
    n = total.total()
    expected = n * n - sum(c * c for c in total.values())
    if n < 2 or expected == 0:
        return None
    observed = sum(d for _, d in pairs)
    return float(1 - (n - 1) * observed / expected)


def agreement_rows(strategy: Sequence[Row], coders: Sequence[str]) -> list[Row]:
    """The agreement of coders, for all strategies and for each, and of the suggestions with them.

    Parameters
    ----------
    strategy : sequence of dict
        Rows of `Spread.strategy` with a code in ``human`` and in each column of `coders`; ``none`` is a code.
    coders : sequence of str
        Columns, one a coder.

    Returns
    -------
    list of dict
        Intervals are 95 %, from 1,000 draws of whole posts; ``members`` are the posts that were coded.
    """
    if not coders:
        return []
    said = [r for r in strategy if r["sentence"]]
    coded = [r for r in said if any(r[c] for c in coders)]
    rows = []
    if len(coders) > 1:
        both = [r for r in coded if sum(bool(r[c]) for c in coders) > 1]
        rows.append(_row("coders: all strategies", both, [tuple(r[c] for c in coders) for r in both], f"{len(coders)} coders"))  # fmt: skip
        for name in sorted({r[c] for r in both for c in coders if r[c]}):
            units = [tuple(None if r[c] is None else r[c] == name for c in coders) for r in both]
            given = sum(r[c] == name for r in both for c in coders)
            rows.append(_row(f"coders: {name} or not", both, units, f"code given {given} times"))
    for k, coder in enumerate(coders, 1):
        rows.append(_suggested(f"suggestions against coder {k}", [r for r in coded if r[coder]], coder))
    if len(coders) > 1:  # they agree most on what is plain, where suggestions are best
        agreed = [r for r in coded if r["human"]]
        found = _suggested("suggestions against what coders agree on", agreed, "human")
        rows.append(
            found | {"note": f"{found['note']}; {len(coded) - len(agreed)} on which coders differ left out"}
        )
    return rows


def _suggested(measure: str, rows: Sequence[Row], column: str) -> Row:
    units = [(r[column], r["suggested"] or "none") for r in rows]
    return _row(measure, rows, units, f"{sum(h == s for h, s in units)} of {len(units)} the same")


def _row(measure: str, rows: Sequence[Row], units: Sequence[Sequence[Hashable | None]], note: str) -> Row:
    value = alpha(units)
    low, high = _interval(rows, units) if value is not None else (None, None)
    why = "" if value is not None else "no figure: " + ("no sentence has two codes" if not units else "all codes are one and the same")  # fmt: skip
    return {"measure": measure, "alpha": None if value is None else round(value, 3), "low": low, "high": high, "n": len(units), "note": "; ".join(x for x in (note, why) if x), "members": tuple(dict.fromkeys(r["post"] for r in rows))}  # fmt: skip


def _interval(
    rows: Sequence[Row], units: Sequence[Sequence[Hashable | None]]
) -> tuple[float | None, float | None]:
    """Posts drawn with replacement, since sentences of one post are coded alike."""
    posts: dict[str, list[tuple[Counter[Hashable], float]]] = {}
    for r, unit in zip(rows, units, strict=True):
        posts.setdefault(r["post"], []).append(_pairs(unit))
    each = list(posts.values())
    dice = np.random.default_rng(_SEED)
    drawn = [
        a
        for _ in range(_DRAWS)
        if (a := _alpha([p for i in dice.integers(0, len(each), len(each)) for p in each[int(i)]]))
        is not None
    ]
    if len(drawn) < _LEAST_DRAWS:
        return None, None
    low, high = np.quantile(drawn, [0.025, 0.975])
    return round(float(low), 3), round(float(high), 3)
