"""MediaWiki: talk pages, whose comments are marked by nothing but indentation and signatures.

The page as it is drawn, as the interface draws it (``action=parse``), its source (``prop=revisions``,
``action=raw``) and its history feed name one comment alike.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, quote, unquote

from lxml import etree
from lxml import html as lxml_html

from threadgraph.addresses import absolute, parts_of, thread_of
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.payload import dicts, table, text
from threadgraph.scrapers.reader.sheet import Sheet
from threadgraph.scrapers.reader.talk import Topic, talk
from threadgraph.scrapers.reader.wikitext import drawn

__all__ = ["MediaWiki"]

_SIGNED = re.compile(
    rb"(?:19|20)\d\d[^<>\n]{0,30}\((?:[A-Z]{2,5}|UTC[^)]{0,8})\)|\d\d:\d\d, [^<>\n]{4,30}(?:19|20)\d\d"
)
_WIKI = (
    b'content="mediawiki',
    b'class="mw-headline',
    b'class="mw-parser-output',
    b'class="mw-heading',
    b'id="mw-content-text"',
)
_HISTORY = re.compile(rb"<(?:id|link)>[^<]{0,500}action=history[^<]*</(?:id|link)>")
_UNSIGNED = "what nobody signed is part of the comment below it, or of none"


class MediaWiki(Scraper):
    """Sections of a talk page of Wikipedia or another wiki, each a thread."""

    name = "mediawiki"
    example = "https://en.wikipedia.example/wiki/Talk:Denial-of-service_attack"
    gives = ("parents", "dates", "links")

    def claims(self, page: Page) -> float:
        if page.looks == "json":
            return 0.9 if _said(page) is not None else 0.0
        if page.looks == "xml":
            return 0.9 if _HISTORY.search(page.body[:3000]) and b"MediaWiki" in page.body[:6000] else 0.0
        if page.looks == "text" or "text/x-wiki" in page.content_type:
            raw = "text/x-wiki" in page.content_type or "action=raw" in page.url
            return 0.9 if raw and _SIGNED.search(page.body) else 0.0
        if page.looks != "html" or not page.bears(*_WIKI):
            return 0.0
        signed = len(set(_SIGNED.findall(page.body[:3_000_000])))
        return (
            0.92
            if signed >= 2 or (signed and re.search(rb"\bns-(?:talk|\d*[13579])\b", page.body[:200_000]))
            else 0.0
        )

    def read(self, page: Page) -> Reading:
        if page.looks == "xml":
            return _history(page)
        if page.looks == "json":
            found = _said(page)
            if found is None:
                raise ReadError("JSON that holds no page of a wiki")
            title, markup, source = found
            index = _index(page.url)
            url = _address(index, title)
            tree = _tree(drawn(source, title, index) if markup is None else markup)
        elif page.looks == "text" or "text/x-wiki" in page.content_type:
            index, url = page.url.split("?")[0], _plain(page.url)
            title = parse_qs(parts_of(url).query).get("title", [""])[0].replace("_", " ")
            tree = _tree(drawn(page.text, title, index))
        else:
            tree, url = page.tree, page.url
        sheet = Sheet(tree, page.fetched, page.zone)
        topics = talk(sheet, url)
        used: set[str] = set()
        posts = [p for t in topics for p in _posts(t, page, url, sheet.lang, used)]
        reading = Reading(posts=posts, trust=2)
        if len({p.thread_id for p in posts}) == 1:
            reading.thread_id = posts[0].thread_id
        reading.next = _archives(sheet, url)
        if posts:
            reading.notes = [_UNSIGNED]
        return reading


def _tree(markup: str) -> Any:
    return lxml_html.document_fromstring(f"<html><body>{markup}</body></html>")


def _said(page: Page) -> tuple[str, str | None, str] | None:
    """What the interface's answer holds of a page: its title, its markup or else its source."""
    data = table(page.json)
    parsed = table(data.get("parse"))
    for key in ("text", "wikitext"):
        held = parsed.get(key)
        held = held.get("*") if isinstance(held, dict) else held
        if isinstance(held, str):
            return text(parsed.get("title")), text(held) if key == "text" else None, text(held)
    pages = table(data.get("query")).get("pages")
    for item in dicts(list(pages.values()) if isinstance(pages, dict) else pages):
        for revision in dicts(item.get("revisions"))[:1]:  # the newest; it holds what the older ones hold
            slot = table(table(revision.get("slots")).get("main")) or revision
            held = slot.get("*", slot.get("content"))
            if isinstance(held, str):
                return text(item.get("title")), None, text(held)
    return None


def _index(url: str) -> str:
    """Where a wiki's pages are, by the address of its interface."""
    parts = parts_of(url)
    return f"{parts.scheme}://{parts.netloc}{re.sub(r'[^/]*$', '', parts.path)}index.php"


