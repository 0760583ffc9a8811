"""The title of what a page shows, told from the name of its site and from the headings around it."""

from __future__ import annotations

import re
from typing import Any

from threadgraph.addresses import parts_of
from threadgraph.scrapers.reader.headings import heads_list, leads_elsewhere
from threadgraph.scrapers.reader.selectors import find
from threadgraph.scrapers.reader.sheet import Sheet, visible

__all__ = ["title_of"]

#: How engines mark the title of a post.
_MARKED = (
    "h1.entry-title, h2.entry-title, h1.post-title, h2.post-title, h3.post-title, h3.storytitle, h2.storytitle, "
    "h1[itemprop='headline'], h2[itemprop='headline'], h2.entry-header, h3.entry-header, h1.posttitle, h2.posttitle, "
    "h1.entrytitle, h2.entrytitle, h1.articletitle, h1.article-title, h2.article-title"
)
_HEADINGS = "h1, h2, h3, h4"
_PARTS = re.compile(r"\s+[|»«–—:·•-]+\s+")
_ANSWER = re.compile(r"(?:re|aw|antw|sv|odp)\s*:", re.I)
_BANNER = re.compile(
    r"(?:^|[-_ ])(?:banner|masthead|site-?(?:title|header|branding)|blog-?(?:title|header)|header(?:img)?|top|prelude)(?:$|[-_ ])",
    re.I,
)
#: Boxes that head an article, not the page.
_OF_POST = re.compile(
    r"(?<![^\W_])(?:entry|post|article|story|item|asset|page|node|content)(?:[-_]content)?[-_]?(?:header|heading|head|top)(?![^\W_])",
    re.I,
)


def title_of(sheet: Sheet, body: Any = None) -> str:
    """The title of what the page shows, without the name of the site where that can be told.

    Parameters
    ----------
    sheet : Sheet
    body : element, optional
        The words of the opening post; what stands below them is not their title.

    Returns
    -------
    str
        Empty where the page tells none.
    """
    for meta in sheet.told("meta"):
        if (meta.get("property") or meta.get("name")) == "og:title" and meta.get("content"):
            return " ".join(str(meta.get("content")).split())
    element = next((visible(e) for e in sheet.told("title")), "")
    marked = [e for e in find(sheet, _MARKED) if _may_be(e, sheet)]
    others = [e for e in find(sheet, _HEADINGS) if _may_be(e, sheet)]
    told, parts = _plain(element), _PARTS.split(element)
    for known in (marked, others):
        named = [e for e in known if _plain(_said(e)) in told]
        if named:
            return _said(_best(named, sheet, body))
    for e in (*marked, *others):  # with the section or the day before it
        text = _plain(_said(e))
        for part in parts:
            if part.count(" ") > 1 and text.endswith(_plain(part)):
                return part
    for known in (marked, others):
        above = _above(known, sheet, body)
        if above is not None:
            return _said(above)
    home = {_said(a) for a in sheet.body.iter("a") if (a.get("href") or "-") in ("/", "index.html")}
    if len(parts) == 2:  # one of the two may be the name of the site
        parts = [p for p in parts if p not in home] or parts
    return max(parts, key=len) if parts else element


def _plain(text: str) -> str:
    """A text as titles are compared."""
    return " ".join(text.replace("’", "'").casefold().split())


def _said(heading: Any) -> str:
    """The words of a heading without those of the buttons in it."""
    buttons = [visible(b) for b in heading.iter("button")]
    text = visible(heading)
    for words in buttons:
        text = text.removesuffix(words).removeprefix(words).strip()
    return text


def _may_be(heading: Any, sheet: Sheet) -> bool:
    """Whether a heading can be the title of a post: not of a list, a box beside it, an answer or the site."""
    text = _said(heading)
    return (
        2 < len(text) <= 200
        and not sheet.aside(heading)
        and not _ANSWER.match(text)
        and not heads_list(text)
        and not leads_elsewhere(text)
        and not _banner(heading)
    )


def _best(named: list[Any], sheet: Sheet, body: Any) -> Any:
    """Of the headings that the page's title names, the last above the words, for a site's name stands first; else the longest."""
    at = sheet.index.get(body, 0)
    end = min(at + 8, sheet.ends[at])
    above = [e for e in named if sheet.index[e] < end]
    return above[-1] if above else max(named, key=lambda e: len(_said(e)))


def _above(known: list[Any], sheet: Sheet, body: Any) -> Any:
    """The last heading close above the words of a post, or among the first things in their box."""
    at = sheet.index.get(body)
    if at is None:
        return None
    near = [e for e in known if at - 40 < sheet.index[e] < min(at + 8, sheet.ends[at])]
    return near[-1] if near else None


def _banner(heading: Any) -> bool:
    """Whether a heading is the name of the site: it links to the front page, or stands in the page's head."""
    for a in heading.iter("a"):
        href = a.get("href") or "#"
        parts = parts_of(href)
        if (
            href[0] != "#"
            and visible(a) == visible(heading)
            and (parts.path.rstrip("/") or "/") in ("/", "/index.html", "/index.php")
            and not parts.query
        ):
            return True
    up = heading
    for _ in range(4):
        up = up.getparent()
        if up is None or up.tag == "body":
            return False
        label = f"{up.get('id') or ''} {up.get('class') or ''}"
        if _OF_POST.search(label):
            return False
        if _BANNER.search(label):
            return True
    return False
