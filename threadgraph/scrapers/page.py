"""The generic page reader: any HTML page → opening post and comments.

Exact descriptions of known engines come first, then the miner of repeated records, then what the
page states for machines; the richest reading that holds wins.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from threadgraph.addresses import absolute, normal, site_of, thread_of
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.reader.credits import Opening
from threadgraph.scrapers.reader.dates import Moment, machine_date
from threadgraph.scrapers.reader.embedded import embedded
from threadgraph.scrapers.reader.furniture import FORM
from threadgraph.scrapers.reader.groups import COMMENT, around
from threadgraph.scrapers.reader.headings import guestbook
from threadgraph.scrapers.reader.host import host
from threadgraph.scrapers.reader.judge import quality, words_of
from threadgraph.scrapers.reader.lead import above, apart, byline, leader, opens
from threadgraph.scrapers.reader.markup import Markup, match, trackbacks
from threadgraph.scrapers.reader.miner import mine
from threadgraph.scrapers.reader.opening import opening_of
from threadgraph.scrapers.reader.pings import without_pings
from threadgraph.scrapers.reader.records import Record
from threadgraph.scrapers.reader.refrain import without_refrains
from threadgraph.scrapers.reader.rejoinders import with_rejoinders
from threadgraph.scrapers.reader.runs import parted
from threadgraph.scrapers.reader.selectors import find
from threadgraph.scrapers.reader.sheet import Sheet, visible
from threadgraph.scrapers.reader.structured import article_facts, json_ld
from threadgraph.scrapers.reader.text import clean_html, links_in, to_text
from threadgraph.scrapers.reader.titles import title_of

__all__ = ["HtmlPage", "read_html"]

_STATED = re.compile(
    r"(?<![\d.,])(\d{1,6})\s*(?:comments?|commentaires?|responses?|réponses?|replies|reactions?|réactions?|kommentare?|antworten|"
    r"comentarios?|commenti|thoughts? on|réflexions? sur)\b",
    re.I,
)
_REMOVED = re.compile(
    r"^\W*(?:\[?(?:removed|deleted|supprimé|gelöscht)\]?|(?:this |ce |le )?(?:comment|commentaire|message|post)\s+(?:has been|was|a été)\s+"
    r"(?:removed|deleted|supprimé|retiré|effacé|modéré)\b.{0,80}|commentaire (?:supprimé|effacé|retiré|modéré)\b.{0,80}|\[?(?:comment|message|post) (?:removed|deleted)(?: by .{1,30})?|(?:dieser |der )?(?:kommentar|beitrag) wurde (?:gelöscht|entfernt)\b.{0,60}|(?:este|o) coment[aá]rio (?:foi|fue) (?:removido|exclu[ií]do|eliminado)\b.{0,60}|este comentario (?:ha sido|fue) (?:eliminado|borrado)\b.{0,60}|questo commento è stato (?:eliminato|rimosso)\b.{0,60})\W*$",
    re.I | re.S,
)
#: The fields of a form before what its writer said.
_FILLED = re.compile(
    r"(?:[^\n]{0,120}\n){0,6}?[^\n]{0,40}?\b(?:comments?|message|text|excerpt|kommentar|nachricht|commentaire|texte|mensaje|comentario|messaggio|commento)\s*:\s*",
    re.I,
)
#: What stands between a name and its words: "Anne says:"
_SAYS = re.compile(
    r"^\s*(?:says|said|wrote|writes|dit|a dit|a écrit|écrit|schrieb|sagt|dice|dijo|escribió|disse)\s*(?:\.{3}|…|:)\s*",
    re.I,
)
#: What links to further pages of a thread say, for machines and for readers.
_ONWARD = re.compile(r"(?:^|[ \t\r\n])(?:next|prev)(?:$|[ \t\r\n])")
_LEADS_ON = re.compile(
    r"\d{1,4}|.{0,3}(?:next|suivante?s?|older comments|newer comments|commentaires? (?:plus )?(?:anciens|récents)|"
    r"weiter|nächste|siguiente|>|»|›).{0,12}",
    re.I,
)


class HtmlPage(Scraper):
    """Any page of HTML, by what its markup repeats."""

    name = "page"
    example = "https://any.example/2005/10/14/an-article.html"
    gives = ("dates", "links", "owner")

    def claims(self, page: Page) -> float:
        return 0.2 if page.looks == "html" else 0.02 if page.looks == "text" else 0.0

    def read(self, page: Page) -> Reading:
        return read_html(page, self.name)


def read_html(
    page: Page, source: str, by_mark: bool = False, markups: Sequence[Markup] = (), forum: bool = False
) -> Reading:
    """The posts of an HTML page, and where it goes on.

    Parameters
    ----------
    page : Page
    source : str
        The scraper's name, for the posts.
    by_mark : bool
        Marks such as ``comment-12`` are unique on the whole host, as in WordPress.
    markups : sequence of Markup
        How the engine prints comments, tried before the miner.
    forum : bool
        The first post of a thread is one like the others.

    Returns
    -------
    Reading
    """
    sheet = Sheet(parted(page.tree), page.fetched, page.zone)
    base = _base(sheet, page.url)
    records, label, engine = _records(sheet, base, markups)
    front = _front(sheet, page.url, base)
    if front and not (len(records) > 1 and COMMENT.search(label)):
        return Reading(next=front, notes=["a front page; its posts are read at their own addresses"])
    records = with_rejoinders(_kept(records), sheet)
    forum = forum or (engine is not None and engine.forum)
    pings: list[Record] = []
    if not forum:
        records, pings = without_pings(records, trackbacks(sheet, base), sheet)
    opening, records = _opening(sheet, records, pings, label, forum, page.url, base)
    thread = thread_of(_canonical(sheet, page.url)) or f"file/{fingerprint(page.text)}"
    builder = _Builder(page, sheet, source, thread, base, by_mark)
    posts: list[Post] = []
    if opening is not None and opening.author is None:
        opening.author = host(records, sheet, page.url)
    if opening is not None:
        posts.append(builder.opening(opening))
    posts.extend(builder.records(records))
    posts.extend(builder.records(pings, after=len(records)))
    reading = Reading(posts=posts, thread_id=thread, stated=_stated(sheet, records))
    reading.next = _next(sheet, page.url, base)
    return reading


def _kept(records: list[Record]) -> list[Record]:
    """Records without those that say nothing and are nobody's, with parents counted anew."""
    kept = [
        i
        for i, r in enumerate(records)
        if (_text(r).strip() or (r.author and r.moment))
        and (r.author or r.moment or not FORM.fullmatch(_text(r)))  # the heading of a form
    ]
    place = {old: new for new, old in enumerate(kept)}
    for r in records:
        r.parent = place.get(r.parent) if r.parent is not None else None
    return [records[i] for i in kept]


