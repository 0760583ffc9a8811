"""Hacker News: an item's page, and its two interfaces (Algolia's whole tree, Firebase's single items)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from threadgraph.addresses import absolute
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
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
                if host == _SITE or b'class="athing comtr' in page.body or b"class='athing comtr" in page.body
                else 0.0
            )
        return 0.0

    def read(self, page: Page) -> Reading:
        if page.looks == "html":
            return _html(page)
        data = page.json
        if "children" in data:
            return _tree(page, data)
        return _item(page, data)


def _name(number: object) -> str:
    return f"{_SITE}:{number}"


def _link(number: object) -> str:
    return f"https://{_SITE}/item?id={number}"


def _tree(page: Page, data: dict[str, Any]) -> Reading:
    """Algolia's answer: the item with all that was answered to it."""
    story = data.get("story_id") or data["id"]
    posts: list[Post] = []
    stack: list[dict[str, Any]] = [data]
    while stack:
        item = stack.pop()
        moment = (
            datetime.fromtimestamp(item["created_at_i"], UTC)
            if isinstance(item.get("created_at_i"), int)
            else None
        )
        markup = item.get("text") or ""
        text, html, links = unescaped(markup, _link(item["id"]))
        if item.get("url"):
            links = (str(item["url"]), *links)
        opening = item["id"] == story
        user = item.get("author")
        posts.append(
            Post(
                id=_name(item["id"]),
                thread_id=_name(story),
                parent_id=_name(item["parent_id"]) if item.get("parent_id") else None,
                kind="post" if opening else "comment",
                source="hackernews",
                site=_SITE,
                author=user,
                author_url=f"https://{_SITE}/user?id={user}" if user else None,
                author_key=f"account:{_SITE}/{user}" if user else None,
                published=moment,
                published_text=item.get("created_at"),
                precision="second" if moment else "unknown",
                zone="stated" if moment else None,
                title=item.get("title") or "",
                text=text,
                html=html,
                links=links,
                url=_link(item["id"]),
                position=len(posts),
                score=item.get("points") if isinstance(item.get("points"), int) else None,
                status="ok" if user or text else "deleted",
                capture=page.capture,
            )
        )
        children = item.get("children")
        if isinstance(children, list):
            stack.extend(c for c in reversed(children) if isinstance(c, dict) and "id" in c)
    return Reading(posts=posts, thread_id=_name(story), trust=4)


def _item(page: Page, data: dict[str, Any]) -> Reading:
    """Firebase's answer: one item and the numbers of those that answer it."""
    if "id" not in data:
        raise ReadError("no such item")
    moment = datetime.fromtimestamp(data["time"], UTC) if isinstance(data.get("time"), int) else None
    opening = data.get("type") in ("story", "job", "poll")
    query = parse_qs(urlsplit(page.url).query)
    root = query.get("root", [str(data["id"])])[0] if not opening else str(data["id"])
    user = data.get("by")
    text, html, links = unescaped(data.get("text") or "", _link(data["id"]))
    if data.get("url"):
        links = (str(data["url"]), *links)
    post = Post(
        id=_name(data["id"]),
        thread_id=_name(root),
        parent_id=_name(data["parent"]) if data.get("parent") else None,
        kind="post" if opening else "comment",
        source="hackernews",
        site=_SITE,
        author=user,
        author_url=f"https://{_SITE}/user?id={user}" if user else None,
        author_key=f"account:{_SITE}/{user}" if user else None,
        published=moment,
        published_text=str(data.get("time") or ""),
        precision="second" if moment else "unknown",
        zone="stated" if moment else None,
        title=data.get("title") or "",
        text=text,
        html=html,
        links=links,
        url=_link(data["id"]),
        score=data.get("score"),
        status="deleted" if data.get("deleted") else "removed" if data.get("dead") else "ok",
        capture=page.capture,
    )
    start = page.url.rpartition("/item/")[0] or "https://hacker-news.firebaseio.com/v0"
    following = [
        Request(f"{start}/item/{kid}.json?root={root}", "interface") for kid in data.get("kids") or []
    ]
    stated = data.get("descendants")
    return Reading(
        posts=[post],
        next=following,
        thread_id=_name(root),
        stated=stated if isinstance(stated, int) else None,
        trust=4,
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
