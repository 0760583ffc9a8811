"""public-inbox: pages of a thread or of one mail, the thread's Atom feed; both lead to its mbox."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import replace
from email.message import Message
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from threadgraph.addresses import joined, parts_of
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.mbox import message_post
from threadgraph.scrapers.payload import clock, web_links
from threadgraph.scrapers.reader.text import tidy

__all__ = ["PublicInbox"]

_THREAD = re.compile(r"/([^/\s]+)/[tT]/?$")
_MAIL = re.compile(r"^(?P<list>https?://.+?)/(?P<id>[^/\s]+(?:@|%40)[^/\s]+)/")
_FROM = re.compile(r"^From: (.*?) @ (\d{4}-\d\d-\d\d) +(\d?\d:\d\d)(?: UTC)?\s*\(", re.M)
_SKELETON = re.compile(r"^.{16} ((?:  )*)(` )?(?:<a|&lt;<a)\b[^>]*", re.S)
_PART = re.compile(r"^\[-- (?:Attachment #\d+|Warning: decoded text).*--\]\n+", re.M)
_ATOM = "{http://www.w3.org/2005/Atom}"
_THR = "{http://purl.org/syndication/thread/1.0}"


class PublicInbox(Scraper):
    """Mailing-list archives that public-inbox serves: threads, single mails, Atom feeds."""

    name = "public_inbox"
    example = "https://lists.example/hosts/1%40x.example/T/"
    gives = ("parents", "dates", "links")

    def claims(self, page: Page) -> float:
        if page.looks == "html":
            head = page.body[:20_000]
            if page.holds(b"t.mbox.gz") and (
                b"public-inbox" in page.body or b'id="t"' in page.body or b"id=t" in page.body
            ):
                return 0.95
            if page.holds(b"_/text/mirror/") and b"/T/#t" in page.body and not _MAIL.match(page.url):
                return 0.9  # the front page of a list
            return (
                0.9
                if b"public-inbox" in head and _MAIL.match(page.url) and b"Message-ID:" in page.body
                else 0.0
            )
        if page.looks == "xml":
            return 0.9 if b"urn:uuid:" in page.body[:8000] and _MAIL.match(_first_link(page)) else 0.0
        return 0.0

    def read(self, page: Page) -> Reading:
        if page.looks == "xml":
            return _atom(page)
        if page.tree.xpath("//pre//a[starts-with(@id,'m')][starts-with(@href,'#e')]"):
            return _thread(page)
        threads = _listed(page)
        return Reading(next=threads) if threads else _single(page)


def _listed(page: Page) -> list[Request]:
    """The threads that a list's front page names, each as an mbox."""
    if _MAIL.match(page.url):
        return []
    found = [
        joined(page.url, re.sub(r"/[tT]/(?:#.*)?$", "/t.mbox.gz", a.get("href")))
        for a in page.tree.iter("a")
        if re.search(r"(?:@|%40)[^/]*/[tT]/(?:#|$)", a.get("href") or "")
    ]
    return [Request(u, "page") for u in dict.fromkeys(found) if u.startswith("http")]


def _first_link(page: Page) -> str:
    m = re.search(rb"""<entry>.*?<link[^>]*href=["']([^"']+)""", page.body[:20_000], re.S)
    return m[1].decode("utf-8", "replace") if m else ""


def _mbox(page: Page) -> list[Request]:
    """The thread as an mbox, which holds the headers that the page leaves out."""
    link = next(
        (a.get("href") for a in page.tree.iter("a") if (a.get("href") or "").endswith("t.mbox.gz")), None
    )
    url = joined(page.url, link) if link else ""
    return [Request(url, "interface")] if url.startswith("http") else []


def _site(page: Page) -> str:
    m = _MAIL.match(page.url)
    return f"{page.host}{urlsplit(m['list']).path}" if m else page.host


def _ident(href: str | None) -> str:
    """The Message-ID in the address of a mail."""
    parts = [p for p in parts_of(href).path.split("/") if p not in ("", "..", ".")]
    while parts and parts[-1] in ("raw", "t", "T"):
        parts.pop()
    return unquote(parts[-1]) if parts else ""


def _skeleton(page: Page) -> dict[str, tuple[str | None, str]]:
    """By Message-ID the mail above in the overview, and the first mail of all; those not found count too."""
    box = next(iter(page.tree.xpath("//*[@id='t']/ancestor-or-self::pre")), None)
    if box is None:
        return {}
    names = {
        a.get("id", "")[1:]: _ident(link.get("href"))
        for a in page.tree.xpath("//pre//a[starts-with(@id,'m')]")
        if (link := next((b for b in a.itersiblings("a") if b.text == "permalink"), None)) is not None
    }
    found: dict[str, tuple[str | None, str]] = {}
    at: list[str] = []
    markup = re.sub(r"<a\s+", "<a ", etree.tostring(box, encoding="unicode", method="html"))
    for line in markup.split("\n"):
        m = _SKELETON.match(re.sub(r"^<[^a][^>]*>", "", line))
        if m is None:
            continue
        mark = re.search(r'id="?r(\w+)', m[0])
        href = re.search(r'href="?([^"> ]+)', m[0])
        ident = _ident(href[1]) if "[not found]" in line and href else names.get(mark[1], "") if mark else ""
        if not ident:
            continue
        level = len(m[1]) // 2 + 1 if m[2] else 0
        del at[level:]
        above = at[-1] if at and level else None
        at += [ident] * (level + 1 - len(at))
        found[ident] = (above, at[0])
    return found


