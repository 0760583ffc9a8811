"""What stands on a page as a post: a `Record`, the elements that are its own, and their places in it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from threadgraph.scrapers.reader.dates import Moment
from threadgraph.scrapers.reader.sheet import Sheet
from threadgraph.scrapers.reader.text import split_classes

__all__ = ["Places", "Record", "own", "owned", "telling"]

_STATES = frozenset(
    [
        "odd",
        "even",
        "first",
        "last",
        "alt",
        "alternate",
        "thread-odd",
        "thread-even",
        "bypostauthor",
        "byuser",
        "parent",
        "active",
        "online",
        "offline",
        "new",
        "unread",
        "read",
        "clearfix",
        "clear",
        "cf",
        "row",
        "hidden",
        "visible",
        "open",
        "closed",
        "selected",
        "current",
        "left",
        "right",
        "group",
        "is-first",
        "is-last",
        "highlight",
        "highlighted",
    ]
)


_STATE = re.compile(r"\d|(?:^|[-_])(?:odd|even|alt|first|last)$")


@dataclass(slots=True, eq=False)
class Record:
    """One post as found.

    Attributes
    ----------
    parts : list of elements
        What makes it, in page order; nested records are not part of it.
    marks : list of elements
        Where its date and its author stand.
    cut : str
        A date that stands bare among the words, and is none of them.
    sure : float
        How far the author's place is known to hold names.
    """

    parts: list[Any]
    author: str | None = None
    author_url: str | None = None
    author_key: str | None = None
    moment: Moment | None = None
    body: list[Any] = field(default_factory=list)
    skip: set[Any] = field(default_factory=set)
    marks: list[Any] = field(default_factory=list)
    mark: str | None = None
    url: str | None = None
    parent: int | None = None
    parent_mark: str | None = None
    is_owner: bool | None = None
    kind: str = "comment"
    status: str = "ok"
    title: str = ""
    score: int | None = None
    sure: float = 0.0
    cut: str = ""
    text: str | None = None
    links: tuple[str, ...] = ()


def own(tops: list[int], starts: list[int], sheet: Sheet) -> list[int]:
    """The numbers of the elements of a record in page order, without those of records that start in it."""
    found: list[int] = []
    for top in tops:
        end, i = sheet.ends[top], top
        for nested in sheet.marks_in(starts, (top + 1, end)):
            if nested >= i:
                found.extend(range(i, nested))
                i = sheet.ends[nested]
        found.extend(range(i, end))
    return found


def owned(records: list[Record], sheet: Sheet, others: Iterable[Any] = ()) -> list[list[int]]:
    """The numbers of the elements that are each record's own: neither silent nor another record's.

    Parameters
    ----------
    records : list of Record
    sheet : Sheet
    others : iterable of elements
        The parts of records of another kind, which may stand in these.

    Returns
    -------
    list of list of int
        In page order.
    """
    index, ends = sheet.index, sheet.ends
    holes = sorted(
        {*sheet.unsaid, *(index[p] for p in others), *(index[p] for r in records for p in r.parts)}
    )
    out = []
    for r in records:
        found: list[int] = []
        for p in r.parts:
            i = index[p]
            end = ends[i]
            found.append(i)
            i += 1
            for k in holes[bisect.bisect_left(holes, i) : bisect.bisect_left(holes, end)]:
                if k >= i:
                    found.extend(range(i, k))
                    i = ends[k]
            found.extend(range(i, end))
        out.append(found)
    return out


#: Without a class these are told apart by which of their like they are.
_COUNTED = frozenset(["td", "dd", "dt", "th", "tr", "font"])


class Places:
    """A number for each place that elements have within records: the same place, the same number.

    A place is the path of tags and class tokens from the record's root; cells and terms without a
    class count among their like.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._numbers: dict[tuple[Any, ...], int] = {}
        self.names: list[tuple[Any, ...]] = []

    def of(self, record: Record, elements: list[int]) -> dict[int, int]:
        """The place of each of a record's elements."""
        sheet, numbers = self.sheet, self._numbers
        tags, attributes, parents = sheet.tags, sheet.attributes, sheet.parents
        roots = {sheet.index[p]: k for k, p in enumerate(record.parts)}
        places: dict[int, int] = {}
        counts: dict[tuple[int, str], int] = {}
        for i in elements:
            tag, held = tags[i], attributes[i]
            token = telling(held["class"]) if "class" in held else ""
            if i in roots:
                k = roots[i]
                key: tuple[Any, ...] = (
                    -1,
                    tag,
                    token,
                    "first" if k == 0 else "last" if k == len(roots) - 1 else "",
                )
                if k == 0 or len(roots) == 1:
                    key = (-1, "", "", "first")
            else:
                up = parents[i]
                above = places.get(up, -2)
                nth = 0
                if not token and tag in _COUNTED:
                    nth = counts[up, tag] = counts.get((up, tag), -1) + 1
                key = (above, tag, token, nth)
            number = numbers.get(key)
            if number is None:
                number = numbers[key] = len(self.names)
                self.names.append(key)
            places[i] = number
        return places


@lru_cache(maxsize=16384)
def telling(value: str) -> str:
    """The first token of a class attribute that tells what an element is, rather than which of many or in what state."""
    for token in split_classes(value):
        if token not in _STATES and not _STATE.search(token):
            return token
    return ""
