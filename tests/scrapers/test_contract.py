"""What every scraper promises, ours and a plug-in's."""

from __future__ import annotations

import contextlib
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from threadgraph.errors import ReadError, UsageError
from threadgraph.model import posts_table
from threadgraph.scrapers import Page, Scraper, read_page, scrapers

SOURCES = Path(__file__).parent / "sources"


def pages(name: str) -> list[Page]:
    folder = SOURCES / name
    if not (folder / "expected.toml").is_file():  # said by test_fixtures
        return []
    cases = tomllib.loads((folder / "expected.toml").read_text("utf-8"))["page"]
    return [
        Page(
            c["url"],
            (folder / c["file"]).read_bytes(),
            c.get("content_type", ""),
            columns=c.get("columns"),
        )
        for c in cases
    ]


@pytest.mark.parametrize("scraper", scrapers(), ids=lambda s: s.name)
def test_its_example_is_claimed_by_it_and_by_no_other(scraper: Scraper) -> None:
    page = next(iter(pages(scraper.name)), None)
    assert page is not None, "it has no pages to try it on"
    example = Page(scraper.example, page.body, page.content_type, columns=page.columns)
    claims = sorted(((s.claims(example), s.name) for s in scrapers()), reverse=True)
    assert claims[0][1] == scraper.name
    assert claims[0][0] > claims[1][0]


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


#: What a key may hold instead of what it should.
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["\ud800", "9999-12-31T23:59:59+23:59", "99999999999999999999", "http://[", "\x00"]),
    st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=3)), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)
JSON = [
    pytest.param(s, page, id=f"{s.name}-{n}")
    for s in scrapers()
    for n, page in enumerate(pages(s.name))
    if page.looks == "json"
]


def places(value: Any) -> list[tuple[Any, Any]]:
    """Each container with each of its keys."""
    found: list[tuple[Any, Any]] = []
    stack = [value]
    while stack:
        at = stack.pop()
        pairs = list(at.items()) if isinstance(at, dict) else list(enumerate(at))
        for key, inner in pairs:
            found.append((at, key))
            if isinstance(inner, dict | list):
                stack.append(inner)
    return found


@pytest.mark.parametrize(("scraper", "page"), JSON)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_json_of_any_shape_is_read_or_refused(scraper: Scraper, page: Page, data: st.DataObject) -> None:
    lines = [page.body] if page.json is not None else page.body.splitlines()
    values = [json.loads(line) for line in lines if line.strip()]
    for _ in range(data.draw(st.integers(1, 6))):
        where = places(values)
        if not where:
            break
        container, key = data.draw(st.sampled_from(where))
        if data.draw(st.booleans()):
            container[key] = data.draw(JUNK)
        else:
            del container[key]
    broken = Page(
        page.url, b"\n".join(json.dumps(v).encode() for v in values), page.content_type, columns=page.columns
    )
    try:
        assert 0.0 <= scraper.claims(broken) <= 1.0
        posts_table(scraper.read(broken).posts)
    except (ReadError, UsageError):
        pass


CASES = [
    pytest.param(s, page, id=f"{s.name}-{n}") for s in scrapers() for n, page in enumerate(pages(s.name))
]


@pytest.mark.parametrize(("scraper", "page"), CASES)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_cut_or_damaged_is_read_or_refused(scraper: Scraper, page: Page, data: st.DataObject) -> None:
    body = bytearray(page.body[: data.draw(st.integers(1, len(page.body)))])
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
        if not body:
            return
    broken = Page(page.url, bytes(body), page.content_type, columns=page.columns)
    try:
        assert 0.0 <= scraper.claims(broken) <= 1.0
        posts_table(scraper.read(broken).posts)
    except (ReadError, UsageError):
        pass


NO_ADDRESSES = (
    b"http://[",
    b"//[::1",
    b"http://a]b/",
    b"https://x:99999999/",
    b"javascript:alert(1)",
    b"\xff",
)
MARKED_UP = [c for c in CASES if c.values[1].looks in ("html", "xml")]


@pytest.mark.parametrize(("scraper", "page"), MARKED_UP)
@pytest.mark.parametrize(
    "attribute", [b"href", b"content", b"datetime", b"src", b"id", b"rel"], ids=bytes.decode
)
def test_attribute_that_is_no_address_costs_no_page(scraper: Scraper, page: Page, attribute: bytes) -> None:
    given = re.compile(attribute + rb"""=("[^"]*"|'[^']*')""")
    for junk in NO_ADDRESSES:
        hostile = given.sub(lambda _, j=junk: attribute + b'="' + j + b'"', page.body)
        with contextlib.suppress(ReadError, UsageError):
            posts_table(scraper.read(Page(page.url, hostile, page.content_type, columns=page.columns)).posts)


def test_a_page_cut_in_the_middle_of_a_post_is_read() -> None:
    """Found by the test above: a box of one record stood in another."""
    page = next(iter(pages("phpbb")))
    body = bytearray(page.body[:1989])
    del body[37:39]
    scraper = next(s for s in scrapers() if s.name == "phpbb")
    assert scraper.read(Page(page.url, bytes(body), page.content_type)).posts
