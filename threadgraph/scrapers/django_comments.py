"""Django's comments (django-comments-xtd): the page, its interface and the site's feed, which name one another.

The page hides what stands below a removed comment and prints times without a zone; the interface holds
every comment; the feed cuts words and knows the moment. A comment is the same post by each way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from lxml import etree

from threadgraph.addresses import absolute, host_of, joined, site_of, thread_of
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.page import read_html
from threadgraph.scrapers.payload import clock, dicts, name, text, web_links, whole
from threadgraph.scrapers.reader.dates import read_date
from threadgraph.scrapers.reader.names import clean_name
from threadgraph.scrapers.reader.text import clean_html, links_in, tidy, to_text, unescaped

__all__ = ["DjangoComments"]

#: A comment's permanent address: content type, object, comment.
_PERMALINK = re.compile(r"^(.*?/)cr/(\d+)/([^/#]+)/#c(\d+)$")


class DjangoComments(Scraper):
    """Threaded comments of a site made with Django, by django-comments-xtd."""

    name = "django_comments"
    example = "https://blog.example/comments/api/blog-post/1/"
    gives = ("parents", "dates", "links")

    def claims(self, page: Page) -> float:
        if page.looks == "json":
            first = next(iter(dicts(page.json)), {})
            return 0.95 if {"user_name", "submit_date", "permalink", "level"} <= first.keys() else 0.0
        if page.looks == "html":
            linked = page.holds(b"/cr/")
            return (
                0.92
                if linked and re.search(rb"""href=["'][^"'<>]*/cr/\d+/[^/"'<>]+/#c\d+["']""", page.body)
                else 0.0
            )
        if page.looks == "xml":
            return 0.9 if re.search(rb"<link>[^<]*/cr/\d+/[^/<]+/#c\d+</link>", page.body) else 0.0
        return 0.0

    def read(self, page: Page) -> Reading:
        if page.looks == "json":
            return _interface(page)
        return _feed(page) if page.looks == "xml" else _page(page)


def _page(page: Page) -> Reading:
    boxes = [
        (box, m)
        for box in page.tree.xpath("//*[starts-with(@id, 'c')]")
        if re.fullmatch(r"c\d+", box.get("id")) and (m := _own_permalink(box)) is not None
    ]
    thread = thread_of(page.url) or "file/post"
    if boxes:  # as the interface and the feed name it, which don't know the page's address
        thread = thread_of(joined(page.url, boxes[0][1][0]))
    marks = {box: f"{page.host}:{box.get('id')}" for box, _ in boxes}
    generic = read_html(_without([b for b, _ in boxes], page), "django_comments")
    opening = [p for p in generic.posts if p.kind == "post"][:1]
    posts = [replace(p, id=thread, thread_id=thread) for p in opening]
    for box, _ in boxes:
        above = next((marks[e] for e in box.iterancestors() if e in marks), None)
        posts.append(_drawn(box, marks, above, thread, page, len(posts)))
    reading = Reading(posts=posts, thread_id=thread)
    if boxes:
        reading.next = _other_ways(page, boxes[0][1])
        reading.notes = ["the page hides what answers a removed comment, and prints times without a zone"]
    return reading


def _own_permalink(box: Any) -> re.Match[str] | None:
    for a in box.iter("a"):
        m = _PERMALINK.match(a.get("href") or "")
        if m and f"c{m[4]}" == box.get("id"):
            return m
    return None


def _without(boxes: list[Any], page: Page) -> Page:
    """The page as it would be without comments, for the reading of what opens it."""
    if not boxes:
        return page
    bare = Page(page.url, page.body, page.content_type, page.fetched, page.capture, page.zone.key)
    for box in bare.tree.xpath("//*[starts-with(@id, 'c')]"):
        if re.fullmatch(r"c\d+", box.get("id")) and box.getparent() is not None:
            box.getparent().remove(box)
    return bare


def _drawn(box: Any, marks: dict[Any, str], above: str | None, thread: str, page: Page, at: int) -> Post:
    inner = {e for b in box.iter() if b in marks and b is not box for e in b.iter()}
    own = [e for e in box.iter() if e not in inner and isinstance(e.tag, str)]
    head = next((e for e in own if re.fullmatch(r"h\d", e.tag) or "header" in (e.get("class") or "")), box)
    spans = ("".join(e.itertext()) for e in head.iter("span"))
    line = next((t for t in spans if "\xa0-\xa0" in t), "")
    when, _, who = line.strip().partition("\xa0-\xa0")
    home = next((a.get("href") for a in head.iter("a") if not _PERMALINK.match(a.get("href") or "")), None)
    body = [e for e in own if {"content", "comment-content"} & set((e.get("class") or "").split())][:1]
    picture = next((e.get("src") or "" for e in own if e.tag == "img"), "")
    moment = read_date(when, zone=page.zone, now=page.fetched)
    mark = box.get("id")
    return Post(
        id=marks[box],
        thread_id=thread,
        parent_id=above,
        source="django_comments",
        site=page.site,
        author=clean_name(who.split("\xa0")[0]),
        author_url=absolute(page.url, home),
        author_key=_key(picture),
        published=moment.when if moment else None,
        published_text=when.strip() or None,
        precision=moment.precision if moment else "unknown",
        zone=moment.zone if moment else None,
        text=to_text(body, inner),
        html=clean_html(body) if body else "",
        links=links_in(body, page.url, inner),
        url=f"{page.url.split('#')[0]}#{mark}",
        position=at,
        status="ok" if body else "removed",
        capture=page.capture,
    )


