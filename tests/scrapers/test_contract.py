"""What every scraper promises, ours and a plug-in's."""

from __future__ import annotations

import pytest

from threadgraph.errors import ReadError
from threadgraph.scrapers import Page, Scraper, read_page, scrapers


@pytest.mark.parametrize("scraper", scrapers(), ids=lambda s: s.name)
def test_a_scraper_says_what_it_is(scraper: Scraper) -> None:
    assert scraper.name == scraper.name.lower()
    assert "://" in scraper.example
    assert (scraper.__doc__ or "").strip()
    assert set(scraper.gives) <= {"parents", "dates", "scores", "owner", "links"}


def test_names_and_descriptions_are_unique() -> None:
    found = scrapers()
    assert len({s.name for s in found}) == len(found)
    assert len({s.__doc__ for s in found}) == len(found)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "binary"),
        (b"%PDF-1.4\n\x00\x01", "binary"),
        (b"PK\x03\x04aaaa", "compressed"),
    ],
)
def test_what_is_no_page_is_refused_with_the_reason(body: bytes, why: str) -> None:
    with pytest.raises(ReadError, match=why):
        read_page(Page("https://a.example/x", body))
