"""Mastodon and its kin: a status and its context by the interface, pages that lead there, ActivityPub notes."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.payload import clock, dicts, name, table, text, whole
from threadgraph.scrapers.reader.text import unescaped

__all__ = ["Mastodon"]

_API = re.compile(r"^(https?://[^/]+)/api/v1/statuses/(\w+)(/context)?")
_SHOWN = re.compile(r"^(https?://[^/]+)/(?:@[^/]+|users/[^/]+/statuses|notice)/(\w+)/?$")
#: What a server gives to a stranger.
_MOST = 60
_DEEPEST = 20


class Mastodon(Scraper):
    """Statuses of Mastodon and kin with what they answer and what answers them; ActivityPub notes."""

    name = "mastodon"
    example = "https://social.example/api/v1/statuses/1001/context"
    gives = ("parents", "dates", "scores", "links")

    def claims(self, page: Page) -> float:
        if page.looks == "json":
            data = table(page.json)
            if isinstance(data.get("ancestors"), list) and isinstance(data.get("descendants"), list):
                return 0.95
            if "in_reply_to_id" in data and "account" in data:
                return 0.95
            return 0.9 if _notes(data) else 0.0
        if page.looks == "html" and _SHOWN.match(page.url):
            return 0.9 if b"initial-state" in page.body and b"astodon" in page.body else 0.0
        return 0.0

    def read(self, page: Page) -> Reading:
        if page.looks == "html":
            return _html(page)
        data = table(page.json)
        if "ancestors" in data or "descendants" in data:
            return _context(page, data)
        if "in_reply_to_id" in data:
            return _single(page, data)
        if notes := _notes(data):
            posts = [p for at, n in enumerate(notes) if (p := _note(n, page, at)) is not None]
            return Reading(posts=list({p.id: p for p in posts}.values()), trust=3)
        raise ReadError("JSON that is no status, context or note")


def _html(page: Page) -> Reading:
    """The page is drawn by scripts; the interface gives what they draw."""
    m = _SHOWN.match(page.url)
    if m is None:
        raise ReadError("a page of Mastodon that shows no status")
    api = f"{m[1]}/api/v1/statuses/{m[2]}"
    return Reading(next=[Request(api, "interface"), Request(f"{api}/context", "interface")])


def _single(page: Page, data: dict[str, Any]) -> Reading:
    post = _status(data, page, 0, None)
    if post is None:
        raise ReadError("a status without an id")
    m = _API.match(page.url)
    api = f"{m[1]}/api/v1/statuses/{text(data.get('id'))}" if m else None
    return Reading(
        posts=[post],
        next=[Request(f"{api}/context", "interface")] if api else [],
        thread_id=None if post.parent_id else post.id,
        trust=2 if post.parent_id else 4,  # its thread is only known to the context of what it answers
    )


def _context(page: Page, data: dict[str, Any]) -> Reading:
    m = _API.match(page.url)
    above, below = dicts(data.get("ancestors")), dicts(data.get("descendants"))
    focus = m[2] if m else text((below or [{}])[0].get("in_reply_to_id"))
    first = above[0] if above else {}
    root = text(first.get("in_reply_to_id")) or text(first.get("id")) or focus
    thread = f"{page.host}:{root}" if root else None
    posts = [p for at, s in enumerate([*above, *below]) if (p := _status(s, page, at, thread)) is not None]
    posts = list({p.id: p for p in posts}.values())
    answered = {text(s.get("in_reply_to_id")) for s in below}
    # where the answer ends though there is more, the context of its last statuses goes on
    ends = [
        text(s.get("id"))
        for s in below
        if (whole(s.get("replies_count")) or 0) > 0 and text(s.get("id")) not in answered
    ]
    following = []
    if m:
        api = f"{m[1]}/api/v1/statuses"
        if above and root:
            following.append(Request(f"{api}/{root}/context", "interface"))
        elif focus:
            following.append(Request(f"{api}/{focus}", "interface"))
        following += [Request(f"{api}/{i}/context", "interface") for i in ends if i]
    notes = ["a server knows only the answers that reached it"]
    if len(below) >= _MOST:
        notes.append(f"servers give strangers at most {_MOST} answers, {_DEEPEST} deep, of one status")
    return Reading(posts=posts, next=following, thread_id=thread, notes=notes, trust=4)


def _status(item: dict[str, Any], page: Page, at: int, thread: str | None) -> Post | None:
    number = text(item.get("id"))
    if not number:
        return None
    parent = text(item.get("in_reply_to_id"))
    account = table(item.get("account"))
    url = name(item.get("url")) or name(item.get("uri"))
    words, html, links = unescaped(text(item.get("content")), url or page.url)
    warning = text(item.get("spoiler_text")).strip()
    card = text(table(item.get("card")).get("url"))
    handle = name(account.get("acct"))
    home = urlsplit(page.url).hostname or ""
    return Post(
        id=f"{page.host}:{number}",
        thread_id=thread or f"{page.host}:{parent or number}",
        parent_id=f"{page.host}:{parent}" if parent and parent != number else None,
        kind="comment" if parent else "post",
        source="mastodon",
        site=page.site,
        author=name(account.get("display_name")) or handle,
        author_url=name(account.get("url")),
        author_key=f"account:{handle if '@' in handle else f'{handle}@{home}'}" if handle else None,
        **clock(item.get("created_at")),
        title=warning,
        text=words,
        html=html,
        links=(*links, card) if card.startswith("http") and card not in links else links,
        url=url,
        position=at,
        score=whole(item.get("favourites_count")),
        lang=name(item.get("language")),
        capture=page.capture,
    )


def _notes(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The notes of an ActivityPub document: one, one that was made, or those of an outbox."""
    items = [data, *dicts(data.get("orderedItems")), *dicts(data.get("items"))]
    made = [table(i.get("object")) if i.get("type") == "Create" else i for i in items]
    return [i for i in made if i.get("type") in ("Note", "Question") and "attributedTo" in i]


def _note(item: dict[str, Any], page: Page, at: int) -> Post | None:
    ident = _named(text(item.get("id")))
    if not ident:
        return None
    parent = _named(text(item.get("inReplyTo")))
    author = text(item.get("attributedTo"))
    user = author.rstrip("/").rpartition("/")[2].removeprefix("@")
    host = urlsplit(author).netloc if author.startswith("http") and "[" not in author else ""
    url = name(item.get("url")) or name(item.get("id"))
    words, html, links = unescaped(text(item.get("content")), url or page.url)
    return Post(
        id=ident,
        thread_id=parent or ident,
        parent_id=parent if parent != ident else None,
        kind="comment" if parent else "post",
        source="mastodon",
        site=ident.partition(":")[0],
        author=user or None,
        author_url=author or None,
        author_key=f"account:{user}@{host}" if user and host else None,
        **clock(item.get("published")),
        title=text(item.get("summary")),
        text=words,
        html=html,
        links=links,
        url=url,
        position=at,
        capture=page.capture,
    )


def _named(uri: str) -> str | None:
    """The name of a note: as its own server's interface has it, where its address shows that."""
    if m := re.match(r"https?://([^/]+)/users/[^/]+/statuses/(\w+)$", uri):
        return f"{m[1]}:{m[2]}"
    return uri or None
