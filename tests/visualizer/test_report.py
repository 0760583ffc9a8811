"""The report: static, escaped, with its limits and its methods."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from threadgraph.graph import build_table
from threadgraph.model import Post, posts_table
from threadgraph.spread import spread
from threadgraph.spread.result import Spread, frame
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
    page = write_report(small, tmp_path).read_text("utf-8")
    assert re.search(r'<a href="#l\d+">2</a> E1 explicit \(40%\)', page)


def test_the_numbers_of_the_header_lead_to_the_posts_that_they_count(small: Spread, tmp_path: Path) -> None:
    page = write_report(small, tmp_path).read_text("utf-8")
    m = re.search(r'<a href="#(l\d+)">(\d+)</a>, of which', page)
    assert m
    listed = re.search(rf'<li id="{m[1]}">(.*?)</li>', page, re.S)
    assert listed
    assert len(re.findall(r'href="#p\d+"', listed[1])) == int(m[2]) == small.graph.table.num_rows


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


def section(page: str, number: str) -> str:
    """A part of the page, from the heading with this number to the next heading."""
    return page.split(f"<h2>{number} ")[1].split("<h2>")[0]


def cells(part: str) -> list[list[str]]:
    """The rows of a part's table, without the column of its posts and without links."""
    rows = re.findall(r"<tr>(<td.*?)</tr>", part)
    return [[re.sub(r"<[^>]+>", "", c) for c in re.findall(r"<td[^>]*>(.*?)</td>", row)[:-1]] for row in rows]


def test_strategies_are_counted_and_called_suggested(small: Spread, tmp_path: Path) -> None:
    part = section(write_report(small, tmp_path).read_text("utf-8"), "T6")
    assert "as suggested" in part
    assert cells(part) == [
        ["denial", "deny", "2", "66.7", "1"],
        ["thanks", "bolster", "1", "33.3", "1"],
        ["no cue of any", "", "1", "", "1"],
    ]


def test_what_people_coded_stands_in_a_column_of_its_own(small: Spread, tmp_path: Path) -> None:
    human = ["denial", "correction", None, "none"]
    coded = replace(small, strategy=small.strategy.assign(human=human, human_1=human))
    part = section(write_report(coded, tmp_path).read_text("utf-8"), "T6")
    assert [(r[0], r[2], r[-1]) for r in cells(part)] == [
        ("denial", "2", "1"),
        ("thanks", "1", "0"),
        ("correction", "0", "1"),
        ("no cue of any", "1", "1"),
    ]


def test_agreement_is_shown_where_people_coded(small: Spread, tmp_path: Path) -> None:
    assert "T6b" not in write_report(small, tmp_path).read_text("utf-8")
    row = {"measure": "coders: all strategies", "alpha": 0.81, "low": 0.6, "high": 0.95, "n": 40}
    coded = replace(small, agreement=frame("agreement", [row]))
    assert "0.81" in section(write_report(coded, tmp_path).read_text("utf-8"), "T6b")


def test_tone_is_shown_with_its_figure_and_small_numbers_are_not_nought(
    small: Spread, tmp_path: Path
) -> None:
    part = section(write_report(small, tmp_path).read_text("utf-8"), "T8")
    assert 'alt="Tone of posts over time' in part
    assert ">0.004<" in part


def test_methods_name_the_source_of_each_new_measure(small: Spread, tmp_path: Path) -> None:
    write_report(small, tmp_path)
    text = " ".join((tmp_path / "methods.txt").read_text("utf-8").split())
    assert all(x in text for x in ("Hutto, C. J.", "Bernal, J. L.", "Coombs, W. T."))
    assert "Krippendorff" not in text
