"""Who wrote an article, and when: what the lines around it, and the first and last lines in it, say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from threadgraph.scrapers.reader.authors import beside
from threadgraph.scrapers.reader.bylines import (
    BY,
    BY_LATE,
    DASHED,
    OWN_LINE,
    POSTED,
    PREPOSITIONS,
    WRITERS,
    lines_of,
    named_in,
    timed,
)
from threadgraph.scrapers.reader.dates import Moment, machine_date
from threadgraph.scrapers.reader.hours import CLOCK, FINE, hour_of
from threadgraph.scrapers.reader.names import clean_name, is_name
from threadgraph.scrapers.reader.sheet import Sheet, visible

__all__ = ["Opening", "sign"]

#: How many elements around an article are looked at for its author and time.
_NEAR = 900
_SIGNED = frozenset(
    ["p", "span", "div", "small", "em", "li", "address", "h2", "h3", "h4", "h5", "h6", "i", "td", "font", "footer", "header", "b", "cite", "dd"]
)  # fmt: skip
#: A label whose value, the author, stands in the next element.
_LABEL = re.compile(
    r"\W*(?:author|posted by|reported by|reporter|submitted by|created by|written by|autor|auteur|autore|verfasser|von|par|by|door|автор)\s*:\W*",
    re.I,
)
_FOOT = re.compile(
    rf"\W*(?:(?:{WRITERS})\s+(?:{PREPOSITIONS})\s+)?(?P<name>[^\W\d_].{{1,40}}?)\s*(?:@|\bat|\bum|à|às|\balle(?: ore)?|\|)\s*(?P<clock>{CLOCK})",
    re.I,
)
_ELSEWHERE = re.compile(
    r"/(?:category|categories|categorie|cat|kategorie|categoria|tags?|topics?|rubriques?|archives?|label|search)[/?=.]|[?&](?:cat|tag|category)=|#comm",
    re.I,
)
#: A line that tells when something was changed, not when it was written.
_CHANGED = re.compile(
    r"modifi|updated|mis à jour|aktualisiert|zuletzt|actualizad|aggiornat|atualizad|ändrad|zmieni|editado|edited",
    re.I,
)
#: Lists of other articles, which have days and authors of their own.
_OTHERS = re.compile(r"related|yarpp|similar|recommend|more-?(?:posts|stories)", re.I)
_QUOTES = '"“”„«»‘’'
_CATEGORY = re.compile(
    r"(?:^|[-_ ])(?:categor\w+|kategori\w*|rubri\w+|tags?|cat|labels?|topic|theme)(?:$|[-_ ])", re.I
)


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
    changed = [e for e in lines if _CHANGED.search(sheet.text_of(sheet.index[e], 30))]
    lines = [e for e in lines if e not in changed]
    for e in lines:
        _from_line(found, sheet, sheet.index[e])
    if found.author is None:
        _stated(found, sheet, body, limit)
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
    if found.moment is None:
        for e in changed:
            _from_line(found, sheet, sheet.index[e])
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
    dashed = DASHED.match(sheet.text_of(i, 18)) if found.author is None else None
    if dashed:
        found.author = named_in(dashed["name"])
    if found.author is None:
        found.author = timed(sheet.text_of(i, 18))


def _beside(found: Opening, sheet: Sheet, i: int) -> None:
    """Take the name that stands beside the date of a line, where no word says whose it is."""
    marks = sheet.marks_in(sheet.date_marks, (i, sheet.ends[i]))
    if found.author is None and len(marks) == 1 and len(sheet.text_of(i, 30)) <= 120:
        _name_beside(found, sheet, i, sheet.dates[sheet.elements[marks[0]]])


def _name_beside(found: Opening, sheet: Sheet, i: int, moment: Moment) -> None:
    """Take the name that stands beside a date in one line, and its link."""
    line = sheet.text_of(i, 30)
    if line and any(t in OWN_LINE for t in sheet.tags[i + 1 : sheet.ends[i]]):
        line = " | ".join(piece for piece in lines_of(sheet.elements[i]) if piece)
    if moment.text not in line:
        moment = sheet.date_in(line) or moment
    for j in range(i, sheet.ends[i]):  # neither the category nor the link to the comments
        if (j > i and _CATEGORY.search(sheet.labels[j])) or (sheet.tags[j] == "a" and _elsewhere(sheet, j)):
            line = line.replace(sheet.text_of(j, 8) or "\0", "|", 1)
    at = line.find(moment.text) if moment.text else -1
    if at >= 0:
        late = BY_LATE.search(line[:at]) or BY_LATE.search(" " + line[at + len(moment.text) :])
        if late and (name := named_in(late["name"])):
            found.author = name
            return
    name = beside(line, moment)
    name = named_in(name.strip(f" :{_QUOTES}")) if name else None
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
    last = next((line for line in reversed(lines_of(body)) if line), "")
    m = _FOOT.match(last) if len(last) <= 80 else None
    if m is None or not found.text.endswith(last):
        return
    name = named_in(m["name"])
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


def _stated(found: Opening, sheet: Sheet, body: Any, limit: int) -> None:
    """Take the name that the markup states to be the author's, for machines: the only one, or the only one close above."""
    named: dict[str, tuple[int, str | None]] = {}
    for e, (name, sure) in sheet.names.items():
        i = sheet.index[e]
        held = sheet.attributes[i]
        if sure < 0.9 or i >= limit or sheet.aside(e):
            continue
        if held.get("itemprop") in ("author", "creator") or "author" in (held.get("rel") or "").lower():
            named.setdefault(name, (i, held.get("href")))
    at = sheet.index[body]
    if len(named) > 1:  # lists of other articles name theirs
        named = {name: (i, url) for name, (i, url) in named.items() if at - 60 < i < at}
    if len(named) == 1:
        ((found.author, (_, found.author_url)),) = named.items()


