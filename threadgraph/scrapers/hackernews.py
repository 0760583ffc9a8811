"""Hacker News: an item's page, and its two interfaces (Algolia's whole tree, Firebase's single items)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from threadgraph.addresses import absolute
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.payload import clock, dicts, name, text, whole
from threadgraph.scrapers.reader.dates import machine_date
from threadgraph.scrapers.reader.text import clean_html, links_in, to_text, unescaped

__all__ = ["HackerNews"]

_SITE = "news.ycombinator.com"


class HackerNews(Scraper):
    """Stories and comments of Hacker News."""

    name = "hackernews"
    example = "https://news.ycombinator.com/item?id=1"
    gives = ("parents", "dates", "scores", "links")

    def claims(self, page: Page) -> float:
        host = page.host
        if page.looks == "json":
            data = page.json
            if not isinstance(data, dict) or "id" not in data:
                return 0.0
            return (
                0.95
                if host in ("hn.algolia.com", "hacker-news.firebaseio.com")
                else 0.6
                if {"by", "kids"} & data.keys() and "time" in data
                else 0.0
            )
        if page.looks == "html":
            return (
                0.95
                if host == _SITE or page.holds(b'class="athing comtr') or page.holds(b"class='athing comtr")
                else 0.0
            )
        return 0.0

    def read(self, page: Page) -> Reading:
        if page.looks == "html":
            return _html(page)
        data = page.json
        if not isinstance(data, dict):
            raise ReadError("no such item")
        return _tree(page, data) if "children" in data else _item(page, data)


def _name(number: object) -> str:
    return f"{_SITE}:{number}"


def _link(number: object) -> str:
    return f"https://{_SITE}/item?id={number}"


def _tree(page: Page, data: dict[str, Any]) -> Reading:
    """Algolia's answer: the item with all that was answered to it."""
    story = whole(data.get("story_id")) or whole(data.get("id"))
    if story is None:
        raise ReadError("an item without a number")
    posts: list[Post] = []
    stack: list[tuple[dict[str, Any], int | None]] = [(data, None)]
    while stack:
        item, above = stack.pop()
        number = whole(item.get("id"))
        if number is None:
            continue
        post = _from_item(
            item,
            page,
            number,
            story,
            whole(item.get("parent_id")) or above,
            name(item.get("author")),
            item.get("created_at_i") if whole(item.get("created_at_i")) else item.get("created_at"),
            whole(item.get("points")),
        )
        posts.append(replace(post, position=len(posts)))
        stack.extend((c, number) for c in reversed(dicts(item.get("children"))))
    held = {p.id: p for p in posts}
    return Reading(posts=list(held.values()), thread_id=_name(story), trust=4)


def _item(page: Page, data: dict[str, Any]) -> Reading:
    """Firebase's answer: one item and the numbers of those that answer it."""
    number = whole(data.get("id"))
    if number is None:
        raise ReadError("no such item")
    opening = data.get("type") in ("story", "job", "poll")
    query = parse_qs(urlsplit(page.url).query)
    root = str(number) if opening else query.get("root", [str(number)])[0]
    post = _from_item(
        data,
        page,
        number,
        root,
        whole(data.get("parent")),
        name(data.get("by")),
        data.get("time"),
        whole(data.get("score")),
    )
    start = page.url.rpartition("/item/")[0] or "https://hacker-news.firebaseio.com/v0"
    kids = data.get("kids") if isinstance(data.get("kids"), list) else []
    following = [
        Request(f"{start}/item/{n}.json?root={root}", "interface") for k in kids or [] if (n := whole(k))
    ]
    return Reading(
        posts=[post],
        next=following,
        thread_id=_name(root),
        stated=whole(data.get("descendants")),
        trust=4 if opening or "root" in query else 2,
    )


def _from_item(
    item: dict[str, Any],
    page: Page,
    number: int,
    story: object,
    parent: int | None,
    user: str | None,
    time: object,
    score: int | None,
) -> Post:
    words, html, links = unescaped(text(item.get("text")), _link(number))
    if away := name(item.get("url")):
        links = (away, *links)
    title = text(item.get("title"))
    opening = str(number) == str(story) and parent is None
    gone = item.get("deleted") or not (user or words or title)
    return Post(
        id=_name(number),
        thread_id=_name(story),
        parent_id=_name(parent) if parent and parent != number else None,
        kind="post" if opening else "comment",
        source="hackernews",
        site=_SITE,
        author=user,
        author_url=f"https://{_SITE}/user?id={user}" if user else None,
        author_key=f"account:{_SITE}/{user}" if user else None,
        **clock(time),
        title=title,
        text=words,
        html=html,
        links=links,
        url=_link(number),
        score=score,
        status="deleted" if gone else "removed" if item.get("dead") else "ok",
        capture=page.capture,
    )


