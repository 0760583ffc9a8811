"""A parsed page laid out flat: its elements in order, their extents, words, and the marks that posts carry.

Everything the reader asks about a page (how many words between two elements, which dates stand in one)
is a difference of two numbers here, so that many guesses about a page cost little more than one.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from functools import cached_property, lru_cache
from typing import Any

from lxml import etree

from threadgraph.scrapers.reader.dates import Moment, find_date, machine_date
from threadgraph.scrapers.reader.lookup import Lookup
from threadgraph.scrapers.reader.marks import dated, named
from threadgraph.scrapers.reader.order import day_first
from threadgraph.scrapers.reader.text import has_digit, quoting, split_classes, unspaced

__all__ = ["SILENT", "Sheet", "direct_text", "visible"]

#: What a reader never sees.
SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "select",
        "option",
        "textarea",
        "svg",
        "iframe",
        "object",
        "head",
        "title",
        "datalist",
    ]
)
#: What archives put above the pages that they keep.
_ARCHIVES = frozenset(["wm-ipp", "wm-ipp-base", "wm-ipp-print", "wm-toolbar", "donato", "FP_hdr"])
_STAMPS = ("datetime", "data-time", "data-timestamp", "data-epoch", "data-utime", "data-datetime", "data-date", "data-date-time",
           "data-created", "data-created-at", "data-created-timestamp", "data-unixtime", "data-unix", "data-posted", "data-ts",
           "created-timestamp", "livestamp", "data-livestamp", "data-content", "ts", "dateTime", "content")  # fmt: skip
_STAMP_SET = frozenset(_STAMPS)
_TITLES = ("title", "data-original-title", "aria-label")
#: An element without any of these attributes states no date.
_STATING = _STAMP_SET.union(_TITLES)
_NONE: dict[str, str] = {}
_NO_TOKENS: list[str] = []

_ASIDE = ("nav", "aside", "footer")
_NO_ASIDE = frozenset(["body", "html", "main", "table", "tr"])
_LISTS = re.compile(
    r"(?:^|[-_ ])(?:sidebar|side-?bar|side-?column|rightcol\w*|leftcol\w*|widget|widgets|nav|navbar|navigation|menu|menubar|footer|related|recent|recents|popular|teaser|teasers|"
    r"breadcrumbs?|crumbs|blogroll|archives?|similar|recommended|recommendations?|suggest\w*|tagcloud|pagination|pager|banner|ad|ads|advert\w*|promo|promos|latest|trending|"
    r"offcanvas|dropdown|toolbar|share|login|who-?is|stats|cookie|modal(?!-body)|popup|more-from|read-?more|readnext|outbrain|taboola)(?:$|[-_ ])|(?:latest|recent|last)[-_]?comments(?:$|[-_ ]|block|list|module|widget)",
    re.I,
)
#: Comments on other posts.
_RECENT = re.compile(
    r"(?:latest|recent|last|newest|derniers?|letzte|neueste)[-_ ]?comments?(?:block|list|module|widget)?",
    re.I,
)
#: The foot of a post is no foot of the page.
_PART = re.compile(
    r"(?:entry|post|article|comment|message|block|msg|card|panel|node)s?[-_]{0,2}(?:footers?|meta|header|info|toolbar|menu|nav|share|dropdown)\S*|(?:no|has|with|without|one|two|both|left|right)[-_]\S+|widget blog\b",
    re.I,
)
#: A service's box for comments is no box at the side, whatever else it is called.
_ANSWERS = re.compile(r"(?:^|[-_ ])(?:comments?|reviews?)[-_]widget(?:$|[-_ ])", re.I)
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_said = etree.XPath(
    "descendant::text()[not(ancestor::script or ancestor::style or ancestor::noscript or ancestor::select or ancestor::textarea)]",
    smart_strings=False,
)
_texts = etree.XPath("descendant::text()", smart_strings=False)  # three times as fast as itertext()


def direct_text(el: Any) -> str:
    """The text that stands in an element itself, not in its children."""
    parts = [el.text or ""]
    parts.extend(c.tail or "" for c in el)
    return " ".join(" ".join(parts).split())


def visible(el: Any) -> str:
    """All text of an element on one line."""
    return " ".join((" ".join(_texts(el)) if len(el) else el.text or "").split())


class Sheet:
    """A page laid out flat.

    Parameters
    ----------
    tree : lxml element
    now : datetime, optional
        When it was fetched.
    zone : tzinfo

    Attributes
    ----------
    elements : list of elements
        In page order.
    parents, ends : list of int
        For each element, its parent's number (-1 for the body) and the number after its last descendant.
    attributes : list of dict
        Of each element.
    own : list of str
        For each element, the text that stands in itself.
    counts : list of int
        The words that stand in each element itself.
    words : list of int
        Words before each element (one more than elements).
    candidates : dict of int to list
        The names that an element may hold, once they were looked for.
    furniture : dict of int to bool
        Whether an element is a button, a signature or the like, once that was asked.
    judged : dict of int to tuple
        How much the labels of an element say that it holds words, and that it doesn't, once that was asked.
    remembered : dict
        What else was found out about an element once, and may be asked again for another guess.
    """

    def __init__(self, tree: Any, now: datetime | None, zone: tzinfo) -> None:
        self.tree, self.now, self.zone = tree, now, zone
        body = tree.find("body")
        self.body = tree if body is None else body
        self.lang = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        self.remembered: dict[Any, Any] = {}
        self.candidates: dict[int, list[tuple[bool, str, float]]] = {}
        self.furniture: dict[int, bool] = {}
        self.judged: dict[int, tuple[float, float]] = {}
        self._read: dict[str, Moment | None] = {}
        self._lines: dict[int, str] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        elements: list[Any] = []
        index: dict[Any, int] = {}
        parents: list[int] = []
        tags: list[str] = []
        texts: list[str] = []
        silent: list[bool] = []
        attributes: list[dict[str, str]] = []
        for node in self.body.iter():
            at = index.get(node.getparent(), -1)
            tag = node.tag
            if isinstance(tag, str):
                index[node] = len(elements)
                elements.append(node)
                parents.append(at)
                tags.append(tag)
                items = node.items()
                held = dict(items) if items else _NONE
                attributes.append(held)
                quiet = (
                    (tag in SILENT and not (tag == "noscript" and _holds_much(node)))
                    or (at >= 0 and silent[at])
                    or (bool(items) and held.get("id") in _ARCHIVES)
                )
                silent.append(quiet)
                text = node.text
                texts.append(text if text and not quiet and not text.isspace() else "")
            tail = node.tail
            if tail and at >= 0 and not tail.isspace() and not silent[at]:
                texts[at] = f"{texts[at]} {tail}"
        self.attributes = attributes
        self.elements, self.index, self.parents, self.tags, self.silent = (
            elements,
            index,
            parents,
            tags,
            silent,
        )
        n = len(elements)
        ends = list(range(1, n + 1))
        for i in range(n - 1, 0, -1):
            at = parents[i]
            if at >= 0 and ends[i] > ends[at]:
                ends[at] = ends[i]
        self.ends = ends
        own: list[str] = []
        counts: list[int] = []
        total, words = 0, [0]
        for text in texts:
            if text:
                split = text.split()
                said = len(split) + unspaced(text)
                total += said
                counts.append(said)
                own.append(" ".join(split))
            else:
                counts.append(0)
                own.append("")
            words.append(total)
        self.own, self.words, self.counts = own, words, counts

    @cached_property
    def labels(self) -> list[str]:
        """Class and id of each element, lower case."""
        return [
            f"{a.get('class', '')} {a['id']}".lower()
            if "id" in a
            else _label(a["class"])
            if "class" in a
            else " "
            for a in self.attributes
        ]

    @cached_property
    def quotes(self) -> list[bool]:
        """Whether each element is a quote, or stands in one."""
        out = [False] * len(self.tags)
        named = (i for token in self.where.tokens if quoting(token) for i in self.where.classed(token))
        for i in [*self.where.tagged("blockquote"), *named]:
            out[i : self.ends[i]] = [True] * (self.ends[i] - i)
        return out

    @cached_property
    def _told(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {tag: [] for tag in ("base", "link", "meta", "script", "title")}
        for el in self.tree.iter(*found):
            found[el.tag].append(el)
        return found

    def told(self, tag: str) -> list[Any]:
        """All elements of a tag that speaks of the page or to machines, those in its head as well."""
        return self._told[tag]

    @cached_property
    def where(self) -> Lookup:
        """Where the elements of a tag, a class, an id or an attribute stand."""
        return Lookup(self.tags, self.attributes, self.tokens)

    @cached_property
    def tokens(self) -> list[list[str]]:
        """Class tokens of each element, lower case."""
        return [split_classes(v) if (v := a.get("class")) else _NO_TOKENS for a in self.attributes]

    @cached_property
    def day_first(self) -> bool:
        """How the numeric dates of this page are read."""
        return day_first((self.own[i] for i in self.with_digits if 6 <= len(self.own[i]) <= 400), self.lang)

    @cached_property
    def with_digits(self) -> list[int]:
        """The numbers of the elements in whose own text a digit stands, ascending."""
        return [i for i, text in enumerate(self.own) if text and has_digit(text)]

    def text_of(self, i: int, limit: int = 40) -> str:
        """All text of an element on one line; empty where it has more words than the limit."""
        end = self.ends[i]
        if self.words[end] - self.words[i] > limit:
            return ""
        if end == i + 1:
            return self.own[i]
        if i not in self._lines:
            self._lines[i] = self._line(i, end)
        return self._lines[i]

    def _line(self, i: int, end: int) -> str:
        if True in self.silent[i:end]:
            return " ".join(" ".join(_said(self.elements[i])).split())
        spoken = [k for k in range(i, end) if self.own[k]]
        if all(self.ends[k] == k + 1 for k in spoken):  # none stands between the parts of another
            return " ".join([self.own[k] for k in spoken])
        return visible(self.elements[i])

    def date_in(self, text: str) -> Moment | None:
        """The first date of a text, as this page writes dates.

        On a page of unknown age "3 hours ago" and "14 October" mark a post and tell no time: their
        precision is ``unknown``.
        """
        if text not in self._read:
            self._read[text] = find_date(
                text, day_first=self.day_first, now=self.now, zone=self.zone, some_day=_ANY_DAY
            )
        return self._read[text]

    def machine(self, el: Any) -> Moment | None:
        """The date that an element's attributes state."""
        held = self.attributes[self.index[el]] if el in self.index else dict(el.items())
        if not held or _STATING.isdisjoint(held):
            return None
        for name in _STAMPS if not _STAMP_SET.isdisjoint(held) else ():
            value = held.get(name)
            if value and (name != "content" or "date" in (held.get("itemprop") or "").lower()):
                found = machine_date(value, self.zone)
                if found is not None:
                    return found
        title = held.get("title") or held.get("data-original-title") or held.get("aria-label")
        if (
            title
            and 8 <= len(title) <= 60
            and el.tag
            in (
                "abbr",
                "time",
                "span",
                "a",
                "div",
                "small",
                "relative-time",
                "time-ago",
                "p",
                "em",
                "i",
                "td",
            )
        ):
            if not has_digit(title):
                return None
            found = machine_date(title, self.zone) or self.date_in(title)
            if (
                found is not None
                and found.precision in ("second", "minute", "day")
                and len(found.text) > len(title) * 0.5
            ):
                return found
        return None

    @cached_property
    def stating(self) -> list[bool]:
        """Whether each element has an attribute that may state a date."""
        return [not _STATING.isdisjoint(held) for held in self.attributes]

    @cached_property
    def dates(self) -> dict[Any, Moment]:
        """Elements that carry a date, with the date."""
        return dated(self)

    @cached_property
    def moments(self) -> dict[int, Moment]:
        """The dates, by the numbers of their elements."""
        return {self.index[e]: moment for e, moment in self.dates.items()}

    @cached_property
    def date_marks(self) -> list[int]:
        """Numbers of the elements that carry a date, ascending."""
        return sorted(self.moments)

    @cached_property
    def names(self) -> dict[Any, tuple[str, float]]:
        """Elements that may hold an author's name: the name, and how sure the markup is (0..1)."""
        return named(self)

    @cached_property
    def name_marks(self) -> list[int]:
        """Numbers of the elements that may hold a name, ascending."""
        return sorted(self.index[e] for e in self.names)

    def span(self, el: Any) -> tuple[int, int]:
        """The numbers of an element and after its last descendant."""
        i = self.index[el]
        return i, self.ends[i]

    def words_in(self, span: tuple[int, int]) -> int:
        """Words between two element numbers."""
        return self.words[span[1]] - self.words[span[0]]

    def count(self, marks: list[int], span: tuple[int, int]) -> int:
        """How many marks lie between two element numbers."""
        return bisect.bisect_left(marks, span[1]) - bisect.bisect_left(marks, span[0])

    def marks_in(self, marks: list[int], span: tuple[int, int]) -> list[int]:
        """The marks between two element numbers."""
        return marks[bisect.bisect_left(marks, span[0]) : bisect.bisect_left(marks, span[1])]

    @cached_property
    def _aside(self) -> list[bool]:
        out: list[bool] = []
        total = max(1, self.words[-1])
        headings = self.where.tagged("h1")
        for i, (tag, at, label) in enumerate(zip(self.tags, self.parents, self.labels, strict=True)):
            flag = at >= 0 and out[at]
            if flag or (label == " " and tag not in _ASIDE):
                out.append(flag)
                continue
            if tag not in _NO_ASIDE:
                flag = (
                    tag in _ASIDE and "comment" not in label and not (tag == "footer" and _PART.search(label))
                ) or _is_list(label)
                if flag:  # what holds the page's heading, or most of its words, is the page
                    held = (i, self.ends[i])
                    flag = self.words_in(held) < 0.75 * total and not self.count(headings, held)
                if (
                    flag
                    and tag == "footer"
                    and any(
                        self.tags[k] in ("article", "li", "blockquote")
                        for k in itertools.islice(self.above(i), 3)
                    )
                ):
                    flag = False
            out.append(flag)
        return out

    def aside(self, el: Any) -> bool:
        """Whether an element stands in a side bar, a menu, a footer."""
        at = self.index.get(el)
        return at is not None and self._aside[at]

    @cached_property
    def _linked(self) -> list[int]:
        """Words that stand in links before each element (one more than elements)."""
        total, sums = 0, [0]
        inside: list[bool] = []
        for i, tag in enumerate(self.tags):
            at = self.parents[i]
            held = tag == "a" or (at >= 0 and inside[at])
            inside.append(held)
            if held:
                total += self.counts[i]
            sums.append(total)
        return sums

    def linked(self, i: int) -> int:
        """The words of an element that stand in links."""
        return self._linked[self.ends[i]] - self._linked[i]

    @cached_property
    def forms(self) -> set[int]:
        """The numbers of the forms to write something in."""
        found = set()
        for i in self.where.tagged("textarea"):
            found.add(next((k for k in self.above(i) if self.tags[k] == "form"), -1))
        found.discard(-1)
        # some engines put a whole post into the form by which it is answered
        return {i for i in found if not self.count(self.date_marks, (i, self.ends[i]))}

    @cached_property
    def unsaid(self) -> list[int]:
        """The numbers of what is no part of any post: silent elements, and forms to write something in."""
        return sorted({*self.forms, *(i for i, silent in enumerate(self.silent) if silent)})

    @cached_property
    def pictures(self) -> list[int]:
        """The numbers of the pictures."""
        return self.where.tagged("img")

    def above(self, i: int) -> Iterator[int]:
        """The numbers of the boxes that hold an element, the nearest first."""
        i = self.parents[i]
        while i >= 0:
            yield i
            i = self.parents[i]

    def up(self, el: Any) -> Iterator[Any]:
        """The boxes that hold an element, the nearest first, without the body."""
        i = self.parents[self.index[el]]
        while i > 0:
            yield self.elements[i]
            i = self.parents[i]


def _holds_much(noscript: Any) -> bool:
    """Whether a page says to those without scripts more than to others."""
    said = sum(len(t.split()) for t in noscript.itertext())
    if said <= 40:
        return False
    body = noscript
    while body.getparent() is not None and body.tag != "body":
        body = body.getparent()
    rest = 0
    for el in body.iter("*"):
        if el.tag not in ("script", "style", "noscript") and el.text:
            rest += len(el.text.split())
            if rest > 2 * said + 20:
                return False
    return rest <= 2 * said + 20


@lru_cache(maxsize=16384)
def _label(value: str) -> str:
    return f"{value} ".lower()


@lru_cache(maxsize=16384)
def _is_list(label: str) -> bool:
    if len(label) <= 1 or len(label) > 160:
        return False
    if _ANSWERS.search(label):
        return False
    name = _PART.sub("", label)
    return bool(_LISTS.search(name)) and "comment" not in _RECENT.sub("", name)
