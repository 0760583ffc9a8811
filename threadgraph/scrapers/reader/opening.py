"""The opening post of a page: the article that the comments stand under."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from threadgraph.addresses import parts_of
from threadgraph.scrapers.reader.authors import beside
from threadgraph.scrapers.reader.dates import Moment, machine_date
from threadgraph.scrapers.reader.markup import find, select
from threadgraph.scrapers.reader.names import clean_name, is_name
from threadgraph.scrapers.reader.records import Record
from threadgraph.scrapers.reader.sheet import Sheet, visible
from threadgraph.scrapers.reader.text import classes, length, links_in, to_text

__all__ = ["Opening", "opening_of", "title_of"]

_CONTENT = (
    "[itemprop='articleBody']",
    ".e-content",
    ".entry-content",
    ".wp-block-post-content",
    ".post-content",
    ".storycontent",
    ".entry-body",
    ".article-body",
    ".article-content",
    ".post-body",
    ".entrybody",
    ".post-entry",
    ".posttext",
    ".itembody",
    ".blogbody",
    ".post_content",
    "div.entry",
    "div.snap_preview",
    ".blogPost > div",
    ".post-text",
    ".post_text",
    ".post-bodycopy",
    ".billet-content",
    ".article_content",
    ".story-body",
    ".texte",
    ".field-name-body",
    ".field--name-body",
    ".node-content",
    "#article-body",
    ".node .content",
    ".post .content",
    ".billet-contenu",
    "#main .post .content",
    ".article",
    "article",
    "div.post",
    "div.hentry",
    "div.billet",
)
_NOT = re.compile(
    r"comment|sidebar|widget|footer|header|nav|menu|related|share|respond|blogroll|trackback", re.I
)
_DROP = (
    "script, style, form, .post-meta, .entry-meta, .sharedaddy, .posted, .postmetadata, .entry-footer, .post-footer, .feedback, "
    ".navigation, .tags, #comments, .comments, h1, h2.title, h2, h3.title, .post-title, .entry-title, .date-header, .post-info, .meta, .byline, "
    ".post-info-co, .wp-block-post-date, .storytitle, small, header, .postinfo, .story-byline, .itemfooter, .info-publi"
)


#: How many elements around an article are looked at for its author and time.
_NEAR = 900


@dataclass
class Opening:
    """What the page tells about its opening post."""

    title: str = ""
    author: str | None = None
    author_url: str | None = None
    moment: Moment | None = None
    text: str = ""
    body: list[Any] = field(default_factory=list)
    skip: set[Any] = field(default_factory=set)
    links: tuple[str, ...] = ()


def title_of(sheet: Sheet) -> str:
    """The title of what the page shows, without the name of the site where that can be told."""
    for meta in sheet.tree.iter("meta"):
        if (meta.get("property") or meta.get("name")) == "og:title" and meta.get("content"):
            return " ".join(str(meta.get("content")).split())
    element = next((visible(e) for e in sheet.tree.iter("title")), "")
    marked = (
        "h1.entry-title, h2.entry-title, h1.post-title, h2.post-title, h3.post-title, h3.storytitle, h2.storytitle, "
        "h1[itemprop='headline'], h2.entry-header, h3.entry-header"
    )
    for selector in (marked, "h1", "h2", "h3"):
        best = ""
        for e in find(sheet, selector):
            text = _said(e)
            known = not element or text.casefold() in element.casefold() or "title" in (e.get("class") or "")
            if re.match(r"(?:re|aw|antw|sv|odp)\s*:", text, re.I):
                continue
            if 2 < len(text) <= 200 and known and len(text) > len(best) and not _banner(e):
                best = text
        if best:
            return best
    parts = re.split(r"\s+[|»«–—:·-]+\s+", element)
    return max(parts, key=len) if parts else element


def _said(heading: Any) -> str:
    """The words of a heading without those of the buttons in it."""
    buttons = [visible(b) for b in heading.iter("button")]
    text = visible(heading)
    for words in buttons:
        text = text.removesuffix(words).removeprefix(words).strip()
    return text


def _banner(heading: Any) -> bool:
    """Whether a heading is the name of the site: it links to the front page, or stands in the page's head."""
    for a in heading.iter("a"):
        parts = parts_of(a.get("href"))
        if (parts.path.rstrip("/") or "/") in ("/", "/index.html", "/index.php") and not parts.query:
            return True
    up = heading
    for _ in range(4):
        up = up.getparent()
        if up is None or up.tag == "body":
            return False
        if _BANNER.search(f"{up.get('id') or ''} {up.get('class') or ''}"):
            return True
    return False


