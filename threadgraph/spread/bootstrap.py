"""Intervals that know that posts of one thread are alike: whole threads are drawn, not posts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["LEAST_CLUSTERS", "clusters", "median_interval", "share_interval"]

_DRAWS = 1_000
_SEED = 20051014
#: With fewer threads than this a bootstrap over threads promises too much, and none is given.
LEAST_CLUSTERS = 8


def share_interval(
    counted: Sequence[bool], cluster: Sequence[str], draws: int = _DRAWS
) -> tuple[float, float] | None:
    """The 95 % interval of a share, whole clusters drawn with replacement (Cameron, Gelbach and Miller 2008).

    Parameters
    ----------
    counted : sequence of bool
        Whether each post counts.
    cluster : sequence of str
        The thread of each.
    draws : int

    Returns
    -------
    tuple of (low, high) between 0 and 1, or None with fewer than `LEAST_CLUSTERS` clusters

    Examples
    --------
    >>> share_interval([True, False] * 20, [str(i // 2) for i in range(40)])
    (0.5, 0.5)
    >>> share_interval([True, False], ["a", "b"]) is None
    True
    """
    part, whole = clusters(counted, cluster)
    if len(whole) < LEAST_CLUSTERS:
        return None
    drawn = _drawn(len(whole), draws)
    shares = (drawn @ part) / (drawn @ whole)
    low, high = np.quantile(shares, [0.025, 0.975])
    return float(low), float(high)


def clusters(
    counted: Sequence[bool], cluster: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """How many posts of each cluster count, and how many there are.

    >>> [x.tolist() for x in clusters([True, False, True], ["a", "a", "b"])]
    [[1.0, 1.0], [2, 1]]
    """
    names, place = np.unique(np.asarray(cluster, object).astype(str), return_inverse=True)
    part = np.bincount(place, np.asarray(counted, float), len(names))
    return part.astype(np.float64), np.bincount(place, minlength=len(names)).astype(np.int64)


def median_interval(
    values: Sequence[float], cluster: Sequence[str], draws: int = _DRAWS
) -> tuple[float, float] | None:
    """The 95 % interval of a median, whole clusters drawn with replacement.

    Parameters
    ----------
    values : sequence of float
    cluster : sequence of str
        The thread of each.
    draws : int

    Returns
    -------
    tuple of (low, high), or None with fewer than `LEAST_CLUSTERS` clusters

    Examples
    --------
    >>> median_interval([3.0] * 10, [str(i) for i in range(10)])
    (3.0, 3.0)
    """
    names, place = np.unique(np.asarray(cluster, object).astype(str), return_inverse=True)
    if len(names) < LEAST_CLUSTERS:
        return None
    order = np.argsort(values, kind="stable")
    ranked = np.asarray(values, float)[order]
    weight = np.cumsum(_drawn(len(names), draws)[:, place[order]], axis=1)
    medians = ranked[np.argmax(2 * weight >= weight[:, -1:], axis=1)]
    low, high = np.quantile(medians, [0.025, 0.975])
    return float(low), float(high)


def _drawn(clusters: int, draws: int) -> NDArray[np.int64]:
    """How often each cluster is drawn, a row a draw."""
    return np.random.default_rng(_SEED).multinomial(clusters, np.full(clusters, 1 / clusters), draws)
