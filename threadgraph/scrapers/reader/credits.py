"""Who wrote an article, and when: what the lines around it, and the first and last lines in it, say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from threadgraph.scrapers.reader.authors import beside
from threadgraph.scrapers.reader.dates import Moment, machine_date
from threadgraph.scrapers.reader.hours import CLOCK, FINE, by_hour, hour_of
from threadgraph.scrapers.reader.names import clean_name, is_name
from threadgraph.scrapers.reader.sheet import SILENT, Sheet, visible

__all__ = ["Opening", "bylines", "sign"]

#: How many elements around an article are looked at for its author and time.
_NEAR = 900
_LINES = frozenset(
    ["p", "div", "small", "span", "em", "i", "font", "address", "h2", "h3", "h4", "h5", "h6", "ul", "td", "b", "time", "header", "footer"]
)  # fmt: skip
_SIGNED = frozenset(
    ["p", "span", "div", "small", "em", "li", "address", "h2", "h3", "h4", "h5", "h6", "i", "td", "font", "footer", "header", "b", "cite", "dd"]
)  # fmt: skip
#: What stands in lines of its own.
_OWN_LINE = frozenset(["p", "div", "li", "dd", "dt", "td", "th", "ul", "ol", "dl", "tr", "h1", "h2", "h3", "h4", "h5", "h6"])  # fmt: skip
_PREPOSITION = "par|by|von|por|di|da|de la part de|przez|av|af|door|od|от|la|di|بقلم|كتب|كتبه"
_WRITTEN = (
    r"posted|written|submitted|published|reported|rédigée?|postée?|publiée?|écrite?|ecrite?|geschrieben|verfasst|veröffentlicht|eingestellt|gepostet|erstellt|escrito|"
    r"publicado|enviado|postado|pubblicato|scritto|inviato|postato|opublikowan\w*|dodan\w*|napisan\w*|skrevet|skriven|postad|postet|lagt inn|geplaatst|geschreven|objavio|napsal|опубликовал\w*|написал\w*|gönderen|yazan"
)
#: "Posted by X", "by X", "Autor: X"; with a colon the verb is enough.
_BY = re.compile(
    rf"(?:\b(?:{_WRITTEN})\s+(?:{_PREPOSITION})\s*:?\s+|\b(?:{_WRITTEN}|author|auteur|autor|autore|verfasser|автор|извор|izvor|yazar|الكاتب|كتب|reporter|von|par|(?<!sort )by)\s*:\s*|(?:作者|投稿者|発行者|글쓴이|작성자)\s*[:：]\s*|"
    r"^\W*(?:par|by|von|por|di|av|af|door|przez|بقلم|كتب)\s+|^\W*(?:author|auteur|autor)\s*:?\s+)(?P<name>\S.*)$",
    re.I,
)
#: In a line with a date, what follows this is a name even in the middle of it.
_BY_LATE = re.compile(
    r"[\s|,/·•–—-](?:par|by|von|por|door|przez|posté par|posted by|بقلم|توسط)\s+(?P<name>[^\W\d_].*)$", re.I
)
_ENDS = re.compile(
    r"\s(?=(?:categori[sz]ed|filed|tagged|published|posted|updated|edited|uncategori[sz]ed|classé|publié|veröffentlicht|kategori\w+|verschlagwortet|publicado|categorizado|pubblicato|categorizzato)\b)|"
    r"\s(?-i:on|at|à|um|in|dans|às|alle|ore|kl|klo|@|#|::)[\s.]|\s(?-i:le|el|o|en|em|il|den|dne|am|om|op|la|от|о|в)\s+(?=$|\d|[^\W\d_]{2,10}\.?,?\s+\d)|\s?[|·•()»/;\[\n]|,\s|\s[–—@#-]\s|"
    r"\s[^\W\d_]{2,14}\s?:(?:\s|$)|\s\d{1,2}[:.h]\d\d",
    re.I,
)
#: A label whose value, the author, stands in the next element.
_LABEL = re.compile(
    r"\W*(?:author|posted by|reported by|reporter|submitted by|created by|written by|autor|auteur|autore|verfasser|von|par|by|door|автор)\s*:\W*",
    re.I,
)
#: What is filed, and where: no name.
_FILED = re.compile(
    r"\W*(?:(?:posted|filed|published|opened|created|création|erstellt|closed|in|under|update\w*|zuletzt|letzte\w*|article|artikel|stand|mis|dernière|sidst|senast|ostatni\w*|category|categor\w+|tags?|kategorie\w*|catégorie\w*|rubrik|permalink|comments?|edit|share|last|updated|"
    r"leave|no comments|keine|aucun|uncategorized|general|news|print|e-?mail|views?|hits?|aktuali[sz]\w*|modif\w*|geändert|link|permanent\w*|trackback\w*|recommander|réagir)\b|\d+\s+\S+$)",
    re.I,
)
_POSTED = re.compile(
    r"\b(?:posted|published|written|publiée?|postée?|écrite?|rédigée?|veröffentlicht|publicado)\s*(?:on|le|am|el|:)?\s*(.{8,60})",
    re.I,
)
_FOOT = re.compile(
    rf"\W*(?:(?:{_WRITTEN})\s+(?:{_PREPOSITION})\s+)?(?P<name>[^\W\d_].{{1,40}}?)\s*(?:@|\bat|\bum|à|às|\balle(?: ore)?|\|)\s*(?P<clock>{CLOCK})",
    re.I,
)
_ELSEWHERE = re.compile(
    r"/(?:category|categories|categorie|cat|kategorie|categoria|tags?|topics?|rubriques?|archives?|label|search)[/?=.]|[?&](?:cat|tag|category)=|#comm",
    re.I,
)
_QUOTES = '"“”„«»‘’'
_CATEGORY = re.compile(
    r"(?:^|[-_ ])(?:categor\w+|kategori\w*|rubri\w+|tags?|cat|labels?|topic|theme)(?:$|[-_ ])", re.I
)
_COUNTED = re.compile(r"\d[.,]\d{3}|\S:\s")
_DASHED = re.compile(r"^\s*[-–—~]{1,3}\s*(?P<name>[^\W\d_]\S*(?:\s\S+){0,2})$")


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
    #: The numbers of elements that were looked at in a narrower box, and told nothing.
    asked: set[int] = field(default_factory=set)


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
    if sheet.count(sheet.date_marks, (i, sheet.ends[i])) or _BY.search(text) or _DASHED.match(text):
        return True
    if _timed(text):
        return True
    name, sure = sheet.names.get(sheet.elements[i], ("", 0.0))
    if sure < 0.6:  # a link to a profile and nothing else
        only = next((j for j in range(i + 1, sheet.ends[i]) if sheet.own[j]), i)
        name, sure = sheet.names.get(sheet.elements[only], ("", 0.0))
        return sure >= 0.6 and name == text
    return True


def sign(found: Opening, sheet: Sheet, body: Any, lines: list[Any], limit: int) -> None:
    """Give an article its author and its time.

    Parameters
    ----------
    found : Opening
    sheet : Sheet
    body : element
    lines : list of elements
        What `bylines` found.
    limit : int
        The number of the element that the comments begin with.
    """
    for e in lines:
        _from_line(found, sheet, sheet.index[e])
    for e in lines:
        _beside(found, sheet, sheet.index[e])
    _from_head(found, sheet)
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
    if found.moment is None or found.author is None:
        _before(found, sheet, body)
    if found.moment is None:
        _first_words(found, sheet, body)
    if not _settled(found):
        _last_words(found, sheet, body)
    if found.author is None:
        _alone(found, sheet, limit)
    if found.author is not None and found.author_url is None:
        _linked(found, sheet, body, lines)


def _linked(found: Opening, sheet: Sheet, body: Any, lines: list[Any]) -> None:
    """Take the address of the author from a link with just his name, close to the article."""
    at = sheet.index[body]
    near = [*range(max(1, at - 40), at), *(i for e in lines for i in range(*sheet.span(e)))]
    near += range(sheet.ends[at], min(len(sheet.elements), sheet.ends[at] + 25))
    for i in near:
        if sheet.tags[i] == "a" and sheet.attributes[i].get("href") and sheet.text_of(i, 6) == found.author:
            found.author_url = sheet.attributes[i]["href"]
            return


def _from_head(found: Opening, sheet: Sheet) -> None:
    """Take what the head of the page states."""
    metas = {
        (m.get("property") or m.get("name") or m.get("itemprop") or "").lower(): m.get("content") or ""
        for m in sheet.told("meta")
    }
    for key in ("article:published_time", "datepublished", "og:published_time", "dc.date", "dc.date.issued", "date", "pubdate"):  # fmt: skip
        found.moment = found.moment or machine_date(metas.get(key), sheet.zone)
    author = metas.get("author") or metas.get("article:author") or metas.get("dc.creator") or ""
    if author and "://" not in author and is_name(author):
        found.author = author


def _from_line(found: Opening, sheet: Sheet, i: int) -> None:
    """Take time and author from a line such as "3 May 2008 | Anne Roe | 3 comments"."""
    marks = sheet.marks_in(sheet.date_marks, (i, sheet.ends[i]))
    moment = sheet.dates[sheet.elements[marks[0]]] if marks else None
    if moment is not None and moment.precision != "unknown":
        found.moment = found.moment or moment
    for j in range(i, sheet.ends[i]):
        if found.author is None:
            _signed(found, sheet, j)
    dashed = _DASHED.match(sheet.text_of(i, 18)) if found.author is None else None
    if dashed:
        found.author = _named(dashed["name"])
    if found.author is None:
        found.author = _timed(sheet.text_of(i, 18))


def _timed(line: str) -> str | None:
    """The name that stands by an hour in a line."""
    name = by_hour(line)
    return _named(name) if name else None


def _beside(found: Opening, sheet: Sheet, i: int) -> None:
    """Take the name that stands beside the date of a line, where no word says whose it is."""
    marks = sheet.marks_in(sheet.date_marks, (i, sheet.ends[i]))
    if found.author is None and len(marks) == 1 and len(sheet.text_of(i, 30)) <= 120:
        _name_beside(found, sheet, i, sheet.dates[sheet.elements[marks[0]]])


def _name_beside(found: Opening, sheet: Sheet, i: int, moment: Moment) -> None:
    """Take the name that stands beside a date in one line, and its link."""
    line = sheet.text_of(i, 30)
    if line and any(t in _OWN_LINE for t in sheet.tags[i + 1 : sheet.ends[i]]):
        line = " | ".join(piece for piece in _lines(sheet.elements[i]) if piece)
    if moment.text not in line:
        moment = sheet.date_in(line) or moment
    for j in range(i, sheet.ends[i]):  # neither the category nor the link to the comments
        if (j > i and _CATEGORY.search(sheet.labels[j])) or (sheet.tags[j] == "a" and _elsewhere(sheet, j)):
            line = line.replace(sheet.text_of(j, 8) or "\0", "|", 1)
    at = line.find(moment.text) if moment.text else -1
    if at >= 0:
        late = _BY_LATE.search(line[:at]) or _BY_LATE.search(" " + line[at + len(moment.text) :])
        if late and (name := _named(late["name"])):
            found.author = name
            return
    name = beside(line, moment)
    name = _named(name.strip(f" :{_QUOTES}")) if name else None
    if (
        name is None
        or (found.title and (name in found.title or found.title in name))
        or f"{moment.text}: {name}" in line
        or any(f"{mark}{name}" in line for mark in _QUOTES)
        or f"{name}:" in line.replace(" :", ":")
    ):
        return
    if re.search(rf"\d\s+{re.escape(name)}", line.replace(moment.text, "|", 1)):
        return  # "12 views"
    found.author = name
    links = sheet.elements[i].iter("a")
    found.author_url = next((a.get("href") for a in links if clean_name(visible(a)) == name), None)


def _elsewhere(sheet: Sheet, j: int) -> bool:
    """Whether a link leads to a category, a tag or the comments."""
    held = sheet.attributes[j]
    return (
        "tag" in (held.get("rel") or "")
        or sheet.own[j].startswith("#")
        or bool(_ELSEWHERE.search(held.get("href") or ""))
    )


def _named(text: str) -> str | None:
    """The name that a piece of a line begins with."""
    name = clean_name(_ENDS.split(text + " ", maxsplit=1)[0])
    if not name or not is_name(name) or _FILED.match(name) or _COUNTED.search(name):
        return None
    return name


def _before(found: Opening, sheet: Sheet, body: Any) -> None:
    """Take time and author from what stands right before an article that no box of its own holds."""
    at = sheet.index[body]
    for i in range(max(1, at - 40), at):
        e = sheet.elements[i]
        if sheet.ends[i] > at or sheet.aside(e):
            continue
        found.moment = found.moment or sheet.dates.get(e)
        if found.author is None:
            _signed(found, sheet, i)


def _first_words(found: Opening, sheet: Sheet, body: Any) -> None:
    """Take the day that an article begins with, and the hour at its foot."""
    at = sheet.index[body]
    for i in sheet.marks_in(sheet.date_marks, (at, min(sheet.ends[at], at + 6))):
        if len((body.text or "").split()) <= 3 and not any(sheet.own[at + 1 : i]):
            found.moment = sheet.dates[sheet.elements[i]]
            if found.moment.precision == "day":
                near = list(range(at, min(sheet.ends[at] + 6, len(sheet.elements))))
                found.moment = hour_of(sheet, near, found.moment) or found.moment
            return


def _last_words(found: Opening, sheet: Sheet, body: Any) -> None:
    """Take author and hour from a last line that stands bare in an article: "Anne Roe @ 12:29 PM"."""
    last = next((line for line in reversed(_lines(body)) if line), "")
    m = _FOOT.match(last) if len(last) <= 80 else None
    if m is None or not found.text.endswith(last):
        return
    name = _named(m["name"])
    if name is None:
        return
    found.author = found.author or name
    found.text = found.text.removesuffix(last).rstrip()
    if found.moment is not None and found.moment.precision == "day":
        local = found.moment.when.astimezone(sheet.zone)
        whole = sheet.date_in(f"{local:%Y-%m-%d} {m['clock']}")
        if whole is not None and whole.precision in FINE:
            found.moment = Moment(
                whole.when, whole.precision, found.moment.zone, f"{found.moment.text} {m['clock']}"
            )


def _alone(found: Opening, sheet: Sheet, limit: int) -> None:
    """Take the only name that the page marks as an author's, wherever it stands."""
    named = {
        name
        for e, (name, sure) in sheet.names.items()
        if sure >= 0.9
        and sheet.index[e] < limit
        and any("author" in t for t in sheet.tokens[sheet.index[e]])
        and "comment" not in sheet.labels[sheet.index[e]]
    }
    if len(named) == 1:
        found.author = named.pop()


