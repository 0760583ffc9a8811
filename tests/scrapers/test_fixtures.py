"""Every scraper reads the pages in its folder of `sources` as its table of expectations says."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from threadgraph.scrapers import Page, Scraper, scrapers

SOURCES = Path(__file__).parent / "sources"
#: What a post is expected to lack where the table is silent.
SILENT = ("parent_id",)


def cases() -> Iterator[Any]:
    for folder in sorted(SOURCES.iterdir()):
        for case in tomllib.loads((folder / "expected.toml").read_text("utf-8"))["page"]:
            yield pytest.param(folder.name, case, id=f"{folder.name}/{case['file']}")


def page_of(folder: str, case: dict[str, Any]) -> Page:
    fetched = case.get("fetched")
    return Page(
        case["url"],
        (SOURCES / folder / case["file"]).read_bytes(),
        content_type=case.get("content_type", ""),
        fetched=fetched.astimezone(UTC) if fetched else None,
        zone=case.get("zone", "UTC"),
        columns=case.get("columns"),
    )


def scraper_named(name: str) -> Scraper:
    return next(s for s in scrapers() if s.name == name)


@pytest.mark.parametrize("scraper", scrapers(), ids=lambda s: s.name)
def test_it_has_a_folder_of_pages(scraper: Scraper) -> None:
    assert (SOURCES / scraper.name / "expected.toml").is_file()


@pytest.mark.parametrize(("name", "case"), list(cases()))
def test_a_page_is_claimed_by_its_scraper_and_by_no_other(name: str, case: dict[str, Any]) -> None:
    page = page_of(name, case)
    claims = sorted(((s.claims(page), s.name) for s in scrapers()), reverse=True)
    assert claims[0][1] == name
    assert claims[0][0] > claims[1][0]


@pytest.mark.parametrize(("name", "case"), list(cases()))
def test_the_posts_are_those_of_the_table(name: str, case: dict[str, Any]) -> None:
    reading = scraper_named(name).read(page_of(name, case))
    posts = list(reading.posts)
    wanted = case.get("post", [])
    found = [
        {key: _plain(getattr(p, key)) for key in {*row, *SILENT}}
        for p, row in zip(posts, wanted, strict=False)
    ]
    assert found == [dict.fromkeys(SILENT) | row for row in wanted]
    assert [p.id for p in posts[len(wanted) :]] == []
    for key in ("thread_id", "stated"):
        if key in case:
            assert getattr(reading, key) == case[key]
    if "next" in case:
        assert sorted(r.url for r in reading.next) == case["next"]
    if "notes" in case:
        assert len(reading.notes) == case["notes"]


@pytest.mark.parametrize(("name", "case"), list(cases()))
def test_a_page_read_twice_gives_the_same(name: str, case: dict[str, Any]) -> None:
    first, second = (list(scraper_named(name).read(page_of(name, case)).posts) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(("name", "case"), list(cases()))
def test_the_posts_keep_together(name: str, case: dict[str, Any]) -> None:
    posts = list(scraper_named(name).read(page_of(name, case)).posts)
    ids = [p.id for p in posts]
    assert len(set(ids)) == len(ids)
    assert {p.source for p in posts} <= {name}
    assert all(p.published is None or p.published.tzinfo is not None for p in posts)
    assert all(p.parent_id != p.id for p in posts)
    missing = {p.parent_id for p in posts if p.parent_id} - set(ids)
    assert missing == set(case.get("missing", []))


def _plain(value: Any) -> Any:
    return (
        list(value)
        if isinstance(value, tuple)
        else value.astimezone(UTC)
        if isinstance(value, datetime)
        else value
    )
