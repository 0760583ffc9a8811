"""Posts that are spread over siblings: a term and its descriptions, a paragraph and its footer, rows of a table.

The siblings between two heads, or two feet, are one record.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from threadgraph.scrapers.reader.furniture import FORM
from threadgraph.scrapers.reader.headings import headed, heads_list
from threadgraph.scrapers.reader.records import telling
from threadgraph.scrapers.reader.sheet import Sheet

__all__ = ["spread"]

_ABOVE = frozenset(["hr", "h1", "h2", "h3", "h4", "h5", "h6", "form"])
_HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6", "div", "p", "b", "strong"])
_STOP = frozenset(["h1", "h2", "form", "nav", "footer"])


def spread(sheet: Sheet) -> Iterable[tuple[list[list[Any]], str]]:
    """Runs of siblings that make one record each: from head to head, and from foot to foot."""
    children: dict[int, list[int]] = defaultdict(list)
    for i in range(1, len(sheet.elements)):
        if not sheet.silent[i]:
            children[sheet.parents[i]].append(i)
    marks = sheet.date_marks
    yield from _terms(sheet, children)
    for parent, kids in children.items():
        if (
            len(kids) < 3
            or not sheet.count(marks, (parent, sheet.ends[parent]))
            or sheet.tags[parent] in ("tr", "ul", "p")
        ):
            continue
        short = [
            k
            for k in kids
            if sheet.tags[k] not in ("br", "a", "b", "span")
            and 0 < sheet.words_in((k, sheet.ends[k])) <= 45
            and sheet.count(marks, (k, sheet.ends[k]))
        ]
        if len(short) > 1:  # the foot of the article stands above the heading of its comments
            title = next((k for k in kids if k < short[-1] and _titles(sheet, k)), -1)
            short = [k for k in short if k > title]
        if len(short) < 2 and not (short and headed(sheet, short[0])):
            continue
        shapes = Counter(_kid(sheet, k) for k in short)
        for shape, n in shapes.most_common(2):
            if (n < 2 and len(short) > 1) or n < 0.4 * len(short):
                continue
            heads = [k for k in short if _kid(sheet, k) == shape]
            others = len(kids) - len(heads)
            if others < 0.8 * len(heads):
                continue
            at = {k: j for j, k in enumerate(kids)}
            places = [at[h] for h in heads]
            gaps = [b - a for a, b in itertools.pairwise(places)]
            reach = max(2, int(sorted(gaps)[len(gaps) // 2] * 1.5) if gaps else 8)
            label = sheet.labels[parent]
            # head first
            ends = []
            for j, p in enumerate(places):
                end = places[j + 1] if j + 1 < len(places) else min(len(kids), p + max([reach, *gaps]))
                stop = next((q for q in range(p + 1, end) if _stops(sheet, kids[q])), end)
                ends.append(stop)
            if len(places) > 2:
                ends[-1] = _to_line(sheet, kids, places, ends)
            after = sheet.words_in((kids[places[-1]], sheet.ends[kids[ends[-1] - 1]])) - sheet.words_in(
                (heads[-1], sheet.ends[heads[-1]])
            )
            before = sheet.words_in((kids[max(0, places[0] - reach)], heads[0])) if places[0] > 0 else 0
            if after > 0:
                yield (
                    [[sheet.elements[k] for k in kids[a:b]] for a, b in zip(places, ends, strict=True)],
                    label,
                )
            if before > 0:
                starts = [max(0, places[0] - min([len(kids), *gaps]) if gaps else 1)] + [
                    p + 1 for p in places[:-1]
                ]
                starts[0] = next(
                    (
                        q + 1
                        for q in range(places[0] - 1, starts[0] - 1, -1)
                        if _heads(sheet, kids[q], kids[places[0] :])
                    ),
                    starts[0],
                )
                for j in range(1, len(starts)):
                    starts[j] = min(starts[j], places[j])
                    while starts[j] < places[j] and _apart(sheet, kids[starts[j]], kids[places[0] :]):
                        starts[j] += 1
                yield (
                    [
                        [sheet.elements[k] for k in kids[a : b + 1]]
                        for a, b in zip(starts, places, strict=True)
                    ],
                    label,
                )


def _terms(sheet: Sheet, children: dict[int, list[int]]) -> Iterable[tuple[list[list[Any]], str]]:
    """Terms with their descriptions, of lists that stand in the descriptions of another: answers to answers."""
    found: dict[int, list[list[Any]]] = defaultdict(list)
    for i in sorted(k for k in children if sheet.tags[k] == "dl"):
        top, up = i, sheet.parents[i]
        while up > 0:
            top = up if sheet.tags[up] == "dl" else top
            up = sheet.parents[up]
        for k in children[i]:
            if sheet.tags[k] == "dt":
                found[top].append([sheet.elements[k]])
            elif sheet.tags[k] == "dd" and found[top]:
                found[top][-1].append(sheet.elements[k])
        if top != i:
            found[top].sort(key=lambda parts: sheet.index[parts[0]])
    for top, parts in found.items():
        if len(parts) > 1 and any(p[0].getparent() is not sheet.elements[top] for p in parts):
            yield parts, sheet.labels[top]


def _titles(sheet: Sheet, k: int) -> bool:
    """Whether an element is the heading of a list of comments."""
    text = sheet.text_of(k, 12) if sheet.tags[k] in _HEADINGS else ""
    return bool(text) and heads_list(text)


def _to_line(sheet: Sheet, kids: list[int], places: list[int], ends: list[int]) -> int:
    """Where the last of some runs ends: at its line, where a line ends each of the others."""
    parted = all(sheet.tags[kids[b - 1]] == "hr" for b in ends[:-1])
    if not parted:
        return ends[-1]
    return next((k for k in range(places[-1], ends[-1]) if sheet.tags[kids[k]] == "hr"), ends[-1])


def _stops(sheet: Sheet, k: int) -> bool:
    """Whether an element ends a run of comments: a heading of the page, a form, or what leads to one."""
    if sheet.tags[k] in _STOP:
        return True
    if sheet.words_in((k, sheet.ends[k])) <= 12 and FORM.match(sheet.text_of(k, 12) or "-"):
        return True
    return any(sheet.tags[j] in ("form", "textarea") for j in range(k, sheet.ends[k]))


def _heads(sheet: Sheet, k: int, below: list[int]) -> bool:
    """Whether an element stands above the first of some comments, and none like it stands between them."""
    if heads_list(sheet.text_of(k, 12) or "-"):
        return True
    return sheet.tags[k] == "hr" or (
        sheet.tags[k] in _ABOVE and not any(sheet.tags[j] == sheet.tags[k] for j in below)
    )


def _apart(sheet: Sheet, k: int, kids: list[int]) -> bool:
    """Whether an element is the only heading of its kind: above it stands something else than below."""
    tag = sheet.tags[k]
    return tag in ("h2", "h3", "h4") and sum(sheet.tags[j] == tag for j in kids) == 1


def _kid(sheet: Sheet, k: int) -> str:
    if sheet.tags[k] == "dt":
        return "dt"
    cells = ""
    if sheet.tags[k] == "tr":  # a row of two cells is no row of one
        cells = str(sum(c.tag in ("td", "th") for c in sheet.elements[k]))
    return f"{sheet.tags[k]}{cells}.{telling(sheet.attributes[k].get('class') or '')}"
