"""Pipermail, Mailman 2's archive: pages of one mail, and indexes; both lead to the month's mbox."""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import parse_qs, unquote

from threadgraph.addresses import joined, parts_of
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.page import fingerprint
from threadgraph.scrapers.payload import name, web_links
from threadgraph.scrapers.reader.dates import read_date
from threadgraph.scrapers.reader.text import tidy

__all__ = ["Pipermail"]

_MONTH = re.compile(r"^(https?://.+/)([^/]+)/(?:\d{6}|thread|subject|author|date|index)\.html?$")


class Pipermail(Scraper):
    """Mails and indexes of a Mailman 2 archive."""

    name = "pipermail"
    example = "https://lists.example/pipermail/hosts/2005-October/000123.html"
    gives = ("dates", "links")

    def claims(self, page: Page) -> float:
        if page.looks != "html":
            return 0.0
        if page.holds(b"<!--beginarticle-->") and page.holds(b"<!--endarticle-->"):
            return 0.95
        return 0.9 if page.holds(b"Pipermail") and re.search(rb"<!--\d+ ", page.body) else 0.0

    def read(self, page: Page) -> Reading:
        note = "a page of Pipermail does not say whom a mail answers; the month's mbox does"
        if b"<!--beginarticle-->" not in page.body:
            return Reading(next=_index(page), notes=[note])
        return Reading(posts=[_mail(page)], next=_month(page), notes=[note])


def _month(page: Page) -> list[Request]:
    """The month's mails as one mbox, with the headers that say who answers whom."""
    m = _MONTH.match(page.url)
    return [Request(f"{m[1]}{m[2]}.txt.gz", "interface")] if m else []


def _index(page: Page) -> list[Request]:
    """The month's mbox, and its mails one by one, for archives that offer no mbox."""
    mails = [
        joined(page.url, a.get("href"))
        for a in page.tree.iter("a")
        if re.fullmatch(r"\d{6}\.html?", a.get("href") or "")
    ]
    return _month(page) + [Request(u, "page") for u in dict.fromkeys(mails) if u.startswith("http")]


def _mail(page: Page) -> Post:
    tree = page.tree
    head = next(iter(tree.xpath("//h1")), None)
    who = next(iter(tree.xpath("//h1/following::b[1]")), None)
    link = next((a for a in tree.iter("a") if "In-Reply-To=" in (a.get("href") or "")), None)
    query = parse_qs(parts_of(link.get("href")).query) if link is not None else {}
    ident = unquote(query.get("In-Reply-To", [""])[0]).strip("<> ")
    address = re.sub(r"\s+at\s+", "@", (link.text or "").strip()) if link is not None else ""
    stamp = next((e.text or "" for e in tree.xpath("//h1/following::i[1]")), "").strip()
    box = re.search(r"<!--beginarticle-->(.*?)<!--endarticle-->", page.text, re.S)
    if head is None or box is None:
        raise ReadError("a page of Pipermail without a mail")
    inner = Page(page.url, f"<html><body>{box[1]}</body></html>".encode())
    words = tidy("".join(inner.tree.itertext()))
    title = "".join(head.itertext()).strip()
    ident = ident or fingerprint(page.url, title, words)
    moment = read_date(stamp, zone=page.zone)
    m = re.search(r"/pipermail/([^/]+)/", page.path)
    return Post(
        id=f"mail:{ident}",
        thread_id=f"mail:{ident}",
        kind="email",
        source="pipermail",
        site=f"{page.host}/{m[1]}" if m else page.host,
        author=name("".join(who.itertext())) if who is not None else None,
        author_key=f"email:{sha256(address.lower().encode()).hexdigest()[:32]}" if "@" in address else None,
        published=moment.when if moment else None,
        published_text=stamp or None,
        precision=moment.precision if moment else "unknown",
        zone=moment.zone if moment else None,
        title=title,
        text=words,
        links=web_links(words),
        url=page.url,
        capture=page.capture,
    )
