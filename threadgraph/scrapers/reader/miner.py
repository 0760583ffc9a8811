"""Posts on a page of an engine that nobody described: elements of one shape that hold a date and a name.

Elements are grouped by tag and class token, by tag and id without its digits, and, failing classes, by
their path of tags. Where one post is spread over siblings (``dt`` and ``dd``, a paragraph and its
footer, two rows of a table), the siblings between two heads, or two feet, are one record. The groups
that look best from outside are read in full, and the one whose reading is best is taken (`judge`).
"""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from threadgraph.scrapers.reader.fields import fill
from threadgraph.scrapers.reader.judge import quality, without_strangers
from threadgraph.scrapers.reader.records import Record, Sheet
from threadgraph.scrapers.reader.text import classes

__all__ = ["COMMENT", "mine"]

#: Labels of what is certainly an answer to something.
COMMENT = re.compile(
    r"comment|komment|coment[aá]rio|commento|reaction|réaction|reactie|avis\b|opini|beitrag-antwort|respons|disqus|dsq-|feedback|"
    r"discussion-item|wpd-|guestbook",
    re.I,
)
_GOOD = re.compile(
    r"comment|komment|reply|replies|respons|message|answer|topic|(?:^|[-_])(?:post|posts|msg|beitrag|entry|thread|avis|reaction|h-entry|h-cite)(?:$|[-_\d])|postbit|posting",
    re.I,
)
_BAD = re.compile(
    r"recent|latest|related|sidebar|widget|teaser|popular|menu|nav|tag-|signature|avatar|quote|attachment|"
    r"breadcrumb|pager|pagination|form|button|toolbar|footer|header$|cat-item|archive",
    re.I,
)
_DIGITS = re.compile(r"\d+")
_NEVER = frozenset(
    "body html script style br img input option head b i em strong span a time abbr small cite td th label button p ul ol tbody "
    "h1 h2 h3 h4 h5 h6 form font center".split()
)
_NAMED = frozenset("td p ul span tbody".split())
_READ = 7


@dataclass
class Group:
    """A guess: these are the posts."""

    members: list[list[Any]]
    label: str
    score: float


def mine(sheet: Sheet, base: str) -> tuple[list[Record], float]:
    """The records of the best group of a page.

    Parameters
    ----------
    sheet : Sheet
    base : str
        The page's address.

    Returns
    -------
    tuple of (list of Record, float)
        The records, filled, and the quality of the reading (0 when there is none).
    """
    groups = [Group([[m] for m in members], name, 0.0) for members, name in _groups(sheet)]
    for g in groups:
        g.score = _score(sheet, g.members, g.label)
    if max((g.score for g in groups), default=0.0) < 1.6:
        for segments, name in _segments(sheet):
            groups.append(Group(segments, name, _score(sheet, segments, name) * 0.9))
    groups = sorted((g for g in groups if g.score > 0.12), key=lambda g: -g.score)[:_READ]
    best: list[Record] = []
    top = 0.0
    for g in groups:
        if g.score < 0.2 * groups[0].score:
            break
        records = [Record(m) for m in g.members]
        fill(records, sheet, base)
        worth = quality(records, sheet, g.label)
        if worth > top * 1.02:
            best, top = records, worth
    return (without_strangers(best, sheet), top) if top > 0.25 else ([], 0.0)


def _groups(sheet: Sheet) -> Iterable[tuple[list[Any], str]]:
    groups: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for el in sheet.elements:
        tokens = classes(el)
        ident = el.get("id")
        if el.tag in _NEVER and not (el.tag in _NAMED and (ident or tokens)):
            continue
        for token in tokens[:12]:
            groups["class", el.tag, _DIGITS.sub("#", token)].append(el)
        if ident and any(c.isdigit() for c in ident):
            groups["id", el.tag, _DIGITS.sub("#", ident)].append(el)
        if not tokens and el.tag in ("table", "tr", "div", "li", "article", "section", "dl"):
            groups["path", el.tag, _path(el)].append(el)
    seen: set[tuple[int, ...]] = set()
    for key, members in groups.items():
        unique = list(dict.fromkeys(members))
        if len(unique) > 4000 or (len(unique) == 1 and not COMMENT.search(_around(unique[0]))):
            continue
        mark = tuple(sheet.index[m] for m in unique)
        if mark in seen and not _GOOD.search(key[2]):
            continue
        seen.add(mark)
        yield unique, key[2] if key[0] != "path" else ""


def _around(el: Any) -> str:
    """The labels of an element and of the two boxes that hold it."""
    out = []
    for _ in range(3):
        if el is None or el.tag in ("body", "html"):
            break
        out.append(f"{el.get('class') or ''} {el.get('id') or ''}")
        el = el.getparent()
    return " ".join(out)


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
                last = dated[-1] + max(2, max(b - a for a, b in itertools.pairwise(dated)))
                bounds = [*dated, min(len(children), last)]
                yield [children[a:b] for a, b in itertools.pairwise(bounds)], shape
            if dated[0] > 0:
                step = min(b - a for a, b in itertools.pairwise(dated))
                bounds = [max(-1, dated[0] - max(step, 1) - 2), *dated]
                yield [children[a + 1 : b + 1] for a, b in itertools.pairwise(bounds)], shape


def _score(sheet: Sheet, members: list[list[Any]], name: str) -> float:
    """How much a group looks like posts from outside: cheap, for choosing which to read."""
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
        worded += w >= 3
        many += d > 6
        words += min(w, 600)
    if not words or worded < n * 0.5 or many > n * 0.3:
        return 0.0
    label = f"{name} {members[0][0].get('id') or ''} {members[0][0].get('class') or ''}"
    score = (0.15 + dated / n) * (0.35 + 0.4 * named / n + 0.6 * whole / n) * math.log(1.6 + n)
    score *= min(1.0, words / n / 22) ** 0.5 * (0.4 + min(1.0, 1.6 * words / max(1, sheet.words[-1])))
    if _GOOD.search(label):
        score *= 1.6
    if _BAD.search(name):
        score *= 0.35
    if sheet.aside(members[0][0]):
        score *= 0.2
    if dated < 0.3 * n and not _GOOD.search(label):
        score *= 0.3
    return float(score)


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for s in spans:
        if not out or s[0] >= out[-1][1]:
            out.append(s)
    return out
