"""The report: static, escaped, with its limits and its methods."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from threadgraph.spread.result import Spread
from threadgraph.visualizer import write_report
from threadgraph.visualizer.explorer import csp_hash

NASTY = "</style><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u202e\u0000"


def test_it_has_no_script(story_of: Callable[..., Spread], tmp_path: Path) -> None:
    page = write_report(story_of(NASTY), tmp_path).read_text("utf-8")
    assert "<script" not in page
    assert "<img src=x" not in page


def test_the_policy_knows_the_style_and_nothing_else(small: Spread, tmp_path: Path) -> None:
    page = write_report(small, tmp_path).read_text("utf-8")
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert style is not None
    assert csp_hash(style[1]) in page
    assert "script-src" not in page


def test_it_fetches_nothing(small: Spread, tmp_path: Path) -> None:
    page = write_report(small, tmp_path).read_text("utf-8")
    assert all(u.startswith("data:") for u in re.findall(r'(?:src|href)="([^"]*)"', page))


def test_the_header_gives_the_share_of_each_class(small: Spread, tmp_path: Path) -> None:
    assert "E1 explicit 40%" in write_report(small, tmp_path).read_text("utf-8")


def test_the_limits_are_in_a_box(small: Spread, tmp_path: Path) -> None:
    page = write_report(small, tmp_path).read_text("utf-8")
    assert "One site was not collected." in page.split('class="limits"')[1].split("</section>")[0]


def test_the_fingerprint_follows_the_posts(story_of: Callable[..., Spread], tmp_path: Path) -> None:
    def mark(words: str) -> str:
        return re.findall(r"[0-9a-f]{64}", write_report(story_of(words), tmp_path).read_text("utf-8"))[0]

    assert mark("one") == mark("one") != mark("two")


def test_methods_define_what_the_spread_holds_and_no_more(small: Spread, tmp_path: Path) -> None:
    write_report(small, tmp_path)
    text = (tmp_path / "methods.txt").read_text("utf-8")
    assert "Kaplan-Meier" in text
    assert "structural virality" not in text


def test_a_spread_of_nothing_can_be_reported(empty: Spread, tmp_path: Path) -> None:
    assert "no dated post" in write_report(empty, tmp_path).read_text("utf-8")