def _settled(found: Opening) -> bool:
    return found.author is not None and found.moment is not None and found.moment.precision in FINE


def _from_box(found: Opening, sheet: Sheet, box: Any, body: Any, limit: int) -> None:
    first, end = sheet.span(box)
    inner = sheet.span(body)
    apart = [
        span
        for e in found.skip
        if e in sheet.index
        and inner[0] < (span := sheet.span(e))[0] < inner[1]
        and sheet.words_in(span) <= 120
        and "table" not in (tags := sheet.tags[span[0] : span[1]])
        and tags.count("li") < 3
    ]
    last = min(end, limit)
    near = [*range(first, min(last, inner[0] + 1)), *range(max(first, inner[1]), last)]
    near += [i for a, b in apart for i in range(a, min(b, limit))]
    near = sorted(set(near))[:_NEAR]
    # little stands beside the words: all of it is about them
    aside = sheet.aside(body) or sheet.words_in((first, last)) - sheet.words_in(inner) < 40
    shown = [i for i in near if aside or not sheet.aside(sheet.elements[i])]
    for i in shown:
        e = sheet.elements[i]
        moment = sheet.dates.get(e)
        if moment is not None and (
            found.moment is None
            or (
                found.moment.precision == "day"
                and moment.precision in FINE
                and abs(moment.when - found.moment.when) < timedelta(days=2)
            )
        ):
            found.moment = moment
        if found.author is None and i not in found.asked:
            _signed(found, sheet, i)
    for i in shown if found.author is None else ():
        if found.author is None and sheet.tags[i] in _SIGNED and i not in found.asked:
            _beside(found, sheet, i)
        if found.author is None and sheet.tags[i] in _SIGNED and i not in found.asked:
            found.author = _timed(sheet.text_of(i, 18))
    if found.moment is None:
        found.moment = _sentence(sheet, [i for i in shown if i not in found.asked])
    found.asked.update(shown)
    if found.moment is not None and found.moment.precision == "day":
        found.moment = hour_of(sheet, shown, found.moment) or found.moment


