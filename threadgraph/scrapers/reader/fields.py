"""Which part of a record is its date and which its author: decided once for all records of a group.

Each place within the records (`Places`) is a candidate. A place wins by what stands there over all
records: a time as exact as possible that rises or falls down the page and is no "member since"; a
short text that the markup, the address of its link or the picture beside it calls a name, and that
is not the same word everywhere.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from threadgraph.addresses import absolute
from threadgraph.scrapers.reader.authors import authors
from threadgraph.scrapers.reader.bodies import bodies
from threadgraph.scrapers.reader.dates import Moment
from threadgraph.scrapers.reader.parents import nest
from threadgraph.scrapers.reader.records import Places, Record, owned
from threadgraph.scrapers.reader.sheet import Sheet
from threadgraph.scrapers.reader.text import classes

__all__ = ["fill", "finish", "mark_of", "owner_marked", "permalink"]

_DIGITS = re.compile(r"\d+")
_MARK = re.compile(
    r"(?:^|[^a-z])((?:dsq-)?comment|c|co|p|pid|post|msg|message|reply|m|js-post|post-id|li-comment|div-comment|comm|com|id|r|t|"
    r"post_message|edit|thread_message|topic|answer|posting|beitrag|cmt|note|forum|entry|komment\w*|avis|reaction)?[-_]?(\d{1,19})$",
    re.I,
)
_MARKS = ("id", "data-comment-id", "data-post-id", "data-pid", "data-cid", "data-id", "data-content")
#: Times of the person, not of the post.
_PERSONAL = re.compile(
    r"(?<![a-z])edit|join|regist|inscri|member|since|userinfo|signature|quote|author-?(?:info|details|stats)|last-?(?:visit|seen|active)|modif|updated|birth|expand|lastreply|last-?post",
    re.I,
)
_PERSONAL_TEXT = re.compile(
    r"regist|joined|join date|inscri|mitglied seit|dabei seit|edited|modifi|editado|bearbeitet|zuletzt|member since|last visit|last (?:seen|active|edit)|geändert|dołączył|miembro desde|iscritto|membro desde|since:|last post|updated|"
    r"en ligne|mis à jour|aktualisiert|reply from|latest",
    re.I,
)
_OWNER = frozenset(
    [
        "bypostauthor",
        "byuser-author",
        "by-author",
        "author-comment",
        "blog-author",
        "isauthor",
        "authorcomment",
        "me",
        "topicstarter",
        "thread-starter",
        "topic-owner",
        "op",
        "by_author",
        "message--threadstarter",
        "comment-by-author",
        "comment-author-is-post-author",
        "is-op",
        "submitter",
        "auteur",
        "post-author",
        "postauthor-comment",
        "comment_auteur",
        "author_comment",
        "isop",
        "is-author",
        "article-author",
        "by-post-author",
        "admin-comment",
    ]
)

Placed = list[dict[int, int]]


def fill(records: list[Record], sheet: Sheet, base: str, others: Collection[Any] = ()) -> None:
    """Give each record its date, author, words and mark.

    Parameters
    ----------
    records : list of Record
        With their parts.
    sheet : Sheet
    base : str
        The page's address.
    others : collection of elements
        The parts of records of another kind, which may stand in these.
    """
    elements = owned(records, sheet, others)
    places = Places(sheet)
    placed = [places.of(r, o) for r, o in zip(records, elements, strict=True)]
    _dates(records, elements, placed, sheet)
    authors(records, elements, placed, sheet, base)
    bodies(records, elements, placed, places, sheet, others)
    for r, o in zip(records, elements, strict=True):
        r.mark = mark_of(r.parts, o, sheet)


def finish(records: list[Record], sheet: Sheet, base: str) -> None:
    """Give filled records their links, owners and parents.

    Parameters
    ----------
    records : list of Record
        In page order.
    sheet : Sheet
    base : str
        The page's address.
    """
    elements = owned(records, sheet)
    for r, o in zip(records, elements, strict=True):
        r.url = permalink(o, r.mark, sheet, base)
        r.is_owner = owner_marked(r)
    nest(records, sheet, elements)


def owner_marked(r: Record) -> bool | None:
    """Whether the markup calls a record's author the owner of the thread; None where it is silent."""
    tokens = {t for e in [*r.parts, *r.marks] for t in classes(e)}
    return True if _OWNER & tokens else None


