"""Lemmy: a post and the list of its comments by the interface, whose paths name the parents."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from threadgraph.addresses import host_of
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.payload import clock, dicts, fate, markdown, name, table, text, web_links, whole

__all__ = ["Lemmy"]

_LIMIT = 50
_SHOWN = re.compile(r"^(https?://[^/]+)/post/(\d+)")


class Lemmy(Scraper):
    """Posts of Lemmy communities and their comments."""

    name = "lemmy"
    example = "https://lemmy.example/api/v3/comment/list?post_id=7"
    gives = ("parents", "dates", "scores", "links", "owner")

    def claims(self, page: Page) -> float:
        if page.looks == "json":
            return 0.95 if _posts(page.json) or _comments(page.json) or _empty(page) else 0.0
        if page.looks == "html" and _SHOWN.match(page.url):
            return 0.9 if b"window.isoData" in page.body or b"window.lemmyConfig" in page.body else 0.0
        return 0.0

    def read(self, page: Page) -> Reading:
        if page.looks == "html":
            m = _SHOWN.match(page.url)
            if m is None:
                raise ReadError("a page of Lemmy that shows no post")
            return Reading(next=_ways(m[1], m[2]))
        return _api(page)


def _posts(data: Any) -> list[dict[str, Any]]:
    data = table(data)
    views = [table(data.get("post_view")), *dicts(data.get("posts"))]
    return [v for v in views if "community_id" in table(v.get("post"))]


def _comments(data: Any) -> list[dict[str, Any]]:
    data = table(data)
    views = [table(data.get("comment_view")), *dicts(data.get("comments"))]
    return [v for v in views if "path" in table(v.get("comment"))]


def _empty(page: Page) -> bool:
    return (
        "/api/v" in page.path
        and page.path.endswith("/comment/list")
        and table(page.json).get("comments") == []
    )


def _ways(root: str, number: str) -> list[Request]:
    return [
        Request(f"{root}/api/v3/post?id={number}", "interface"),
        Request(_list(f"{root}/api/v3/comment/list", number, 1), "interface"),
    ]


def _list(base: str, number: str, at: int) -> str:
    query = {"post_id": number, "type_": "All", "sort": "Old", "limit": _LIMIT, "page": at}
    return f"{base}?{urlencode(query)}"


def _api(page: Page) -> Reading:
    parts = urlsplit(page.url)
    root = f"{parts.scheme}://{parts.netloc}"
    web = parts.scheme in ("http", "https")
    tops, answers = _posts(page.json), _comments(page.json)
    posts = [p for v in tops if (p := _opening(v, page)) is not None]
    posts += [p for at, v in enumerate(answers, 1) if (p := _comment(v, page, at)) is not None]
    threads = {p.thread_id for p in posts}
    following = []
    if web and len(threads) == 1 and (tops or answers):
        number = next(iter(threads)).rpartition("-")[2]
        query = parse_qs(parts.query)
        if tops:
            following = _ways(root, number)[1:]
        elif query.get("post_id"):
            following = _ways(root, number)[:1]
            limit = whole(query.get("limit", ["10"])[0]) or 10
            if len(answers) >= limit and "max_depth" not in query:
                at = (whole(query.get("page", ["1"])[0]) or 1) + 1
                following.append(
                    Request(
                        _list(f"{root}{parts.path}", number, at)
                        if limit == _LIMIT
                        else _list(f"{root}{parts.path}", number, 1),
                        "interface",
                    )
                )
            elif "max_depth" in query:
                following.append(Request(_list(f"{root}{parts.path}", number, 1), "interface"))
    top = tops[0] if len(tops) == 1 else {}
    counts = table(top.get("counts")) or table(top.get("post"))
    return Reading(
        posts=list({p.id: p for p in posts}.values()),
        next=following,
        stated=whole(counts.get("comments")),
        thread_id=threads.pop() if len(threads) == 1 else None,
        trust=4,
    )


def _when(item: dict[str, Any]) -> dict[str, Any]:
    """Times of early versions are UTC without saying so."""
    stamp = text(item.get("published") or item.get("published_at"))
    return clock(stamp if re.search(r"Z$|[+-]\d\d:\d\d$", stamp) or not stamp else f"{stamp}Z")


def _who(view: dict[str, Any]) -> dict[str, Any]:
    creator = table(view.get("creator"))
    user = name(creator.get("name"))
    actor = name(creator.get("actor_id")) or name(creator.get("ap_id"))
    host = host_of(actor)
    return {
        "author": name(creator.get("display_name")) or user,
        "author_url": actor,
        "author_key": f"account:{user}@{host}" if user and host else None,
    }


def _group(view: dict[str, Any], page: Page) -> str:
    actor = text(table(view.get("community")).get("actor_id") or table(view.get("community")).get("ap_id"))
    return f"{host_of(actor)}{urlsplit(actor).path}" if host_of(actor) else page.site


def _opening(view: dict[str, Any], page: Page) -> Post | None:
    item = table(view.get("post"))
    number = whole(item.get("id"))
    if number is None:
        return None
    gone = fate(item.get("deleted"), item.get("removed"))
    words = "" if gone != "ok" else markdown(text(item.get("body")))
    away = text(item.get("url"))
    links = tuple(dict.fromkeys(u for u in (away, *web_links(words)) if u.startswith("http")))
    return Post(
        id=f"{page.host}:post-{number}",
        thread_id=f"{page.host}:post-{number}",
        kind="post",
        source="lemmy",
        site=_group(view, page),
        **_who(view),
        is_owner=True,
        **_when(item),
        title=text(item.get("name")),
        text=words,
        links=links,
        url=name(item.get("ap_id")),
        score=whole((table(view.get("counts")) or item).get("score")),
        status=gone,
        capture=page.capture,
    )  # fmt: skip


def _comment(view: dict[str, Any], page: Page, at: int) -> Post | None:
    item = table(view.get("comment"))
    number, post = whole(item.get("id")), whole(item.get("post_id"))
    if number is None or post is None:
        return None
    path = [n for n in text(item.get("path")).split(".") if n.isdecimal()]
    above = path[-2] if len(path) > 1 and path[-1] == str(number) else "0"
    gone = fate(item.get("deleted"), item.get("removed"))
    words = "" if gone != "ok" else markdown(text(item.get("content")))
    creator, starter = item.get("creator_id"), table(view.get("post")).get("creator_id")
    return Post(
        id=f"{page.host}:comment-{number}",
        thread_id=f"{page.host}:post-{post}",
        parent_id=f"{page.host}:post-{post}" if above == "0" else f"{page.host}:comment-{above}",
        source="lemmy",
        site=_group(view, page),
        **_who(view),
        is_owner=True if creator is not None and creator == starter else None,
        **_when(item),
        text=words,
        links=web_links(words),
        url=name(item.get("ap_id")),
        position=at,
        score=whole((table(view.get("counts")) or item).get("score")),
        status=gone,
        capture=page.capture,
    )  # fmt: skip