def _signed(found: Opening, sheet: Sheet, i: int) -> None:
    """Take the author from an element that is marked as his name, or says "posted by"."""
    e = sheet.elements[i]
    name, sure = sheet.names.get(e, (None, 0.0))
    if name and sure >= 0.6:
        _marked(found, sheet, i, name)
        if found.author is not None:
            return
    if sheet.tags[i] not in _SIGNED and sheet.tags[i] not in ("th", "dt"):
        return
    text = sheet.text_of(i, 30)
    if text and len(text) <= 24 and _LABEL.fullmatch(text):
        following = e.getnext()
        value = (
            clean_name(visible(following)) if following is not None and sheet.index.get(following) else None
        )
        if value and is_name(value) and value.count(" ") <= 4:
            found.author = value
            return
    if sheet.tags[i] not in _SIGNED:
        return
    m = _BY.search(text) if 5 < len(text) <= 200 else None
    if m:
        # lines part what stands in one element: "By X<br>Staff writer"
        lines = _lines(e)
        at = next((k for k, line in enumerate(lines) if _BY.search(line)), None)
        rest = (_BY.search(lines[at]) or m)["name"] if at is not None else m["name"]
        day = sheet.date_in(rest)
        rest = rest[: day.start] if day is not None and day.start else rest
        name = _named(rest)
        if name and not sheet.date_in(name):
            found.author = name
            return


