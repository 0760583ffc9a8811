"""A parsed page laid out flat: its elements in order, their extents, words, and the marks that posts carry.

Everything the reader asks about a page (how many words between two elements, which dates stand in one)
is a difference of two numbers here, so that many guesses about a page cost little more than one.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cached_property, lru_cache
from typing import Any

from threadgraph.scrapers.reader.dates import Moment, day_first, find_date, machine_date
from threadgraph.scrapers.reader.names import clean_name, is_name
from threadgraph.scrapers.reader.text import is_quote, split_classes

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
_NO_DATE = frozenset(["code", "pre", "input", "button", "h1"])
_STAMPS = ("datetime", "data-time", "data-timestamp", "data-epoch", "data-utime", "data-datetime", "data-date", "data-date-time",
           "data-created", "data-created-at", "data-created-timestamp", "data-unixtime", "data-unix", "data-posted", "data-ts",
           "created-timestamp", "livestamp", "data-livestamp", "ts", "dateTime", "content")  # fmt: skip
_STAMP_SET = frozenset(_STAMPS)
_NONE: dict[str, str] = {}
_NO_TOKENS: list[str] = []
_FINE = ("minute", "second")
_INLINE = frozenset(
    [
        "b",
        "i",
        "em",
        "strong",
        "span",
        "a",
        "abbr",
        "time",
        "font",
        "small",
        "sup",
        "sub",
        "u",
        "br",
        "img",
        "svg",
        "path",
        "div",
        "p",
    ]
)
_DIGIT = re.compile(r"\d")
_DAY = re.compile(
    r"hier|yester|today|gestern|heute|aujourd|ayer|hoy|ieri|oggi|ontem|hoje|wczoraj|dzi[sś]|just now|moment",
    re.I,
)
_CLOCK = re.compile(
    r"^\W*(?:at|à|@|um|a las|alle|o|às|as|kl\.?)?\W*([01]?\d|2[0-4])\s?[:h.]\s?([0-5]\d)(?::([0-5]\d))?\s?([ap]\.?m\.?)?(?:\s?uhr)?\W*$",
    re.I,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\D{0,40}?(?:(?:19|20)\d\d\s*[-–—/]\s*)?((?:19|20)\d\d)(?!\d)", re.I
)

_AUTHOR_CLASS = re.compile(
    r"^(?:.*[-_])?(?:author|auteur|autor|autore|poster|postername|posternames|user-?name|username|bigusername|nick|nickname|nickname|fn|p-author|"
    r"commenter|commentauthor|comment-author|comment_author|creator|byline|screenname|display-?name|member-?name|pseudo|benutzer|usuario|"
    r"userinfo|postauthor|authorname|from|name|usr|user|userlink|user-link|mention-user|profile-?link|handle|who)(?:[-_].*)?$",
    re.I,
)
_STRONG_AUTHOR = re.compile(
    r"^(?:fn|p-author|(?:post|comment|message|reply|c|msg)?[-_]*author(?:[-_]*(?:name|link|nick))?|user-?name|username|bigusername|commenter(?:[-_]name)?|"
    r"creator|(?:nick|screen|display|user|member|poster|commenter|author|comment|pseudo)[-_]?name|poster|popupmenu_author|pseudo|ljuser|nickname|"
    r"comment[-_]by|postedby[-_]?name)$",
    re.I,
)
_NO_AUTHOR = re.compile(
    r"avatar|image|img|photo|pic|icon|badge|rank|title|role|status|stats|count|info|meta|details|bio|level|date|time|posts|group|box|area|wrapper|container|body|content|text",
    re.I,
)
_PROFILE = re.compile(
    r"/(?:u|user|users|member|members|profile|profiles|profil|author|people|utilisateur|membre|membres|benutzer|usuario|usuarios|uzytkownik|@[\w.-]+)(?:[/.?_-]|$)|/~\w|"
    r"(?:member|profile|user|profil)\.(?:php|aspx?|cfm)|userinfo|[?&](?:u|uid|user|userid|user_id|mid|memberid|showuser)=|"
    r"mode=viewprofile|action=profile|viewprofile|/User:",
    re.I,
)
_LISTS = re.compile(
    r"(?:^|[-_ ])(?:sidebar|side-?bar|side-?column|rightcol\w*|leftcol\w*|widget|widgets|nav|navbar|navigation|menu|menubar|footer|related|recent|recents|popular|teaser|teasers|"
    r"breadcrumbs?|crumbs|blogroll|archives?|similar|recommended|recommendations?|suggest\w*|tagcloud|pagination|pager|banner|ad|ads|advert\w*|promo|promos|latest|trending|"
    r"offcanvas|dropdown|toolbar|share|login|who-?is|stats|cookie|modal|popup|more-from|read-?more|readnext|outbrain|taboola)(?:$|[-_ ])",
    re.I,
)
#: The foot of a post is no foot of the page.
_PART = re.compile(
    r"(?:entry|post|article|comment|message|block|msg|card|panel|node)s?[-_]{0,2}(?:footers?|meta|header|info|toolbar|menu|nav|share|dropdown)\S*|(?:no|has|with|without)[-_]\S+",
    re.I,
)
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def direct_text(el: Any) -> str:
    """The text that stands in an element itself, not in its children."""
    parts = [el.text or ""]
    parts.extend(c.tail or "" for c in el)
    return " ".join(" ".join(parts).split())


def visible(el: Any) -> str:
    """All text of an element on one line."""
    return " ".join(" ".join(el.itertext()).split())


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
                quiet = (tag in SILENT and not (tag == "noscript" and _holds_much(node))) or (
                    at >= 0 and silent[at]
                )
                silent.append(quiet)
                items = node.items()
                attributes.append(dict(items) if items else _NONE)
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
                total += len(split)
                counts.append(len(split))
                own.append(" ".join(split))
            else:
                counts.append(0)
                own.append("")
            words.append(total)
        self.own, self.words, self.counts = own, words, counts

    @cached_property
    def labels(self) -> list[str]:
        """Class and id of each element, lower case."""
        return [f"{a.get('class', '')} {a.get('id', '')}".lower() if a else " " for a in self.attributes]

    @cached_property
    def quotes(self) -> list[bool]:
        """Whether each element is a quote, or stands in one."""
        out: list[bool] = []
        for i, el in enumerate(self.elements):
            at = self.parents[i]
            out.append(
                (at >= 0 and out[at])
                or self.tags[i] == "blockquote"
                or (bool(self.tokens[i]) and is_quote(el))
            )
        return out

    @cached_property
    def token_set(self) -> set[str]:
        """All class tokens of the page."""
        return {t for tokens in self.tokens for t in tokens}

    @cached_property
    def tag_set(self) -> set[str]:
        """All tags of the page."""
        return set(self.tags)

    @cached_property
    def idents(self) -> set[str]:
        """All ids of the page, lower case."""
        return {a["id"].lower() for a in self.attributes if "id" in a}

    @cached_property
    def tokens(self) -> list[list[str]]:
        """Class tokens of each element, lower case."""
        return [split_classes(v) if (v := a.get("class")) else _NO_TOKENS for a in self.attributes]

    @cached_property
    def day_first(self) -> bool:
        """How the numeric dates of this page are read."""
        return day_first(
            (t for t in self.own if 6 <= len(t) <= 400 and any(c.isdigit() for c in t)), self.lang
        )

    def text_of(self, i: int, limit: int = 40) -> str:
        """All text of an element on one line; empty where it has more words than the limit."""
        if self.words[self.ends[i]] - self.words[i] > limit:
            return ""
        if self.ends[i] == i + 1:
            return self.own[i]
        return visible(self.elements[i])

    def date_in(self, text: str) -> Moment | None:
        """The first date of a text, as this page writes dates.

        On a page of unknown age "3 hours ago" and "14 October" mark a post and tell no time: their
        precision is ``unknown``.
        """
        found = find_date(text, day_first=self.day_first, now=self.now, zone=self.zone)
        if found is None and self.now is None:
            vague = find_date(text, day_first=self.day_first, now=_ANY_DAY, zone=self.zone)
            found = replace(vague, precision="unknown") if vague is not None else None
        return found

    def machine(self, el: Any) -> Moment | None:
        """The date that an element's attributes state."""
        held = self.attributes[self.index[el]] if el in self.index else dict(el.items())
        if not held:
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
            if not any(c.isdigit() for c in title):
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
    def dates(self) -> dict[Any, Moment]:
        """Elements that carry a date, with the date."""
        found: dict[int, Moment] = {}
        stated: list[int] = []
        for i, el in enumerate(self.elements):
            if self.silent[i] or self.tags[i] in _NO_DATE:
                continue
            moment = self.machine(el)
            if moment is not None:
                stated.append(i)
                found[i] = moment
                continue
            text = self.own[i]
            if not 2 <= len(text) <= 400 or not (
                _DIGIT.search(text) or (len(text) <= 40 and _DAY.search(text))
            ):
                continue
            moment = self._printed(i, text)
            if moment is not None:
                found[i] = moment
        self._composed(found)
        if self.now is None:
            self._with_year(found)
        stated = [i for i in stated if i in found]
        shift = self._shift(stated, found)
        if shift is not None:
            for i in stated:
                if found[i].zone == "stated" and found[i].when.utcoffset() == timedelta(0):
                    found[i] = replace(found[i], when=found[i].when.astimezone(shift))
        self._dated = found
        return {self.elements[i]: m for i, m in found.items()}

    def _printed(self, i: int, text: str) -> Moment | None:
        moment = self.date_in(text)
        if moment is None:
            return None
        rest = len(text) - len(moment.text)
        if rest > 160 or (rest > 60 and moment.start > 100):
            return None  # a date in a sentence
        if moment.precision == "day":
            return self._with_clock(i, moment)
        return moment

    def _with_clock(self, i: int, day: Moment) -> Moment:
        """The hour of a day that stands in a child or in the next element, as "14 oct. 2005, <b>9:12</b>"."""
        if self.ends[i] > i + 1:
            whole = self.text_of(i, 30)
            if whole and whole != self.own[i] and len(whole) <= 200:
                better = self.date_in(whole)
                if (
                    better is not None
                    and better.precision in ("minute", "second")
                    and better.when.date() == day.when.date()
                ):
                    return better
        j = self.ends[i]
        for _ in range(2):
            if j >= len(self.elements) or self.parents[j] != self.parents[i]:
                break
            m = _CLOCK.match(self.own[j]) if self.ends[j] == j + 1 and self.own[j] else None
            if m:
                hour = int(m[1]) % 12 + (12 if m[4][0].lower() == "p" else 0) if m[4] else int(m[1])
                if hour < 24:
                    when = day.when.astimezone(self.zone).replace(
                        hour=hour, minute=int(m[2]), second=int(m[3] or 0)
                    )
                    return replace(
                        day,
                        when=when,
                        precision="second" if m[3] else "minute",
                        text=f"{day.text} {self.own[j]}",
                    )
            if self.own[j]:
                break
            j = self.ends[j]
        return day

    def _with_year(self, found: dict[int, Moment]) -> None:
        """Days without a year, on a page of unknown age: the last such day before the end of the year of its copyright."""
        vague = [i for i, m in found.items() if m.precision == "unknown"]
        years = (
            [
                int(m[1])
                for t in self.own
                if 4 < len(t) <= 300 and ("20" in t or "19" in t)
                for m in _COPYRIGHT.finditer(t)
            ]
            if vague
            else []
        )
        if not years or not 1995 <= max(years) <= 2100:
            return
        end = datetime(max(years), 12, 31, 23, 59, tzinfo=UTC)
        for i in vague:
            text = self.own[i] or self.text_of(i, 14)
            first, later = (
                find_date(text, day_first=self.day_first, now=at, zone=self.zone)
                for at in (end, end + timedelta(days=9))
            )
            if first is not None and later is not None and later.when == first.when:
                found[i] = first

    def _composed(self, found: dict[int, Moment]) -> None:
        """Dates whose day, month, year and hour stand in elements of their own."""
        for i in range(len(self.elements) - 1, 0, -1):
            end = self.ends[i]
            if self.silent[i] or not 2 < end - i <= 12 or i in found:
                continue
            words = self.words[end] - self.words[i]
            if not 2 <= words <= 14 or self.tags[i] in (
                "a",
                "h1",
                "h2",
                "ul",
                "ol",
                "table",
                "tr",
                "form",
                "nav",
            ):
                continue
            inside = range(i + 1, end)
            if any(
                self.tags[j] not in _INLINE or (j in found and found[j].precision in _FINE) for j in inside
            ):
                continue
            text = visible(self.elements[i])
            if len(text) > 120 or not any(c.isdigit() for c in text):
                continue
            moment = self.date_in(text)
            if moment is None or moment.precision == "unknown" or len(moment.text) < 0.4 * len(text):
                continue
            if any(j in found and len(found[j].text) >= len(moment.text) - 2 for j in inside):
                continue
            for j in inside:
                found.pop(j, None)
            found[i] = moment

    def _shift(self, stated: list[int], found: dict[int, Moment]) -> tzinfo | None:
        """The offset of the clock that the page prints, where it prints beside what it states in UTC."""
        votes: Counter[int] = Counter()
        for i in stated[:80]:
            moment = found[i]
            if moment.zone != "stated" or moment.precision not in ("minute", "second"):
                continue
            for text in (self.own[i] or self.text_of(i, 14), self.elements[i].get("title") or ""):
                shown = (
                    find_date(text, day_first=self.day_first, zone=UTC)
                    if 8 <= len(text) <= 80 and any(c.isdigit() for c in text)
                    else None
                )
                if shown is None or shown.precision not in ("minute", "second") or shown.zone == "stated":
                    continue
                gap = shown.when.replace(second=0, microsecond=0) - moment.when.replace(
                    second=0, microsecond=0
                )
                minutes = round(gap.total_seconds() / 60)
                if minutes % 15 == 0 and abs(minutes) <= 14 * 60:
                    votes[minutes] += 1
                    break
        if not votes:
            return None
        minutes, n = votes.most_common(1)[0]
        return timezone(timedelta(minutes=minutes)) if minutes and n >= 0.6 * sum(votes.values()) else None

    @cached_property
    def date_marks(self) -> list[int]:
        """Numbers of the elements that carry a date, ascending."""
        return sorted(self.index[e] for e in self.dates)

    @cached_property
    def names(self) -> dict[Any, tuple[str, float]]:
        """Elements that may hold an author's name: the name, and how sure the markup is (0..1)."""
        found: dict[Any, tuple[str, float]] = {}
        for i, el in enumerate(self.elements):
            if self.silent[i]:
                continue
            sure = _author_hint(el, self.tags[i], self.attributes[i], self.tokens[i])
            if not sure:
                continue
            if el.tag == "meta":
                text = el.get("content") or ""
            else:
                text = self.text_of(i, 14)
            if not text or len(text) > 90:
                continue
            if (
                self.ends[i] > i + 2
                and not self.own[i]
                and el.tag in ("div", "td", "li", "ul", "dl", "span", "section")
            ):
                sure *= 0.5  # a box with more in it than the name
            name = clean_name(text)
            if name and is_name(name) and not (any(c.isdigit() for c in name) and self.date_in(name)):
                found[el] = (name, sure)
        return found

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
        for i, tag in enumerate(self.tags):
            at = self.parents[i]
            flag = at >= 0 and out[at]
            if not flag and tag not in ("body", "html", "main", "table", "tr", "td"):
                flag = (tag in ("nav", "aside", "footer") or _is_list(self.labels[i])) and self.words[
                    self.ends[i]
                ] - self.words[i] < 0.5 * total
                if flag and tag == "footer" and at >= 0 and self.tags[at] in ("article", "li", "blockquote"):
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
    def pictures(self) -> list[int]:
        """The numbers of the pictures."""
        return [i for i, tag in enumerate(self.tags) if tag == "img"]

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
    """Whether a page says to those without scripts all that it says to others."""
    return sum(len(t.split()) for t in noscript.itertext()) > 120


