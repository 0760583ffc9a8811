"""Bluesky: threads by its open interface, in both versions; a post's page leads there."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from threadgraph.errors import ReadError
from threadgraph.model import Post, Status
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.payload import clock, dicts, name, table, text, web_links, whole

__all__ = ["Bluesky"]

_THREAD = "https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread"
_SHOWN = re.compile(r"https?://bsky\.app/profile/([^/]+)/post/(\w+)")
_URI = re.compile(r"at://([^/]+)/app\.bsky\.feed\.post/([^/]+)$")


class Bluesky(Scraper):
    """Threads of Bluesky with what stands above and below a post, deleted and blocked ones in their place."""

    name = "bluesky"
    example = "https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?uri=at://anne.example/app.bsky.feed.post/3k1"
    gives = ("parents", "dates", "scores", "links")

    def claims(self, page: Page) -> float:
        if page.looks == "json":
            return (
                0.95
                if any(str(_type(v)).startswith("app.bsky.") or _is_post(v) for v in _views(page.json))
                else 0.0
            )
        return 0.9 if page.looks == "html" and _SHOWN.match(page.url) else 0.0

    def read(self, page: Page) -> Reading:
        if page.looks == "html":
            m = _SHOWN.match(page.url)
            if m is None:
                raise ReadError("a page of Bluesky that shows no post")
            return Reading(next=[_ask(f"at://{m[1]}/app.bsky.feed.post/{m[2]}")])
        found: dict[str, Post] = {}
        following: dict[str, Request] = {}
        for view, above in _walk(page.json):
            post = _post(view, page, len(found), above)
            if post is None:
                continue
            found.setdefault(post.id, post)
            if _is_cut(view):
                following[post.id] = _ask(post.id)
        if not found:
            raise ReadError("JSON that holds no posts of Bluesky")
        _settle(found)
        threads = {p.thread_id for p in found.values()}
        roots = {r for r in threads if r not in found and _URI.match(r)}
        return Reading(
            posts=list(found.values()),
            next=[*following.values(), *(_ask(r) for r in sorted(roots))],
            thread_id=threads.pop() if len(threads) == 1 else None,
            trust=4,
        )


def _ask(uri: str) -> Request:
    return Request(
        f"{_THREAD}?{urlencode({'uri': uri, 'depth': 1000, 'parentHeight': 1000}, safe=':/')}", "interface"
    )


def _type(view: Any) -> str:
    return text(table(view).get("$type"))


def _is_post(view: Any) -> bool:
    inner = _inner(table(view))
    return text(inner.get("uri")).startswith("at://") and (
        "record" in inner or "notFound" in inner or "blocked" in inner
    )


def _is_cut(view: dict[str, Any]) -> bool:
    """Whether a post has answers that the view of it leaves out."""
    if whole(table(view.get("value")).get("moreReplies")):
        return True
    in_tree = _type(view).endswith("threadViewPost") and not view.get("of")
    return in_tree and bool(whole(_inner(view).get("replyCount"))) and not dicts(view.get("replies"))


def _inner(view: dict[str, Any]) -> dict[str, Any]:
    """The post in a view: the view itself, or what it holds under ``post`` or ``value``."""
    value = table(view.get("value")) or view
    return table(value.get("post")) or value


def _views(data: Any) -> list[dict[str, Any]]:
    """The views on top of an answer: a thread's tree, the second version's list, a feed, or some posts."""
    data = table(data)
    thread = data.get("thread")
    views = [thread] if isinstance(thread, dict) else dicts(thread)
    return views + dicts(data.get("posts")) + dicts(data.get("feed")) or dicts([data])


def _walk(data: Any) -> list[tuple[dict[str, Any], str | None]]:
    """Every view with the post under whose replies it stands, what is answered before what answers."""
    found: list[tuple[dict[str, Any], str | None]] = []
    at: dict[int, str] = {}
    for top in _views(data):
        depth = whole(top.get("depth")) or 0
        at[depth] = text(top.get("uri"))
        chain = [top]
        while isinstance(up := chain[-1].get("parent"), dict) and len(chain) < 10_000:
            chain.append(up)
        # a post above the one that was asked for comes without its other answers; the root gives them all
        found += [(view | {"of": "chain"} if view is not chain[-1] else view, None) for view in chain[:0:-1]]
        reply = table(top.get("reply"))
        found += [(v, None) for k in ("root", "parent") if (v := table(reply.get(k)))]
        stack: list[tuple[dict[str, Any], str | None]] = [(top, at.get(depth - 1))]
        while stack:
            view, above = stack.pop()
            found.append((view, above))
            here = text(_inner(view).get("uri"))
            stack.extend((r, here) for r in reversed(dicts(view.get("replies"))))
    return found


def _post(view: dict[str, Any], page: Page, at: int, above: str | None) -> Post | None:
    inner = _inner(view)
    uri = text(view.get("uri")) or text(inner.get("uri"))
    if not _URI.match(uri):
        return None
    kind = f"{_type(view)} {_type(view.get('value'))}"
    status: Status = (
        "deleted"
        if inner.get("notFound") or "otFound" in kind
        else "removed"
        if inner.get("blocked") or "locked" in kind
        else "ok"
    )
    record, author = table(inner.get("record")), table(inner.get("author"))
    reply = table(record.get("reply"))
    parent = text(table(reply.get("parent")).get("uri")) or above or ""
    root = text(table(reply.get("root")).get("uri")) or parent
    words = text(record.get("text"))
    did = name(author.get("did"))
    handle = name(author.get("handle"))
    shown = handle if handle and handle != "handle.invalid" else did
    m = _URI.match(uri)
    langs = record.get("langs")
    return Post(
        id=uri,
        thread_id=root or uri,
        parent_id=parent if _URI.match(parent) and parent != uri else None,
        kind="comment" if parent else "post",
        source="bluesky",
        site="bsky.app",
        author=name(author.get("displayName")) or shown,
        author_url=f"https://bsky.app/profile/{shown}" if shown else None,
        author_key=f"account:{did}" if did else None,
        **clock(record.get("createdAt")),
        text=words,
        links=_links(record, words),
        url=f"https://bsky.app/profile/{shown or m[1]}/post/{m[2]}" if m else None,
        position=at,
        score=whole(inner.get("likeCount")),
        lang=name(langs[0]) if isinstance(langs, list) and langs else None,
        status=status,
        capture=page.capture,
    )


def _links(record: dict[str, Any], words: str) -> tuple[str, ...]:
    """Links of the text, of the card under it, and to a post that it quotes."""
    found = [
        text(f.get("uri"))
        for facet in dicts(record.get("facets"))
        for f in dicts(facet.get("features"))
        if _type(f).endswith("#link")
    ]
    embed = table(record.get("embed"))
    for part in (embed, table(embed.get("media")), table(embed.get("record"))):
        found.append(text(table(part.get("external")).get("uri")))
        quoted = text(part.get("uri")) or text(table(part.get("record")).get("uri"))
        if m := _URI.match(quoted):
            found.append(f"https://bsky.app/profile/{m[1]}/post/{m[2]}")
    return tuple(dict.fromkeys(u for u in (*found, *web_links(words)) if u.startswith("http")))


def _settle(found: dict[str, Post]) -> None:
    """A post that is gone names no root: it is in the thread of those around it."""
    known = {p.thread_id for p in found.values() if p.status == "ok"}
    if len(known) == 1:
        root = known.pop()
        for ident, p in found.items():
            if p.thread_id != root:
                found[ident] = Post.from_dict(p.to_dict() | {"thread_id": root})
