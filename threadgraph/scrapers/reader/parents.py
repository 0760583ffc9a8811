"""Who answers whom, where the page says so: nesting, levels, a parent's number, a link "in reply to"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from threadgraph.scrapers.reader.records import Record
from threadgraph.scrapers.reader.sheet import Sheet

__all__ = ["nest"]

_INDENT = re.compile(
    r"(?:^|[-_ ])(?:indent\w*|children|child|replies|reply-list|replylist|nested|nest|subcomments?|thread-children|sub|reponses?|answers|comment-replies|threaded|commentreply)(?:$|[-_ ])",
    re.I,
)
_NESTING = ("div", "ul", "ol", "section", "dl", "blockquote", "table")
_DEPTH = re.compile(
    r"^(?:.*[-_]|.*(?:tree|reply|comment|thread|post))?(?:depth|level|lvl|indent|nesting|niveau|nivel|ebene|comment-?level|tier|deep)[-_]?(\d{1,2})$",
    re.I,
)
_DEPTH_NAMES = (
    "data-depth",
    "data-level",
    "data-nesting",
    "data-indent",
    "aria-level",
    "depth",
    "data-comment-depth",
    "data-nesting-level",
    "indent",
)
_PARENT_NAMES = ("data-parent", "data-parent-id", "data-parentid", "data-parent-comment-id", "data-reply-to", "data-in-reply-to", "parentid", "data-comment-parent", "data-pid", "data-replyto")  # fmt: skip
_SHIFT = re.compile(r"(?:margin|padding)-left\s*:\s*(\d+(?:\.\d+)?)\s*(px|em|rem|%)?", re.I)
_POINTS = re.compile(r"\s*(?:↑|⤴|↳|@\w)")
_ANSWERS = (
    r"in reply to|in response to|replying to|reply to|replied to|en réponse à|réponse à|in risposta a|risposta a|en respuesta a|respuesta a|respondiendo a|als antwort auf|antwort auf|"
    r"em resposta a|resposta a|w odpowiedzi na|odpowiedź na|als reactie op|som svar på|svar på|в ответ на|ответ на|رداً على"
)
_REPLY_TO = re.compile(rf"^\W*(?:{_ANSWERS}|↳|⤴|parent\b|up\b)", re.I)
#: A line such as "Anne · 14 October · in reply to", before the link.
_REPLY_END = re.compile(rf"\b(?:{_ANSWERS})\W*$", re.I)


def nest(records: list[Record], sheet: Sheet, elements: list[list[int]] | None = None) -> None:
    """Give each record the parent that the markup states.

    Parameters
    ----------
    records : list of Record
        In page order.
    sheet : Sheet
    elements : list of list of int, optional
        The numbers of each record's own elements.
    """
    if len(records) < 2:
        return
    if not _named(records):
        _linked(records, sheet, elements)
    _boxes(records)
    if not any(r.parent is not None for r in records):
        _levels(records, sheet)


def _digits(text: str) -> str:
    m = re.search(r"(\d+)\D*$", text)
    return m[1] if m else text


def _named(records: list[Record]) -> bool:
    """By an attribute that names the parent."""
    by_mark: dict[str, int] = {}
    for i, r in enumerate(records):
        if r.mark:
            by_mark.setdefault(_digits(r.mark), i)
    found = False
    for i, r in enumerate(records):
        for e in r.parts[:1]:
            for at in _PARENT_NAMES:
                value = e.get(at)
                if value and value not in ("0", "null", "none") and len(value) < 80:
                    to = by_mark.get(_digits(value))
                    if to is not None and to != i and records[to].parent != i:
                        r.parent = to
                        found = True
    return found


def _linked(records: list[Record], sheet: Sheet, elements: list[list[int]] | None) -> None:
    """By a link such as "in reply to #3" or "@Anne" that points at another record's mark."""
    if elements is None:
        return
    by_mark = {r.mark: i for i, r in enumerate(records) if r.mark}
    by_number: dict[str, int] = {}
    for mark, i in by_mark.items():
        by_number.setdefault(_digits(mark), i)
    votes: list[tuple[int, int]] = []
    for i, (r, o) in enumerate(zip(records, elements, strict=True)):
        bodies = [sheet.span(b) for b in r.body if b in sheet.index]
        for k in o:
            if sheet.tags[k] != "a":
                continue
            href = sheet.attributes[k].get("href") or ""
            stated = _stated(sheet.attributes[k], by_number)
            if stated is not None and stated != i:
                votes.append((i, stated))
                break
            _, _, fragment = href.partition("#")
            number = re.search(r"/(\d+)/?$", href) if not fragment else None
            if number is not None:
                fragment = number[1]
            if not fragment:
                continue
            to = by_mark.get(fragment)
            if to is None and any(c.isdigit() for c in fragment):
                to = by_number.get(_digits(fragment))
            if to is None or to == i:
                continue
            text = sheet.text_of(k, 12)
            up = sheet.parents[k]
            line = sheet.own[up] if up >= 0 else ""
            said = bool(
                _REPLY_TO.match(text)
                or _REPLY_TO.search(line[:60])
                or (len(line) < 120 and _REPLY_END.search(line))
                or (text and _REPLY_TO.match(sheet.text_of(up, 14) if up >= 0 else ""))
                or _REPLY_END.search(_before_link(sheet.elements[k]))
            )
            said = said or bool(_POINTS.match(text))
            in_body = any(a <= k < b for a, b in bodies) and not said
            label = f"{sheet.labels[k]} {sheet.labels[up] if up >= 0 else ''} {sheet.attributes[up].get('component', '') if up >= 0 else ''}"
            if said or (not in_body and re.search(r"parent|reply-?(?:to|target)|in-?reply|replied", label)):
                votes.append((i, to))
                break
    for i, to in votes:
        if to < i or records[to].parent != i:
            records[i].parent = to