@lru_cache(maxsize=4096)
def _is_list(label: str) -> bool:
    if len(label) <= 1 or len(label) > 160:
        return False
    name = _PART.sub("", label)
    return bool(_LISTS.search(name)) and "comment" not in name.replace("recent-comment", "").replace(
        "recent_comment", ""
    ).replace("recentcomment", "")


@lru_cache(maxsize=8192)
def _class_hint(token: str) -> float:
    if _STRONG_AUTHOR.match(token):
        return 0.95
    if _AUTHOR_CLASS.match(token):
        return 0.3 if _NO_AUTHOR.search(token) else 0.6
    return 0.0


def _author_hint(el: Any, tag: str, held: dict[str, str], tokens: list[str]) -> float:
    if not held:
        return {"cite": 0.75, "address": 0.4}.get(tag, 0.0)
    best = 0.0
    for token in tokens:
        hint = _class_hint(token)
        if hint > best:
            best = hint
    prop = held.get("itemprop")
    if prop:
        if prop in ("author", "creator") or (prop == "name" and _parent_prop(el)):
            return 1.0
    if tag == "a":
        rel = (held.get("rel") or "").lower()
        if "tag" in rel.split():  # a category, not a person
            return 0.0
        if "author" in rel:
            best = max(best, 0.9)
        elif "external" in rel and "nofollow" in rel:
            best = max(best, 0.95 if "url" in tokens else 0.55)
        href = held.get("href") or ""
        if href and _PROFILE.search(href) and not href.startswith("#"):
            best = max(best, 0.7)
    elif tag == "cite":
        best = max(best, 0.75)
    elif tag == "address":
        best = max(best, 0.4)
    return best


def _parent_prop(el: Any) -> bool:
    up = el.getparent()
    for _ in range(3):
        if up is None:
            return False
        if (up.get("itemprop") or "") in ("author", "creator"):
            return True
        up = up.getparent()
    return False
