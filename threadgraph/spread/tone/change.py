"""Whether the tone of others changed when the actor first answered: an interrupted time series, against placebo dates.

y = b0 + b1·t + b2·after + b3·(t − t0)·after, in hours (Wagner et al. 2002; Bernal et al. 2017). The unit is a post: an
hour's mean would weigh an hour with one post like an hour with fifty, and small stories have more empty hours than
full ones. Posts of one thread are alike, so threads are what is resampled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["change_rows"]

Row = dict[str, Any]
Floats = npt.NDArray[np.float64]

_DRAWS, _SEED = 1_000, 20051014
#: So many posts on either side, or there is no line to draw; below so many in all there is no interval.
_LEAST_SIDE, _FEW = 3, 12
#: With fewer threads on a side, what is drawn from them says little of how threads differ.
_LEAST_THREADS = 4
#: A placebo date has so many posts on either side; with fewer placebos there is no p.
_PLACEBO_SIDE, _LEAST_PLACEBOS, _MOST_PLACEBOS = 8, 39, 199
_TERMS = (
    ("tone at the start (b0)", "tone"),
    ("trend before (b1)", "tone/h"),
    ("change of level at his first reply (b2)", "tone"),
    ("change of trend (b3)", "tone/h"),
)


@dataclass(frozen=True)
class _Series:
    """Tones of others in the order of time; threads by number."""

    hours: Floats
    tones: Floats
    thread: npt.NDArray[np.int64]
    start: datetime

    def __len__(self) -> int:
        return len(self.hours)

    def moments(self, at: float) -> tuple[Floats, Floats]:
        """For each thread X'X and X'y of the model with its break at an hour."""
        after = (self.hours >= at).astype(float)
        x = np.column_stack([np.ones(len(self)), self.hours, after, (self.hours - at) * after])
        n = int(self.thread.max()) + 1
        xx, xy = np.zeros((n, 4, 4)), np.zeros((n, 4))
        np.add.at(xx, self.thread, x[:, :, None] * x[:, None, :])
        np.add.at(xy, self.thread, x * self.tones[:, None])
        return xx, xy


def change_rows(tones: Sequence[Row], replies: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The interrupted time series around the actor's first dated reply.

    Parameters
    ----------
    tones : sequence of dict
        Rows of `Spread.tone`.
    replies : sequence of dict
        Rows of `Spread.replies`.

    Returns
    -------
    tuple of (rows of `Spread.tone_change`, rows of `Spread.tone_placebos`)
        Where an assumption fails, one row says "no figure" and why.
    """
    times = [r["time"] for r in replies if r["time"] is not None]
    others = [r for r in tones if not r["focal"]]
    dated = [r for r in others if r["tone"] is not None and r["time"] is not None]
    if not others:
        return [], []
    coverage = _row(
        "posts of others that have a tone and a time",
        len(dated),
        None,
        None,
        "posts",
        len(others),
        note=_left_out(others),
        members=[r["post"] for r in others],
    )
    first = min(times, default=None)
    series = _series(dated)
    why, rows, placebos = _judged(series, first)
    if why is not None:
        rows = [_none(why, len(dated), first)]
    members = tuple(r["post"] for r in dated)
    return [coverage, *(r | {"members": members} for r in rows)], placebos


def _judged(series: _Series | None, first: datetime | None) -> tuple[str | None, list[Row], list[Row]]:
    """Why there is no figure, or the rows of the model and of its placebos."""
    if first is None:
        return "no reply of his has a time", [], []
    if series is None:
        return "no post of others has both a tone and a time", [], []
    at = (first - series.start).total_seconds() / 3600
    why = _unfit(series, at)
    return (why, [], []) if why is not None else (None, *_fitted(series, at, first))


def _left_out(others: Sequence[Row]) -> str:
    unknown = sum(r["tone"] is None for r in others)
    undated = sum(r["tone"] is not None and r["time"] is None for r in others)
    methods = ", ".join(dict.fromkeys(str(r["method"]) for r in others))
    return f"by {methods}; left out: {unknown} without a tone, {undated} without a time"


def _series(dated: Sequence[Row]) -> _Series | None:
    if not dated:
        return None
    rows = sorted(dated, key=lambda r: (r["time"], r["post"]))
    number = {t: i for i, t in enumerate(dict.fromkeys(r["thread"] for r in rows))}
    start = rows[0]["time"]
    return _Series(
        np.array([(r["time"] - start).total_seconds() / 3600 for r in rows]),
        np.array([float(r["tone"]) for r in rows]),
        np.array([number[r["thread"]] for r in rows], dtype=np.int64),
        start,
    )


def _unfit(s: _Series, at: float) -> str | None:
    before = s.hours < at
    for name, side in (("before", before), ("after", ~before)):
        if side.sum() < _LEAST_SIDE or len(np.unique(s.hours[side])) < 2:
            return f"{int(side.sum())} posts of others {name} his first reply, {_LEAST_SIDE} at two times are needed"
    if len(np.unique(s.thread)) < 2:
        return "one thread only, so nothing tells how threads differ"
    return None