def _opening(
    sheet: Sheet,
    records: list[Record],
    pings: list[Record],
    label: str,
    forum: bool,
    url: str,
    base: str,
) -> tuple[Opening | None, list[Record]]:
    """The article that opens the thread, or None; and the records, the opening post first where it is one of them."""
    if records and records[0].kind == "post":
        return None, records
    if not forum and (byline(records, sheet) or (apart(records, sheet) and words_of(records[0], sheet) < 5)):
        records = records[1:]  # but a line of the article
        for r in records:
            r.parent = r.parent - 1 if r.parent else None
    if records and records[0].parts and not _later_page(url) and not apart(records, sheet):
        first = leader(records, sheet, base)
        if first is not None and _text(first)[:80].strip() == _text(records[0])[:80].strip():
            first = None  # the same post, shown again above the others
        if first is not None and _text(first).strip():
            for r in records:
                r.parent = r.parent + 1 if r.parent is not None else None
            return None, [first, *records]
    if records and guestbook(sheet) and not forum:
        return None, records
    if not forum and not _later_page(url) and above(records, sheet):
        article = opening_of(sheet, [r for r in [*records[1:], *pings] if r.parts], base)
        if article is not None and article.author is not None and article.moment is not None:
            for r in records[1:]:
                r.parent = r.parent - 1 if r.parent else None
            return article, records[1:]
    article = opening_of(sheet, [r for r in [*records, *pings] if r.parts], base)
    if _later_page(url):
        return (None if records else article), records
    if records and (forum or opens(records, sheet, label, url, article)):
        if _newest_first(records):
            records.reverse()
        records[0].kind = "post"
        return None, records
    return article, records