_BANNER = re.compile(
    r"(?:^|[-_ ])(?:banner|masthead|site-?(?:title|header|branding)|blog-?(?:title|header)|header(?:img)?|top|prelude)(?:$|[-_ ])",
    re.I,
)


def opening_of(sheet: Sheet, records: list[Record], base: str) -> Opening | None:
    """The opening post above some records, or on a page that has none.

    Parameters
    ----------
    sheet : Sheet
    records : list of Record
        The comments of the page; what stands in them is not the article.
    base : str
        The page's address.

    Returns
    -------
    Opening or None
        None where no article can be told from the rest.
    """
    taken = {p for r in records for p in r.parts}
    limit = min((sheet.index[r.parts[0]] for r in records), default=len(sheet.elements))
    body = _content(sheet, taken, limit)
    if body is None:
        return None
    skip = set(select(body, _DROP)) | taken
    lines = _bylines(sheet, body, skip)
    skip |= set(lines)
    text = to_text([body], skip)
    if length(text) < 4:
        return None
    found = Opening(
        title=title_of(sheet), text=text, body=[body], skip=skip, links=links_in([body], base, skip)
    )
    for e in lines:
        _from_line(found, sheet, sheet.index[e])
    _dateline(found, sheet, body, limit)
    return found


def _bylines(sheet: Sheet, body: Any, skip: set[Any]) -> list[Any]:
    """The short lines with a date or a "by X" among the first and the last blocks of an article."""
    blocks = [
        i
        for e in body
        if e not in skip
        and (i := sheet.index.get(e)) is not None
        and not sheet.silent[i]
        and sheet.words_in((i, sheet.ends[i]))
    ]
    if len(blocks) < 2:
        return []
    found = []
    for near in (blocks[:4], blocks[:-4:-1]):
        for i in near:
            words = sheet.words_in((i, sheet.ends[i]))
            if words > 18:
                break
            if sheet.tags[i] in (
                "p",
                "div",
                "small",
                "span",
                "em",
                "i",
                "font",
                "address",
                "h4",
                "h5",
                "h6",
                "ul",
                "td",
            ) and (sheet.count(sheet.date_marks, (i, sheet.ends[i])) or _BY.search(sheet.text_of(i, 18))):
                found.append(sheet.elements[i])
    return found if len(found) < len(blocks) else []


def _from_line(found: Opening, sheet: Sheet, i: int) -> None:
    """Take time and author from a line such as "3 May 2008 | Anne Roe | 3 comments"."""
    marks = sheet.marks_in(sheet.date_marks, (i, sheet.ends[i]))
    moment = sheet.dates[sheet.elements[marks[0]]] if marks else None
    if moment is not None and moment.precision != "unknown":
        found.moment = found.moment or moment
    for j in range(i, sheet.ends[i]):
        if found.author is None:
            _signed(found, sheet, j)
    if found.author is None and moment is not None:
        _name_beside(found, sheet, i, moment)


def _name_beside(found: Opening, sheet: Sheet, i: int, moment: Moment) -> None:
    """Take the name that stands beside a date in one line, and its link."""
    name = beside(sheet.text_of(i, 30), moment)
    if name is None or _FILED.match(name):
        return
    found.author = name
    links = sheet.elements[i].iter("a")
    found.author_url = next((a.get("href") for a in links if clean_name(visible(a)) == name), None)


