"""Guesses at which elements of a page are its posts: sets of one shape, scored from outside.

Elements are grouped by tag and class token, by tag and id without its digits, by a telling attribute,
by their place under one parent and, failing classes, by their path of tags. Where one post is spread
over siblings (``dt`` and ``dd``, a paragraph and its footer, two rows of a table), the siblings
between two heads, or two feet, are one record.
"""

from __future__ import annotations

import bisect
import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from threadgraph.scrapers.reader.headings import guestbook, headed
from threadgraph.scrapers.reader.sheet import Sheet
from threadgraph.scrapers.reader.spread import spread
from threadgraph.scrapers.reader.text import has_digit, split_classes

__all__ = ["COMMENT", "GOOD", "Group", "around", "called", "groups"]

#: Labels of what is certainly an answer to something.
COMMENT = re.compile(
    r"comment(?!ator|ing-system)|komment|coment[aá]rio|commento|reaction|réaction|reactie|reageer|\bavis\b|opini[oó]n|beitrag-antwort|respons(?!ive|ibil)|disqus|dsq-|feedback|"
    r"discussion-item|wpd-|guestbook|livre-?d-?or|\bannotation|cmmnt|cmt[-_]|kommentti|hozz[aá]sz[oó]l|yorum|yorumlar|comentarios?",
    re.I,
)
#: Labels of what may be a post.
GOOD = re.compile(
    r"comment|komment|coment|reply|replies|respons|message|answer|topic|yorum|(?:^|[-_ ])(?:post|posts|msg|beitrag|entry|thread|avis|reaction|h-entry|h-cite|billet|cmt)(?:$|[-_\d# ])|postbit|posting",
    re.I,
)
_BAD = re.compile(
    r"recent|latest|related|sidebar|widget|teaser|popular|menu|(?:^|[-_ ])nav|tag-|signature|avatar|quote|attachment|similar|"
    r"breadcrumb|pager|pagination|button|toolbar|footer|header$|cat-item|archive|userinfo|user-info|author-info|profile|product|price|sponsor|testimonial|(?:^|[-_ ])(?:team|staff|tweets?|faq|events?|clients?|speakers?)(?:$|[-_ ])",
    re.I,
)
_DIGITS = re.compile(r"\d+")
_NEVER = frozenset(
    [
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
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "form",
        "font",
        "center",
        "noscript",
        "textarea",
        "select",
        "svg",
        "path",
        "use",
        "meta",
        "link",
        "iframe",
        "hr",
        "u",
        "s",
        "sup",
        "sub",
        "source",
        "picture",
    ]
)
_NAMED = frozenset(["td", "p", "ul", "ol", "span", "tbody", "blockquote"])
_PLAIN = frozenset(["table", "tr", "div", "li", "article", "section", "dl", "blockquote", "fieldset"])
_TELLING = frozenset(
    [
        "data-comment-id",
        "data-post-id",
        "data-commentid",
        "data-postid",
        "data-message-id",
        "data-comment",
        "data-author",
        "data-cid",
        "commentid",
        "data-reply-id",
    ]
)
#: Classes that say how a box is drawn, not what it holds.
_LOOKS = frozenset(["clearfix", "clear", "cf", "clr"])
_WRAPS = frozenset(["ul", "ol", "blockquote", "a", "font", "center", "p"])
_PROPERTIES = ("comment", "answer", "suggestedAnswer", "acceptedAnswer", "review")
_LIMIT = 60_000


@dataclass
class Group:
    """A guess: these are the posts.

    Attributes
    ----------
    members : list of list of elements
        The parts of each.
    label : str
        What they share.
    score : float
    """

    members: list[list[Any]]
    label: str
    score: float = 0.0


def groups(sheet: Sheet, most: int) -> list[Group]:
    """The guesses that look best from outside, the best first.

    Parameters
    ----------
    sheet : Sheet
    most : int
        How many.

    Returns
    -------
    list of Group
    """
    marks = len(sheet.date_marks) + len(sheet.name_marks)
    if not marks:
        return []
    found = []
    for members, label in _alike(sheet):
        score = _score(sheet, [(i, sheet.ends[i]) for i in members], label, members[0])
        if score > 0.015:
            found.append(Group([[sheet.elements[i]] for i in members], label, score))
    for parts, label in spread(sheet):
        spans = [(sheet.index[p[0]], sheet.ends[sheet.index[p[-1]]]) for p in parts]
        found.append(Group(parts, label, _score(sheet, spans, label, spans[0][0]) * 0.9))
    found = [g for g in found if g.score > 0.015]
    found.sort(key=lambda g: -g.score)
    return _distinct(found, sheet)[:most]


