"""How long until an answer: against textbooks, and against what lifelines 0.30.3 gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadgraph.spread.survival import kaplan_meier, logrank

REMISSION = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [bool(r) for r in (1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0)]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

answers = st.lists(st.tuples(st.floats(0, 500), st.booleans()), min_size=1, max_size=40)


def test_the_remission_times_of_freireich() -> None:
    """6-MP arm of Freireich et al. 1963, as in every textbook: S(23) = 0.448, median 23 weeks."""
    curve = kaplan_meier(REMISSION, RELAPSED)
    shares = {t: round(s, 3) for t, s, _ in curve.steps}
    assert (shares[6], shares[10], shares[16], shares[23]) == (0.857, 0.753, 0.627, 0.448)
    assert {t: n for t, _, n in curve.steps}[10] == 15
    assert (curve.median, curve.low, curve.high) == (23, 13, None)


@pytest.mark.parametrize(
    ("durations", "answered", "wanted"),
    [
        ([1, 2, 2, 3, 5, 8, 8, 9.5], "11010110", (8.0, 1.0, None)),
        (PLACEBO, "1" * 21, (8.0, 4.0, 11.0)),
        ([0.5, 1.9, 2.0, 9.0, 2.9, 9.7, 0.9, 2.1, 5.3, 10.8, 3.0], "11110011010", (9.0, 0.9, 10.8)),
    ],
)
def test_the_median_and_its_interval_are_those_of_lifelines(
    durations: list[float], answered: str, wanted: tuple[float, float, float | None]
) -> None:
    curve = kaplan_meier(durations, [a == "1" for a in answered])
    assert (curve.median, curve.low, curve.high) == wanted


def test_nobody_answered_has_no_median() -> None:
    assert kaplan_meier([3.0, 4.0], [False, False]).median is None
    assert kaplan_meier([], []).steps == [(0.0, 1.0, 0)]


@given(answers)
def test_the_curve_only_falls_and_ends_within_its_interval(held: list[tuple[float, bool]]) -> None:
    durations, answered = zip(*held, strict=True)
    curve = kaplan_meier(durations, answered)
    shares = [s for _, s, _ in curve.steps]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= s <= 1 for s in shares)
    if curve.median is not None and curve.low is not None:
        assert curve.low <= curve.median <= (curve.high or float("inf"))


def test_the_log_rank_test_tells_the_two_arms_apart() -> None:
    p = logrank((REMISSION, PLACEBO), (RELAPSED, [True] * 21))
    assert p == pytest.approx(4.17e-05, rel=0.01)
    assert logrank((REMISSION, REMISSION), (RELAPSED, RELAPSED)) == pytest.approx(1.0)
    assert logrank(([], [1.0]), ([], [True])) is None
