"""Discourse: topics by its JSON interface; a topic's page asks for its JSON, and often holds it."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.page import read_html
from threadgraph.scrapers.payload import clock, dicts, name, table, text, whole
from threadgraph.scrapers.reader.markup import Markup
from threadgraph.scrapers.reader.text import unescaped

__all__ = ["Discourse"]

_TOPIC = re.compile(r"/t/(?:[^/]+/)?(\d+)")
_STORED = re.compile(r"""PreloadStore\.store\(\s*["']topic_\d+["']\s*,\s*(?=\{)""")
#: What is shown to those without scripts.
_CRAWLED = (
    Markup(
        "discourse-crawler",
        "div.topic-body.crawler-post, div.crawler-post",
        ".post[itemprop='articleBody'], .post[itemprop='text'], .post",
        ".creator [itemprop='name'], [itemprop='author'] [itemprop='name']",
        "time[itemprop='datePublished'], meta[itemprop='datePublished'], time.post-time, time",
        forum=True,
    ),
)
_BATCH = 20
_SMALL_ACTION = 3


class Discourse(Scraper):
    """Topics of a Discourse forum, by its JSON interface."""

    name = "discourse"
    example = "https://forum.example/t/welcome/1.json"
    gives = ("parents", "dates", "scores", "links")

    def claims(self, page: Page) -> float:
        if page.looks == "json":
            known = isinstance(table(page.json).get("post_stream"), dict) or _loose(page.json)
            return 0.95 if known else 0.9 if _listed(page) else 0.0
        if page.looks == "html" and b"discourse" in page.body[:6000].lower() and _TOPIC.search(page.path):
            return 0.85
        return 0.0

    def read(self, page: Page) -> Reading:
        if page.looks != "json":
            return _html(page)
        if loose := _loose(page.json):
            posts = [
                p for i in loose if (p := _post(i, page, _thread(page, i.get("topic_id")), "")) is not None
            ]
            return Reading(posts=posts, trust=4)
        if topics := _listed(page):
            return Reading(next=topics)
        return _topic(page, table(page.json))


def _listed(page: Page) -> list[Request]:
    """The topics of a list: the latest, the best, those of a category."""
    topics = dicts(table(table(page.json).get("topic_list")).get("topics"))
    numbers = [n for t in topics if "posts_count" in t and (n := whole(t.get("id"))) is not None]
    root = re.match(r"https?://[^/]+(?:/.*?)?(?=/(?:c|latest|top|hot|new|tags?|topics|t)\b)", page.url)
    return [Request(f"{root[0]}/t/{n}.json", "page") for n in numbers] if root else []


def _loose(data: Any) -> list[dict[str, Any]]:
    """Single posts, the latest posts, or the replies to a post: each names its topic."""
    found = dicts(table(data).get("latest_posts")) or dicts(data) or dicts([data])
    return [i for i in found if "cooked" in i and "post_number" in i and "topic_id" in i]


def _thread(page: Page, number: object) -> str:
    return f"{page.host}/t/{text(number)}"


def _root(page: Page) -> str:
    """The address of the forum, which may lie in a folder."""
    parts = urlsplit(page.url)
    folder = re.match(r"^(.*?)/(?:t|posts)(?:/|\.json)", parts.path)
    return f"{parts.scheme}://{parts.netloc}{folder[1] if folder else ''}"


def _html(page: Page) -> Reading:
    """A topic's page: the JSON that it holds for its own scripts, else what crawlers get."""
    number = _TOPIC.search(page.path)
    if number is None:
        return read_html(page, "discourse", markups=_CRAWLED, forum=True)
    interface = Request(f"{_root(page)}/t/{number[1]}.json", "interface")
    if topic := _embedded(page, number[1]):
        reading = _topic(page, topic)
        reading.next = [interface, *reading.next]
        return reading
    thread = _thread(page, number[1])
    posts = []
    for i, p in enumerate(read_html(page, "discourse", markups=_CRAWLED, forum=True).posts):
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
    return Reading(posts=posts, thread_id=thread, next=[interface])


def _embedded(page: Page, number: str) -> dict[str, Any]:
    """The topic in ``data-preloaded``, or in the script calls of earlier versions."""
    el = next(iter(page.tree.xpath("//*[@data-preloaded]")), None)
    try:
        if el is not None:
            store = table(json.loads(el.get("data-preloaded")))
            held = store.get(f"topic_{number}")
            topic = table(json.loads(held) if isinstance(held, str) else held)
        elif m := _STORED.search(page.text):
            topic = table(json.JSONDecoder().raw_decode(page.text, m.end())[0])
        else:
            return {}
    except (ValueError, RecursionError):
        return {}
    return topic if dicts(table(topic.get("post_stream")).get("posts")) else {}


def _topic(page: Page, data: dict[str, Any]) -> Reading:
    stream = table(data.get("post_stream"))
    items = stream.get("posts")
    if not isinstance(items, list):
        raise ReadError("a topic without posts")
    held = dicts(items)
    number = whole(data.get("id")) or next((n for i in held if (n := whole(i.get("topic_id")))), None)
    if number is None:
        raise ReadError("posts of a topic that has no number")
    thread = _thread(page, number)
    title = text(data.get("title"))
    posts = [p for i in held if (p := _post(i, page, thread, title)) is not None]
    ids = {whole(i.get("id")) for i in held}
    whole_stream = stream.get("stream") if isinstance(stream.get("stream"), list) else []
    missing = [n for i in whole_stream or [] if (n := whole(i)) is not None and n not in ids]
    root = f"{_root(page)}/t/{number}/posts.json"
    following = [
        Request(f"{root}?{urlencode([('post_ids[]', i) for i in missing[at : at + _BATCH]])}", "interface")
        for at in range(0, len(missing), _BATCH)
        if root.startswith("http")
    ]
    count = whole(data.get("posts_count"))
    return Reading(
        posts=posts, next=following, stated=count - 1 if count else None, thread_id=thread, trust=4
    )


def _post(item: dict[str, Any], page: Page, thread: str, title: str) -> Post | None:
    number = whole(item.get("post_number"))
    if number is None or not 0 < number < 2**31:
        return None
    words, html, links = unescaped(text(item.get("cooked")) or text(item.get("raw")), page.url)
    parent = whole(item.get("reply_to_post_number"))
    user = name(item.get("username"))
    likes = next((a.get("count") for a in dicts(item.get("actions_summary")) if a.get("id") == 2), None)
    gone = bool(item.get("deleted_at") or item.get("user_deleted"))
    hidden = bool(item.get("hidden"))
    root = _root(page)
    return Post(
        id=f"{thread}#post_{number}",
        thread_id=thread,
        parent_id=f"{thread}#post_{parent}" if parent and parent != number else None,
        kind="post" if number == 1 else "notice" if item.get("post_type") == _SMALL_ACTION else "comment",
        source="discourse",
        site=page.site,
        author=user or name(item.get("name")),
        author_url=f"{root}/u/{user}" if user else None,
        author_key=f"account:{page.host}/{user}" if user else None,
        **clock(item.get("created_at")),
        title=title if number == 1 else "",
        text="" if gone else words,
        html="" if gone else html,
        links=() if gone else links,
        url=f"{root}/t/{thread.rpartition('/')[2]}/{number}",
        position=number - 1,
        score=whole(likes),
        status="deleted" if gone else "removed" if hidden and not words else "ok",
        capture=page.capture,
    )
