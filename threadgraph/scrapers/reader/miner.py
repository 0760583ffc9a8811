"""Posts on a page of an engine that nobody described: elements of one shape that hold a date and a name.

Elements are grouped by tag and class token, by tag and id without its digits, and, failing classes, by
their path of tags. A group is scored on the share of its members that hold a date, a name and words
of their own; the best group is taken. Where one post is spread over siblings (``dt`` and ``dd``, a
paragraph and its footer), the siblings between two heads, or two feet, are one record.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from threadgraph.scrapers.reader.records import Record, Sheet
from threadgraph.scrapers.reader.text import classes

__all__ = ["mine"]

_GOOD = re.compile(
    r"comment|komment|reply|replies|respons|message|answer|topic|(?:^|[-_])(?:post|posts|msg|beitrag|entry|thread|avis|reaction|h-entry|h-cite)(?:$|[-_\d])|postbit",
    re.I,
)
_BAD = re.compile(
    r"recent|latest|related|sidebar|widget|teaser|popular|menu|nav|tag-|signature|avatar|quote|attachment|"
    r"breadcrumb|pager|pagination|form|button|toolbar|footer|header$|cat-item|archive",
    re.I,
)
_DIGITS = re.compile(r"\d+")


def mine(sheet: Sheet) -> tuple[list[Record], float]:
    """The records of the best group of a page.

    Parameters
    ----------
    sheet : Sheet

    Returns
    -------
    tuple of (list of Record, float)
        The records, parts only, and the score of the group (0 when there is none).
    """
    best: list[Record] = []
    top = 0.0
    for members, name in _groups(sheet):
        score = _score(sheet, [[m] for m in members], name)
        if score > top * 1.02:
            top, best = score, [Record([m]) for m in members]
    if top < 1.2:
        for segments, name in _segments(sheet):
            score = _score(sheet, segments, name) * 0.9
            if score > top * 1.1:
                top, best = score, [Record(s) for s in segments]
    return (best, top) if top > 0.25 else ([], 0.0)


def _groups(sheet: Sheet) -> Iterable[tuple[list[Any], str]]:
    groups: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for el in sheet.elements:
        if el.tag in (
            "body",
            "html",
            "script",
            "style",
            "br",
            "img",
            "input",
            "option",
            "head",
            "b",
            "i",
            "em",
            "strong",
            "span",
            "a",
            "time",
            "abbr",
            "small",
            "cite",
            "td",
            "th",
            "label",
            "button",
            "p",
            "ul",
            "ol",
            "tbody",
        ) and not (el.tag in ("td", "p", "ul", "span", "tbody") and (el.get("id") or el.get("class"))):
            continue
        tokens = classes(el)
        for token in tokens[:12]:
            groups["class", el.tag, _DIGITS.sub("#", token)].append(el)
        ident = el.get("id")
        if ident and any(c.isdigit() for c in ident):
            groups["id", el.tag, _DIGITS.sub("#", ident)].append(el)
        if not tokens and el.tag in ("table", "tr", "div", "li", "article", "section", "dl"):
            groups["path", el.tag, _path(el)].append(el)
    seen: set[tuple[int, ...]] = set()
    for key, members in groups.items():
        unique = list(dict.fromkeys(members))
        alone = len(unique) == 1
        if alone and not _GOOD.search(key[2]):
            continue
        if len(unique) > 4000:
            continue
        mark = tuple(sheet.index[m] for m in unique)
        if mark in seen and not _GOOD.search(key[2]):
            continue
        seen.add(mark)
        yield unique, f"{key[2]}" if key[0] != "path" else ""


def _path(el: Any) -> str:
    steps: list[str] = []
    up = el.getparent()
    while up is not None and len(steps) < 6:
        steps.append(f"{up.tag}.{(classes(up) or [''])[0]}" if isinstance(up.tag, str) else "?")
        up = up.getparent()
    return "/".join(steps)


def _segments(sheet: Sheet) -> Iterable[tuple[list[list[Any]], str]]:
    """Runs of siblings that make one record each."""
    for parent in sheet.elements:
        if len(parent) < 4 or parent.tag in ("head", "select", "tr", "ul"):
            continue
        children = [c for c in parent if isinstance(c.tag, str)]
        shapes: dict[str, list[int]] = defaultdict(list)
        for i, child in enumerate(children):
            shapes[f"{child.tag}.{_DIGITS.sub('#', ' '.join(classes(child)))}"].append(i)
        for shape, places in shapes.items():
            if len(places) < 2 or len(children) < 2 * len(places) - 1:
                continue
            dated = [i for i in places if sheet.count(sheet.date_marks, sheet.span(children[i]))]
            if len(dated) < 2 or len(dated) < 0.7 * len(places):
                continue
            short = sum(sheet.words_in(sheet.span(children[i])) <= 40 for i in dated)
            if short < 0.8 * len(dated):
                continue
            after = children[dated[-1] + 1 :]
            words_after = sum(sheet.words_in(sheet.span(c)) for c in after[: dated[1] - dated[0]])
            if words_after >= 2 and (dated[0] == 0 or words_after > 5):
                bounds = [
                    *dated,
                    min(
                        len(children),
                        dated[-1] + max(2, max(b - a for a, b in itertools.pairwise(dated))),
                    ),
                ]
                yield [children[a:b] for a, b in itertools.pairwise(bounds)], shape
            if dated[0] > 0:
                step = min(b - a for a, b in itertools.pairwise(dated))
                bounds = [max(-1, dated[0] - max(step, 1) - 2), *dated]
                yield [children[a + 1 : b + 1] for a, b in itertools.pairwise(bounds)], shape


def _score(sheet: Sheet, members: list[list[Any]], name: str) -> float:
    n = len(members)
    spans = [(sheet.span(m[0])[0], sheet.span(m[-1])[1]) for m in members]
    dated = named = worded = many = whole = 0
    words = 0
    for i, span in enumerate(spans):
        inner = [s for s in spans[i + 1 : i + 400] if s[0] < span[1]]
        holes = _outermost(inner)
        d = sheet.count(sheet.date_marks, span) - sum(sheet.count(sheet.date_marks, h) for h in holes)
        a = sheet.count(sheet.name_marks, span) - sum(sheet.count(sheet.name_marks, h) for h in holes)
        w = sheet.words_in(span) - sum(sheet.words_in(h) for h in holes)
        dated += d > 0
        named += a > 0
        whole += d > 0 and a > 0
        worded += w >= 4
        many += d > 4
        words += min(w, 600)
    if not words or worded < n * 0.5:
        return 0.0
    if many > n * 0.3:
        return 0.0
    mean = words / n
    score = (
        (0.15 + dated / n)
        * (0.35 + 0.4 * named / n + 0.6 * whole / n)
        * math.log(1.6 + n)
        * min(1.0, mean / 22) ** 0.7
    )
    total = max(1, sheet.words[-1])
    score *= 0.4 + min(1.0, 1.6 * words / total)
    first = members[0][0]
    label = f"{name} {first.get('id') or ''} {first.get('class') or ''}"
    if _GOOD.search(label):
        score *= 1.6
    if _BAD.search(name):
        score *= 0.35
    if sheet.aside(first):
        score *= 0.2
    if dated < 0.3 * n and not _GOOD.search(label):
        score *= 0.3
    if n == 1:
        score *= 0.55
    return float(score)


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for s in spans:
        if not out or s[0] >= out[-1][1]:
            out.append(s)
    return out
