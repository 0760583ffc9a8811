"""How long until an answer, when some never got one: the Kaplan-Meier curve, its median, and whether two curves differ."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

__all__ = ["Survival", "kaplan_meier", "logrank"]


@dataclass(frozen=True)
class Survival:
    """The share still unanswered after a time.

    Attributes
    ----------
    steps : list of (float, float, int)
        Hours, share unanswered, posts at risk just before; one for each time of an answer, and the start.
    median : float, optional
        The first time at which half or less is unanswered; None when that never happens.
    low, high : float, optional
        Its 95 % interval (Brookmeyer and Crowley 1982, on the log-log scale); None where the bound is never reached.
    """

    steps: list[tuple[float, float, int]]
    median: float | None
    low: float | None
    high: float | None


def kaplan_meier(durations: Sequence[float], answered: Sequence[bool]) -> Survival:
    """The curve of what is still unanswered (Kaplan and Meier 1958), as scipy estimates it.

    Parameters
    ----------
    durations : sequence of float
        Hours until the answer, or until nobody looked any more.
    answered : sequence of bool
        Whether there was an answer; without one the duration is censored.

    Returns
    -------
    Survival

    Examples
    --------
    >>> curve = kaplan_meier([1, 2, 2, 5], [True, True, False, False])
    >>> curve.steps, curve.median
    ([(0.0, 1.0, 4), (1.0, 0.75, 4), (2.0, 0.5, 3)], 2.0)
    """
    n = len(durations)
    start = [(0.0, 1.0, n)]
    if not n or not any(answered):
        return Survival(start, None, None, None)
    curve = stats.ecdf(_censored(durations, answered)).sf
    times, shares = curve.quantiles.tolist(), curve.probabilities.tolist()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # no interval where all or none are left
        sure = curve.confidence_interval(0.95, method="log-log")
    low, high = (
        np.where(np.isnan(bound.probabilities), curve.probabilities, bound.probabilities).tolist()
        for bound in (sure.low, sure.high)
    )
    ends = sorted(durations)
    event = {d for d, a in zip(durations, answered, strict=True) if a}
    steps = [
        (t, share, n - int(np.searchsorted(ends, t)))
        for t, share in zip(times, shares, strict=True)
        if t in event
    ]
    return Survival(
        start + steps,
        _falls(times, shares),
        _falls(times, low),
        _falls(times, high),
    )


def logrank(
    durations: tuple[Sequence[float], Sequence[float]], answered: tuple[Sequence[bool], Sequence[bool]]
) -> float | None:
    """Whether two curves differ: the p of the log-rank test (Mantel 1966).

    Parameters
    ----------
    durations, answered : pair of sequences
        As `kaplan_meier` takes them, of the two groups.

    Returns
    -------
    float, or None when a group is empty or nobody was answered

    Examples
    --------
    >>> logrank(([1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]), ([True] * 6, [True] * 6)) < 0.01
    True
    """
    if not all(durations) or not any(map(any, answered)):
        return None
    a, b = (_censored(d, e) for d, e in zip(durations, answered, strict=True))
    p = float(stats.logrank(a, b).pvalue)
    return p if np.isfinite(p) else None


def _censored(durations: Sequence[float], answered: Sequence[bool]) -> stats.CensoredData:
    return stats.CensoredData.right_censored(np.asarray(durations, float), ~np.asarray(answered, bool))


def _falls(times: Sequence[float], shares: Sequence[float]) -> float | None:
    """The first time at which a share is half or less."""
    return next((t for t, share in zip(times, shares, strict=True) if share <= 0.5 + 1e-12), None)