def _settled(found: Opening) -> bool:
    return found.author is not None and found.moment is not None and found.moment.precision in FINE


def _from_box(found: Opening, sheet: Sheet, box: Any, body: Any, limit: int) -> None:
    first, end = sheet.span(box)
    inner = sheet.span(body)
    apart = [
        span
        for e in found.skip
        if e in sheet.index
        and not _OTHERS.search(sheet.labels[sheet.index[e]])
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
    changed = {i for i in shown if 0 < len(sheet.own[i]) <= 160 and _CHANGED.search(sheet.own[i])}
    if changed:
        changed |= {up for i in changed if sheet.text_of(up := sheet.parents[i], 16)}
        shown = [i for i in shown if i not in changed]
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
            found.author = timed(sheet.text_of(i, 18))
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
    m = BY.search(text) if 5 < len(text) <= 200 else None
    if m:
        # lines part what stands in one element: "By X<br>Staff writer"
        lines = lines_of(e)
        at = next((k for k, line in enumerate(lines) if BY.search(line)), None)
        rest = (BY.search(lines[at]) or m)["name"] if at is not None else m["name"]
        day = sheet.date_in(rest)
        rest = rest[: day.start] if day is not None and day.start else rest
        name = named_in(rest)
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
    lines = [line for line in lines_of(e) if line]
    if len(lines) > 1 and len(lines[0]) < len(name):
        name = clean_name(lines[0]) or name
    m = BY.search(name)
    name_ = named_in(m["name"] if m else name)
    if name_ is None or sheet.date_in(name_):
        return
    found.author = name_
    link = e if e.tag == "a" else next(e.iter("a"), None)
    found.author_url = link.get("href") if link is not None else None


def _sentence(sheet: Sheet, near: list[int]) -> Moment | None:
    """The date of a line such as "This entry was posted on Friday, October 14th, 2005 at 9:12 and is filed…"."""
    for i in near:
        if sheet.tags[i] in ("small", "p", "div", "span", "em", "li"):
            m = POSTED.search(sheet.text_of(i, 90)[:1000])
            moment = sheet.date_in(m[1]) if m else None
            if moment is not None and moment.start < 12:
                return moment
    return None