def _before_link(link: Any) -> str:
    """The last words before a link in its line."""
    before = link.getprevious()
    text = before.tail if before is not None else link.getparent().text
    return (text or "")[-60:]


def _stated(held: Mapping[str, str], by_number: Mapping[str, int]) -> int | None:
    """Which record the attributes of a link "in reply to" name."""
    if not re.search(r"in-?reply-?to", held.get("class", "")):
        return None
    numbers = (v for name, v in held.items() if name.startswith("data-") and v.isdigit())
    return next((by_number[v] for v in numbers if v in by_number), None)


def _boxes(records: list[Record]) -> None:
    """By nesting: a record stands inside another, or in a box of its own right after it."""
    place = {p: i for i, r in enumerate(records) for p in r.parts}
    beside: dict[Any, int] = {}
    for p in place:
        beside[p.getparent()] = beside.get(p.getparent(), 0) + 1
    for i, r in enumerate(records):
        if r.parent is not None:
            continue
        up = r.parts[0].getparent()
        while up is not None and r.parent is None:
            if up in place:
                r.parent = place[up]
            elif up.tag in _NESTING:
                before = _before(up, place)
                if before is not None and place[before] != i and _answers(up, before, place, beside):
                    r.parent = place[before]
            up = up.getparent()


def _before(box: Any, place: dict[Any, int]) -> Any:
    """The record that stands before a box, with little between the two."""
    before, steps = box.getprevious(), 0
    while before is not None and before not in place and steps < 6:
        if isinstance(before.tag, str) and before.tag in ("h1", "h2", "h3", "form"):
            return None
        before, steps = before.getprevious(), steps + 1
    return before if before in place else None


def _answers(box: Any, before: Any, place: dict[Any, int], beside: dict[Any, int]) -> bool:
    """Whether what stands in a box answers the record before it, and is not the same list going on."""
    if box.tag in ("ul", "ol", "dl", "blockquote") or before.tag == "li":
        return True
    if _INDENT.search(box.get("class") or ""):
        return True
    outer = box.getparent().get("class")
    if outer and any(c.get("class") == outer for c in box):
        return True  # it holds boxes such as the one that it stands in
    if box.tag != "div" or box.getprevious() is not before or beside.get(box.getparent(), 0) < 2:
        return False
    return all(c in place or c.tag in ("div", "ul", "ol") for c in box if isinstance(c.tag, str))


def _levels(records: list[Record], sheet: Sheet) -> None:
    """By the depth that a class, an attribute or an indentation states."""
    for read in (_class_depth, _attribute_depth, _style_depth, _shape_depth):
        levels = [read(r, sheet) for r in records]
        if len({x for x in levels if x is not None}) < 2 or sum(x is not None for x in levels) < 0.5 * len(
            levels
        ):
            continue
        floor = min(x for x in levels if x is not None)
        values = [floor if x is None else x for x in levels]
        if values[0] != floor:
            continue
        chain: list[tuple[float, int]] = []
        for i, value in enumerate(values):
            while chain and chain[-1][0] >= value:
                chain.pop()
            records[i].parent = chain[-1][1] if chain else None
            chain.append((value, i))
        return


def _near(r: Record, sheet: Sheet) -> list[Any]:
    """A record's root, its first boxes, and the box around it."""
    root = r.parts[0]
    out = [root]
    if len(root) and isinstance(root[0].tag, str):
        out.append(root[0])
    up = root.getparent()
    if up is not None and up.tag in ("div", "li", "tr", "td"):
        out.append(up)
    return out


def _class_depth(r: Record, sheet: Sheet) -> float | None:
    for e in _near(r, sheet):
        i = sheet.index.get(e)
        for token in sheet.tokens[i] if i is not None else ():
            m = _DEPTH.match(token)
            if m:
                return float(m[1])
    return None


def _attribute_depth(r: Record, sheet: Sheet) -> float | None:
    for e in _near(r, sheet):
        for name in _DEPTH_NAMES:
            value = e.get(name)
            if value and value.isdigit():
                return float(value)
    first = next(iter(r.parts[0].iter("td")), None)
    for img in first.iter("img") if first is not None else ():
        width = img.get("width")
        if (
            width
            and width.isdigit()
            and re.search(
                r"s\.gif|spacer|blank|pixel|clear|(?:dot|trans\w*|shim|null|leer|vide|1x1)\.(?:gif|png)",
                img.get("src") or "",
            )
        ):
            return float(width)
    return None


def _style_depth(r: Record, sheet: Sheet) -> float | None:
    for e in _near(r, sheet):
        m = _SHIFT.search(e.get("style") or "")
        if m:
            return float(m[1])
    return 0.0 if r.parts[0].get("style") is None else None


def _shape_depth(r: Record, sheet: Sheet) -> float | None:
    """Whether a class says "child" or "reply" and nothing more."""
    tokens = sheet.tokens[sheet.index[r.parts[0]]] if r.parts[0] in sheet.index else []
    if any(
        re.fullmatch(
            r"(?:.*[-_])?(?:child|reply|is-reply|sub-?comment|nested|indented|reponse|réponse|antwort|respuesta)(?:[-_]comment)?",
            t,
        )
        for t in tokens
    ):
        return 1.0
    return 0.0
