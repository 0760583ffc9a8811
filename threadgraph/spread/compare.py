"""Two stories, or two actors, side by side: cascades at matched size, response curves, coverage, reach at equal effort."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from threadgraph.errors import UsageError
from threadgraph.spread.bootstrap import LEAST_CLUSTERS, clusters
from threadgraph.spread.result import Spread
from threadgraph.spread.survival import kaplan_meier, logrank

__all__ = ["compare"]

Row = dict[str, Any]

#: The columns of a comparison.
COMPARED = ("measure", "unit", "a", "b", "difference", "low", "high", "p", "n_a", "n_b", "note")
_DRAWS = 1_000
_SEED = 20051014
#: Fewer pairs of equal size, or fewer threads, compare nothing.
_LEAST_PAIRS, _LEAST_THREADS = 6, 4
#: Two cascades are of one size if they differ by no more than this share.
_NEAR = 0.1
_SHAPES = (("depth", "hops"), ("max_breadth", "posts"), ("structural_virality", "hops"))


def compare(a: Spread, b: Spread) -> pd.DataFrame:
    """Two spreads side by side: two stories, or two actors in one.

    Large cascades are deeper and broader whatever made them, so the shapes of cascades are compared between pairs of
    one size (Juul and Ugander 2021): each of the smaller set is paired with one of the other that differs by no more
    than a tenth. Response times are compared as curves, by the log-rank test; shares by drawing whole threads; reach
    at as many threads as the less busy actor answered in.

    Parameters
    ----------
    a, b : Spread

    Returns
    -------
    pandas.DataFrame
        One row a measure: the value of each, their ``difference`` (a − b) with its 95 % interval, ``p`` of the test
        that the note names, and how many cases each value rests on. Where too little can be matched there is a note and
        no number.

    Raises
    ------
    UsageError
        If both are the same spread.

    Examples
    --------
    >>> from threadgraph.graph import build_table
    >>> from threadgraph.model import Post, posts_table
    >>> from threadgraph.spread import spread
    >>> said = [("a", "Luc"), ("b", "Anne"), ("c", "Eve")]
    >>> graph = build_table(posts_table([
    ...     Post(id=i, thread_id="a", parent_id="a" if i > "a" else None, kind="comment" if i > "a" else "post", author=who)
    ...     for i, who in said
    ... ]))
    >>> compare(spread(graph, "Anne"), spread(graph, "Eve"))["measure"].tolist()[0]
    'response time: post to first reply, median'
    """
    if a is b:
        raise UsageError("compare needs two spreads, not one twice")
    rows = []
    if a.graph is not b.graph or a.story_posts != b.story_posts:  # two actors of one story share its cascades
        rows += [*_shapes(a, b, "relays", "relay cascades"), *_shapes(a, b, "thread", "threads")]
    if a.focal is not None and b.focal is not None:
        rows += [
            _response(a, b),
            _coverage(a, b, "coverage: threads of others on the story"),
            _coverage(a, b, "coverage: questions and criticisms"),
            _reach(a, b),
        ]
    return pd.DataFrame(rows, columns=list(COMPARED))


def _row(
    measure: str, unit: str, a: float | None, b: float | None, n: tuple[int, int], note: str, **more: Any
) -> Row:
    both = a is not None and b is not None
    row = {
        "measure": measure, "unit": unit, "a": a, "b": b, "difference": a - b if both else None,  # type: ignore[operator]
        "low": None, "high": None, "p": None, "n_a": n[0], "n_b": n[1], "note": note,
    } | more  # fmt: skip
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in row.items()}


def _shapes(a: Spread, b: Spread, of: str, name: str) -> list[Row]:
    """Depth, breadth and virality of cascades of one size, by pairs."""
    sides = [_cascades(s, of) for s in (a, b)]
    n = (len(sides[0]), len(sides[1]))
    if not all(n):
        return []
    sizes = [float(np.median([c["size"] for c in side])) for side in sides]
    rows = [_row(f"size of {name}, median", "posts", sizes[0], sizes[1], n, "not matched; E1 and E2")]
    pairs = _paired(*sides)
    for measure, unit in _SHAPES:
        label = f"{measure.replace('_', ' ')} of {name} of one size"
        m = (len(pairs), len(pairs))
        if len(pairs) < _LEAST_PAIRS:
            note = f"no figure: {len(pairs)} {'pair' if len(pairs) == 1 else 'pairs'} of one size, {_LEAST_PAIRS} are needed"
            rows.append(_row(label, unit, None, None, m, note))
            continue
        one, other = (np.array([p[k][measure] for p in pairs], float) for k in (0, 1))
        low, high, p = _signs(one - other)
        note = f"{len(pairs)} pairs, sizes within {_NEAR:.0%}; p: signs of the differences drawn"
        rows.append(
            _row(label, unit, float(one.mean()), float(other.mean()), m, note, low=low, high=high, p=p)
        )
    return rows


def _cascades(spread: Spread, of: str) -> list[Row]:
    """Cascades by explicit and evidenced edges, of two posts and more."""
    held = spread.cascades
    held = held[(held["of"] == of) & (held["edges"] == "E1+E2") & (held["size"] >= 2)]
    return [{str(k): v for k, v in r.items()} for r in held.sort_values(["size", "root"]).to_dict("records")]


def _paired(one: Sequence[Row], other: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Cascades of one size, each used once, the nearest first; both are sorted by size."""
    free = list(other)
    pairs = []
    for c in sorted(one, key=lambda c: -c["size"]):
        near = min(free, key=lambda d: abs(d["size"] - c["size"]), default=None)
        if near is not None and abs(near["size"] - c["size"]) <= _NEAR * max(near["size"], c["size"]):
            free.remove(near)
            pairs.append((c, near))
    return pairs


