"""Disqus: posts and thread by its interface, and the JSON that its frame holds."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from threadgraph.addresses import site_of
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.payload import clock, dicts, fate, name, table, text, whole
from threadgraph.scrapers.reader.text import unescaped

__all__ = ["Disqus", "disqus_time"]

_API = "https://disqus.com/api/3.0"
_SITE = "disqus.com"


class Disqus(Scraper):
    """Comments of Disqus: its interface (which needs a key), and its comment frame."""

    name = "disqus"
    example = "https://disqus.com/api/3.0/threads/listPosts.json?thread=501"
    gives = ("parents", "dates", "scores", "links")

    def claims(self, page: Page) -> float:
        if page.looks == "json":
            data = table(page.json)
            posts, thread = _parts(data)
            return (
                0.95
                if "code" in data and (posts or thread or isinstance(data.get("response"), list))
                else 0.0
            )
        return 0.95 if page.looks == "html" and page.holds(b"disqus-threadData") else 0.0

    def read(self, page: Page) -> Reading:
        data = table(page.json) if page.looks == "json" else _frame(page)
        if data.get("code") not in (0, None) and not isinstance(data.get("response"), list):
            raise ReadError(f"Disqus answers: {text(data.get('response'))[:100]}")
        items, about = _parts(data)
        posts = [_thread(about, page)] if about else []
        posts += [p for i in items if (p := _post(i, page, len(posts))) is not None]
        threads = {p.thread_id for p in posts}
        return Reading(
            posts=list({p.id: p for p in posts}.values()),
            next=_next(page, data, threads, bool(about)),
            stated=whole(about.get("posts")),
            thread_id=threads.pop() if len(threads) == 1 else None,
            trust=4,
        )


def _frame(page: Page) -> dict[str, Any]:
    for el in page.tree.xpath("//script[@id='disqus-threadData']"):
        try:
            return table(json.loads(el.text or ""))
        except (ValueError, RecursionError) as e:
            raise ReadError("the comments of the frame are no JSON") from e
    raise ReadError("a frame of Disqus without comments")


def _parts(data: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The posts of an answer, and what it says about their thread."""
    response = data.get("response")
    if isinstance(response, list):
        return [i for i in dicts(response) if "thread" in i and "id" in i], {}
    response = table(response)
    if "posts" in response and "thread" in response:
        return dicts(response["posts"]), table(response["thread"])
    if "thread" in response:
        return [response], {}
    return [], response if "id" in response and "link" in response else {}


def disqus_time(value: object) -> dict[str, Any]:
    """Disqus says the time in UTC, and does not say so."""
    stamp = text(value)
    return clock(f"{stamp}Z" if stamp and stamp[-1].isdigit() and "+" not in stamp else stamp)


def _thread(item: dict[str, Any], page: Page) -> Post:
    ident = f"{_SITE}:thread-{text(item.get('id')) or 'unnamed'}"
    words, html, links = unescaped(text(item.get("message")))
    link = name(item.get("link"))
    return Post(
        id=ident,
        thread_id=ident,
        kind="post",
        source="disqus",
        site=site_of(link) or _SITE,
        **_who(table(item.get("author"))),
        is_owner=True,
        **disqus_time(item.get("createdAt")),
        title=unescaped(text(item.get("clean_title")) or text(item.get("title")))[0],
        text=words,
        html=html,
        links=links,
        url=link,
        score=whole(item.get("likes")),
        capture=page.capture,
    )


def _who(author: dict[str, Any]) -> dict[str, Any]:
    user = name(author.get("username"))
    return {
        "author": name(author.get("name")) or user,
        "author_url": name(author.get("url")) or name(author.get("profileUrl")),
        "author_key": f"account:{_SITE}/{user}" if user and author.get("isAnonymous") is not True else None,
    }


def _post(item: dict[str, Any], page: Page, at: int) -> Post | None:
    number = text(item.get("id"))
    thread = item.get("thread")
    about = table(thread)
    of = text(about.get("id")) or text(thread)
    if not number or not of:
        return None
    gone = fate(item.get("isDeleted"), item.get("isSpam") is True or item.get("isApproved") is False)
    words, html, links = unescaped(text(item.get("message")) or text(item.get("raw_message")))
    above = text(item.get("parent"))
    return Post(
        id=f"{_SITE}:{number}",
        thread_id=f"{_SITE}:thread-{of}",
        parent_id=f"{_SITE}:{above}" if above and above != number else None,
        source="disqus",
        site=site_of(name(about.get("link"))) or text(item.get("forum")) or _SITE,
        **(_who(table(item.get("author"))) if gone != "deleted" else {}),
        **disqus_time(item.get("createdAt")),
        text="" if gone != "ok" else words,
        html="" if gone != "ok" else html,
        links=() if gone != "ok" else links,
        url=name(item.get("url"))
        or (f"{about['link']}#comment-{number}" if name(about.get("link")) else None),
        position=at,
        score=whole(item.get("points")) if "points" in item else whole(item.get("likes")),
        status=gone,
        capture=page.capture,
    )


def _next(page: Page, data: dict[str, Any], threads: set[str], told: bool) -> list[Request]:
    if not page.url.startswith("http") or len(threads) != 1:
        return []
    number = next(iter(threads)).rpartition("-")[2]
    ask = {"thread": number, "limit": "100", "order": "asc"}
    if page.looks == "html":  # the frame holds the first page
        return [Request(f"{_API}/threads/listPosts.json?{urlencode(ask)}", "interface")]
    query = {k: v[-1] for k, v in parse_qs(urlsplit(page.url).query).items()}
    found = []
    cursor = table(data.get("cursor"))
    if told:
        found.append(f"{_API}/threads/listPosts.json?{urlencode(ask)}")
    elif "cursor" not in query:
        found.append(f"{_API}/threads/details.json?{urlencode({'thread': number})}")
    if (cursor.get("hasNext") is True or cursor.get("more") is True) and text(cursor.get("next")):
        found.append(f"{page.url.split('?')[0]}?{urlencode(query | {'cursor': text(cursor['next'])})}")
    return [Request(u, "interface") for u in found]
