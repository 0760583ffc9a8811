"""The comment markup of an engine that is known, as a table of selectors, and how it is applied.

A description is used only if it finds records and most of them have words; otherwise the miner reads
the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from threadgraph.addresses import absolute, parts_of
from threadgraph.scrapers.reader.authors import beside
from threadgraph.scrapers.reader.bodies import strip
from threadgraph.scrapers.reader.fields import mark_of, permalink
from threadgraph.scrapers.reader.judge import without_strangers
from threadgraph.scrapers.reader.names import BYLINE, clean_name, is_name
from threadgraph.scrapers.reader.parents import nest
from threadgraph.scrapers.reader.records import Record, own, owned
from threadgraph.scrapers.reader.selectors import find, names, numbers
from threadgraph.scrapers.reader.sheet import Sheet, visible
from threadgraph.scrapers.reader.text import to_text

__all__ = ["TRACKBACKS", "Markup", "match", "trackbacks"]


@dataclass(frozen=True)
class Markup:
    """How one engine prints comments.

    Attributes
    ----------
    engine : str
    record : str
        CSS selector of the element that is a record, or of its head or foot.
    body : str
        Selector of the words, inside the record; empty for all that isn't dropped.
    author, date : str
        Selectors; of an author's link, where it has one.
    extent : {'self', 'head', 'foot'}
        Whether `record` selects the record or the first or last of its siblings.
    stop : str
        Selector of siblings that end a record.
    drop : str
        What is no part of the words.
    forum : bool
        The first record is the opening post.
    kind : str
        ``trackback`` where the list holds those.
    """

    engine: str
    record: str
    body: str
    author: str
    date: str
    extent: str = "self"
    stop: str = ""
    drop: str = ""
    forum: bool = False
    kind: str = "comment"


#: How engines list the posts of others that link here.
TRACKBACKS: tuple[Markup, ...] = (
    Markup(
        "trackback",
        "div.trackback",
        ".trackback-content p, .trackback-content, p",
        "p > a[rel], a",
        ".trackback-footer, p.posted",
        drop=".trackback-footer, p.posted",
        kind="trackback",
    ),
    Markup(
        "movabletype-2-trackback",
        "xpath:descendant::p[@class='posted'][starts-with(normalize-space(.), 'Tracked on')]",
        "",
        "a",
        "",
        extent="foot",
        stop="p.posted, p:not([id]), h1, h2, h3, h4, form",
        kind="trackback",
    ),
    Markup(
        "dotclear-1-trackback",
        "#trackbacks > p[id], #tb > p[id], #trackbacks > p.comment-info",
        "",
        "strong a, strong",
        "",
        extent="head",
        stop="p:not([id]):not([class]), h1, h2, h3, h4, form",
        kind="trackback",
    ),
    Markup(
        "dotclear-trackback",
        "#trackbacks dl > dt, #pings dl > dt",
        "",
        "a:not([href^='#'])",
        "",
        extent="head",
        kind="trackback",
    ),
    Markup(
        "serendipity-trackback",
        ".serendipity_section_trackbacks .serendipity_comment",
        ".serendipity_commentBody",
        ".serendipity_commentBody a",
        ".serendipity_comment_source",
        drop=".serendipity_comment_source, .serendipity_commentBody > a:first-child",
        kind="trackback",
    ),
    Markup(
        "wordpress-pinglist",
        "#pinglist > li, .pinglist > li",
        ".pingcontent, .ping-content",
        "a[rel*='external'], .commentauthor a, .author a, .ping-link a",
        "time, .date, .ping-meta, .comment-meta, small",
        drop="a[rel*='external'], .counter, .commentauthor, .author, .ping-link, time, .date, .ping-meta, .comment-meta, small",
        kind="trackback",
    ),
    Markup(
        "trackback-list",
        "ol.trackbacklist > li, ol.pingbacklist > li, ul.trackbacks > li, #trackbacks li, #pingbacks li",
        "",
        "a",
        "time, small, .date",
        drop="small",
        kind="trackback",
    ),
)


#: How Movable Type lists a trackback: "» Title from Blog", and its first words in the next line.
_FROM = re.compile(
    r"^\W{0,3}[»>]\W*(?P<title>\S.{0,200}?)\s(?:from|de|von|da|van|fra|från|od|på|@)\s(?P<blog>\S.{0,78})\n",
    re.M,
)
#: How others name the blog, below its words.
_WEBLOG = re.compile(r"\b(?:we)?blog:\s+(\S.{0,60}?)(?=\s+[^\W\d_]{3,20}:|\s*$)", re.I)
_MORE = re.compile(
    r"\s*[\[(](?:read (?:more|on)|more|continue reading|lire la suite|suite|weiterlesen|mehr|leer m[aá]s|continua(?: a leggere)?|leia mais|lees (?:meer|verder)|czytaj dalej|läs mer|les mer|læs mere)\W*[\])]\s*$",
    re.I,
)


def match(sheet: Sheet, base: str, markups: Sequence[Markup]) -> tuple[list[Record], Markup] | None:
    """The records of the first engine whose description holds on this page.

    Parameters
    ----------
    sheet : Sheet
    base : str
        The page's address.
    markups : sequence of Markup
        In the order in which they are tried.

    Returns
    -------
    tuple of (list of Record, Markup), or None
    """
    if not markups:
        return None
    pings = {e for m in TRACKBACKS for e in find(sheet, m.record)}
    for markup in markups:
        found = [
            e
            for e in find(sheet, markup.record)
            if not pings or (e not in pings and not pings.intersection(e.iterancestors()))
        ]
        # a widget of recent comments borrows the classes of the list itself
        found = [e for e in found if not sheet.aside(e) or mark_of([e], [sheet.index[e]], sheet)]
        if not found:
            continue
        records = _records(found, markup, sheet)
        starts = sorted(sheet.index[r.parts[0]] for r in records)
        for r in records:
            _fill(r, markup, sheet, base, starts)
        if markup.engine == "phpbb-2":
            _phpbb_anchors(records)
        good = [r for r in records if r.body and (r.author or r.moment)]
        dated, signed = (
            sum(bool(v) for v in values) for values in ([r.moment for r in good], [r.author for r in good])
        )
        names_do = (markup.extent == "self" or all(r.mark for r in good)) and signed >= 0.95 * len(good)
        if len(good) >= max(1, 0.8 * len(records)) and (dated >= 0.6 * len(good) or names_do):
            if (
                markup.extent != "self" and dated
            ):  # the foot of the article is printed like the feet of its comments
                records = [r for r in records if r.moment is not None]
            elements = owned(records, sheet)
            nest(records, sheet, elements)
            for r, o in zip(records, elements, strict=True):
                strip(r, o, sheet)
            return without_strangers(records, sheet), markup
    return None


def trackbacks(sheet: Sheet, base: str) -> list[Record]:
    """The trackbacks and pingbacks that a page lists apart from its comments.

    Parameters
    ----------
    sheet : Sheet
    base : str
        The page's address.

    Returns
    -------
    list of Record
        With the sender's post as `author_url`.
    """
    for markup in TRACKBACKS:
        found = find(sheet, markup.record)
        records = _records(found, markup, sheet)
        starts = sorted(sheet.index[r.parts[0]] for r in records)
        for r in records:
            _fill(r, markup, sheet, base, starts)
        records = [r for r in records if r.author_url or (r.author and r.mark)]
        for r in records:
            _excerpt(r)
        if records:
            return records
    return []


def _excerpt(r: Record) -> None:
    """Take a trackback apart that names the post and its blog in a line above what it quotes of it."""
    told = _WEBLOG.search(" ".join(visible(p) for p in r.parts)[-300:])
    if told:
        r.author = clean_name(told[1]) or r.author
    text = to_text(r.body, r.skip)
    m = _FROM.search(text)
    if m is None:
        return
    name = clean_name(m["blog"])
    if name and is_name(name):
        r.title = r.title or m["title"].strip(' »«"“”')
        r.author, r.text = name, _MORE.sub("", text[m.end() :]).strip()


def _records(found: list[Any], markup: Markup, sheet: Sheet) -> list[Record]:
    if markup.extent == "self":
        return [Record([e]) for e in found]
    heads = set(found)
    stop = markup.stop or "h1, h2, h3, h4, form"
    records = []
    for e in found:
        parts = [e]
        step = e.getnext if markup.extent == "head" else e.getprevious
        sibling = step()
        while sibling is not None and sibling not in heads:
            if isinstance(sibling.tag, str):
                if names(sheet, stop, sibling):
                    break
                parts.append(sibling)
            sibling = sibling.getnext() if markup.extent == "head" else sibling.getprevious()
        records.append(Record(parts if markup.extent == "head" else parts[::-1]))
    return records


def _fill(r: Record, markup: Markup, sheet: Sheet, base: str, starts: list[int]) -> None:
    tops = [sheet.index[part] for part in r.parts]
    owned = own(tops, starts, sheet)
    inside = set(owned)

    def pick(selector: str) -> list[Any]:
        found: dict[int, None] = {}
        for top in tops:
            for i in numbers(sheet, selector, top):
                if i in inside and (i != top or len(tops) > 1):
                    found[i] = None
        return [sheet.elements[i] for i in found]

    marks: set[Any] = set()
    for selector in markup.date.split(", ") if markup.date else []:
        if r.moment is not None:
            break
        for e in pick(selector):
            r.moment = sheet.machine(e) or sheet.dates.get(e) or sheet.date_in(visible(e)[:300])
            if r.moment is not None:
                marks.add(e)
                break
    head = r.parts[0] if markup.extent == "head" else r.parts[-1]
    if markup.extent != "self":
        marks.add(head)
        if r.moment is None:
            r.moment = sheet.date_in(visible(head)[:400])
    if r.moment is None and markup.extent == "self":
        said = set(pick(markup.body)) if markup.body else set()
        _any_date(r, sheet, owned, said, marks)
    _author(r, markup, sheet, base, pick, head)
    if r.author is None and "p-author" in markup.author:
        return
    bodies = pick(markup.body) if markup.body else []
    if bodies:
        spans = [sheet.span(b) for b in bodies]
        first = [
            b for b, (i, _) in zip(bodies, spans, strict=True) if not any(a < i < end for a, end in spans)
        ]
        r.body = first if markup.engine == "phpbb-2" else first[:1]
    else:
        r.body = [p for p in r.parts if p not in marks]
    dropped = set(pick(markup.drop)) if markup.drop else set()
    nested = {sheet.elements[i] for top in tops for i in sheet.marks_in(starts, (top + 1, sheet.ends[top]))}
    r.skip = dropped | nested | (marks if not bodies else set())
    r.mark = mark_of(r.parts, owned, sheet)
    r.url = permalink(owned, r.mark, sheet, base)
    tokens = {t for top in tops for t in sheet.tokens[top]}
    if {"pingback", "trackback"} & tokens or markup.kind == "trackback" or _is_ping(r, markup):
        r.kind = "trackback"
    if {"bypostauthor", "blog-author", "author-comment"} & tokens:
        r.is_owner = True


def _any_date(r: Record, sheet: Sheet, owned: list[int], said: set[Any], marks: set[Any]) -> None:
    """Take a time that stands in a record outside its words, where the theme prints it in its own way."""
    for i in owned:
        e = sheet.elements[i]
        moment = sheet.dates.get(e)
        if moment is None or e in said or any(u in said for u in e.iterancestors()):
            continue
        r.moment = moment
        marks.add(e)
        return


def _is_ping(r: Record, markup: Markup) -> bool:
    """Old WordPress prints trackbacks among the comments: a link to a post, its title in bold, or ``[...]``."""
    parts = parts_of(r.author_url)
    if not markup.engine.startswith("wordpress") or not (parts.path.strip("/") or parts.query):
        return False
    text = " ".join(visible(b) for b in r.body if b not in r.skip).strip()
    if text.startswith(("[...]", "[…]")):
        return True
    first = next((e for b in r.body for e in b.iter("p", "strong") if e not in r.skip), None)
    if first is None:
        return False
    bold = first if first.tag == "strong" else next(first.iter("strong"), None)
    return bold is not None and bool(visible(bold)) and visible(bold) == visible(first)


def _author(r: Record, markup: Markup, sheet: Sheet, base: str, pick: Any, head: Any) -> None:
    """Take the name from its place, or from the line of a head or foot; a link among the words comes last."""
    placed = [e for selector in markup.author.split(", ") if selector for e in pick(selector)]
    if markup.extent == "self":
        _from_places(r, placed, markup, sheet, base)
        return
    inside = [e for e in placed if e is head or any(up is head for up in e.iterancestors())]
    _from_places(r, inside, markup, sheet, base)
    if r.author is None:
        _from_line(r, head, sheet)
    if r.author is None:
        _from_places(r, placed, markup, sheet, base)
    elif r.author_url is None and markup.kind == "trackback":
        link = next((e for e in placed if e.tag == "a"), None)
        r.author_url = absolute(base, link.get("href")) if link is not None else None


def _from_places(r: Record, placed: list[Any], markup: Markup, sheet: Sheet, base: str) -> None:
    """Take the first name among some elements, and its link."""
    for e in placed:
        text = visible(e)
        titled = markup.kind == "trackback" and e.tag == "a"
        if (
            r.moment is not None
            and markup.extent == "self"
            and not titled
            and len(text) > 12
            and sheet.date_in(text)
        ):
            day = sheet.date_in(text)
            name = beside(text, day) if day is not None else None
        else:
            name = clean_name(text)
        if not name or (markup.extent != "self" and (not is_name(name) or sheet.date_in(text) is not None)):
            continue
        r.author = name
        r.sure = 0.9
        link = e if e.tag == "a" else next(e.iter("a"), None)
        if link is None and e.getparent() is not None and e.getparent().tag == "a":
            link = e.getparent()
        if link is not None and not (link.get("href") or "").startswith("#"):
            r.author_url = absolute(base, link.get("href"))
        return


def _from_line(r: Record, head: Any, sheet: Sheet) -> None:
    """Take the name that stands beside the time in the line of a head or foot."""
    line = visible(head)
    if r.moment is not None:
        at = line.find(r.moment.text)
        if at >= 0:
            line = f"{line[:at]} | {line[at + len(r.moment.text) :]}"
    for piece in re.split(r"\s*[|·•]\s*|\s+(?:le|on|at|à|am)\s*(?=\||$)|,\s", line):
        m = BYLINE.search(piece)
        name = clean_name(m["name"] if m else piece)
        name = _DAY_AFTER.sub("", name) if name else None
        if name and is_name(name) and not sheet.date_in(name) and not _NO_NAME.fullmatch(name):
            r.author = name
            r.sure = 0.6
            return


_DAY_AFTER = re.compile(
    r"\s+(?:le|on|at|à)(?:\s+(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))?$", re.I
)
_NO_NAME = re.compile(
    r"(?:le |on )?(?:\w+day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|permalink|\d+[.)]?)", re.I
)


def _phpbb_anchors(records: list[Record]) -> None:
    for r in records:
        for a in r.parts[0].iter("a"):
            name = a.get("name") or ""
            if name.isdigit():
                r.mark = name
                break
