"""What the headings close above an element call what stands below them."""

from __future__ import annotations

import re
from functools import lru_cache

from threadgraph.scrapers.reader.furniture import GUESTBOOK, HEADING
from threadgraph.scrapers.reader.sheet import Sheet

__all__ = ["counted", "elsewhere", "guestbook", "headed", "heads_list"]

_BARS = re.compile(r"\s[-–—|:»·]+\s")
_COUNTING = frozenset(["h2", "h3", "h4", "h5", "h6", "b", "strong", "legend", "caption"])
_HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])
_NUMBER = re.compile(r"\d+")
#: Headings of lists that lead to other pages, in the languages of the reader.
_ELSEWHERE = re.compile(
    r"(?:recommended|related|popular|trending|featured|latest|recent|more|most read|read (?:next|more|also)|you (?:may|might) also|see also|next up|also on|from around|"
    r"à lire|a lire|lire aussi|sur le m[êe]me|articles? (?:li[ée]s|similaires|r[ée]cents)|derniers? (?:articles|billets)|dans la m[êe]me|"
    r"mehr (?:zum|aus|von)|weitere|verwandte|[äa]hnliche|das k[öo]nnte|meistgelesen|leggi anche|articoli (?:correlati|recenti)|potrebbe|altri articoli|"
    r"lee tambi[ée]n|entradas (?:relacionadas|recientes)|art[íi]culos relacionados|te puede|m[áa]s le[íi]das|leia (?:tamb[ée]m|mais)|relacionad[oa]s|"
    r"zobacz (?:też|także)|polecane|podobne|czytaj (?:też|także)|lees ook|gerelateerd|meer (?:over|van)|читайте|похожие|прочитајте|pročitajte|slični)\b",
    re.I,
)


def guestbook(sheet: Sheet) -> bool:
    """Whether a page's title, or a heading at its top, calls it a guest book: all that is signed there was left by visitors."""
    if "guestbook" not in sheet.remembered:
        title = next((" ".join(e.itertext()) for e in sheet.told("title")), "")
        heads = [i for i, tag in enumerate(sheet.tags[:200]) if tag in ("h1", "h2", "h3")][:3]
        shown = [
            *_BARS.split(title),
            *(sheet.text_of(i, 5) for i in heads if not sheet.aside(sheet.elements[i])),
        ]
        sheet.remembered["guestbook"] = any(len(t.split()) <= 6 and GUESTBOOK.search(t) for t in shown)
    return bool(sheet.remembered["guestbook"])


def counted(sheet: Sheet, i: int, n: int) -> bool:
    """Whether a heading close above an element tells a number, whatever it calls what it counts: "Your opinions (3)"."""
    for j in range(max(1, i - 8), i):
        text = sheet.text_of(j, 8) if sheet.ends[j] <= i and sheet.tags[j] in _COUNTING else ""
        if _NUMBER.findall(text) == [str(n)] and any(c.isalpha() for c in text) and not sheet.date_in(text):
            return True
    return False


def elsewhere(sheet: Sheet, i: int) -> bool:
    """Whether the heading right above an element, or first in it, says that it leads to other pages: "À lire aussi"."""
    first = next((j for j in range(i, min(i + 4, sheet.ends[i])) if sheet.own[j]), i)
    if sheet.tags[first] in _HEADINGS and leads_elsewhere(sheet.text_of(first, 9)):
        return True
    for j in range(i - 1, max(0, i - 6), -1):
        if sheet.ends[j] <= i and sheet.tags[j] in _COUNTING:
            return leads_elsewhere(sheet.text_of(j, 9))
    return False


def leads_elsewhere(text: str) -> bool:
    """Whether a line is the heading of a list that leads to other pages."""
    return bool(_ELSEWHERE.match(text)) and len(text.split()) <= 8 and not heads_list(text)


def headed(sheet: Sheet, i: int) -> bool:
    """Whether a heading such as "3 comments" stands close above an element."""
    if ("headed", i) not in sheet.remembered:
        sheet.remembered["headed", i] = _headed(sheet, i)
    return bool(sheet.remembered["headed", i])


@lru_cache(maxsize=16384)
def heads_list(text: str) -> bool:
    """Whether a line is the heading of a list of comments."""
    return bool(HEADING.fullmatch(text))


def _headed(sheet: Sheet, i: int) -> bool:
    for j in range(max(1, i - 12), i):
        if (
            sheet.ends[j] <= i
            and sheet.own[j]
            and len(sheet.own[j]) <= 110
            and sheet.tags[j] not in ("a", "li", "option")
            and heads_list(sheet.own[j])
        ):
            return sheet.tags[sheet.parents[j]] not in ("a", "li") if sheet.parents[j] >= 0 else True
    return False
