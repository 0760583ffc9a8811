"""Isso: the comments of a page by its server's interface; a page with Isso on it leads there."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from threadgraph.addresses import joined, site_of, thread_of
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.page import read_html
from threadgraph.scrapers.payload import clock, dicts, name, table, text, whole
from threadgraph.scrapers.reader.text import unescaped

__all__ = ["Isso"]

_DELETED, _PENDING = 4, 2


class Isso(Scraper):
    """Comments kept by an Isso server, and pages that show them."""

    name = "isso"
    example = "https://comments.blog.example/?uri=/attack/"
    gives = ("parents", "dates", "scores", "links")

    def claims(self, page: Page) -> float:
        if page.looks == "json":
            data = table(page.json)
            return 0.95 if "replies" in data and "hidden_replies" in data else 0.0
        if page.looks == "html":
            return 0.92 if page.holds(b"data-isso=") or page.holds(b"isso-thread") else 0.0
        return 0.0

    def read(self, page: Page) -> Reading:
        return _json(page) if page.looks == "json" else _html(page)


def _html(page: Page) -> Reading:
    """The page holds the opening post; scripts fetch the comments."""
    reading = read_html(page, "isso")
    script = next(iter(page.tree.xpath("//script[@data-isso]")), None)
    section = next(iter(page.tree.xpath("//*[@id='isso-thread']")), None)
    if script is None or not page.url.startswith("http"):
        return reading
    server = joined(page.url, (script.get("data-isso") or "/").rstrip("/") + "/")
    uri = (section.get("data-isso-id") if section is not None else None) or page.path
    reading.next.append(
        Request(f"{server}?uri={quote(uri, safe='')}#page={quote(page.url, safe='')}", "interface")
    )
    return reading


def _json(page: Page) -> Reading:
    data = table(page.json)
    parts = urlsplit(page.url)
    query = {k: v[-1] for k, v in parse_qs(parts.query).items()}
    uri = query.get("uri", "/")
    # the server knows a page by its path alone; the page that led here said where it stands
    shown = parse_qs(parts.fragment).get("page", [""])[0]
    if not shown:
        shown = (
            uri
            if uri.startswith("http")
            else f"{parts.scheme}://{parts.netloc}{uri}"
            if parts.netloc
            else f"http://isso{uri}"
        )
    thread = thread_of(shown)
    found: list[Post] = []
    following = []
    hidden = 0
    stack: list[tuple[dict[str, Any], int | None]] = [(data, whole(data.get("id")))]
    while stack:
        item, above = stack.pop()
        if item is not data:
            post = _post(item, above, thread, shown, page, len(found))
            if post is not None:
                found.append(post)
        number = whole(item.get("id"))
        if left := whole(item.get("hidden_replies")):
            hidden += left
            ask: dict[str, Any] = (
                {"uri": uri, "nested_limit": 10_000} if number is None else {"uri": uri, "parent": number}
            )
            tail = f"#{parts.fragment}" if parts.fragment else ""
            if parts.netloc and not query.keys() >= ask.keys():
                following.append(
                    Request(
                        f"{parts.scheme}://{parts.netloc}{parts.path}?{urlencode(ask)}{tail}", "interface"
                    )
                )
        stack.extend((r, number) for r in reversed(dicts(item.get("replies"))))
    posts = list({p.id: p for p in found}.values())
    total = whole(data.get("total_replies"))
    tops = dicts(data.get("replies"))
    if total is not None and total == len(tops) + (whole(data.get("hidden_replies")) or 0):
        total += sum(whole(r.get("total_replies")) or 0 for r in tops)  # early versions count the first level
    return Reading(
        posts=posts,
        next=following,
        stated=total if whole(data.get("id")) is None else None,
        thread_id=thread,
        notes=["Isso files an answer to an answer under the first comment"],
        trust=4,
    )


def _post(
    item: dict[str, Any], above: int | None, thread: str, shown: str, page: Page, at: int
) -> Post | None:
    number = whole(item.get("id"))
    if number is None:
        return None
    parent = whole(item.get("parent"))
    parent = above if parent is None else parent
    mode = whole(item.get("mode"))
    words, html, links = unescaped(text(item.get("text")), shown)
    likes, dislikes = whole(item.get("likes")), whole(item.get("dislikes"))
    digest = text(item.get("hash"))
    return Post(
        id=f"{thread}#isso-{number}",
        thread_id=thread,
        parent_id=f"{thread}#isso-{parent}" if parent is not None and parent != number else None,
        source="isso",
        site=site_of(shown) or page.site,
        author=name(item.get("author")),
        author_url=name(item.get("website")),
        author_key=f"isso:{digest}" if digest else None,
        **clock(item.get("created")),
        text=words,
        html=html,
        links=links,
        url=f"{unquote(shown).split('#')[0]}#isso-{number}",
        position=at + 1,
        score=likes - (dislikes or 0) if likes is not None else None,
        status="deleted" if mode == _DELETED else "removed" if mode == _PENDING else "ok",
        capture=page.capture,
    )