def _marked(found: Opening, sheet: Sheet, i: int, name: str) -> None:
    """Take a name from an element that is marked as its place: from the innermost that is, without what follows it."""
    best = i
    for j in range(i + 1, sheet.ends[i]):
        inside = sheet.names.get(sheet.elements[j])
        if inside is not None and inside[1] >= 0.6:
            name, best = inside[0], j
            break
    e = sheet.elements[best]
    lines = [line for line in _lines(e) if line]
    if len(lines) > 1 and len(lines[0]) < len(name):
        name = clean_name(lines[0]) or name
    m = _BY.search(name)
    name_ = _named(m["name"] if m else name)
    if name_ is None or sheet.date_in(name_):
        return
    found.author = name_
    link = e if e.tag == "a" else next(e.iter("a"), None)
    found.author_url = link.get("href") if link is not None else None


def _lines(e: Any) -> list[str]:
    """The text of an element, one piece a line."""
    pieces = [e.text or ""]
    for child in e:
        if child.tag == "br":
            pieces.append("")
        elif isinstance(child.tag, str) and child.tag not in SILENT:
            inside = _lines(child)
            if child.tag in _OWN_LINE:
                pieces += [*inside, ""]
            else:
                pieces[-1] += f" {inside[0]}"
                pieces.extend(inside[1:])
        pieces[-1] += f" {child.tail or ''}"
    return [" ".join(p.split()) for p in pieces]


def _sentence(sheet: Sheet, near: list[int]) -> Moment | None:
    """The date of a line such as "This entry was posted on Friday, October 14th, 2005 at 9:12 and is filed…"."""
    for i in near:
        if sheet.tags[i] in ("small", "p", "div", "span", "em", "li"):
            m = _POSTED.search(sheet.text_of(i, 90)[:1000])
            moment = sheet.date_in(m[1]) if m else None
            if moment is not None and moment.start < 12:
                return moment
    return None
