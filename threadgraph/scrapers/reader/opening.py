"""The opening post of a page: the article that the comments stand under."""

from __future__ import annotations

import re
from typing import Any

from threadgraph.scrapers.reader.bylines import bylines
from threadgraph.scrapers.reader.credits import Opening, sign
from threadgraph.scrapers.reader.headings import heads_list
from threadgraph.scrapers.reader.records import Record
from threadgraph.scrapers.reader.selectors import find
from threadgraph.scrapers.reader.sheet import Sheet, visible
from threadgraph.scrapers.reader.text import classes, length, links_in, to_text
from threadgraph.scrapers.reader.titles import title_of

__all__ = ["Opening", "opening_of"]

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
    ".itemBody",
    ".blogbody",
    ".post_content",
    "div.entry",
    "div.snap_preview",
    ".blogPost > div",
    ".post-text",
    ".post_text",
    ".post-bodycopy",
    ".page__content",
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
#: Those that hold an article's head and foot too.
_WIDE = frozenset(
    [".post-entry", "#main .post .content", ".article", "article", "div.post", "div.hentry", "div.billet"]
)
_TEXT = re.compile(r"text|content|body|entry|inner", re.I)
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_NOT = re.compile(
    r"comment|sidebar|widget|footer|header|nav|menu|related|share|respond|blogroll|trackback", re.I
)
_DROP = (
    "script, style, form, .post-meta, .entry-meta, .sharedaddy, .posted, .postmetadata, .entry-footer, .post-footer, .feedback, "
    ".navigation, .tags, #comments, .comments, h1, h2.title, h2, h3.title, .post-title, .entry-title, .date-header, .post-info, .meta, .byline, .post-byline, .entry-byline, "
    ".team, .events, .products, .addthis_toolbox, .jp-relatedposts, .yarpp-related, .another_category, .post-info-co, .wp-block-post-date, .storytitle, small, header, .postinfo, .story-byline, .itemfooter, .info-publi"
)

#: Boxes in an article's own that are about it, or lead away from it.
_BESIDE = re.compile(
    r"(?:^|[-_ ])(?:related\w*|yarpp\w*|similar[-_]?posts|shar(?:e|ing|rre|edaddy)(?:[-_]\w+)*|author[-_]?(?:box|bio|info)(?:[-_]\w+)*|about[-_]?(?:the[-_]?)?author|"
    r"breadcrumbs?|post[-_]?nav\w*|wp-polls)(?:$|[-_ ])",
    re.I,
)
_BOXES = frozenset(["div", "ul", "ol", "section", "p", "aside", "footer", "h2", "h3", "h4", "h5", "table"])


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
    skip = set(find(sheet, _DROP, body)) | taken
    skip |= _below(sheet, body, limit) if taken else _last(sheet, body)
    title = title_of(sheet, body)
    skip |= _titled(sheet, body, title) | _beside(sheet, body)
    lines = bylines(sheet, body, skip, limit)
    skip |= set(lines)
    text = to_text([body], skip)
    if length(text) < 4:
        return None
    found = Opening(title=title, text=text, body=[body], skip=skip, links=links_in([body], base, skip))
    sign(found, sheet, body, lines, limit)
    return found


def _beside(sheet: Sheet, body: Any) -> set[Any]:
    """What an article's box holds beside its words: buttons to share it, its author's portrait, related articles."""
    at = sheet.index[body]
    most = 0.5 * sheet.words_in((at, sheet.ends[at]))
    return {
        sheet.elements[i]
        for i in range(at + 1, sheet.ends[at])
        if sheet.tags[i] in _BOXES
        and sheet.labels[i]
        and _BESIDE.search(sheet.labels[i])
        and sheet.words_in((i, sheet.ends[i])) <= most
    }


def _titled(sheet: Sheet, body: Any, title: str) -> set[Any]:
    """The title of an article, where it stands first in its box and no tag calls it so."""
    at = sheet.index[body]
    for i in range(at + 1, min(sheet.ends[at], at + 8)):
        if sheet.tags[i] in ("p", "a"):
            break
        if sheet.own[i] and sheet.text_of(i, 20) == title:
            return {sheet.elements[i]}
    return set()