def _fitted(s: _Series, at: float, first: datetime) -> tuple[list[Row], list[Row]]:
    xx, xy = s.moments(at)
    b = _solve(xx.sum(0), xy.sum(0))
    sides = [len(np.unique(s.thread[side])) for side in (s.hours < at, s.hours >= at)]
    underpowered = len(s) < _FEW
    low, high = (None, None) if underpowered or min(sides) < _LEAST_THREADS else _interval(xx, xy)
    placebos = [] if underpowered else _placebos(s, at)
    found = _t(xx, xy, b)
    rows = []
    for k, (name, unit) in enumerate(_TERMS):
        notes, p = [], None
        if underpowered:
            notes.append(f"underpowered: {len(s)} posts, OLS without an interval")
        elif low is None:
            few = "before" if sides[0] < _LEAST_THREADS else "after"
            notes.append(f"no interval: {min(sides)} threads {few} his reply, {_LEAST_THREADS} are needed")
        if k >= 2 and not underpowered:
            p, said = _p(abs(found[k]), [abs(float(x["t"][k])) for x in placebos])
            notes.append(said)
        rows.append(
            _row(
                name,
                float(b[k]),
                None if low is None else float(low[k]),
                None if high is None else float(high[k]),
                unit,
                len(s),
                p=p,
                time=first if k >= 2 else None,
                note="; ".join(notes),
            )
        )
    kept = [
        {
            "time": s.start + timedelta(hours=x["at"]),
            "period": x["period"],
            "posts": x["n"],
            "level": round(float(x["b"][2]), 4),
            "trend": round(float(x["b"][3]), 6),
            "level_t": round(float(x["t"][2]), 3),
            "trend_t": round(float(x["t"][3]), 3),
        }
        for x in placebos
    ]
    return rows, kept


def _solve(xx: Floats, xy: Floats) -> Floats:
    return np.asarray(np.linalg.lstsq(xx, xy, rcond=None)[0], dtype=np.float64)


def _t(xx: Floats, xy: Floats, b: Floats) -> Floats:
    """Coefficients over their standard errors, robust to what posts of a thread have in common."""
    inverse = np.linalg.pinv(xx.sum(0))
    scores = xy - xx @ b
    spread = np.sqrt(np.maximum(np.diag(inverse @ (scores.T @ scores) @ inverse), 1e-300))
    return np.asarray(b / spread, dtype=np.float64)


def _interval(xx: Floats, xy: Floats) -> tuple[Floats, Floats]:
    """95 % intervals: threads drawn with replacement, again and again."""
    dice = np.random.default_rng(_SEED)
    n = len(xx)
    counts = dice.multinomial(n, np.full(n, 1 / n), size=_DRAWS).astype(float)
    many, right = np.einsum("dg,gij->dij", counts, xx), counts @ xy
    sound = np.linalg.cond(many) < 1e12
    drawn = np.linalg.solve(many[sound], right[sound][:, :, None])[:, :, 0]
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    return low, high


def _placebos(s: _Series, at: float) -> list[Row]:
    """The same model with its break at other moments, in what lies before the reply alone, and in what lies after it."""
    found: list[Row] = []
    for period, mask in (("before", s.hours < at), ("after", s.hours >= at)):
        hours = s.hours[mask]
        cuts = np.unique((hours[1:] + hours[:-1]) / 2)
        side = np.searchsorted(hours, cuts)
        cuts = cuts[(side >= _PLACEBO_SIDE) & (len(hours) - side >= _PLACEBO_SIDE)]
        part = _Series(hours, s.tones[mask], np.unique(s.thread[mask], return_inverse=True)[1], s.start)
        found += [{"period": period, "n": len(hours), "at": float(c), "part": part} for c in cuts]
    if len(found) > _MOST_PLACEBOS:
        found = [found[i] for i in np.linspace(0, len(found) - 1, _MOST_PLACEBOS).round().astype(int)]
    kept = []
    for x in found:
        xx, xy = x.pop("part").moments(x["at"])
        if len(xx) > 1:
            b = _solve(xx.sum(0), xy.sum(0))
            kept.append(x | {"b": b, "t": _t(xx, xy, b)})
    return kept


def _p(observed: float, placebos: Sequence[float]) -> tuple[float | None, str]:
    if len(placebos) < _LEAST_PLACEBOS:
        return None, f"no p: {len(placebos)} placebo dates, {_LEAST_PLACEBOS} are needed"
    p = (1 + sum(x >= observed for x in placebos)) / (1 + len(placebos))
    return round(float(p), 4), f"p from |t| at {len(placebos)} placebo dates"


def _row(
    measure: str,
    value: float | None,
    low: float | None,
    high: float | None,
    unit: str,
    n: int,
    *,
    p: float | None = None,
    time: datetime | None = None,
    note: str = "",
    members: Sequence[str] = (),
) -> Row:
    def short(x: float | None) -> float | None:
        return None if x is None else float(f"{x:.4g}")

    return {"measure": measure, "value": short(value), "low": short(low), "high": short(high), "p": p, "unit": unit, "n": n, "time": time, "note": note, "members": tuple(members)}  # fmt: skip


def _none(why: str, n: int, time: datetime | None = None) -> Row:
    return _row(
        "change of tone at his first reply", None, None, None, "tone", n, time=time, note=f"no figure: {why}"
    )
