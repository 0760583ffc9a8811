"""MediaWiki: talk pages, whose comments are marked by nothing but indentation and signatures."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from lxml import html as lxml_html

from threadgraph.addresses import thread_of
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.reader.sheet import Sheet
from threadgraph.scrapers.reader.talk import Topic, talk

__all__ = ["MediaWiki"]

_SIGNED = re.compile(
    rb"(?:19|20)\d\d[^<>\n]{0,30}\((?:[A-Z]{2,5}|UTC[^)]{0,8})\)|\d\d:\d\d, [^<>\n]{4,30}(?:19|20)\d\d"
)
_WIKI = re.compile(rb'content="MediaWiki|class="mw-(?:headline|parser-output|heading)|id="mw-content-text"')
_API = re.compile(r"/api\.php\?.*action=(?:parse|query)")


class MediaWiki(Scraper):
    """Sections of a talk page of Wikipedia or another wiki, each a thread."""

    name = "mediawiki"
    example = "https://en.wikipedia.example/wiki/Talk:Denial-of-service_attack"
    gives = ("parents", "dates", "links")

    def claims(self, page: Page) -> float:
        if page.looks == "json":
            data = page.json
            return (
                0.9
                if isinstance(data, dict) and isinstance(data.get("parse"), dict) and "text" in data["parse"]
                else 0.0
            )
        if page.looks != "html" or not _WIKI.search(page.body):
            return 0.0
        signed = len(set(_SIGNED.findall(page.body[:3_000_000])))
        return (
            0.92
            if signed >= 2 or (signed and re.search(rb"\bns-(?:talk|\d*[13579])\b", page.body[:200_000]))
            else 0.0
        )

    def read(self, page: Page) -> Reading:
        if page.looks == "json":
            tree, url = _parsed(page)
        else:
            tree, url = page.tree, page.url
        sheet = Sheet(tree, page.fetched, page.zone)
        topics = talk(sheet, url)
        used: set[str] = set()
        posts = [p for t in topics for p in _posts(t, page, url, sheet.lang, used)]
        reading = Reading(posts=posts, trust=2)
        reading.next = _archives(sheet, url)
        if posts:
            reading.notes = ["what nobody signed is part of the comment below it, or of none"]
        return reading


def _parsed(page: Page) -> tuple[Any, str]:
    """The page that the interface's ``action=parse`` holds."""
    data = page.json
    parsed = data.get("parse") if isinstance(data, dict) else None
    text = parsed.get("text") if isinstance(parsed, dict) else None
    text = text.get("*") if isinstance(text, dict) else text
    if not isinstance(parsed, dict) or not isinstance(text, str):
        raise ReadError("JSON that is no parsed page of a wiki")
    title = str(parsed.get("title") or "")
    parts = urlsplit(page.url)
    path = re.sub(r"/(?:w/)?api\.php$", "", parts.path)
    url = f"{parts.scheme}://{parts.netloc}{path}/index.php?title={title.replace(' ', '_')}"
    return lxml_html.document_fromstring(f"<html><body>{text}</body></html>"), url


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
                author_url=r.author_url,
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
    parts = urlsplit(url)
    title = parse_qs(parts.query).get("title", [""])[0] or unquote(
        parts.path.rpartition("/wiki/")[2] or parts.path.rpartition("/index.php/")[2]
    )
    host = thread_of(f"{parts.scheme}://{parts.netloc}/").split("/")[0]
    return f"{host}/{title.replace(' ', '_')}" if title and host else thread_of(url) or "file"


def _archives(sheet: Sheet, url: str) -> list[Request]:
    """The archives of a talk page that it names: its own subpages."""
    from threadgraph.addresses import absolute

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
