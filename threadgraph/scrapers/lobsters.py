"""Lobsters: a story's JSON, whose comments name their parents, and its page, which leads there."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from threadgraph.addresses import absolute
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.payload import clock, dicts, fate, name, table, text, whole
from threadgraph.scrapers.reader.text import classes, clean_html, links_in, to_text, unescaped

__all__ = ["Lobsters"]


_REMOVED = re.compile(r"^\s*\[?comment removed by \w+", re.I)


class Lobsters(Scraper):
    """Stories of Lobsters and of sites that run its software."""

    name = "lobsters"
    example = "https://lobste.rs/s/abc123.json"
    gives = ("parents", "dates", "scores", "links", "owner")

    def claims(self, page: Page) -> float:
        if page.looks == "json":
            data = table(page.json)
            return 0.95 if "short_id" in data and isinstance(data.get("comments"), list) else 0.0
        if page.looks == "html":
            known = page.holds(b"comments_subtree") and page.holds(b"data-shortid")
            return 0.9 if known else 0.0
        return 0.0

    def read(self, page: Page) -> Reading:
        return _json(page) if page.looks == "json" else _html(page)


def _root(page: Page) -> str:
    parts = urlsplit(page.url)
    return f"{parts.scheme}://{parts.netloc}"


def _user(value: object) -> str | None:
    """Early versions hold a person's record where later ones hold the name."""
    return name(table(value).get("username")) or name(value)


def _who(user: str | None, page: Page) -> dict[str, Any]:
    return {
        "author": user,
        "author_url": f"{_root(page)}/~{user}" if user else None,
        "author_key": f"account:{page.host}/{user}" if user else None,
    }


def _json(page: Page) -> Reading:
    data = table(page.json)
    story = text(data.get("short_id"))
    if not story:
        raise ReadError("a story without an id")
    thread = f"{page.host}/s/{story}"
    words, html, links = unescaped(text(data.get("description")), page.url)
    away = text(data.get("url"))
    posts = [
        Post(
            id=thread,
            thread_id=thread,
            kind="post",
            source="lobsters",
            site=page.site,
            **_who(_user(data.get("submitter_user")), page),
            is_owner=True if data.get("user_is_author") is True else None,
            **clock(data.get("created_at")),
            title=text(data.get("title")),
            text=words,
            html=html,
            links=tuple(dict.fromkeys(u for u in (away, *links) if u.startswith("http"))),
            url=name(data.get("short_id_url")) or f"{_root(page)}/s/{story}",
            score=whole(data.get("score")),
            capture=page.capture,
        )
    ]
    at: dict[int, str] = {}
    for item in dicts(data.get("comments")):
        post = _comment(item, page, thread, at, len(posts))
        if post is not None:
            posts.append(post)
    return Reading(
        posts=list({p.id: p for p in posts}.values()),
        stated=whole(data.get("comment_count")),
        thread_id=thread,
        trust=4,
    )


def _comment(item: dict[str, Any], page: Page, thread: str, at: dict[int, str], place: int) -> Post | None:
    short = text(item.get("short_id"))
    if not short:
        return None
    ident = f"{page.host}/c/{short}"
    depth = whole(item.get("depth"))
    if depth is None:
        depth = (whole(item.get("indent_level")) or 1) - 1
    at[depth] = ident
    if "parent_comment" in item:
        above = name(item["parent_comment"])
        parent = f"{page.host}/c/{above}" if above else thread
    else:
        parent = at.get(depth - 1, thread)
    words, html, links = unescaped(text(item.get("comment")), page.url)
    gone = fate(item.get("is_deleted"), item.get("is_moderated"))
    return Post(
        id=ident,
        thread_id=thread,
        parent_id=parent if parent != ident else thread,
        source="lobsters",
        site=page.site,
        **_who(_user(item.get("commenting_user")), page),
        **clock(item.get("created_at")),
        text="" if gone != "ok" else words,
        html="" if gone != "ok" else html,
        links=() if gone != "ok" else links,
        url=name(item.get("short_id_url")) or f"{_root(page)}/c/{short}",
        position=place,
        score=whole(item.get("score")),
        status=gone,
        capture=page.capture,
    )  # fmt: skip