def _key(picture: str) -> str | None:
    m = re.search(r"/avatar/([0-9a-f]{32,64})", picture)
    return f"gravatar:{m[1]}" if m else None


def _other_ways(page: Page, permalink: re.Match[str]) -> list[Request]:
    """The interface, named as the form names what is commented on; and the site's feed of comments."""
    if not page.url.startswith("http"):
        return []
    home, kind, number = permalink[1], permalink[2], permalink[3]
    tail = f"#page={quote(page.url.split('#')[0], safe='')}&of={kind}/{number}"
    found = []
    model = next((e.get("value") or "" for e in page.tree.xpath("//input[@name='content_type']")), "")
    if re.fullmatch(r"\w+\.\w+", model):
        api = joined(page.url, f"{home}api/{model.replace('.', '-')}/{number}/")
        found.append(Request(api + tail, "interface"))
    for link in page.tree.iter("link"):
        href = link.get("href") or ""
        if "rss" in (link.get("type") or "") and "comment" in href and (url := absolute(page.url, href)):
            found.append(Request(url.split("#")[0] + tail, "feed"))
            break
    return found


def _led(page: Page) -> tuple[str | None, str | None]:
    """The page that led here, which says where the comments stand, and what it is to the site."""
    led = parse_qs(urlsplit(page.url).fragment)
    return led.get("page", [None])[0], led.get("of", [None])[0]


def _interface(page: Page) -> Reading:
    items = dicts(page.json)
    shown, _ = _led(page)
    posts: dict[str, Post] = {}
    following: dict[str, Request] = {}
    for item in items:
        number, level = whole(item.get("id")), whole(item.get("level"))
        link = joined(page.url, text(item.get("permalink")))
        m = _PERMALINK.match(link)
        if number is None or m is None or not host_of(link):
            continue
        place = shown or link.split("#")[0]
        following.setdefault(place, Request(place, "page"))
        above = whole(item.get("parent_id"))
        words = tidy(text(item.get("comment")))
        markup = ""
        links = web_links(words)
        if "<" in words:
            words, markup, links = unescaped(words, place)
        gone = item.get("is_removed") is True
        moment = read_date(text(item.get("submit_date")), zone=page.zone, now=page.fetched)
        post = Post(
            id=f"{host_of(link)}:c{number}",
            thread_id=thread_of(link),
            # a comment that answers none is its own parent
            parent_id=f"{host_of(link)}:c{above}" if above not in (None, 0, number) and level != 0 else None,
            source="django_comments",
            site=site_of(link),
            author=name(item.get("user_name")),
            author_url=name(item.get("user_url")),
            author_key=_key(text(item.get("user_avatar"))),
            is_owner=True if item.get("user_moderator") is True else None,
            published=moment.when if moment else None,
            published_text=name(item.get("submit_date")),
            precision=moment.precision if moment else "unknown",
            zone=moment.zone if moment else None,
            text="" if gone else words,
            html="" if gone else markup,
            links=() if gone else links,
            url=f"{shown}#c{number}" if shown else link,
            position=len(posts) + 1,
            status="removed" if gone else "ok",
            capture=page.capture,
        )
        posts[post.id] = post
    threads = {p.thread_id for p in posts.values()}
    return Reading(
        posts=list(posts.values()),
        next=list(following.values()),
        stated=len(items) if len(threads) == 1 else None,
        thread_id=threads.pop() if len(threads) == 1 else None,
        notes=["the interface prints times without a zone"],
        trust=4,
    )


def _feed(page: Page) -> Reading:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(page.body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as wrong:
        raise ReadError("not a feed: its XML can't be read") from wrong
    if root is None:
        raise ReadError("not a feed: its XML can't be read")
    shown, wanted = _led(page)
    posts = list(_items(root, page, shown, wanted))
    pages = dict.fromkeys(p.url.split("#")[0] for p in posts if p.url)
    return Reading(
        posts=posts,
        next=[Request(u, "page") for u in pages if u.startswith("http") and shown is None],
        thread_id=posts[0].thread_id if shown and posts else None,
        notes=["the feed holds the site's latest comments, cut short, and not what they answer"],
        trust=1,
    )


def _items(root: Any, page: Page, shown: str | None, wanted: str | None) -> Iterator[Post]:
    for item in root.iter("item"):
        link = (item.findtext("link") or "").strip()
        m = _PERMALINK.match(link)
        if m is None or not host_of(link) or (wanted is not None and f"{m[2]}/{m[3]}" != wanted):
            continue
        author, _, words = (item.findtext("description") or "").partition(": ")
        place = shown or link.split("#")[0]
        yield Post(
            id=f"{host_of(link)}:c{m[4]}",
            thread_id=thread_of(link),
            source="django_comments",
            site=site_of(link),
            author=clean_name(author),
            **clock(item.findtext("pubDate")),
            text=tidy(words.removesuffix("...")),
            url=f"{place}#c{m[4]}",
            capture=page.capture,
        )
