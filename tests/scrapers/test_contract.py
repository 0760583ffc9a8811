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


BODIES = {
    "page": b"<html><body><div><p>An article of some length about nothing at all.</p></div></body></html>",
    "wordpress": b'[{"id": 3, "post": 7, "parent": 0, "author_name": "Anne", "date": "2024-03-01T10:00:00", "date_gmt": "2024-03-01T09:00:00",'
    b' "link": "https://blog.example/2024/a/#comment-3", "content": {"rendered": "<p>Yes</p>"}, "type": "comment"}]',
    "feed": b'<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title><item><title>A</title><link>https://blog.example/a</link></item></channel></rss>',
    "discourse": b'{"id": 1, "title": "T", "posts_count": 1, "post_stream": {"posts": [{"id": 9, "post_number": 1, "cooked": "<p>Hi</p>"}], "stream": [9]}}',
    "hackernews": b'<html><body><table><tr class="athing" id="1"><td></td></tr></table></body></html>',
    "mbox": b"From a@b.example Fri Oct 14 08:30:00 2005\nFrom: Anne <a@b.example>\nDate: Fri, 14 Oct 2005 08:30:00 +0200\nMessage-ID: <1@b.example>\nSubject: Down\n\nIt is down.\n",
    "wxr": b'<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version></channel></rss>',
}


@pytest.mark.parametrize("scraper", scrapers(), ids=lambda s: s.name)
def test_its_own_page_is_claimed_by_it_more_than_by_any_other(scraper: Scraper) -> None:
    page = Page(scraper.example, BODIES[scraper.name])
    best = max(scrapers(), key=lambda s: s.claims(page))
    assert best.name == scraper.name


@pytest.mark.parametrize("scraper", scrapers(), ids=lambda s: s.name)
def test_its_posts_name_it_as_their_source(scraper: Scraper) -> None:
    _, reading = read_page(Page(scraper.example, BODIES[scraper.name]))
    assert {p.source for p in reading.posts} <= {scraper.name}


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