def _newest_first(records: list[Record]) -> bool:
    """Whether records go back in time, none an answer to another, so that the last one opened the thread."""
    times = [r.moment.when for r in records if r.moment is not None]
    return (
        len(times) == len(records) > 2
        and all(r.parent is None and r.kind == "comment" for r in records)
        and all(a > b for a, b in itertools.pairwise(times))
    )


def _front(sheet: Sheet, url: str, base: str) -> list[Request]:
    """The posts that a site's front page lists, where it is one: several headings that link to pages of the site."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or parts.query or re.sub(r"/?(?:index\.\w+)?$", "", parts.path):
        return []
    found: dict[str, Request] = {}
    marks = "h1 a, h2 a, h3 a, h4 a, .entry-title a, .post-title a, a[rel~='bookmark'], a[title*='ermalink'], a.permalink, .post-footer a, .posted a"
    for a in find(sheet, marks):
        href = absolute(base, a.get("href"))
        if (
            href
            and site_of(href) == site_of(url)
            and urlsplit(href)._replace(fragment="").geturl().rstrip("/") != url.rstrip("/")
            and not sheet.aside(a)
        ):
            found.setdefault(href.split("#")[0], Request(href.split("#")[0], "link"))
    return list(found.values())


def _base(sheet: Sheet, url: str) -> str:
    for el in sheet.told("base"):
        if el.get("href"):
            return absolute(url, el.get("href")) or url
    return url


def _canonical(sheet: Sheet, url: str) -> str:
    """The page's own address: its canonical link, when that is on the same host and not the front page."""
    for el in sheet.told("link"):
        if (el.get("rel") or "").lower() == "canonical":
            href = absolute(url, el.get("href"))
            if (
                href
                and normal(href).split("/")[0] == normal(url).split("/")[0]
                and urlsplit(href).path.strip("/")
            ):
                return href
    return url


def _records(sheet: Sheet, base: str, markups: Sequence[Markup]) -> tuple[list[Record], str, Markup | None]:
    """The records of a page, what they share, and the engine whose description found them."""
    known = match(sheet, base, markups)
    if known is not None:
        without_refrains(known[0], sheet)
    if known is not None and (len(known[0]) > 1 or not known[1].forum) and _whole(known[0]):
        return known[0], known[1].engine, known[1]
    mined, score, label = mine(sheet, base)
    without_refrains(mined, sheet)
    if known is not None and quality(known[0], sheet, "comment") * 1.25 >= score:
        return known[0], known[1].engine, known[1]
    if not _hold(mined):
        mined = []
    stated = json_ld(sheet, base)
    if len(stated) > (len(mined) if score < 0.6 else 1.4 * len(mined)):
        return stated, "comment", None
    scripted = embedded(sheet, base)
    if len(scripted) > len(mined) and _covers(scripted, mined):
        return scripted, "", None
    if mined:
        label = f"{label} {around(sheet, sheet.index[mined[0].parts[0]])}"
    return mined, label, None


def _covers(scripted: list[Record], mined: list[Record]) -> bool:
    """Whether what stands in a page's scripts is what it shows, and more."""
    said = {" ".join((r.text or "").split())[:40] for r in scripted}
    seen = [" ".join(_text(r).split())[:40] for r in mined]
    return sum(t in said for t in seen) >= 0.6 * len(seen)


