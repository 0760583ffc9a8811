"""Places: the same for the same graph, finite, and apart."""

from __future__ import annotations

import numpy as np

from threadgraph.visualizer.layout import RELAX_LIMIT, pack, place, relax, sunflower


def test_the_same_graph_has_the_same_places() -> None:
    args = ([0, 0, 1], [0, 0, 1], [0, 1, 2], [(1, 0), (2, 0)])
    assert all(np.array_equal(a, b) for a, b in zip(place(*args), place(*args), strict=True))


def test_no_posts_have_no_places() -> None:
    assert [len(p) for p in place([], [], [], [])] == [0, 0, 0]


def test_one_post_has_a_finite_place() -> None:
    assert np.isfinite(place([0], [0], [0], [])[0]).all()


def test_discs_hardly_overlap() -> None:
    radii = [5.0, 3.0, 3.0, 2.0, 1.0]
    at = pack(radii, rounds=600)
    gaps = [np.hypot(*(at[i] - at[j])) - radii[i] - radii[j] for i in range(5) for j in range(i)]
    assert min(gaps) > -0.8


def test_a_sunflower_keeps_its_points_apart() -> None:
    at = sunflower(50)
    assert min(np.hypot(*(at[i] - at[j])) for i in range(50) for j in range(i)) > 0.5


def test_big_networks_are_not_relaxed() -> None:
    points = sunflower(RELAX_LIMIT + 1)
    assert relax(points, np.zeros((0, 2), dtype=np.int64), np.zeros(0)) is points
