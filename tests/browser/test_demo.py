"""The demo's explorer in a browser: search, brush, an edge and its evidence, and not a word on the console."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from threadgraph.spread import Spread

pytestmark = pytest.mark.browser

Open = Callable[..., Any]

FREE_ARC = """() => {
  for (const e of [...document.querySelectorAll('.arc.far + [data-edge]')].reverse()) {
    const box = e.ownerSVGElement.getBoundingClientRect();
    for (const u of [0.5, 0.4, 0.6, 0.7, 0.3]) {
      const p = e.getPointAtLength(e.getTotalLength() * u);
      const [x, y] = [p.x + box.left, p.y + box.top];
      if (document.elementFromPoint(x, y) === e) return [x, y];
    }
  }
}"""


@pytest.fixture
def explorer(demo_folder: Path) -> Path:
    return demo_folder / "explorer.html"


def posts_shown(page: Any) -> int:
    return int(page.locator(".sub").inner_text().split("·")[0].split("/")[0].split()[0].replace(",", ""))


def test_it_opens_on_the_crisis_with_the_focal_actor_marked(
    explorer: Path, page_of: Open, demo_corpus: Any
) -> None:
    page = page_of(explorer)
    assert "Cumulo" in page.title()
    assert posts_shown(page) == len(demo_corpus)
    assert page.get_by_text("Étienne Valmont").count() > 0


def test_a_search_finds_the_correction_about_the_ransom(explorer: Path, page_of: Open) -> None:
    page = page_of(explorer)
    page.keyboard.press("/")
    page.keyboard.type("rançon")
    page.wait_for_selector("[data-result]")
    first = page.locator("[data-result]").first
    post = first.get_attribute("data-result")
    first.click()
    assert "rançon" in page.locator(f".entry.lit[data-post='{post}']").inner_text()


def test_an_arc_shows_who_relayed_whom_and_the_evidence(
    explorer: Path, page_of: Open, demo_spread: Spread
) -> None:
    page = page_of(explorer)
    page.mouse.click(*page.evaluate(FREE_ARC))
    card = page.locator("#details[data-of=edge]")
    card.wait_for()
    words = card.inner_text()
    assert any(e and e in words for e in demo_spread.graph.edges["evidence"].to_pylist())


def test_brushing_the_first_day_leaves_its_posts_only(explorer: Path, page_of: Open) -> None:
    page = page_of(explorer)
    before = posts_shown(page)
    box = page.locator(".catch").bounding_box()
    page.mouse.move(box["x"] + 2, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + 20, steps=8)
    page.mouse.up()
    assert 0 < posts_shown(page) < before


def test_a_telephone_shows_it_without_sideways_scroll(explorer: Path, page_of: Open) -> None:
    page = page_of(explorer, width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_report_is_silent_too(demo_folder: Path, page_of: Open) -> None:
    page = page_of(demo_folder / "report.html")
    assert "Valmont" in page.locator("body").inner_text()
