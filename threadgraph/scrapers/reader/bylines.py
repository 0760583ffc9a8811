"""How pages say who wrote something: "Posted by X", "by X", "X at 9:12"; and which lines of an article say so."""

from __future__ import annotations

import re
from typing import Any

from threadgraph.scrapers.reader.dates import Moment
from threadgraph.scrapers.reader.hours import by_hour
from threadgraph.scrapers.reader.names import clean_name, is_name
from threadgraph.scrapers.reader.sheet import SILENT, Sheet

__all__ = [
    "BY",
    "BY_LATE",
    "DASHED",
    "OWN_LINE",
    "POSTED",
    "PREPOSITIONS",
    "WRITERS",
    "bylines",
    "lines_of",
    "named_in",
    "timed",
]

_LINES = frozenset(
    ["p", "div", "small", "span", "em", "i", "font", "address", "h2", "h3", "h4", "h5", "h6", "ul", "td", "b", "time", "header", "footer"]
)  # fmt: skip
#: What stands in lines of its own.
OWN_LINE = frozenset(["p", "div", "li", "dd", "dt", "td", "th", "ul", "ol", "dl", "tr", "h1", "h2", "h3", "h4", "h5", "h6"])  # fmt: skip
PREPOSITIONS = "par|by|von|por|di|da|de la part de|przez|av|af|door|od|от|la|di|بقلم|كتب|كتبه"
WRITERS = (
    r"posted|written|submitted|published|reported|rédigée?|postée?|publiée?|écrite?|ecrite?|geschrieben|verfasst|veröffentlicht|eingestellt|gepostet|erstellt|escrito|"
    r"publicado|enviado|postado|pubblicato|scritto|inviato|postato|opublikowan\w*|dodan\w*|napisan\w*|skrevet|skriven|postad|postet|lagt inn|geplaatst|geschreven|objavio|napsal|опубликовал\w*|написал\w*|gönderen|yazan"
)
#: "Posted by X", "by X", "Autor: X"; with a colon the verb is enough.
BY = re.compile(
    rf"(?:\b(?:{WRITERS})\s+(?:{PREPOSITIONS})\s*:?\s+|\b(?:{WRITERS}|author|auteur|autor|autore|verfasser|автор|извор|izvor|yazar|الكاتب|كتب|reporter|von|par|(?<!sort )by)\s*:\s*|(?:作者|投稿者|発行者|글쓴이|작성자)\s*[:：]\s*|"
    r"^\W*(?:par|by|von|por|di|av|af|door|przez|بقلم|كتب)\s+|^\W*(?:author|auteur|autor)\s*:?\s+)(?P<name>\S.*)$",
    re.I,
)
#: In a line with a date, what follows this is a name even in the middle of it.
BY_LATE = re.compile(
    r"[\s|,/·•–—-](?:par|by|von|por|door|przez|posté par|posted by|بقلم|توسط)\s+(?P<name>[^\W\d_].*)$", re.I
)
_ENDS = re.compile(
    r"\s(?=(?:categori[sz]ed|filed|tagged|published|posted|updated|edited|uncategori[sz]ed|classé|publié|veröffentlicht|kategori\w+|verschlagwortet|publicado|categorizado|pubblicato|categorizzato)\b)|"
    r"\s(?-i:on|at|à|um|in|em|dans|às|alle|ore|kl|klo|@|#|::)[\s.]|\s(?-i:le|el|o|en|a|il|den|dne|am|om|op|la|от|о|в)\s+(?=$|\d|[^\W\d_]{2,10}\.?,?\s+\d)|\s?[|·•()»/;\[\n]|,\s|\s[–—@#-]\s|"
    r"\s[^\W\d_]{2,14}\s?:(?:\s|$)|\s\d{1,2}[:.h]\d\d",
    re.I,
)
#: What is filed, and where: no name.
_FILED = re.compile(
    r"\W*(?:(?:posted|filed|published|opened|created|création|erstellt|closed|in|under|dans|unter|em|sous|update\w*|zuletzt|letzte\w*|article|artikel|stand|mis|dernière|sidst|senast|ostatni\w*|category|categor\w+|tags?|kategorie\w*|catégorie\w*|rubrik|permalink|comments?|edit|share|last|updated|"
    r"leave|no comments|keine|aucun|uncategorized|general|news|print|e-?mail|views?|hits?|aktuali[sz]\w*|modif\w*|geändert|link|permanent\w*|trackback\w*|recommander|réagir)\b|\d+\s+\S+$)",
    re.I,
)
POSTED = re.compile(
    r"\b(?:posted|published|written|publiée?|postée?|écrite?|rédigée?|veröffentlicht|publicado)\s*(?:on|le|am|el|:)?\s*(.{8,60})",
    re.I,
)
_COUNTED = re.compile(r"\d[.,]\d{3}|\S:\s|(?<!\d)(?:19|20)\d\d(?!\d)")
DASHED = re.compile(r"^\s*[-–—~]{1,3}\s*(?P<name>[^\W\d_]\S*(?:\s\S+){0,2})$")