def _distinct(found: list[Group], sheet: Sheet) -> list[Group]:
    """Guesses without those that name the same posts again: a post, its body and its inner box are one guess."""
    seen: dict[tuple[int, ...], int] = {}
    out: list[Group] = []
    for g in found:
        key: list[int] = [len(g.members[0])]
        for m in g.members[:40]:
            a, b = sheet.index[m[0]], sheet.ends[sheet.index[m[-1]]]
            at = bisect.bisect_left(sheet.date_marks, a)
            named = bisect.bisect_left(sheet.name_marks, a)
            key += [
                at,
                bisect.bisect_left(sheet.date_marks, b),
                named,
                bisect.bisect_left(sheet.name_marks, b),
            ]
        mark = (len(g.members), *key)
        if mark not in seen:
            seen[mark] = len(out)
            out.append(g)
        elif _only_head(out[seen[mark]], g, sheet):
            # a line with name and date, and the box that holds the words as well
            out[seen[mark]] = Group(g.members, g.label or out[seen[mark]].label, out[seen[mark]].score)
        elif len(g.members) == 1:  # of the boxes around one comment the innermost has least beside it
            outer, inner = sheet.span(out[seen[mark]].members[0][0]), sheet.span(g.members[0][0])
            numbered = GOOD.search(sheet.labels[inner[0]]) and _DIGITS.search(sheet.labels[inner[0]])
            if numbered and outer[0] < inner[0] and inner[1] <= outer[1]:
                out[seen[mark]] = Group(g.members, g.label, out[seen[mark]].score)
    return out


def _only_head(inner: Group, outer: Group, sheet: Sheet) -> bool:
    """Whether the words of posts stand in the larger boxes only: the smaller hold name and date, and a label or two."""
    words, all_words = _words(inner, sheet), _words(outer, sheet)
    if all_words > 2 * words and words < 9:
        return True
    if not 0 < words <= 40 or all_words <= words + 1:
        return False
    some = [sheet.span(m[0]) for m in inner.members[:8] if len(m) == 1]
    said = 0
    for a, b in some:
        end = a
        for i in sorted(
            [*sheet.marks_in(sheet.date_marks, (a, b)), *sheet.marks_in(sheet.name_marks, (a, b))]
        ):
            if i >= end:
                end = sheet.ends[i]
                said += sheet.words_in((i, end))
    return bool(some) and words - said / len(some) <= 6


def _words(g: Group, sheet: Sheet) -> float:
    """Words a member, of the first few."""
    some = g.members[:8]
    return sum(sheet.words_in((sheet.index[m[0]], sheet.ends[sheet.index[m[-1]]])) for m in some) / len(some)


