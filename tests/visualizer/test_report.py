"""The report: static, escaped, with its limits and its methods."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from threadgraph.graph import build_table
from threadgraph.model import Post, posts_table
from threadgraph.spread import spread
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
    fetched = [u for pair in re.findall(r'src="([^"]*)"|<link[^>]*href="([^"]*)"', page) for u in pair if u]
    assert fetched
    assert all(u.startswith("data:") for u in fetched)


def test_each_number_leads_to_the_posts_that_it_counts(tmp_path: Path) -> None:
    said = [
        ("Luc", "The host is down."),
        ("Anne", "Since when?"),
        ("Eve", "@Anne since 7:40"),
        ("Paul", "Thanks."),
    ]
    posts = [
        Post(
            id=f"p{i}", thread_id="p0", kind="comment" if i else "post", parent_id="p0" if i else None, author=who, text=text,
            site="a.example", url=f"https://a.example/t#{i}", published=datetime(2005, 10, 14, 8 + i, tzinfo=UTC), position=i,
        )
        for i, (who, text) in enumerate(said)
    ]  # fmt: skip
    page = write_report(spread(build_table(posts_table(posts)), "Eve"), tmp_path).read_text("utf-8")
    rows = re.findall(r"<tr>(.*?)</tr>", page.split("Posts behind the figures")[0], re.S)
    numbers = [c for r in rows for c in re.findall(r'<td class="n">(.*?)</td>', r) if c not in ("", "0")]
    targets = set(re.findall(r'href="#([pl]\d+)"', page))
    assert numbers
    assert [n for n in numbers if not n.startswith('<a href="#')] == []
    assert targets <= set(re.findall(r'<li id="([pl]\d+)"', page))


def test_a_post_leads_to_its_original_on_the_web_and_nowhere_else(
    story_of: Callable[..., Spread], tmp_path: Path
) -> None:
    page = write_report(story_of(NASTY), tmp_path).read_text("utf-8")
    outward = [u for u in re.findall(r'<a href="([^"]*)"', page) if not u.startswith("#")]
    assert all(u.startswith(("http://", "https://")) for u in outward)


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