def _html(page: Page) -> Reading:
    """A story and its comments, as its page shows them; what else there is comes with the JSON."""
    m = re.search(r"/s/(\w+)", page.path)
    if m is None:
        raise ReadError("a page of Lobsters that shows no story")
    thread = f"{page.host}/s/{m[1]}"
    posts = _story(page, m[1], thread)
    for el in page.tree.xpath("//*[@data-shortid]"):
        if "comment" not in classes(el):
            continue
        short = el.get("data-shortid")
        above = [e for up in el.iterancestors("li") for e in up if e is not el and _is_comment(e, el)]
        body = [e for e in el.iter("div") if "comment_text" in classes(e)][:1]
        if _REMOVED.search(to_text(body)):
            body = []
        user, stamp, score = _byline(el)
        posts.append(
            Post(
                id=f"{page.host}/c/{short}",
                thread_id=thread,
                parent_id=f"{page.host}/c/{above[0].get('data-shortid')}" if above else thread,
                source="lobsters",
                site=page.site,
                **_who(user, page),
                **clock(stamp),
                text=to_text(body),
                html=clean_html(body),
                links=links_in(body, page.url),
                url=f"{_root(page)}/c/{short}",
                position=len(posts) if posts and posts[0].kind == "post" else len(posts) + 1,
                score=score,
                status="ok" if body else "deleted",
                capture=page.capture,
            )
        )
    return Reading(posts=posts, next=[Request(f"{_root(page)}/s/{m[1]}.json", "interface")], thread_id=thread)


def _story(page: Page, short: str, thread: str) -> list[Post]:
    """The story at the head of its page; none where the page shows only comments."""
    for el in page.tree.xpath("//li[@data-shortid]"):
        if "story" not in classes(el) or el.get("data-shortid") != short:
            continue
        link = next(
            (a for a in el.iter("a") if "u-url" in classes(a) or "link" in classes(a.getparent())), None
        )
        user, stamp, score = _byline(el)
        body = [e for e in page.tree.iter("div") if "story_text" in classes(e)][:1]
        away = absolute(page.url, link.get("href")) if link is not None else None
        return [
            Post(
                id=thread,
                thread_id=thread,
                kind="post",
                source="lobsters",
                site=page.site,
                **_who(user, page),
                **clock(stamp),
                title=to_text([link]) if link is not None else "",
                text=to_text(body),
                html=clean_html(body),
                links=tuple(dict.fromkeys([*([away] if away else []), *links_in(body, page.url)])),
                url=f"{_root(page)}/s/{short}",
                score=score,
                capture=page.capture,
            )
        ]
    return []


def _byline(el: Any) -> tuple[str | None, str | None, int | None]:
    """Who wrote a story or a comment, when, and its score."""
    user = next(
        (a for a in el.iter("a") if re.search(r"/(?:~|u/)[\w-]+$", a.get("href") or "") and to_text([a])),
        None,
    )
    stamp = next(
        (
            e.get("datetime") or e.get("title")
            for e in el.iter("time", "span")
            if e.get("datetime") or re.match(r"\d{4}-\d\d-\d\d", e.get("title") or "")
        ),
        None,
    )
    score = next((to_text([e]) for e in el.iter() if "score" in classes(e) or "upvoter" in classes(e)), "")
    return to_text([user]) if user is not None else None, stamp, whole(score.strip())


def _is_comment(e: Any, el: Any) -> bool:
    return (
        isinstance(e.tag, str)
        and bool(e.get("data-shortid"))
        and "comment" in classes(e)
        and e.get("data-shortid") != el.get("data-shortid")
    )
