"""RSS and Atom: posts, comments, and which comment answers which (RFC 4685 ``thr:in-reply-to``)."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from threadgraph.addresses import absolute, host_of, site_of, thread_of
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.page import fingerprint
from threadgraph.scrapers.reader.dates import machine_date, read_date
from threadgraph.scrapers.reader.names import clean_name
from threadgraph.scrapers.reader.stream import local
from threadgraph.scrapers.reader.text import unescaped

__all__ = ["Feed", "read_feed"]

_IN_REPLY = re.compile(
    r"""^\s*(?:<p>\s*)?(?:In reply to|En réponse à|Als Antwort auf|En respuesta a)\s*<a [^>]*href=["']([^"']+)["'][^>]*>[^<]*</a>\s*\.?\s*(?:</p>)?""",
    re.I,
)
_COMMENTS_FEED = re.compile(
    r"comments?\s*(?:on|for|pour|:)|commentaires?\s*(?:sur|pour|:|de)|kommentare zu|comentarios (?:en|a)",
    re.I,
)


class Feed(Scraper):
    """A feed of posts or of comments, RSS 0.9-2.0 or Atom."""

    name = "feed"
    example = "https://blog.example/feed/"
    gives = ("parents", "dates", "links")

    def claims(self, page: Page) -> float:
        head = page.body[:3000].lower()
        if page.looks not in ("xml", "html", "text"):
            return 0.0
        if b"wp:wxr_version" in page.body[:8000]:
            return 0.0
        return 0.6 if re.search(rb"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", head) and b"<html" not in head else 0.0

    def read(self, page: Page) -> Reading:
        return read_feed(page, self.name)


def read_feed(page: Page, source: str) -> Reading:
    """The posts of a feed and where their pages and comment feeds are.

    Parameters
    ----------
    page : Page
    source : str

    Returns
    -------
    Reading

    Raises
    ------
    ReadError
        If it is no feed.
    """
    root = _parse(page)
    items = [e for e in root.iter() if isinstance(e.tag, str) and local(e) in ("item", "entry")]
    title = _text(root, "title") or next((_text(e, "title") or "" for e in root if local(e) == "channel"), "")
    atom = local(root) == "feed"
    threaded = False
    posts: list[Post] = []
    following: dict[str, Request] = {}
    comments_feed = bool(_COMMENTS_FEED.search(title)) or (
        bool(items) and all("#comment" in (_link(i, page.url) or "") for i in items)
    )
    for at, item in enumerate(items):
        link = _link(item, page.url)
        native = _text(item, "guid") or _text(item, "id") or link
        reply = next((e for e in item if local(e) == "in-reply-to"), None)
        threaded = threaded or reply is not None
        is_comment = (
            comments_feed or reply is not None or bool(link and re.search(r"#(?:comment-|c)\d+", link))
        )
        post = _post(item, page, source, link, native, reply, is_comment, at)
        if post is None:
            continue
        posts.append(post)
        if link and not is_comment:
            following.setdefault(link, Request(link, "page"))
            feed = _text(item, "commentrss") or _text(item, "commentRss")
            for e in item:
                if local(e) == "link" and e.get("rel") == "replies" and "xml" in (e.get("type") or ""):
                    feed = e.get("href")
            if feed and (url := absolute(page.url, feed)):
                following.setdefault(url, Request(url, "feed"))
        elif link:
            following.setdefault(link.split("#")[0], Request(link.split("#")[0], "page"))
    threads = {p.thread_id for p in posts}
    return Reading(
        posts=posts,
        next=list(following.values()),
        thread_id=threads.pop() if len(threads) == 1 and comments_feed else None,
        trust=3 if atom and threaded else 1,
        notes=["a feed holds only the latest posts"],
    )


def _parse(page: Page) -> Any:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        root = etree.fromstring(page.body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or (len(root) == 0 and b"<item" in page.body.lower()):
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", page.text)
        try:
            root = etree.fromstring(text.strip().encode("utf-8", "replace"), parser)
        except (etree.XMLSyntaxError, ValueError):
            root = None
    if root is None:
        raise ReadError("not a feed: its XML can't be read")
    return root


def _text(e: Any, name: str) -> str | None:
    for child in e:
        if local(child) == name:
            text = "".join(child.itertext()).strip()
            if text:
                return text
    return None


def _markup(e: Any) -> str:
    for name in ("encoded", "content", "description", "summary"):
        for child in e:
            if local(child) != name:
                continue
            if child.get("type") == "xhtml":
                return "".join(etree.tostring(c, encoding="unicode") for c in child)
            text = child.text or ""
            if len(child):
                text += "".join(etree.tostring(c, encoding="unicode") for c in child)
            if text.strip():
                return text
    return ""


def _link(item: Any, base: str) -> str | None:
    best = None
    for child in item:
        if local(child) != "link":
            continue
        if child.get("href"):
            if child.get("rel") in (None, "alternate"):
                return absolute(base, child.get("href"))
        elif child.text:
            best = absolute(base, child.text)
    if best is None:
        guid = _text(item, "guid")
        best = absolute("", guid) if guid and guid.startswith("http") else None
    return best


def _author(item: Any) -> tuple[str | None, str | None]:
    for child in item:
        if local(child) == "author" and len(child):
            return _text(child, "name"), _text(child, "uri") or _text(child, "url")
    creator = _text(item, "creator") or _text(item, "author")
    if creator and (m := re.fullmatch(r"\s*\S+[@＠]\S+\s*\((.+)\)\s*", creator)):
        creator = m[1]
    if not creator and (title := _text(item, "title")):
        m = re.match(r"^(?:By|Par|De|Von|Por)\s*:\s*(.+)$", title) or re.match(
            r"^Comment(?:aire)? (?:on|sur) .+ (?:by|par) (.+)$", title
        )
        creator = m[1] if m else None
    return clean_name(creator), None


def _post(
    item: Any,
    page: Page,
    source: str,
    link: str | None,
    native: str | None,
    reply: Any,
    is_comment: bool,
    at: int,
) -> Post | None:
    base = link or page.url
    markup = _markup(item)
    host = host_of(link) or page.host
    parent = None
    if m := _IN_REPLY.match(markup):
        markup = markup[m.end() :]
        parent = _mark(m[1])
    if reply is not None:
        ref = reply.get("href") or reply.get("ref") or ""
        parent = _mark(ref) or _mark(reply.get("ref") or "") or parent
    text, html, links = unescaped(markup, base)
    stamp = next(
        (
            t
            for n in ("published", "issued", "created", "pubDate", "date", "updated", "modified")
            if (t := _text(item, n))
        ),
        None,
    )
    moment = machine_date(stamp, page.zone) or (
        read_date(stamp, zone=page.zone, now=page.fetched) if stamp else None
    )
    author, author_url = _author(item)
    title = unescaped(_text(item, "title") or "")[0]
    if not text and not title:
        return None
    mark = _mark(link or "") or (_mark(native or "") if is_comment else None)
    if not is_comment:
        thread = thread_of(link) if link else thread_of(page.url) + "#" + fingerprint(native, title, text)
        name = thread
    else:
        thread = thread_of(link or page.url)
        wordpress = mark is not None and mark.startswith("comment-") and source == "wordpress"
        name = (
            f"{host}:{mark}"
            if wordpress
            else f"{thread}#{mark}"
            if mark
            else f"{thread}#{fingerprint(native, text)}"
        )
        parent = None if parent is None else f"{host}:{parent}" if wordpress else f"{thread}#{parent}"
    return Post(
        id=name,
        thread_id=thread,
        parent_id=parent if is_comment else None,
        kind="comment" if is_comment else "post",
        source=source,
        site=site_of(link or page.url),
        author=author,
        author_url=absolute(base, author_url),
        is_owner=None if is_comment else True,
        published=moment.when if moment else None,
        published_text=stamp,
        precision=moment.precision if moment else "unknown",
        zone=moment.zone if moment else None,
        title="" if is_comment else title,
        text=text,
        html=html,
        links=links,
        url=link,
        position=at,
        capture=page.capture,
    )


def _mark(url: str) -> str | None:
    fragment = url.partition("#")[2]
    return fragment if re.search(r"\d", fragment) else None
