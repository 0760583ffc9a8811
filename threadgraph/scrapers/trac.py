"""Trac: a ticket with its comments, by its page; its RSS feed leads there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

from lxml import etree
from lxml import html as lxml_html

from threadgraph.addresses import absolute, parts_of, thread_of
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.payload import clock, name
from threadgraph.scrapers.reader.dates import read_date
from threadgraph.scrapers.reader.names import clean_name
from threadgraph.scrapers.reader.text import clean_html, links_in, to_text, unescaped

__all__ = ["Trac"]

_MARKS = (b'class="trac-', b"trac_logo", b"tracpowered")
_NUMBER = re.compile(r"comment:(\d+)")
_BY = re.compile(r"\b(?:by|par|von|por|da)\s+(.{1,80}?)\s*(?:,|$)")
_ANSWER = re.compile(r"^\s*(?:Replying to|En réponse à|Antwort auf)\b")
_FEED_LACKS = "Trac's feed holds neither who opened the ticket nor what a comment answers"


class Trac(Scraper):
    """Tickets of a Trac project, with the comments and changes under them."""

    name = "trac"
    example = "https://trac.project.example/ticket/12"
    gives = ("parents", "dates", "links", "owner")

    def claims(self, page: Page) -> float:
        if page.looks == "html":
            known = page.bears(b'id="ticket"') and any(m in page.body for m in _MARKS)
            return 0.95 if known else 0.0
        if page.looks == "xml":
            return 0.9 if re.search(rb"<generator>Trac\b", page.body) and b"#comment:" in page.body else 0.0
        return 0.0

    def read(self, page: Page) -> Reading:
        return _feed(page) if page.looks == "xml" else _ticket(page)


def _ticket(page: Page) -> Reading:
    thread = thread_of(page.url) or "file/ticket"
    posts = [_opening(page, thread)]
    for head in page.tree.xpath("//*[@id='changelog']//h3[starts-with(@id, 'comment:')]"):
        posts.append(_comment(head, page, thread, len(posts), posts[0].author))
    return Reading(posts=posts, thread_id=thread, stated=_stated(page))


def _opening(page: Page, thread: str) -> Post:
    box = _first(page.tree, "//*[@id='ticket']")
    who = _first(box, ".//*[@headers='h_reporter']")
    title = _first(box, ".//*[contains(@class, 'summary')]")
    said = box.xpath(".//*[contains(@class, 'description')]/*[contains(@class, 'searchable')]")
    if not said:
        said = box.xpath(".//*[contains(@class, 'description')]")[:1]
    return Post(
        id=thread,
        thread_id=thread,
        kind="post",
        source="trac",
        site=page.site,
        author=clean_name(_shown(who)),
        is_owner=True,
        **_time(_first(box, ".//*[contains(@class, 'date')]"), page),
        title=_shown(title),
        text=to_text(said),
        html=clean_html(said),
        links=links_in(said, page.url),
        url=page.url.split("#")[0],
        capture=page.capture,
    )


def _comment(head: Any, page: Page, thread: str, at: int, owner: str | None) -> Post:
    mark = head.get("id")
    below = _below(head)
    said = [e for e in below if "comment" in (e.get("class") or "").split()]
    changed = [c for e in below for c in (e, *e.iter("table", "ul")) if "changes" in (c.get("class") or "")][
        :1
    ]
    author = _author(head)
    answered = _first(head, ".//a[contains(@class, 'in-reply-to')]")
    above = _NUMBER.search(answered.get("href") or "")
    parts = said or changed
    return Post(
        id=f"{thread}#{mark}",
        thread_id=thread,
        parent_id=f"{thread}#comment:{above[1]}" if above else None,
        kind="comment" if said else "notice",
        source="trac",
        site=page.site,
        author=author,
        is_owner=True if author is not None and author == owner else None,
        **_time(head, page),
        text=to_text(parts) if said else _changes(changed),
        html=clean_html(parts),
        links=links_in(parts, page.url),
        url=f"{page.url.split('#')[0]}#{mark}",
        position=at,
        capture=page.capture,
    )


def _below(head: Any) -> list[Any]:
    """What follows a comment's heading, up to the next."""
    found = []
    for e in head.itersiblings():
        if not isinstance(e.tag, str):
            continue
        if e.tag == "h3" or "change" in (e.get("class") or "").split():
            break
        found.append(e)
    return found