def _thread(page: Page) -> Reading:
    overview = _skeleton(page)
    posts: list[Post] = []
    for a in page.tree.xpath("//pre//a[starts-with(@id,'m')]"):
        link = next((b for b in a.itersiblings("a") if b.text == "permalink"), None)
        ident = _ident(link.get("href")) if link is not None else ""
        if not ident:
            continue
        end = f"e{a.get('id', '')[1:]}"
        words = _words(a, end)
        m = _FROM.search(words)
        if m is None:
            continue
        subject = words.split("\n", 1)[0].lstrip("* ").strip()
        body = _PART.sub("", words[m.start() :].partition("\n\n")[2])
        above, root = overview.get(ident, (None, ident))
        posts.append(
            Post(
                id=f"mail:{ident}",
                thread_id=f"mail:{root}",
                parent_id=f"mail:{above}" if above else None,
                kind="email",
                source="public_inbox",
                site=_site(page),
                author=m[1].strip() or None,
                **clock(f"{m[2]}T{m[3]:0>5}Z"),
                title=subject,
                text=tidy(body),
                links=web_links(body),
                url=joined(page.url, link.get("href")) if link is not None else None,
                position=len(posts),
                capture=page.capture,
            )
        )
    return Reading(
        posts=list({p.id: p for p in posts}.values()),
        next=_mbox(page),
        thread_id=posts[0].thread_id if posts and len({p.thread_id for p in posts}) == 1 else None,
    )


def _words(start: Any, end: str) -> str:
    """The text from one mail's anchor to the line of links under it."""
    parts = ["* ", start.tail or ""]
    for e in start.itersiblings():
        if e.get("id") == end:
            break
        parts += [*e.itertext(), e.tail or ""]
    return "".join(parts)


def _single(page: Page) -> Reading:
    """The page of one mail: its headers as text, then its words."""
    words = next((t for b in page.tree.iter("pre") if "Message-ID:" in (t := "".join(b.itertext()))), "")
    head, _, body = words.partition("\n\n")
    message = Message()
    for line in re.sub(r"\n[ \t]+", " ", head).split("\n"):
        key, mark, value = line.partition(": ")
        if mark and re.fullmatch(r"[\w-]+", key):
            message[key] = re.sub(r"\s+(?:\(raw\)|\[thread overview\])$", "", value.strip())
    if not message.get("Message-ID"):
        raise ReadError("a page of public-inbox without a mail")
    message.set_payload(body.encode("utf-8", "replace").decode("utf-8"), "utf-8")
    post = message_post(message, page, 0, OrderedDict())
    post = replace(post, source="public_inbox", site=_site(page), url=page.url)
    return Reading(posts=[post], next=_mbox(page), thread_id=post.thread_id)


def _atom(page: Page) -> Reading:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(page.body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as wrong:
        raise ReadError("not a feed: its XML can't be read") from wrong
    if root is None:
        raise ReadError("not a feed: its XML can't be read")
    rows = []
    above: dict[str, str] = {}
    for e in root.iter(f"{_ATOM}entry"):
        link = next((x.get("href") for x in e.iter(f"{_ATOM}link") if x.get("href")), None)
        ident = _ident(link)
        if not ident:
            continue
        answered = e.find(f"{_THR}in-reply-to")
        if answered is not None and (parent := _ident(answered.get("href"))):
            above[ident] = parent
        rows.append((e, ident, link))
    posts: list[Post] = []
    for e, ident, link in rows:
        content = e.find(f"{_ATOM}content")
        body = _PART.sub("", "".join(content.itertext()) if content is not None else "")
        top = ident
        for _ in range(len(above) + 1):
            top = above.get(top, top)
        posts.append(
            Post(
                id=f"mail:{ident}",
                thread_id=f"mail:{top}",
                parent_id=f"mail:{above[ident]}" if above.get(ident, ident) != ident else None,
                kind="email",
                source="public_inbox",
                site=_site(Page(link or page.url, b"")),
                author=e.findtext(f"{_ATOM}author/{_ATOM}name") or None,
                **clock(e.findtext(f"{_ATOM}published") or e.findtext(f"{_ATOM}updated")),
                title=html.fromstring(t).text_content()
                if (t := (e.findtext(f"{_ATOM}title") or "").strip())
                else "",
                text=tidy(body),
                links=web_links(body),
                url=link,
                position=len(posts),
                capture=page.capture,
            )
        )
    held = {p.id for p in posts}
    # of a thread whose first mail is older than the feed, the archive has the rest
    cut = {p.thread_id: p.url for p in posts if p.thread_id not in held}
    return Reading(
        posts=list({p.id: p for p in posts}.values()),
        next=[Request(f"{url.rstrip('/')}/t.mbox.gz", "interface") for url in cut.values() if url],
        notes=["a feed holds only the latest mails"],
        trust=3,
    )
