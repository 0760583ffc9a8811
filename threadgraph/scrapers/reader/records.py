"""What stands on a page as a post: a `Record`, and the marks (dates, names) by which one finds it."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from typing import Any

from threadgraph.scrapers.reader.dates import Moment, day_first, find_date, machine_date
from threadgraph.scrapers.reader.names import clean_name, is_name
from threadgraph.scrapers.reader.text import classes

__all__ = ["Record", "Sheet", "direct_text", "nest", "own", "visible"]

_AUTHOR_CLASS = re.compile(
    r"^(?:.*[-_])?(?:author|auteur|autor|poster|postername|posternames|user-?name|username|bigusername|nick|nickname|nickName|fn|p-author|"
    r"commenter|commentauthor|comment-author|comment_author|creator|byline|screenname|display-?name|member-?name|"
    r"userinfo|postauthor|authorname|from|name|usr|user|userlink|user-link|mention-user|profile-?link|handle)(?:[-_].*)?$",
    re.I,
)
_STRONG_AUTHOR = re.compile(
    r"^(?:fn|p-author|(?:post|comment|message)?[-_]?author(?:[-_]?(?:name|link))?|user-?name|username|bigusername|commenter(?:[-_]name)?|"
    r"creator|(?:nick|screen|display|user|member|poster|commenter|author)[-_]?name|poster|popupmenu_author)$",
    re.I,
)
_PROFILE = re.compile(
    r"/(?:u|user|users|member|members|profile|profiles|profil|author|people)(?:[/.?_-]|$)|/~\w|"
    r"(?:member|profile|user)\.php|userinfo|[?&](?:u|uid|user|userid|user_id|mid|memberid|showuser)=|"
    r"mode=viewprofile|action=profile|viewprofile",
    re.I,
)
_LISTS = re.compile(
    r"(?:^|[-_ ])(?:sidebar|widget|nav|navbar|menu|menubar|footer|related|recent|recents|popular|teaser|teasers|breadcrumbs?|blogroll|"
    r"archives?|similar|recommended|suggest\w*|tagcloud|pagination|banner|ad|ads|promo|latest|trending|offcanvas|dropdown|"
    r"toolbar|share|login|who-?is|stats)(?:$|[-_ ])",
    re.I,
)

_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)
#: The foot of a post is no foot of the page.
_PART = re.compile(r"(?:entry|post|article|comment|message)s?[-_]?(?:footers?|meta|header|info)\S*", re.I)


def direct_text(el: Any) -> str:
    """The text that stands in an element itself, not in its children."""
    parts = [el.text or ""]
    parts.extend(c.tail or "" for c in el)
    return " ".join(" ".join(parts).split())


def visible(el: Any) -> str:
    """All text of an element on one line."""
    return " ".join(" ".join(t for t in el.itertext() if t).split())


@dataclass(slots=True, eq=False)
class Record:
    """One post as found.

    Attributes
    ----------
    parts : list of elements
        What makes it, in page order; nested records are not part of it.
    marks : list of elements
        Where its date and its author stand.
    holes : list of elements
        The records nested in it.
    """

    parts: list[Any]
    author: str | None = None
    author_url: str | None = None
    moment: Moment | None = None
    body: list[Any] = field(default_factory=list)
    skip: set[Any] = field(default_factory=set)
    marks: list[Any] = field(default_factory=list)
    holes: list[Any] = field(default_factory=list)
    mark: str | None = None
    url: str | None = None
    parent: int | None = None
    is_owner: bool | None = None
    kind: str = "comment"
    status: str = "ok"
    title: str = ""
    score: int | None = None
    text: str | None = None


def own(parts: list[Any], barriers: set[Any] | frozenset[Any] = frozenset()) -> list[Any]:
    """The elements of a record in page order, without those of records nested in it."""
    found: list[Any] = []
    for part in parts:
        stack = [part]
        while stack:
            el = stack.pop()
            if el is not part and el in barriers:
                continue
            if isinstance(el.tag, str):
                found.append(el)
                stack.extend(reversed(el))
    return found


_INDENT = re.compile(
    r"(?:^|[-_ ])(?:indent\w*|children|replies|reply-list|nested|subcomments|thread-children)(?:$|[-_ ])",
    re.I,
)


def nest(records: list[Record]) -> None:
    """Who answers whom by nesting: a record stands inside another, or in an indented box after it."""
    place = {p: i for i, r in enumerate(records) for p in r.parts}
    for i, r in enumerate(records):
        up = r.parts[0].getparent()
        while up is not None and r.parent is None:
            if up in place:
                r.parent = place[up]
            elif up.tag in ("div", "ul", "ol", "section") and _INDENT.search(up.get("class") or ""):
                before = up.getprevious()
                while before is not None and before not in place:
                    before = before.getprevious()
                if before is not None and place[before] != i:
                    r.parent = place[before]
            up = up.getparent()


class Sheet:
    """A parsed page with the marks that posts carry, each found once.

    Parameters
    ----------
    tree : lxml element
    now : datetime, optional
        When it was fetched.
    zone : tzinfo
    """

    def __init__(self, tree: Any, now: datetime | None, zone: tzinfo) -> None:
        self.tree, self.now, self.zone = tree, now, zone
        body = tree.find("body")
        self.body = tree if body is None else body
        self.elements = [e for e in self.body.iter() if isinstance(e.tag, str)]
        self.index = {e: i for i, e in enumerate(self.elements)}
        self.lang = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")

    @cached_property
    def ends(self) -> list[int]:
        """For each element, the number after its last descendant."""
        ends = list(range(1, len(self.elements) + 1))
        for i in range(len(self.elements) - 1, -1, -1):
            parent = self.elements[i].getparent()
            at = self.index.get(parent)
            if at is not None and ends[i] > ends[at]:
                ends[at] = ends[i]
        return ends

    @cached_property
    def words(self) -> list[int]:
        """Words before each element, in page order (one more than elements)."""
        total, sums = 0, [0]
        for el in self.elements:
            if el.tag not in ("script", "style", "noscript", "select", "option", "textarea"):
                total += len((el.text or "").split()) + sum(len((c.tail or "").split()) for c in el)
            sums.append(total)
        return sums

    @cached_property
    def day_first(self) -> bool:
        """How the numeric dates of this page are read."""
        return day_first(
            (direct_text(e) for e in self.elements if e.tag not in ("script", "style")), self.lang
        )

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
        for name in (
            "datetime",
            "data-time",
            "data-timestamp",
            "data-epoch",
            "data-utime",
            "content",
            "data-datetime",
            "data-date",
        ):
            value = el.get(name)
            if value and (
                name != "content"
                or "date" in (el.get("itemprop") or "")
                or "time" in (el.get("itemprop") or "")
            ):
                found = machine_date(value, self.zone)
                if found is not None:
                    return found
        title = el.get("title")
        if (
            title
            and 8 <= len(title) <= 60
            and el.tag in ("abbr", "time", "span", "a", "div", "small")
            and any(c.isdigit() for c in title)
        ):
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
        found: dict[Any, Moment] = {}
        for el in self.elements:
            if el.tag in ("script", "style", "textarea", "option", "input", "select", "code", "pre"):
                continue
            moment = self.machine(el)
            if moment is None:
                text = direct_text(el)
                if not 4 <= len(text) <= 400:
                    continue
                moment = self._printed(el, text)
            if moment is not None:
                found[el] = moment
        return found

    def _printed(self, el: Any, text: str) -> Moment | None:
        if not any(c.isdigit() for c in text):
            return self.date_in(text) if len(text) <= 40 else None
        moment = self.date_in(text)
        if moment is None:
            return None
        rest = len(text) - len(moment.text)
        if rest > 160 or (rest > 60 and moment.start > 100):
            return None  # a date in a sentence
        if moment.precision == "day" and len(
            el
        ):  # the time may stand in a child, as "14 oct. 2005, <b>9:12</b>"
            whole = visible(el)
            if len(whole) <= 200:
                better = self.date_in(whole)
                if (
                    better is not None
                    and better.precision in ("minute", "second")
                    and better.when.date() == moment.when.date()
                ):
                    return better
        return moment

    @cached_property
    def date_marks(self) -> list[int]:
        """Numbers of the elements that carry a date, ascending."""
        return sorted(self.index[e] for e in self.dates)

    @cached_property
    def names(self) -> dict[Any, tuple[str, float]]:
        """Elements that may hold an author's name: the name, and how sure the markup is (0..1)."""
        found: dict[Any, tuple[str, float]] = {}
        for el in self.elements:
            sure = _author_hint(el)
            if not sure:
                continue
            text = visible(el)
            if len(text) > 80:
                continue
            name = clean_name(text)
            if name and is_name(name) and not self.date_in(name):
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

    def aside(self, el: Any) -> bool:
        """Whether an element stands in a side bar, a menu, a footer."""
        steps = 0
        while el is not None and steps < 40:
            if el.tag in ("nav", "aside", "footer") and steps < 8:
                return True
            name = _PART.sub("", f"{el.get('class') or ''} {el.get('id') or ''}")
            if el.tag not in ("body", "html") and len(name) > 1 and _LISTS.search(name) and len(name) < 80:
                return True
            el = el.getparent()
            steps += 1
        return False


def _author_hint(el: Any) -> float:
    prop = el.get("itemprop") or ""
    if prop in ("author", "creator") or (prop == "name" and _parent_prop(el)):
        return 1.0
    rel = (el.get("rel") or "").lower()
    best = 0.0
    for token in classes(el):
        if _STRONG_AUTHOR.match(token):
            best = max(best, 0.95)
        elif _AUTHOR_CLASS.match(token):
            best = max(best, 0.6)
    if el.tag == "a":
        if "author" in rel:
            best = max(best, 0.9)
        elif "external" in rel and "nofollow" in rel and "url" in classes(el):
            best = max(best, 0.95)
        elif "external" in rel and "nofollow" in rel:
            best = max(best, 0.55)
        href = el.get("href") or ""
        if href and _PROFILE.search(href) and not href.startswith("#"):
            best = max(best, 0.7)
        if "tag" in rel.split():  # a category, not a person
            return 0.0
    elif el.tag == "cite":
        best = max(best, 0.75)
    elif el.tag == "address":
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