def bylines(sheet: Sheet, body: Any, skip: set[Any], limit: int) -> list[Any]:
    """The short lines with a date or a name among the first and the last blocks of an article.

    Parameters
    ----------
    sheet : Sheet
    body : element
    skip : set of elements
        What is no part of the article.
    limit : int
        The number of the element that the comments begin with.

    Returns
    -------
    list of elements
    """
    blocks = [
        i
        for e in body
        if e not in skip
        and (i := sheet.index.get(e)) is not None
        and i < limit
        and sheet.ends[i] <= limit
        and not sheet.silent[i]
        and sheet.words_in((i, sheet.ends[i]))
    ]
    if len(blocks) < 2:
        return []
    found = []
    for near in (blocks[:4], blocks[:-4:-1]):
        for i in near:
            if sheet.words_in((i, sheet.ends[i])) > 18:
                break
            if sheet.tags[i] in _LINES and _credits(i, sheet):
                found.append(sheet.elements[i])
    return found if len(found) < len(blocks) else []


def _credits(i: int, sheet: Sheet) -> bool:
    """Whether a line tells the time or the author of what stands around it."""
    if any(t in ("table", "tr") for t in sheet.tags[i : sheet.ends[i]]):
        return False
    text = sheet.text_of(i, 18)
    if BY.search(text) or DASHED.match(text):
        return True
    marks = sheet.marks_in(sheet.date_marks, (i, sheet.ends[i]))
    if marks:
        return not _told_of(text, sheet.dates[sheet.elements[marks[0]]])
    if timed(text):
        return True
    name, sure = sheet.names.get(sheet.elements[i], ("", 0.0))
    if sure < 0.6:  # a link to a profile and nothing else
        only = next((j for j in range(i + 1, sheet.ends[i]) if sheet.own[j]), i)
        name, sure = sheet.names.get(sheet.elements[only], ("", 0.0))
        return sure >= 0.6 and name == text
    return True


def _told_of(line: str, day: Moment) -> bool:
    """Whether a line is a sentence that speaks of a day: "We meet on 18 September from two on." """
    if not line.endswith((".", "!", "?")) or POSTED.search(line) or not day.text:
        return False
    rest = line.replace(day.text, " ")
    return len(re.findall(r"[^\W\d_]{2,}", rest)) > 5


def timed(line: str) -> str | None:
    """The name that stands by an hour in a line."""
    name = by_hour(line)
    return named_in(name) if name else None


def named_in(text: str) -> str | None:
    """The name that a piece of a line begins with."""
    name = clean_name(_ENDS.split(text + " ", maxsplit=1)[0])
    if not name or not is_name(name) or _FILED.match(name) or _COUNTED.search(name):
        return None
    return name


def lines_of(e: Any) -> list[str]:
    """The text of an element, one piece a line."""
    pieces = [e.text or ""]
    for child in e:
        if child.tag == "br":
            pieces.append("")
        elif isinstance(child.tag, str) and child.tag not in SILENT:
            inside = lines_of(child)
            if child.tag in OWN_LINE:
                pieces += [*inside, ""]
            else:
                pieces[-1] += f" {inside[0]}"
                pieces.extend(inside[1:])
        pieces[-1] += f" {child.tail or ''}"
    return [" ".join(p.split()) for p in pieces]
