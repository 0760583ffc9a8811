"""Figures: four of them, twice each, the same every time, and none of the caller's settings touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import pytest

from threadgraph.spread.result import Spread
from threadgraph.visualizer import write_figures
from threadgraph.visualizer.figures import FIGURES, draw


def test_each_figure_is_a_vector_and_a_picture(small: Spread, tmp_path: Path) -> None:
    names = [p.name for p in write_figures(small, tmp_path / "figures")]
    assert names == [f"{n}.{e}" for n in FIGURES for e in ("svg", "png")]


@pytest.mark.parametrize("name", FIGURES)
def test_the_same_spread_gives_the_same_svg(small: Spread, name: str) -> None:
    assert draw(small, name) == draw(small, name)


@pytest.mark.parametrize("name", FIGURES)
def test_an_svg_carries_no_date(small: Spread, name: str) -> None:
    assert b"<dc:date>" not in draw(small, name)


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_to_draw_is_said_and_no_error(empty: Spread, name: str) -> None:
    assert draw(empty, name).startswith(b"<?xml")


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("words", ["$x_{", "\\$ 5 $", "مرحبا", "龍 🐉", "a\u0000b"])
def test_text_is_drawn_as_it_stands(story_of: Callable[..., Spread], name: str, words: str) -> None:
    assert draw(story_of(words, focal=f"Ada {words}"), name).startswith(b"<?xml")


def test_the_callers_settings_stay(small: Spread) -> None:
    before = dict(mpl.rcParams)
    draw(small, "F1_timeline")
    assert dict(mpl.rcParams) == before


def test_the_callers_settings_do_not_change_the_figure(small: Spread) -> None:
    plain = draw(small, "F3_response")
    with mpl.rc_context({"font.size": 30, "lines.linewidth": 9, "axes.facecolor": "black"}):
        assert draw(small, "F3_response") == plain


def test_a_picture_has_300_dots_an_inch(small: Spread) -> None:
    width = int.from_bytes(draw(small, "F1_timeline", "png")[16:20], "big")
    assert width == pytest.approx(7.2 * 300, abs=2)