def _content(sheet: Sheet, taken: set[Any], limit: int) -> Any:
    for selector in _CONTENT:
        best, words = None, 7
        for e in find(sheet, selector):
            if (sheet.index.get(e, limit) >= limit and taken) or e in taken or sheet.aside(e):
                continue
            if any(
                _NOT.search(c) for c in classes(e) if c not in ("has-post-thumbnail",)
            ) and "post" not in classes(e):
                continue
            n = sheet.words_in(sheet.span(e))
            if n > words and (best is None or best not in set(e.iterancestors())):
                best, words = e, n
        if best is not None:
            return best
    return _densest(sheet, taken, limit)


def _densest(sheet: Sheet, taken: set[Any], limit: int) -> Any:
    """The element with most words of its own paragraphs, before the comments."""
    weight: dict[Any, float] = {}
    for e in sheet.elements[:limit]:
        if e.tag not in ("p", "blockquote", "pre", "td", "div") or e in taken:
            continue
        n = (
            length(" ".join([e.text or "", *((c.tail or "") for c in e)]))
            if e.tag in ("td", "div")
            else length(visible(e))
        )
        linked = sum(length(visible(a)) for a in e.iter("a")) if e.tag == "p" else 0
        n -= linked if linked > n * 0.6 else 0
        if n < 5 or sheet.aside(e):
            continue
        holder = e if e.tag in ("td", "div") else e.getparent()
        weight[holder] = weight.get(holder, 0) + n
    weight = {e: w for e, w in weight.items() if e not in taken and e.tag not in ("body", "html")} or weight
    if not weight:
        return None
    best = max(weight, key=lambda e: weight[e])
    return best if weight[best] >= 12 else None


def _dateline(found: Opening, sheet: Sheet, body: Any, limit: int) -> None:
    metas = {
        (m.get("property") or m.get("name") or m.get("itemprop") or "").lower(): m.get("content") or ""
        for m in sheet.tree.iter("meta")
    }
    for key in (
        "article:published_time",
        "datepublished",
        "og:published_time",
        "dc.date",
        "dc.date.issued",
        "date",
        "pubdate",
    ):
        found.moment = found.moment or machine_date(metas.get(key), sheet.zone)
    author = metas.get("author") or metas.get("article:author") or metas.get("dc.creator") or ""
    found.author = author if author and "://" not in author and is_name(author) else None
    box = body
    for _ in range(4):
        if box.getparent() is None or box.getparent() in (sheet.body, sheet.tree):
            break
        if _settled(found):
            return
        _from_box(found, sheet, box, body, limit)
        box = box.getparent()
    if not _settled(found):
        _from_box(found, sheet, box, body, limit)
    if found.moment is None and found.author is None:
        _before(found, sheet, body)


def _before(found: Opening, sheet: Sheet, body: Any) -> None:
    """Take time and author from what stands right before an article that no box of its own holds."""
    at = sheet.index[body]
    for i in range(max(1, at - 30), at):
        e = sheet.elements[i]
        if sheet.ends[i] > at or sheet.aside(e):
            continue
        found.moment = found.moment or sheet.dates.get(e)
        if found.author is None:
            _signed(found, sheet, i)


def _settled(found: Opening) -> bool:
    return (
        found.author is not None
        and found.moment is not None
        and found.moment.precision in ("minute", "second")
    )


def _from_box(found: Opening, sheet: Sheet, box: Any, body: Any, limit: int) -> None:
    first, end = sheet.span(box)
    inner = sheet.span(body)
    apart = [sheet.span(e) for e in found.skip if e in sheet.index and inner[0] < sheet.index[e] < inner[1]]
    near = [i for i in range(first, min(end, limit)) if not inner[0] < i < inner[1]]
    near += [i for a, b in apart for i in range(a, min(b, limit))]
    near = sorted(set(near))[:_NEAR]
    aside = sheet.aside(body)
    for i in near:
        e = sheet.elements[i]
        if not aside and sheet.aside(e):
            continue
        moment = sheet.dates.get(e)
        if moment is not None and (
            found.moment is None
            or (
                found.moment.precision == "day"
                and moment.precision in ("minute", "second")
                and abs((moment.when - found.moment.when).total_seconds()) < 172_800
            )
        ):
            found.moment = moment
        if found.author is None:
            _signed(found, sheet, i)
    if found.moment is None:
        found.moment = _sentence(sheet, near)
    at_words = _clock(sheet, near) if found.moment is not None and found.moment.precision == "day" else None
    if at_words is not None and found.moment is not None:
        found.moment = at_words


