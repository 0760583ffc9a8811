"""Disqus' export: one XML file with the threads of a site, then its posts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from threadgraph.addresses import site_of
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Scraper
from threadgraph.scrapers.disqus import disqus_time
from threadgraph.scrapers.payload import fate, name
from threadgraph.scrapers.reader.stream import elements, local
from threadgraph.scrapers.reader.text import unescaped

__all__ = ["DisqusExport"]

_ID = "{http://disqus.com/disqus-internals}id"


class DisqusExport(Scraper):
    """An export file of a site's comments on Disqus, of any size."""

    name = "disqus_export"
    example = "file:///exports/blog-disqus-all.xml"
    gives = ("parents", "dates", "links")
    streams = True

    def claims(self, page: Page) -> float:
        head = page.body[:3000]
        return 0.97 if page.looks == "xml" and b"<disqus" in head and b"disqus-internals" in head else 0.0

    def read(self, page: Page) -> Reading:
        return Reading(posts=_posts(page), trust=4)


def _inner(el: Any) -> dict[str, Any]:
    return {local(c): c for c in el if isinstance(c.tag, str)}


def _said(parts: dict[str, Any], key: str) -> str:
    return (parts[key].text or "").strip() if key in parts else ""


def _posts(page: Page) -> Iterator[Post]:
    places: dict[str, str] = {}
    at = 0
    with page.stream() as stream:
        for el in elements(stream, "thread", "post"):
            number = el.get(_ID) or ""
            up = el.getparent()
            # a thread is also what a post names inside itself
            if not number or up is None or local(up) != "disqus":
                continue
            parts = _inner(el)
            if local(el) == "thread":
                places[number] = _said(parts, "link")
                if len(parts) > 1:
                    yield _thread(number, parts, page)
                continue
            at += 1
            yield _post(number, parts, places, page, at)


def _who(parts: dict[str, Any]) -> dict[str, Any]:
    author = _inner(parts["author"]) if "author" in parts else {}
    user = _said(author, "username")
    anonymous = _said(author, "isAnonymous") == "true"
    return {
        "author": name(_said(author, "name")) or user or None,
        "author_key": f"account:disqus.com/{user}" if user and not anonymous else None,
    }


def _thread(number: str, parts: dict[str, Any], page: Page) -> Post:
    link = _said(parts, "link")
    words, html, links = unescaped(_said(parts, "message"), link)
    return Post(
        id=f"disqus.com:thread-{number}",
        thread_id=f"disqus.com:thread-{number}",
        kind="post",
        source="disqus_export",
        site=site_of(link) or "disqus.com",
        **_who(parts),
        is_owner=True,
        **disqus_time(_said(parts, "createdAt")),
        title=unescaped(_said(parts, "title"))[0],
        text=words,
        html=html,
        links=links,
        url=link or None,
        status=fate(_said(parts, "isDeleted") == "true"),
        capture=page.capture,
    )


def _post(number: str, parts: dict[str, Any], places: dict[str, str], page: Page, at: int) -> Post:
    thread = parts["thread"].get(_ID) if "thread" in parts else None
    above = parts["parent"].get(_ID) if "parent" in parts else None
    link = places.get(thread or "", "")
    gone = fate(_said(parts, "isDeleted") == "true", _said(parts, "isSpam") == "true")
    words, html, links = unescaped(_said(parts, "message"), link)
    return Post(
        id=f"disqus.com:{number}",
        thread_id=f"disqus.com:thread-{thread or 'unnamed'}",
        parent_id=f"disqus.com:{above}" if above and above != number else None,
        source="disqus_export",
        site=site_of(link) or "disqus.com",
        **_who(parts),
        **disqus_time(_said(parts, "createdAt")),
        text="" if gone != "ok" else words,
        html="" if gone != "ok" else html,
        links=() if gone != "ok" else links,
        url=f"{link}#comment-{number}" if link else None,
        position=min(at, 2**31 - 1),
        status=gone,
        capture=page.capture,
    )