def _address(index: str, title: str) -> str:
    return f"{index}?title={quote(title.replace(' ', '_'), safe='/:')}"


def _plain(url: str) -> str:
    """The address of a page by the address of its source or its history."""
    title = parse_qs(parts_of(url).query).get("title", [""])[0]
    return _address(url.split("?")[0], title)


def _history(page: Page) -> Reading:
    """The comments that the latest changes of a page added; the feed tells no more of what they answer."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(page.body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as wrong:
        raise ReadError("not a feed: its XML can't be read") from wrong
    if root is None:
        raise ReadError("not a feed: its XML can't be read")
    found = re.search(rb"<(?:id|link)>([^<]*action=history[^<]*)<", page.body)
    url = _plain(lxml_html.fromstring(found[1]).text_content() if found else page.url)
    title = parse_qs(parts_of(url).query).get("title", [""])[0].replace("_", " ")
    posts: dict[str, Post] = {}
    for entry in root.iter("{*}entry", "{*}item"):
        change = next((e.text for e in entry.iter("{*}summary", "{*}description") if e.text), None)
        if change is None:
            continue
        section, source = _added(change)
        if section and not re.match(r"\s*=", source):
            source = f"== {section} ==\n{source}"
        sheet = Sheet(_tree(drawn(source, title, url.split("?")[0])), page.fetched, page.zone)
        for topic in talk(sheet, url):
            for post in _posts(topic, page, url, None, set()):
                opens = "=" in source[:1] and not section and post.kind == "post"
                plain = replace(post, parent_id=None, kind="post" if opens else "comment", title="")
                posts.setdefault(post.id, plain)
    return Reading(
        posts=list(posts.values()),
        next=[Request(url, "page")] if url.startswith("http") else [],
        notes=["a history holds only the latest changes, and not what a comment answers"],
        trust=1,
    )


def _added(change: str) -> tuple[str, str]:
    """The section that a change names, and the lines of wikitext that it added."""
    tree = lxml_html.document_fromstring(f"<html><body>{change}</body></html>")
    section = next((e.text_content().strip(" :→") for e in tree.find_class("autocomment")), "")
    lines = []
    for mark in tree.find_class("diff-marker"):
        cell = mark.getnext()
        if cell is None or cell.tag != "td" or mark.get("data-marker", mark.text_content()).strip() != "+":
            continue
        lines.append(cell.text_content())
    return section, "\n".join(lines)


def _posts(topic: Topic, page: Page, url: str, lang: str | None, used: set[str]) -> list[Post]:
    place = _place(url)
    thread = f"{place}#{topic.mark or 'top'}"
    ids: list[str] = []
    posts: list[Post] = []
    for i, r in enumerate(topic.records):
        name = f"{place}#{r.mark}"
        while name in used:
            name += "'"
        used.add(name)
        ids.append(name)
        assert r.moment is not None
        posts.append(
            Post(
                id=name,
                thread_id=thread,
                parent_id=ids[r.parent] if r.parent is not None else None,
                kind="post" if i == 0 else "comment",
                source="mediawiki",
                site=page.site,
                author=r.author,
                author_url=re.sub(r"&action=edit&redlink=1\b", "", r.author_url) if r.author_url else None,
                published=r.moment.when,
                published_text=r.moment.text,
                precision=r.moment.precision,
                zone=r.moment.zone,
                title=topic.title if i == 0 else "",
                text=r.text or "",
                links=r.links,
                url=f"{url.split('#')[0]}#{topic.mark}" if topic.mark else url,
                position=i,
                lang=lang,
                capture=page.capture,
            )
        )
    return posts


def _place(url: str) -> str:
    """One name for a page of a wiki, whichever address led to it."""
    parts = parts_of(url)
    pretty = re.search(r"/(?:wiki|index\.php)/(.+)", parts.path)
    title = parse_qs(parts.query).get("title", [""])[0] or (unquote(pretty[1]) if pretty else "")
    host = thread_of(f"{parts.scheme}://{parts.netloc}/").split("/")[0]
    return f"{host}/{title.replace(' ', '_')}" if title and host else thread_of(url) or "file"


def _archives(sheet: Sheet, url: str) -> list[Request]:
    """The archives of a talk page that it names: its own subpages."""
    here = _place(url)
    found: dict[str, Request] = {}
    for i, a in enumerate(sheet.elements):
        if sheet.tags[i] != "a" or not re.search(r"Archi[vf]|Archiw|Архив|أرشيف", a.get("href") or "", re.I):
            continue
        href = absolute(url, a.get("href"))
        if href and "redlink" not in href and _place(href).startswith(here + "/"):
            plain = href.split("#")[0]
            found[plain] = Request(plain, "page")
    return list(found.values())