def _changes(changed: list[Any]) -> str:
    rows = [r for c in changed for r in c.iter("tr", "li")]
    return "\n".join(_shown(r) for r in rows)


def _author(head: Any) -> str | None:
    mark = _first(head, ".//*[contains(@class, 'trac-author')]")
    if mark is not None and _shown(mark):
        return clean_name(_shown(mark))
    words = " ".join(t for t in head.xpath(".//text()[not(ancestor::*[contains(@class, 'threading')])]"))
    m = _BY.search(" ".join(words.split()))
    return clean_name(m[1]) if m else None


def _time(place: Any, page: Page) -> dict[str, Any]:
    """The moment that a link to the timeline names; what is printed counts from the day of reading."""
    link = _first(place, ".//a[contains(@class, 'timeline')]")
    stamp = parse_qs(parts_of(link.get("href")).query).get("from", [""])[0]
    if len(stamp) > 10:  # else but the day
        return clock(stamp)
    moment = read_date(link.get("title") or _shown(place), zone=page.zone, now=page.fetched)
    if moment is None or moment.precision == "unknown":
        return {}
    return {
        "published": moment.when,
        "published_text": moment.text,
        "precision": moment.precision,
        "zone": moment.zone,
    }


def _stated(page: Page) -> int | None:
    """How many changes the page says there are."""
    counts = page.tree.xpath("//*[@id='changelog']/preceding::h3[1]//*[contains(@class, 'trac-count')]")
    m = re.search(r"\d{1,6}", _shown(counts[0])) if counts else None
    return int(m[0]) if m else None


def _first(place: Any, path: str) -> Any:
    """The first element of a path, or an empty one."""
    found = place.xpath(path)
    return found[0] if found else etree.Element("span")


def _shown(e: Any) -> str:
    return " ".join("".join(e.itertext()).split())


def _feed(page: Page) -> Reading:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(page.body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as wrong:
        raise ReadError("not a feed: its XML can't be read") from wrong
    channel = root.find("channel") if root is not None else None
    if channel is None:
        raise ReadError("not a feed of Trac")
    url = absolute(page.url, channel.findtext("link")) or page.url.split("?")[0]
    thread = thread_of(url)
    text, html, links = unescaped(channel.findtext("description") or "", url)
    title = re.sub(r"^.*?\bTicket #\d+: ", "", " ".join((channel.findtext("title") or "").split()))
    opening = Post(
        id=thread,
        thread_id=thread,
        kind="post",
        source="trac",
        site=page.site,
        title=title,
        text=text,
        html=html,
        links=links,
        url=url,
        capture=page.capture,
    )
    return Reading(
        posts=[opening, *_items(channel, page, thread, url)],
        next=[Request(url, "page")] if url.startswith("http") else [],
        thread_id=thread,
        notes=[_FEED_LACKS],
        trust=1,
    )


def _items(channel: Any, page: Page, thread: str, url: str) -> Iterator[Post]:
    used = set()
    for at, item in enumerate(channel.iter("item"), 1):
        m = _NUMBER.search(item.findtext("guid") or item.findtext("link") or "")
        if m is None or m[1] in used:
            continue
        used.add(m[1])
        changes, said = _split(
            item.findtext("description") or "", bool((item.findtext("title") or "").strip())
        )
        answered = next((e for e in said.iter("a") if _NUMBER.search(e.get("href") or "")), None)
        above = None
        if answered is not None and _ANSWER.match(_shown(said)):
            above = _NUMBER.search(answered.get("href") or "")
        words = [e for e in said if _shown(e)]
        yield Post(
            id=f"{thread}#comment:{m[1]}",
            thread_id=thread,
            parent_id=f"{thread}#comment:{above[1]}" if above else None,
            kind="comment" if words else "notice",
            source="trac",
            site=page.site,
            author=name(item.findtext("{*}creator") or item.findtext("author")),
            **clock(item.findtext("pubDate")),
            text=to_text(words) if words else changes,
            html=clean_html(words),
            links=links_in(words, url),
            url=f"{url}#comment:{m[1]}",
            position=at,
            capture=page.capture,
        )


def _split(markup: str, changed: bool) -> tuple[str, Any]:
    """The changes that an item lists first, and what was said."""
    tree = lxml_html.fragment_fromstring(markup or "<p></p>", create_parent="div")
    first = next(iter(tree), None)
    if not changed or first is None or first.tag != "ul":
        return "", tree
    tree.remove(first)
    return _changes([first]), tree
