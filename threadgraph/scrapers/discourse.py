"""Discourse: topics by its JSON interface; a topic's page asks for its JSON."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.page import read_html
from threadgraph.scrapers.reader.dates import machine_date
from threadgraph.scrapers.reader.text import unescaped

__all__ = ["Discourse"]

_TOPIC = re.compile(r"/t/(?:[^/]+/)?(\d+)")
_BATCH = 20


class Discourse(Scraper):
    """Topics of a Discourse forum, by its JSON interface."""

    name = "discourse"
    example = "https://forum.example/t/welcome/1.json"
    gives = ("parents", "dates", "scores", "links")

    def claims(self, page: Page) -> float:
        if page.looks == "json" and isinstance(page.json, dict):
            return 0.95 if isinstance(page.json.get("post_stream"), dict) else 0.0
        if page.looks == "html" and b"discourse" in page.body[:6000].lower() and _TOPIC.search(page.path):
            return 0.85
        return 0.0

    def read(self, page: Page) -> Reading:
        return _topic(page) if page.looks == "json" else _html(page)


def _html(page: Page) -> Reading:
    """The page that crawlers get; its topic's JSON holds the same posts and more."""
    number = _TOPIC.search(page.path)
    if number is None:
        return read_html(page, "discourse")
    thread = f"{page.host}/t/{number[1]}"
    reading = read_html(page, "discourse")
    prefix = re.match(r"^(.*?)/t/", page.path)
    parts = urlsplit(page.url)
    interface = f"{parts.scheme}://{parts.netloc}{prefix[1] if prefix else ''}/t/{number[1]}.json"
    posts = []
    for i, p in enumerate(reading.posts):
        m = re.search(r"post_(\d+)$", p.id)
        if m is None and p.url and p.url != page.url:
            m = re.search(r"/t/(?:[^/]+/)?\d+/(\d+)$", p.url)
        n = m[1] if m else str(i + 1) if "page=" not in page.url else None
        if n is not None:
            posts.append(
                Post.from_dict(
                    p.to_dict()
                    | {
                        "id": f"{thread}#post_{n}",
                        "thread_id": thread,
                        "kind": "post" if n == "1" else "comment",
                    }
                )
            )
    return Reading(posts=posts, thread_id=thread, next=[Request(interface, "interface")])


def _topic(page: Page) -> Reading:
    data = page.json
    stream = data["post_stream"]
    items = stream.get("posts")
    if not isinstance(items, list):
        raise ReadError("a topic without posts")
    number = data.get("id") or next((i.get("topic_id") for i in items if isinstance(i, dict)), None)
    thread = f"{page.host}/t/{number}"
    posts = [
        p
        for i in items
        if isinstance(i, dict) and (p := _post(i, page, thread, str(data.get("title") or ""))) is not None
    ]
    held = {i.get("id") for i in items if isinstance(i, dict)}
    missing = [i for i in stream.get("stream") or [] if i not in held]
    parts = urlsplit(page.url)
    prefix = re.match(r"^(.*?)/t/", parts.path)
    root = f"{parts.scheme}://{parts.netloc}{prefix[1] if prefix else ''}/t/{number}/posts.json"
    following = [
        Request(f"{root}?{urlencode([('post_ids[]', i) for i in missing[at : at + _BATCH]])}", "interface")
        for at in range(0, len(missing), _BATCH)
        if parts.scheme in ("http", "https")
    ]
    count = data.get("posts_count")
    return Reading(
        posts=posts,
        next=following,
        stated=count - 1 if isinstance(count, int) and count else None,
        thread_id=thread,
        trust=4,
    )


def _post(item: dict[str, Any], page: Page, thread: str, title: str) -> Post | None:
    number = item.get("post_number")
    if not isinstance(number, int):
        return None
    text, html, links = unescaped(str(item.get("cooked") or item.get("raw") or ""), page.url)
    moment = machine_date(str(item.get("created_at") or ""))
    parent = item.get("reply_to_post_number")
    user = str(item.get("username") or "")
    likes = next(
        (
            a.get("count")
            for a in item.get("actions_summary") or []
            if isinstance(a, dict) and a.get("id") == 2
        ),
        None,
    )
    gone = bool(item.get("deleted_at") or item.get("user_deleted"))
    parts = urlsplit(page.url)
    root = f"{parts.scheme}://{parts.netloc}"
    return Post(
        id=f"{thread}#post_{number}",
        thread_id=thread,
        parent_id=f"{thread}#post_{parent}" if isinstance(parent, int) else None,
        kind="post" if number == 1 else "comment",
        source="discourse",
        site=page.site,
        author=str(item.get("name") or "").strip() or user or None,
        author_url=f"{root}/u/{user}" if user else None,
        author_key=f"account:{page.host}/{user}" if user else None,
        published=moment.when if moment else None,
        published_text=item.get("created_at"),
        precision="second" if moment else "unknown",
        zone="stated" if moment else None,
        title=title if number == 1 else "",
        text="" if gone else text,
        html="" if gone else html,
        links=links,
        url=f"{root}/t/{thread.rpartition('/')[2]}/{number}",
        position=number - 1,
        score=likes if isinstance(likes, int) else None,
        status="deleted" if gone else "ok",
        capture=page.capture,
    )