def _alike(sheet: Sheet) -> Iterable[tuple[list[int], str]]:
    """Elements of one shape, by number."""
    by: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    paths: dict[int, str] = {}
    lists: dict[int, int] = {}
    for i in range(len(sheet.elements)):
        tag = sheet.tags[i]
        if tag == "p" and not sheet.tokens[i] and sheet.count(sheet.date_marks, (i, sheet.ends[i])) == 1:
            by["parent", "p", sheet.parents[i]].append(i)
        if sheet.silent[i] or (sheet.ends[i] == i + 1 and not sheet.own[i]):
            continue
        tokens = sheet.tokens[i]
        held = sheet.attributes[i]
        ident = held.get("id")
        if tag == "tbody":  # several in one table are a record each
            by["parent", tag, sheet.parents[i]].append(i)
        if (
            tag in _NEVER
            and not (tag in _NAMED and (ident or tokens))
            and held.get("itemprop") not in _PROPERTIES
        ):
            continue
        for token in _shapes(held["class"]) if tokens else ():
            by["class", tag, token].append(i)
        if ident and has_digit(ident):
            by["id", tag, _shape(ident)].append(i)
        if held:
            if not _TELLING.isdisjoint(held):
                for name in _TELLING.intersection(held):
                    by["attribute", tag, name].append(i)
            kind = held.get("itemtype") or held.get("typeof")
            if kind:
                by["type", "", kind.rpartition("/")[2]].append(i)
            if held.get("itemprop") in _PROPERTIES:
                by["property", "", held["itemprop"]].append(i)
        if tag in ("article",) or "-" in tag:
            by["tag", tag, tag].append(i)
        if tag in _PLAIN:
            up = sheet.parents[i]
            if not tokens:
                by["path", tag, paths.get(up) or paths.setdefault(up, _path(sheet, i))].append(i)
                if tag == "li":  # items in items are answers to answers
                    lists[i] = lists.get(sheet.parents[up], up)
                    by["nest", tag, lists[i]].append(i)
            by["parent", tag, up].append(i)
    marks = sorted({*sheet.date_marks, *sheet.name_marks})
    seen: set[tuple[int, ...]] = set()
    for key, members in by.items():
        n = len(members)
        if n > _LIMIT or (n == 1 and not called(sheet, members[0])):
            continue
        some = members if n < 12 else [*members[:6], members[n // 2], *members[-5:]]
        if not any(sheet.count(marks, (i, sheet.ends[i])) for i in some):
            continue
        label = "" if key[0] in ("path", "parent", "nest") else str(key[2])
        mark = (*members,)
        if mark in seen and not GOOD.search(label):
            continue
        seen.add(mark)
        yield members, label


@lru_cache(maxsize=16384)
def _shapes(value: str) -> tuple[str, ...]:
    """The shapes of the tokens of a class attribute, each once."""
    return tuple(dict.fromkeys(_shape(t) for t in split_classes(value)[:12] if t not in _LOOKS))


@lru_cache(maxsize=16384)
def _shape(token: str) -> str:
    return _DIGITS.sub("#", token)


def around(sheet: Sheet, i: int) -> str:
    """The labels of an element and of the two boxes that hold it."""
    return " ".join(sheet.labels[k] for k in _boxes(sheet, i))


def called(sheet: Sheet, i: int, label: str = "") -> bool:
    """Whether the labels around an element, or a heading close above it, say that comments stand here."""
    if label and _comments(label):
        return True
    if ("called", i) not in sheet.remembered:
        known = any(_comments(sheet.labels[k]) for k in _boxes(sheet, i))
        sheet.remembered["called", i] = known or headed(sheet, i) or guestbook(sheet)
    return bool(sheet.remembered["called", i])


@lru_cache(maxsize=16384)
def _comments(label: str) -> bool:
    return bool(COMMENT.search(label))


def _boxes(sheet: Sheet, i: int) -> Iterable[int]:
    for _ in range(3):
        if i <= 0:
            return
        yield i
        i = sheet.parents[i]


def _path(sheet: Sheet, i: int) -> str:
    steps: list[str] = []
    up = sheet.parents[i]
    nested = _WRAPS if sheet.tags[i] == "table" else ()
    while up >= 0 and len(steps) < 6:
        if sheet.tags[up] in nested:  # a table in a list is an answer to the table before it
            up = sheet.parents[up]
            continue
        steps.append(f"{sheet.tags[up]}.{(sheet.tokens[up] or [''])[0]}")
        up = sheet.parents[up]
    return "/".join(steps)


def _score(sheet: Sheet, spans: list[tuple[int, int]], label: str, first: int) -> float:
    """How much a group looks like posts from outside: cheap, for choosing which to read."""
    n = len(spans)
    dates, names, words_before = sheet.date_marks, sheet.name_marks, sheet.words
    left = bisect.bisect_left
    full = [
        (left(dates, b) - left(dates, a), left(names, b) - left(names, a), words_before[b] - words_before[a])
        for a, b in spans
    ]
    own = [list(f) for f in full]
    stack: list[int] = []
    for i, s in enumerate(spans):
        while stack and spans[stack[-1]][1] <= s[0]:
            stack.pop()
        if stack:
            for k in range(3):
                own[stack[-1]][k] -= full[i][k]
        stack.append(i)
    dated = named = whole = worded = many = words = 0
    for with_date, with_name, said in own:
        dated += with_date > 0
        named += with_name > 0
        whole += with_date > 0 and with_name > 0
        worded += said >= 3
        many += with_date > 7
        words += min(max(said, 0), 600)
    if not words or worded < n * 0.4 or many > n * 0.3 or dated + named == 0:
        return 0.0
    text = f"{label} {sheet.labels[first]}"
    score = (0.15 + dated / n) * (0.35 + 0.4 * named / n + 0.6 * whole / n) * math.log(1.6 + n)
    known = called(sheet, first, text)
    score *= min(1.0, words / n / 22) ** (0.25 if known else 0.5)
    # comments may be few words below a long article
    score *= 1.4 if known else 0.4 + min(1.0, 1.6 * words / max(1, sheet.words[-1]))
    if GOOD.search(text):
        score *= 1.6
    if _BAD.search(label):
        score *= 0.35
    if sheet.aside(sheet.elements[first]):
        score *= 0.2
    if dated < 0.3 * n and not GOOD.search(text):
        score *= 0.3
    return float(score)