def _signs(difference: NDArray[np.float64]) -> tuple[float, float, float]:
    """The bootstrap interval of a mean difference of pairs, and the two-sided p of its sign-flip test."""
    dice = np.random.default_rng(_SEED)
    n = len(difference)
    means = difference[dice.integers(0, n, (_DRAWS, n))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    flipped = (difference * dice.choice([-1.0, 1.0], (_DRAWS, n))).mean(axis=1)
    return float(low), float(high), _p(abs(float(difference.mean())), np.abs(flipped))


def _p(observed: float, draws: NDArray[np.float64]) -> float:
    as_far = (draws > observed) | np.isclose(draws, observed)
    return (1 + int(np.sum(as_far))) / (1 + len(draws))


def _response(a: Spread, b: Spread) -> Row:
    held = [_durations(s) for s in (a, b)]
    curves = [kaplan_meier(*h) for h in held]
    n = (len(held[0][0]), len(held[1][0]))
    p = logrank((held[0][0], held[1][0]), (held[0][1], held[1][1]))
    note = (
        "Kaplan-Meier medians; p: log-rank test"
        if p is not None
        else "no test: one of them could answer nobody"
    )
    return _row(
        "response time: post to first reply, median", "h", curves[0].median, curves[1].median, n, note, p=p
    )


def _durations(spread: Spread) -> tuple[list[float], list[bool]]:
    """What the curve of response was drawn from: its falls, and who never got an answer."""
    rows = spread.waits.to_dict("records")
    return [float(r["hours"]) for r in rows], [bool(r["answered"]) for r in rows]


def _coverage(a: Spread, b: Spread, measure: str) -> Row:
    """The difference of two shares, threads drawn in each."""
    sides = []
    for s in (a, b):
        row = next((r for r in s.response.to_dict("records") if r["measure"] == measure), None)
        thread = dict(
            zip(s.graph.table["id"].to_pylist(), s.graph.table["thread_id"].to_pylist(), strict=True)
        )
        ids = [(p, True) for p in row["posts"]] + [(p, False) for p in row["rest"]] if row else []
        sides.append(([c for _, c in ids], [thread[p] for p, _ in ids]))
    n = (len(sides[0][0]), len(sides[1][0]))
    shares = [100 * sum(c) / len(c) if c else None for c, _ in sides]
    if min(len(set(t)) for _, t in sides) < LEAST_CLUSTERS:
        note = f"no interval: {LEAST_CLUSTERS} threads of each are needed"
        return _row(measure, "%", shares[0], shares[1], n, note)
    dice = np.random.default_rng(_SEED)
    drawn = [_shares(c, t, dice) for c, t in sides]
    low, high = np.quantile(100 * (drawn[0] - drawn[1]), [0.025, 0.975])
    return _row(
        measure,
        "%",
        shares[0],
        shares[1],
        n,
        "interval: whole threads drawn",
        low=float(low),
        high=float(high),
    )


def _shares(
    counted: Sequence[bool], threads: Sequence[str], dice: np.random.Generator
) -> NDArray[np.float64]:
    part, whole = clusters(counted, threads)
    k = len(whole)
    drawn = dice.multinomial(k, np.full(k, 1 / k), _DRAWS)
    return np.asarray((drawn @ part) / (drawn @ whole), float)


def _reach(a: Spread, b: Spread) -> Row:
    """People who post after a reply, at as many threads as the less busy of the two answered in."""
    sides = [_after(s) for s in (a, b)]
    n = (len(sides[0]), len(sides[1]))
    at = min(n)
    measure = "reach at as many threads, mean"
    if at < _LEAST_THREADS:
        return _row(
            measure, "authors", None, None, n, f"no figure: {at} threads, {_LEAST_THREADS} are needed"
        )
    dice = np.random.default_rng(_SEED)
    drawn = [_rarefied(side, at, dice) for side in sides]
    means = [float(d.mean()) for d in drawn]
    low, high = np.quantile(drawn[0] - drawn[1], [0.025, 0.975])
    note = f"{at} threads drawn of each, {_DRAWS} times"
    return _row(measure, "authors", means[0], means[1], n, note, low=float(low), high=float(high))


def _after(spread: Spread) -> list[set[str]]:
    """For each thread in which the actor replied, who posts there after his first reply."""
    first: dict[str, datetime] = {}
    for r in spread.replies.to_dict("records"):
        if pd.notna(r["time"]):
            first[r["thread"]] = min(r["time"], first.get(r["thread"], r["time"]))
    held: dict[str, set[str]] = {t: set() for t in first}
    columns = ["thread_id", "person", "published", "status"]
    for r in spread.graph.table.select(columns).to_pylist():
        at, who = first.get(r["thread_id"]), r["person"]
        if at is None or r["published"] is None or r["status"] != "ok" or not who:
            continue
        if r["published"] > at and who not in spread.focal_people:
            held[r["thread_id"]].add(who)
    return [held[t] for t in sorted(held)]


def _rarefied(threads: Sequence[set[str]], at: int, dice: np.random.Generator) -> NDArray[np.float64]:
    """How many different people are in `at` threads, drawn again and again."""
    draw: Callable[[], set[str]] = lambda: set().union(  # noqa: E731
        *(threads[i] for i in dice.choice(len(threads), at, replace=False))
    )
    return np.array([len(draw()) for _ in range(_DRAWS)], float)