def _html(page: Page) -> Reading:
    """An item's page: depth is the width of a spacer image."""
    number = parse_qs(urlsplit(page.url).query).get("id", ["0"])[0]
    posts: list[Post] = []
    at: dict[int, str] = {}
    soup = page.soup
    head = soup.select_one("tr.athing:not(.comtr)")
    story = str(head["id"]) if head is not None and head.get("id") else number
    onstory = soup.select_one(".fatitem .onstory a[href]")
    if onstory is not None and (m := re.search(r"id=(\d+)", str(onstory["href"]))):
        story = m[1]
    if head is not None and story == str(head.get("id")):
        posts.append(_opening(page, head, story))
    tree = {e.get("id"): e for e in page.tree.iter("tr") if "comtr" in (e.get("class") or "")}
    for row in soup.select("tr.athing.comtr"):
        ident = str(row.get("id") or "")
        indent = row.select_one("td.ind")
        width = row.select_one("td.ind img")
        deep = str(indent.get("indent") or "") if indent is not None else ""
        depth = (
            int(deep)
            if deep.isdigit()
            else int(str(width.get("width") or 0)) // 40
            if width is not None
            else 0
        )
        at[depth] = _name(ident)
        user, age = row.select_one(".hnuser"), row.select_one(".age")
        stamp = str(age.get("title") or "").split(" ")[0] if age is not None else ""
        moment = machine_date(stamp)
        body = (
            [e for e in tree[ident].iter("div", "span") if "commtext" in (e.get("class") or "")]
            if ident in tree
            else []
        )
        name = user.get_text() if user is not None else None
        posts.append(
            Post(
                id=_name(ident),
                thread_id=_name(story),
                parent_id=at.get(depth - 1, _name(story)) if depth else _name(story),
                source="hackernews",
                site=_SITE,
                author=name,
                author_url=f"https://{_SITE}/user?id={name}" if name else None,
                author_key=f"account:{_SITE}/{name}" if name else None,
                published=moment.when if moment else None,
                published_text=stamp or None,
                precision="second" if moment else "unknown",
                zone="stated" if moment else None,
                text=to_text(body),
                html=clean_html(body),
                links=links_in(body, page.url),
                url=_link(ident),
                position=len(posts),
                status="ok" if body else "deleted",
                capture=page.capture,
            )
        )
    following = (
        [Request(f"https://hn.algolia.com/api/v1/items/{story}", "interface")] if page.host == _SITE else []
    )
    more = soup.select_one("a.morelink[href]")
    if more is not None and (url := absolute(page.url, str(more["href"]))):
        following.append(Request(url, "page"))
    return Reading(posts=posts, next=following, thread_id=_name(story), stated=_stated(soup))


def _stated(soup: Any) -> int | None:
    m = re.search(
        r"(\d+)\s*comments?",
        " ".join(e.get_text(" ") for e in soup.select(".subtext a")).replace("\xa0", " "),
    )
    return int(m[1]) if m else None


def _opening(page: Page, head: Any, story: str) -> Post:
    title = head.select_one(".titleline a, a.storylink")
    sub = head.find_next("td", class_="subtext")
    user = sub.select_one(".hnuser") if sub is not None else None
    age = sub.select_one(".age") if sub is not None else None
    points = sub.select_one(".score") if sub is not None else None
    moment = machine_date(str(age.get("title") or "").split(" ")[0]) if age is not None else None
    text = page.soup.select_one(".fatitem .toptext")
    link = absolute(page.url, str(title.get("href"))) if title is not None else None
    number = re.match(r"\d+", points.get_text()) if points is not None else None
    return Post(
        id=_name(story),
        thread_id=_name(story),
        kind="post",
        source="hackernews",
        site=_SITE,
        author=user.get_text() if user is not None else None,
        published=moment.when if moment else None,
        precision="second" if moment else "unknown",
        zone="stated" if moment else None,
        title=title.get_text() if title is not None else "",
        text=text.get_text("\n") if text is not None else "",
        links=(link,) if link and _SITE not in link else (),
        url=_link(story),
        score=int(number[0]) if number else None,
        capture=page.capture,
    )
