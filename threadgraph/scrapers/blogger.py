"""Blogger: its classic pages of 2005, those of today, and its comments as feeds, in Atom and in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from threadgraph.addresses import absolute, site_of, thread_of
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request
from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.page import read_html
from threadgraph.scrapers.payload import dicts, name, table, text
from threadgraph.scrapers.reader.dates import machine_date
from threadgraph.scrapers.reader.markup import Markup
from threadgraph.scrapers.reader.text import unescaped

__all__ = ["Blogger"]

_MOST = 500
_COMMENT_FEED = re.compile(
    r"/feeds/\d+/comments/(?:default|full|summary)|/feeds/comments/(?:default|full|summary)"
)


class Blogger(Engine):
    """Posts and comments of a Blogger blog, by page or by feed."""

    name = "blogger"
    example = "https://anne.blogspot.com/2005/10/panne.html"
    gives = ("parents", "dates", "links", "owner")
    generators = ("blogger",)
    hosts = ("blogspot.com",)
    marks = (b"www.blogger.com/static", b"www.blogger.com/comment", b"blogger.com/feeds/", b'id="blogger-')
    markups = (
        Markup(
            "blogger-classic",
            "dl#comments-block > dt, dl.comments-block > dt, #comments-block > dt",
            "dd.comment-body, dd:nth-of-type(1)",
            "a[rel='nofollow'], a:not([name]), span",
            "dd.comment-timestamp, .comment-timestamp, .comment-footer",
            extent="head",
            drop=".comment-timestamp, .comment-footer, .comment-delete, .item-control",
        ),
        Markup(
            "blogger",
            ".comment-thread li.comment, #comment-holder li.comment",
            ".comment-content",
            "cite.user a, cite.user",
            ".datetime a, .datetime",
            drop=".comment-actions",
        ),
    )

    def claims(self, page: Page) -> float:
        if page.looks == "json":
            return 0.9 if _entries(page.json) else 0.0
        return super().claims(page)

    def read(self, page: Page) -> Reading:
        if page.looks == "json":
            return _feed(page)
        reading = read_html(page, self.name, markups=self.markups)
        if feed := _named_feed(page):
            reading.next.append(Request(feed, "feed"))
        return reading


def _entries(data: Any) -> list[dict[str, Any]]:
    return [e for e in dicts(table(table(data).get("feed")).get("entry")) if table(e.get("id")).get("$t")]


def _named_feed(page: Page) -> str | None:
    """The feed of this post's comments, with as many as it gives."""
    for link in page.tree.iter("link"):
        href = link.get("href") or ""
        if "alternate" in (link.get("rel") or "") and re.search(r"/feeds/\d+/comments/default", href):
            plain = absolute(page.url, href.split("?")[0])
            return f"{plain}?max-results={_MOST}" if plain else None
    return None


def _feed(page: Page) -> Reading:
    """A feed in JSON (``?alt=json``), as the Blogger data interface of 2007 gives it."""
    feed = table(table(page.json).get("feed"))
    entries = _entries(page.json)
    if not entries:
        raise ReadError("JSON that is no feed of a blog")
    posts = [p for at, e in enumerate(entries) if (p := _post(e, page, at)) is not None]
    total = text(table(feed.get("openSearch$totalResults")).get("$t"))
    threads = {p.thread_id for p in posts}
    reading = Reading(posts=posts, trust=4)
    if _COMMENT_FEED.search(page.url) and len(threads) == 1:
        reading.thread_id = threads.pop()
        reading.stated = int(total) if total.isdigit() else None
    following = next((text(x.get("href")) for x in dicts(feed.get("link")) if x.get("rel") == "next"), "")
    if following and (href := absolute(page.url, following)):
        reading.next.append(Request(href, "feed"))
    return reading


def _links(entry: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for x in dicts(entry.get("link")):
        yield text(x.get("rel")), text(x.get("href")), text(x.get("type"))


def _post(entry: dict[str, Any], page: Page, at: int) -> Post | None:
    number = re.search(r"(?:post-|comments/)(\d+)$", text(table(entry.get("id")).get("$t")))
    alternate = next((h for rel, h, _ in _links(entry) if rel == "alternate" and h), "")
    href = absolute(page.url, alternate) if alternate else None
    if number is None or not href:
        return None
    answered = table(entry.get("thr$in-reply-to"))
    comment = bool(answered) or "showComment=" in href
    entry_url = absolute(page.url, text(answered.get("href")) or href) or href
    thread = thread_of(re.split(r"#|\?showComment", entry_url)[0])
    if not thread:
        return None
    related = next((h for rel, h, _ in _links(entry) if rel == "related"), "")
    above = re.search(r"/(\d+)(?:[?#]|$)", related)
    author = next(iter(dicts(entry.get("author"))), {})
    moment = machine_date(text(table(entry.get("published")).get("$t")))
    body, html, links = unescaped(text(table(entry.get("content") or entry.get("summary")).get("$t")), href)
    return Post(
        id=f"{thread}#c{number[1]}" if comment else thread,
        thread_id=thread,
        parent_id=f"{thread}#c{above[1]}" if comment and above else None,
        kind="comment" if comment else "post",
        source="blogger",
        site=site_of(href) or page.site,
        author=name(table(author.get("name")).get("$t")),
        author_url=name(table(author.get("uri")).get("$t")),
        is_owner=None if comment else True,
        published=moment.when if moment else None,
        published_text=text(table(entry.get("published")).get("$t")) or None,
        precision=moment.precision if moment else "unknown",
        zone=moment.zone if moment else None,
        title="" if comment else text(table(entry.get("title")).get("$t")),
        text=body,
        html=html,
        links=links,
        url=href,
        position=at,
        capture=page.capture,
    )
