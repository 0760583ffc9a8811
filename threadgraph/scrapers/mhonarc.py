"""MHonArc: pages of one mail, whose comments hold its headers, and indexes that lead to them."""

from __future__ import annotations

import re
from email.header import decode_header, make_header
from email.utils import parseaddr
from hashlib import sha256
from html import unescape

from threadgraph.addresses import joined
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.page import fingerprint
from threadgraph.scrapers.payload import clock, name
from threadgraph.scrapers.reader.text import unescaped

__all__ = ["MHonArc"]

#: MHonArc turns capitals in a ring of 28, with "@" and "[" in it.
_R13 = str.maketrans(
    "NOPQRSTUVWXYZ[@ABCDEFGHIJKLMnopqrstuvwxyzabcdefghijklm",
    "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[abcdefghijklmnopqrstuvwxyz",
)
_FIELD = re.compile(r"<!--X-([\w-]+):\s*(.*?)\s*-->", re.S)
_BODY = re.compile(r"<!--X-Body-of-Message-->(.*?)<!--X-Body-of-Message-End-->", re.S)
_HEADED = re.compile(r"<!--X-Head-of-Message-->(.*?)<!--X-Head-of-Message-End-->", re.S)


class MHonArc(Scraper):
    """Mails and indexes of an archive that MHonArc made."""

    name = "mhonarc"
    example = "https://lists.example/hosts/2005/msg00007.html"
    gives = ("parents", "dates", "links")

    def claims(self, page: Page) -> float:
        if page.looks != "html":
            return 0.0
        if page.holds(b"<!--X-Message-Id:") or page.holds(b"<!--X-Body-of-Message-->"):
            return 0.95
        return 0.9 if page.holds(b"<!-- MHonArc") or page.holds(b"<!--X-TopPNI-->") else 0.0

    def read(self, page: Page) -> Reading:
        if _BODY.search(page.text) is not None:
            post = _mail(page)
            return Reading(posts=[post], next=_links(page, "In Thread"), thread_id=post.thread_id, trust=3)
        return Reading(next=_links(page, ""))


def _links(page: Page, near: str) -> list[Request]:
    """The mails that a page names: all of an index; on a mail's page those it answers and that answer it."""
    found = []
    text = page.text
    if near:
        part = re.search(r"<!--X-Follow-Ups-->(.*?)<!--X-References-End-->", text, re.S)
        text = part[1] if part else ""
    for href in re.findall(r"""href=["']?((?:[^"'> ]*/)?msg\d+\.html?)""", text, re.I):
        url = joined(page.url, unescape(href))
        if url.startswith("http"):
            found.append(url)
    return [Request(u, "page") for u in dict.fromkeys(found)]


def _mail(page: Page) -> Post:
    fields: dict[str, list[str]] = {}
    for key, value in _FIELD.findall(page.text):
        # MHonArc writes "--" as "&#45;&#45;", since a comment may not hold it
        fields.setdefault(key.lower(), []).append(unescape(value))
    body = _BODY.search(page.text)
    if body is None:
        raise ReadError("a page of MHonArc without a mail")
    head = _HEADED.search(page.text)
    shown = unescaped(head[1])[0] if head else ""
    sender = _first(fields, "from-r13")
    sender = sender.translate(_R13) if sender else _first(fields, "from") or _shown(shown, "From")
    who, address = parseaddr(sender)
    who = _decoded(who)
    words, html, links = unescaped(body[1], page.url)
    title = _first(fields, "subject") or _shown(shown, "Subject")
    ident = _first(fields, "message-id") or fingerprint(page.url, title, words)
    named = [r for r in fields.get("reference", []) if r and r != ident]
    stamp = _first(fields, "date") or _shown(shown, "Date")
    folder = re.sub(r"/[^/]*$", "", page.path)
    return Post(
        id=f"mail:{ident}",
        thread_id=f"mail:{named[0] if named else ident}",
        parent_id=f"mail:{named[-1]}" if named else None,
        kind="email",
        source="mhonarc",
        site=f"{page.host}{folder}",
        author=name(who) or name(address.partition("@")[0]),
        author_key=f"email:{sha256(address.lower().encode()).hexdigest()[:32]}" if "@" in address else None,
        **clock(stamp, page.zone),
        title=title,
        text=words,
        html=html,
        links=links,
        url=page.url if page.url.startswith("http") else None,
        capture=page.capture,
    )


def _first(fields: dict[str, list[str]], key: str) -> str:
    return _decoded(fields.get(key, [""])[0].strip())


def _decoded(value: str) -> str:
    """Names and subjects of other alphabets stand in the comments as they stood in the mail (RFC 2047)."""
    if "=?" not in value:
        return value
    try:
        return str(make_header(decode_header(value))).encode("utf-8", "replace").decode("utf-8")
    except (LookupError, UnicodeError, ValueError):
        return value


def _shown(head: str, key: str) -> str:
    m = re.search(rf"^{key}\s*:\s*(.+)$", head, re.M | re.I)
    return m[1].strip() if m else ""