def _whole(records: list[Record]) -> bool:
    """Whether records lack hardly anything: some engines print no dates at all."""
    signed = sum(bool(r.author and r.body) for r in records)
    dated = sum(r.moment is not None for r in records)
    return signed >= 0.9 * len(records) and (dated >= 0.9 * len(records) or (dated == 0 and len(records) > 1))


def _hold(records: list[Record]) -> bool:
    """Whether records are posts: most have words, and a name or a date."""
    if not records:
        return False
    signed = sum(bool(r.author) or r.moment is not None for r in records)
    both = sum(bool(r.author) and r.moment is not None for r in records)
    if len(records) == 1:
        return both == 1
    return signed >= 0.6 * len(records) and sum(bool(_text(r).strip()) for r in records) >= 0.5 * len(records)


def _later_page(url: str) -> bool:
    query = parse_qs(urlsplit(url).query)
    for key in ("start", "st", "offset", "page", "cpage"):
        for value in query.get(key, []):
            if value.isdigit() and int(value) > (1 if "page" in key else 0):
                return True
    m = re.search(r"/(?:page|comment-page)[/-](\d+)/?$", urlsplit(url).path)
    return bool(m and int(m[1]) > 1)


def _text(r: Record) -> str:
    if r.text is None:
        text = to_text(r.body, r.skip)
        r.text = _SAYS.sub("", _message(_without(text, r.cut) if r.cut else text, r.author), count=1)
    return r.text


def _message(text: str, author: str | None) -> str:
    """What stands behind the last label of a form that was filled in, "Name: Anne", "Comment: …"."""
    m = _FILLED.match(text) if author else None
    return text[m.end() :] if m and re.search(rf"(?:\A|:\s*){re.escape(author or '')}", m.group()) else text


def _without(text: str, date: str) -> str:
    """A text without a date that stands in its first or its last line, and without what leads to it."""
    around = rf"[\s(\[|,;–—-]*(?:\b(?:on|le|am|the|el|il|em|at|à|um)\s+)?{re.escape(date)}[\s)\]|:,;.–—-]*"
    for pattern in (rf"\A{around}", rf"{around}\Z", around):
        cut, times = re.subn(pattern, "", text, count=1)
        if times:
            return cut.strip()
    return text


class _Builder:
    def __init__(self, page: Page, sheet: Sheet, source: str, thread: str, base: str, by_mark: bool) -> None:
        self.page, self.sheet, self.source, self.thread, self.base = page, sheet, source, thread, base
        self.by_mark = by_mark
        self.site = page.site
        self.again: dict[str, int] = {thread: 1}

    def opening(self, o: Opening) -> Post:
        headline, author, date = article_facts(self.sheet)
        moment = o.moment or machine_date(date, self.page.zone)
        return Post(
            id=self.thread,
            thread_id=self.thread,
            kind="post",
            source=self.source,
            site=self.site,
            author=o.author or author,
            author_url=absolute(self.base, o.author_url),
            is_owner=True,
            published=_time(moment),
            published_text=moment.text if moment else None,
            precision=moment.precision if moment else "unknown",
            zone=moment.zone if moment else None,
            title=o.title or headline or "",
            text=o.text,
            html=_safe_html(o.body),
            links=o.links,
            url=_canonical(self.sheet, self.page.url),
            position=0,
            lang=self.sheet.lang,
            capture=self.page.capture,
        )

    def records(self, records: list[Record], after: int = 0) -> list[Post]:
        opened = bool(records) and records[0].kind == "post"
        ids = [self._id(r, opened and i == 0) for i, r in enumerate(records)]
        posts = []
        for i, r in enumerate(records):
            text = _text(r)
            kind = "post" if opened and i == 0 else r.kind if r.kind != "post" else "comment"
            removed = bool(_REMOVED.match(text)) if len(text) < 200 else False
            posts.append(
                Post(
                    id=ids[i],
                    thread_id=self.thread,
                    parent_id=ids[r.parent] if r.parent is not None and not (opened and i == 0) else None,
                    kind=kind,  # type: ignore[arg-type]
                    source=self.source,
                    site=self.site,
                    author=r.author,
                    author_url=r.author_url,
                    author_key=r.author_key,
                    is_owner=True if kind == "post" else r.is_owner,
                    published=_time(r.moment),
                    published_text=r.moment.text if r.moment else None,
                    precision=r.moment.precision if r.moment else "unknown",
                    zone=r.moment.zone if r.moment else None,
                    title=title_of(self.sheet) if kind == "post" else r.title,
                    text=text,
                    html=_safe_html(r.body),
                    links=r.links or links_in(r.body, self.base, r.skip),
                    url=r.url or self.page.url,
                    position=after + i + (0 if opened else 1),
                    score=r.score,
                    lang=self.sheet.lang,
                    status="removed" if removed else "ok",
                    capture=self.page.capture,
                )
            )
        return posts

    def _id(self, r: Record, first: bool) -> str:
        if first:
            return self.thread
        mark = r.mark
        if mark and self.by_mark and mark.startswith("comment-"):
            name = f"{self.page.host}:{mark}"
        elif mark:
            name = f"{self.thread}#{mark}"
        else:
            name = f"{self.thread}#{fingerprint(r.author, _text(r))}"
        again = self.again.get(name, 0)
        self.again[name] = again + 1
        if again:
            name += "'" if again == 1 else f"'{again}"
        return name