def _signed(found: Opening, sheet: Sheet, i: int) -> None:
    """Take the author from an element that is marked as his name, or says "posted by"."""
    e = sheet.elements[i]
    name, sure = sheet.names.get(e, (None, 0.0))
    if name and sure >= 0.6:
        found.author = name
        link = e if e.tag == "a" else next(e.iter("a"), None)
        found.author_url = link.get("href") if link is not None else None
        return
    if sheet.tags[i] not in ("p", "span", "div", "small", "em", "li", "address", "h2", "h3", "h4", "i", "td"):
        return
    text = sheet.text_of(i, 30)
    moment = sheet.dates.get(e)
    if moment is not None and moment.text and len(text) <= 120 and e in sheet.dates:
        _name_beside(found, sheet, i, moment)
        if found.author is not None:
            return
    m = _BY.search(text) if 5 < len(text) <= 200 else None
    if m:
        rest = m["name"]
        at = sheet.date_in(rest)
        rest = rest[: at.start] if at is not None and at.start else rest
        name = clean_name(re.split(r"\s(?:on|at|le|à|am|um|el|dans|in|@)\s|[|,·•(]|\s[–—-]\s", rest + " ")[0])
        if name and is_name(name) and not sheet.date_in(name):
            found.author = name


def _sentence(sheet: Sheet, near: list[int]) -> Moment | None:
    """The date of a line such as "This entry was posted on Friday, October 14th, 2005 at 9:12 and is filed…"."""
    for i in near:
        if sheet.tags[i] in ("small", "p", "div", "span", "em", "li"):
            m = _POSTED.search(sheet.text_of(i, 90)[:1000])
            moment = sheet.date_in(m[1]) if m else None
            if moment is not None and moment.start < 12:
                return moment
    return None


_BY = re.compile(
    r"(?:\b(?:posted|written|submitted|published|rédigée?|postée?|publiée?|écrite?|geschrieben|verfasst|veröffentlicht|escrito|"
    r"publicado|enviado|eingestellt|gepostet|postado|pubblicato|scritto|opublikowan\w*|dodan\w*)\s+(?:par|by|von|por|da|przez)\s*:?\s+|^\W*(?:par|by|von|por|di|author|auteur|autor)\s*:?\s+)(?P<name>.+)$",
    re.I,
)
#: What is filed, and where: no name.
_FILED = re.compile(
    r"(?:posted|filed|published|in|under|category|categor\w+|tags?|kategorie\w*|catégorie\w*|rubrik|permalink|comments?|edit|share|last|updated|leave|no comments|keine|aucun|uncategorized|general|news)\b",
    re.I,
)
_POSTED = re.compile(
    r"\b(?:posted|published|written|publiée?|postée?|écrite?|rédigée?|veröffentlicht|publicado)\s*(?:on|le|am|el|:)?\s*(.{8,60})",
    re.I,
)


def _clock(sheet: Sheet, near: list[int]) -> Moment | None:
    """A date that stands in a heading and its hour at the foot of the post, as Movable Type prints them."""
    marked = (sheet.dates.get(sheet.elements[i]) for i in near)
    day = next((m for m in marked if m is not None and m.precision == "day"), None)
    if day is None:
        return None
    for i in near:
        text = sheet.text_of(i, 24)
        if (
            not text
            or len(text) > 160
            or not (
                m := re.search(
                    r"(?:at|à|@|um|,|\|)\s*(\d{1,2}\s?[:h]\s?\d\d(?:\s?[ap]\.?m\.?)?)|^(\d{1,2}:\d\d(?:\s?[ap]\.?m\.?)?)$",
                    text,
                    re.I,
                )
            )
        ):
            continue
        local = day.when.astimezone(sheet.zone)
        whole = sheet.date_in(f"{local:%Y-%m-%d} {m[1] or m[2]}")
        if whole is not None and whole.precision == "minute":
            return Moment(whole.when, "minute", day.zone, f"{day.text} {m[1] or m[2]}")
    return None
