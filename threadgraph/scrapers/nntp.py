"""Usenet: articles of a news spool, one a file, and the overview of a group."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from urllib.parse import parse_qs, quote, urlsplit

from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.mbox import message_post, read_mail

__all__ = ["Nntp"]

#: RFC 3977, 8.3: number, Subject, From, Date, Message-ID, References, bytes, lines.
_OVERVIEW = re.compile(rb"^\d+\t[^\t\n]*\t[^\t\n]*\t[^\t\n]*\t<[^\t\n<>]+>\t[^\t\n]*\t\d*\t\d*", re.M)
_NEWS = ("nntp://", "nntps://")
_HEADERS = re.compile(rb"^newsgroups:[ \t]*([^\s,]+)", re.I | re.M)


class Nntp(Scraper):
    """Articles of a news server, by its address or from a folder of its spool, and overviews of groups."""

    name = "nntp"
    example = "nntp://news.example/comp.hosts/1201"
    gives = ("parents", "dates", "links")
    streams = True

    def claims(self, page: Page) -> float:
        if page.looks == "mail" and not page.body.startswith(b"From "):
            head = page.body[:20_000].replace(b"\r\n", b"\n").split(b"\n\n")[0]
            return 0.95 if _HEADERS.search(head) or page.url.startswith(_NEWS) else 0.0
        if page.url.startswith(_NEWS) and page.body.startswith(b"211 "):
            return 0.95
        # a Message-ID may begin like a tag of HTML
        listed = page.looks in ("text", "html") and re.match(rb"211 |\d+\t", page.body)
        return 0.95 if listed and _OVERVIEW.search(page.body[:100_000]) else 0.0

    def read(self, page: Page) -> Reading:
        if page.looks == "mail":
            return Reading(posts=_article(page), trust=4)
        reading = Reading(posts=_overview(page), notes=["an overview holds headers and no words"], trust=1)
        if page.url.startswith(_NEWS):
            reading.next = _articles(page)
            reading.notes = _left(page)
        return reading


def _articles(page: Page) -> list[Request]:
    """Each article that an overview lists; what it answers first is told, for articles that cut References."""
    place = page.url.split("#")[0].rstrip("/")
    roots = [p.thread_id.removeprefix("mail:") for p in _overview(page)]
    numbers = [line.partition(b"\t")[0] for line in page.lines() if _OVERVIEW.match(line)]
    return [
        Request(f"{place}/{n.decode()}#thread={quote(root, safe='@')}", "interface")
        for n, root in zip(numbers, roots, strict=True)
    ]


def _left(page: Page) -> list[str]:
    """What a group holds that its overview does not list."""
    told = re.match(rb"211 (\d+) (\d+) (\d+)", page.body)
    first = next((line for line in page.lines() if _OVERVIEW.match(line)), b"").partition(b"\t")[0]
    if told is None or not first or int(first) <= int(told[2]):
        return []
    return [f"the group holds articles before number {first.decode()}, which were not asked for"]


def _article(page: Page) -> Iterator[Post]:
    m = _HEADERS.search(page.body[:20_000])
    group = m[1].decode("ascii", "replace") if m else "news"
    if page.url.startswith(_NEWS):
        group = page.path.strip("/").split("/")[0] or group
    led = parse_qs(urlsplit(page.url).fragment).get("thread", [""])[0]
    for post in read_mail(page, "nntp"):
        yield replace(post, site=group, thread_id=f"mail:{led}" if led else post.thread_id)


def _overview(page: Page) -> Iterator[Post]:
    roots: OrderedDict[str, str] = OrderedDict()
    group = page.path.strip("/").split("/")[-1].removesuffix(".overview").strip(".") or "news"
    for at, line in enumerate(page.lines()):
        if not _OVERVIEW.match(line):
            continue
        parts = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
        message = Message()
        for key, value in zip(
            ("Subject", "From", "Date", "Message-ID", "References"), parts[1:6], strict=True
        ):
            message[key] = value
        message.set_payload("")
        yield replace(message_post(message, page, min(at, 2**31 - 1), roots), source="nntp", site=group)
