"""Usenet: articles of a news spool, one a file, and the overview of a group."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message

from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Scraper
from threadgraph.scrapers.mbox import message_post, read_mail

__all__ = ["Nntp"]

#: RFC 3977, 8.3: number, Subject, From, Date, Message-ID, References, bytes, lines.
_OVERVIEW = re.compile(rb"^\d+\t[^\t\n]*\t[^\t\n]*\t[^\t\n]*\t<[^\t\n<>]+>\t[^\t\n]*\t\d*\t\d*", re.M)
_HEADERS = re.compile(rb"^newsgroups:[ \t]*([^\s,]+)", re.I | re.M)


class Nntp(Scraper):
    """Articles of a news server's spool (a folder of files), and overviews of groups."""

    name = "nntp"
    example = "file:///spool/news/comp/hosts/1201"
    gives = ("parents", "dates", "links")
    streams = True

    def claims(self, page: Page) -> float:
        head = page.body[:20_000].replace(b"\r\n", b"\n").split(b"\n\n")[0]
        if page.looks == "mail" and not page.body.startswith(b"From "):
            return 0.95 if _HEADERS.search(head) else 0.0
        return 0.9 if page.looks == "text" and _OVERVIEW.match(page.body) else 0.0

    def read(self, page: Page) -> Reading:
        if page.looks == "mail":
            return Reading(posts=_article(page), trust=4)
        return Reading(posts=_overview(page), notes=["an overview holds headers and no words"], trust=1)


def _article(page: Page) -> Iterator[Post]:
    m = _HEADERS.search(page.body[:20_000])
    group = m[1].decode("ascii", "replace") if m else "news"
    for post in read_mail(page, "nntp"):
        yield replace(post, site=group)


def _overview(page: Page) -> Iterator[Post]:
    roots: OrderedDict[str, str] = OrderedDict()
    group = page.path.strip("/").split("/")[-1].removesuffix(".overview").strip(".") or "news"
    for at, line in enumerate(page.lines()):
        parts = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
        if len(parts) < 6 or not parts[4].strip("<> "):
            continue
        message = Message()
        for key, value in zip(
            ("Subject", "From", "Date", "Message-ID", "References"), parts[1:6], strict=True
        ):
            message[key] = value
        message.set_payload("")
        yield replace(message_post(message, page, min(at, 2**31 - 1), roots), source="nntp", site=group)