def _dates(records: list[Record], elements: list[list[int]], placed: Placed, sheet: Sheet) -> None:
    rank: dict[int, float] = defaultdict(float)
    values: dict[int, list[Moment]] = defaultdict(list)
    dates = sheet.moments
    first: list[dict[int, int]] = []
    for o, place in zip(elements, placed, strict=True):
        here: dict[int, int] = {}
        for k, i in enumerate(o):
            moment = dates.get(i)
            if moment is None or place[i] in here:
                continue
            slot = place[i]
            here[slot] = i
            values[slot].append(moment)
            up = sheet.parents[i]
            label = f"{sheet.labels[i]} {sheet.labels[up] if up >= 0 else ''}"
            worth = 1.0
            worth += 0.6 if moment.precision in ("minute", "second") else 0.0
            worth += 0.4 if sheet.tags[i] in ("time", "abbr") or "date" in label or "time" in label else 0.0
            worth -= 1.2 if _PERSONAL.search(label) else 0.0
            worth -= (
                0.9
                if _PERSONAL_TEXT.search(sheet.text_of(i, 20)[:80])
                or (up >= 0 and _PERSONAL_TEXT.search(sheet.own[up][:60]))
                else 0.0
            )
            worth -= min(0.5, k / 200)
            worth -= 0.8 if sheet.quotes[i] else 0.0
            worth -= min(0.6, max(0, len(sheet.own[i]) - len(moment.text) - 20) / 80) if sheet.own[i] else 0.0
            rank[slot] += worth
        first.append(here)
    for slot, seen in values.items():
        if len(seen) > 2:
            distinct = len({m.when for m in seen}) / len(seen)
            steps = list(itertools.pairwise(m.when for m in seen))
            order = max(sum(a <= b for a, b in steps), sum(a >= b for a, b in steps)) / len(steps)
            rank[slot] *= (0.6 + 0.4 * distinct) * (0.55 + 0.45 * order)
    order_of = sorted(rank, key=lambda s: -rank[s])
    top = rank[order_of[0]] if order_of else 0.0
    for r, here in zip(records, first, strict=True):
        for slot in order_of[:6]:
            if rank[slot] <= 0.04 * top or rank[slot] / len(values[slot]) < 0.5:
                continue
            if slot in here:
                el = sheet.elements[here[slot]]
                r.moment = sheet.dates[el]
                r.skip.add(el)
                r.marks.append(el)
                break


def mark_of(parts: list[Any], owned: list[int], sheet: Sheet) -> str | None:
    """The fragment by which the engine itself names a post: ``comment-123``, ``p123``, ``c123``."""
    for e in parts:
        held = sheet.attributes[sheet.index[e]]
        for value in (held.get(a) for a in _MARKS) if held else ():
            if value and len(value) < 80 and _MARK.search(value):
                return _trim(value)
    for i in owned[:60]:
        held = sheet.attributes[i]
        for value in (held.get("id"), held.get("name") if sheet.tags[i] == "a" else None) if held else ():
            if value and len(value) < 80 and (m := _MARK.search(value)) and (m[1] or len(m[2]) > 2):
                return _trim(value)
    before = parts[0].getprevious()
    if before is not None and before.tag == "a":
        value = before.get("id") or before.get("name")
        if value and _MARK.search(value) and not (before.text or "").strip():
            return _trim(value)
    return None


def _trim(value: str) -> str:
    for prefix in ("li-comment-", "div-comment-", "dsq-comment-", "elComment_"):
        if value.startswith(prefix):
            return "comment-" + value.removeprefix(prefix)
    return value.removeprefix("js-")


def permalink(owned: list[int], mark: str | None, sheet: Sheet, base: str) -> str | None:
    """The address of a post itself, where its record links to it."""
    number = mark and re.search(r"\d+$", mark)
    best = None
    for i in owned:
        if sheet.tags[i] != "a" or not (href := sheet.attributes[i].get("href")):
            continue
        held = sheet.attributes[i]
        _, _, fragment = href.partition("#")
        if fragment and mark and _trim(fragment) == mark:
            return absolute(base, href)
        if fragment and number and fragment.endswith(number.group()) and "respond" not in fragment:
            best = best or absolute(base, href)
        if "bookmark" in (held.get("rel") or "") or "permalink" in (held.get("class") or "").lower():
            best = best or absolute(base, href)
    if best is None and mark and base:
        return absolute(base, f"#{mark}")
    return best
