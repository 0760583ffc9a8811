"""WordPress exports (WXR): every post of a blog with its comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from threadgraph.addresses import host_of, site_of, thread_of
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Scraper
from threadgraph.scrapers.page import fingerprint
from threadgraph.scrapers.reader.dates import Moment, machine_date
from threadgraph.scrapers.reader.stream import elements, local
from threadgraph.scrapers.reader.text import unescaped

__all__ = ["Wxr"]


class Wxr(Scraper):
    """An export file of a WordPress blog; it streams, one post at a time."""

    name = "wxr"
    example = "file:///exports/blog.wordpress.xml"
    gives = ("parents", "dates", "links", "owner")
    streams = True

    def claims(self, page: Page) -> float:
        return 0.99 if page.looks == "xml" and b"wordpress.org/export/" in page.body[:8000] else 0.0

    def read(self, page: Page) -> Reading:
        return Reading(posts=_posts(page), trust=4)


def _posts(page: Page) -> Iterator[Post]:
    names: dict[str, str] = {}
    with page.stream() as stream:
        for el in elements(stream, "author", "item"):
            if local(el) == "item":
                yield from _item(el, page, names)
            elif login := _get(el, "author_login"):
                names[login] = _get(el, "author_display_name")


def _get(el: Any, name: str) -> str:
    for child in el:
        if local(child) == name:
            return (child.text or "").strip()
    return ""


def _time(el: Any, kind: str, page: Page) -> Moment | None:
    gmt = _get(el, f"{kind}_date_gmt")
    if gmt and not gmt.startswith("0000"):
        return machine_date(gmt.replace(" ", "T") + "Z")
    return machine_date(_get(el, f"{kind}_date").replace(" ", "T"), page.zone)


def _item(el: Any, page: Page, names: dict[str, str]) -> Iterator[Post]:
    if _get(el, "post_type") not in ("post", "page") or _get(el, "status") not in ("publish", ""):
        return
    link = _get(el, "link") or _get(el, "guid")
    host, site = host_of(link) or page.host, site_of(link)
    thread = thread_of(link) if link else ""
    if not thread:  # an item that was cut
        thread = f"{page.host}/{fingerprint(_get(el, 'post_id'), _get(el, 'title'), _get(el, 'post_date'))}"
    login = _get(el, "creator")
    body = next(
        (c.text or "" for c in el if isinstance(c.tag, str) and c.tag.endswith("content/}encoded")), ""
    )
    text, html, links = unescaped(_paragraphs(body), link)
    moment = _time(el, "post", page)
    common: dict[str, Any] = {"thread_id": thread, "source": "wxr", "site": site, "capture": page.capture}
    yield Post(
        **common,
        id=thread,
        kind="post",
        author=names.get(login) or login or None,
        is_owner=True,
        **_when(moment, _get(el, "post_date")),
        title=unescaped(_get(el, "title"))[0],
        text=text,
        html=html,
        links=links,
        url=link,
    )
    comments = [c for c in el if local(c) == "comment"]
    for at, c in enumerate(comments, 1):
        approved = _get(c, "comment_approved")
        if approved in ("spam", "trash", "post-trashed"):
            continue
        number, parent, kind = _get(c, "comment_id"), _get(c, "comment_parent"), _get(c, "comment_type")
        mail = _get(c, "comment_author_email").lower()
        words, safe, found = unescaped(_paragraphs(_get(c, "comment_content")), link)
        yield Post(
            **common,
            id=f"{host}:comment-{number}",
            parent_id=f"{host}:comment-{parent}" if parent not in ("", "0") else None,
            kind="trackback" if kind in ("pingback", "trackback") else "comment",
            author=unescaped(_get(c, "comment_author"))[0] or None,
            author_url=_get(c, "comment_author_url") or None,
            author_key=f"email:{sha256(mail.encode()).hexdigest()[:32]}" if "@" in mail else None,
            is_owner=True if _get(c, "comment_user_id") not in ("", "0") else None,
            **_when(_time(c, "comment", page), _get(c, "comment_date")),
            text=words,
            html=safe,
            links=found,
            url=f"{link}#comment-{number}",
            position=at,
            status="ok" if approved == "1" else "removed",
        )


def _when(moment: Moment | None, printed: str) -> dict[str, Any]:
    if moment is None:
        return {"published_text": printed or None}
    return {"published": moment.when, "published_text": printed, "precision": "second", "zone": moment.zone}


def _paragraphs(markup: str) -> str:
    """Line breaks as WordPress makes them of what was typed."""
    if re.search(r"<(?:p|br|div|ul|ol|blockquote)\b", markup, re.I):
        return re.sub(r"\n{2,}", "<p>", markup)
    return re.sub(r"\n", "<br>", re.sub(r"\n{2,}", "<p>", markup))