def _time(moment: Moment | None) -> datetime | None:
    return moment.when if moment is not None and moment.precision != "unknown" else None


def fingerprint(*parts: Any) -> str:
    """A short name for a post that its engine gave none: the same words, the same name."""
    import hashlib

    return (
        "x"
        + hashlib.sha256("\x00".join(str(p or "") for p in parts).encode("utf-8", "replace")).hexdigest()[:12]
    )


def _safe_html(body: list[Any]) -> str:
    return clean_html(body) if body else ""


def _stated(sheet: Sheet, records: list[Record]) -> int | None:
    """How many comments the page says it has: a heading or a counter close above the first of them."""
    if not records or not records[0].parts:
        return None
    at = sheet.index.get(records[0].parts[0])
    if at is None:
        return None
    for i in range(at - 1, max(0, at - 25) - 1, -1):
        if sheet.tags[i] not in ("h1", "h2", "h3", "h4", "h5", "span", "div", "p", "a", "b", "strong"):
            continue
        if sheet.words[sheet.ends[i]] - sheet.words[i] <= 160:
            hidden = True in sheet.silent[i : sheet.ends[i]]
            text = visible(sheet.elements[i]) if hidden else sheet.text_of(i, 160)
            m = _STATED.search(text) if len(text) < 160 else None
            if m:
                return int(m[1])
    return None


@lru_cache(maxsize=4096)
def _leads_on(text: str) -> bool:
    return bool(_LEADS_ON.fullmatch(text))


def _next(sheet: Sheet, url: str, base: str) -> list[Request]:
    """Further pages of the same thread."""
    here, thread = url.split("#")[0], thread_of(_canonical(sheet, url))
    found: dict[str, Request] = {}
    for a in sheet.tree.iter("link", "a"):
        rel = a.get("rel")
        if not rel or not (rel == "next" or (a.tag == "a" and _ONWARD.search(rel))):
            continue
        href = absolute(base, a.get("href"))
        if href and thread_of(href) == thread and href.split("#")[0] != here:
            found[href.split("#")[0]] = Request(href.split("#")[0], "page")
    for i in sheet.where.tagged("a"):
        if sheet.words[sheet.ends[i]] - sheet.words[i] > 30:
            continue
        a = sheet.elements[i]
        text = visible(a) if True in sheet.silent[i : sheet.ends[i]] else sheet.text_of(i, 30)
        if len(text) > 60 or not _leads_on(text):
            continue
        href = absolute(base, a.get("href"))
        if href and "replytocom" not in href:
            plain = href.split("#")[0]
            if plain != here and thread_of(href) == thread and (_later_page(href) or text.isdigit()):
                found.setdefault(plain, Request(plain, "page"))
    return list(found.values())