def _below(sheet: Sheet, body: Any, limit: int) -> set[Any]:
    """What stands in an article's box from the heading of the comments on, where these stand in it too."""
    at = sheet.index[body]
    if not at < limit < sheet.ends[at]:
        return set()
    below: set[Any] = set()
    e = sheet.elements[limit]
    while e is not body:
        below.update(s for s in e.itersiblings() if s in sheet.index)
        near: list[Any] = []
        for before in e.itersiblings(preceding=True):
            i = sheet.index.get(before)
            if i is None or not sheet.words_in((i, sheet.ends[i])):
                continue
            near.append(before)
            if (len(near) == 1 and before.tag in _HEADINGS) or heads_list(sheet.text_of(i, 12)):
                below.update(near)
            if len(near) == 3 or sheet.words_in((i, sheet.ends[i])) > 12:
                break
        e = e.getparent()
    return below


def _last(sheet: Sheet, body: Any) -> set[Any]:
    """The heading of comments that nobody wrote, which an article's box ends with, and the form below it."""
    found: list[Any] = []
    for e in body.iterchildren(reversed=True):
        i = sheet.index.get(e)
        if i is None or not sheet.words_in((i, sheet.ends[i])):
            continue
        if sheet.tags[i] != "form" and not heads_list(sheet.text_of(i, 8)):
            break
        found.append(e)
    return set(found)


def _content(sheet: Sheet, taken: set[Any], limit: int) -> Any:
    for selector in _CONTENT:
        best, words = None, 7
        for e in find(sheet, selector):
            if (
                e is sheet.body
                or (sheet.index.get(e, limit) >= limit and taken)
                or e in taken
                or sheet.aside(e)
            ):
                continue
            if any(
                _NOT.search(c) for c in classes(e) if c not in ("has-post-thumbnail",)
            ) and "post" not in classes(e):
                continue
            n = sheet.words_in(sheet.span(e))
            if n > words and (best is None or best not in set(e.iterancestors())):
                best, words = e, n
        if best is not None:
            return _narrowed(best, sheet) if selector in _WIDE else best
    return _densest(sheet, taken, limit)


def _narrowed(box: Any, sheet: Sheet) -> Any:
    """The one box in another, called its text, that holds nine tenths of the paragraphs; else the other."""
    words: dict[int, int] = {}
    first, end = sheet.span(box)
    for i in range(first + 1, end):
        if sheet.tags[i] in ("p", "blockquote", "pre") and not sheet.aside(sheet.elements[i]):
            up = sheet.parents[i]
            words[up] = words.get(up, 0) + sheet.words_in((i, sheet.ends[i]))
    if not words:
        return box
    best = max(words, key=lambda i: words[i])
    inside = best > first and words[best] >= 0.9 * sum(words.values())
    return sheet.elements[best] if inside and _TEXT.search(sheet.labels[best]) else box


def _densest(sheet: Sheet, taken: set[Any], limit: int) -> Any:
    """The element with most words of its own paragraphs, before the comments."""
    weight: dict[Any, float] = {}
    for e in sheet.elements[:limit]:
        if e.tag not in ("p", "blockquote", "pre", "td", "div", "font") or e in taken:
            continue
        n = (
            length(" ".join([e.text or "", *((c.tail or "") for c in e)]))
            if e.tag in ("td", "div", "font")
            else length(visible(e))
        )
        linked = sum(length(visible(a)) for a in e.iter("a")) if e.tag == "p" else 0
        n -= linked if linked > n * 0.6 else 0
        i = sheet.index[e]
        if n < 5 or sheet.aside(e) or sheet.linked(i) > 0.4 * sheet.words_in((i, sheet.ends[i])):
            continue
        holder = e if e.tag in ("td", "div", "font") else e.getparent()
        weight[holder] = weight.get(holder, 0) + n
    weight = {e: w for e, w in weight.items() if e not in taken and e.tag not in ("body", "html")} or weight
    if not weight:
        return None
    best = max(weight, key=lambda e: weight[e])
    return best if weight[best] >= 12 else None
