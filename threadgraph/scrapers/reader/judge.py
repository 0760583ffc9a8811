"""How good a reading of a page is: whether its records hang together as the posts of one thread."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from typing import Any

from threadgraph.scrapers.reader.bodies import title_like
from threadgraph.scrapers.reader.furniture import REPLIES
from threadgraph.scrapers.reader.groups import around, called
from threadgraph.scrapers.reader.headings import counted, elsewhere
from threadgraph.scrapers.reader.records import Record
from threadgraph.scrapers.reader.sheet import Sheet
from threadgraph.scrapers.reader.text import has_digit, length

__all__ = ["quality", "without_strangers", "words_of"]

_DIGITS = re.compile(r"\d+")
#: Lists of people and things that are signed and dated as comments are.
_LISTED = re.compile(
    r"testimonial|(?:^|[-_ ])(?:team|staff|tweets?|twitter|faqs?|events?|clients?|speakers?|products?|related-posts?)(?:$|[-_ ])",
    re.I,
)
_FINE = ("minute", "second")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")


def quality(records: list[Record], sheet: Sheet, label: str = "") -> float:
    """What a filled reading is worth: names, times and words, each once a record, over most of the page.

    Parameters
    ----------
    records : list of Record
        Filled.
    sheet : Sheet
    label : str
        What the records share.

    Returns
    -------
    float
    """
    n = len(records)
    if (
        not n
        or _columns(records, sheet)
        or (n < 8 and records[0].parts and elsewhere(sheet, sheet.index[records[0].parts[0]]))
    ):
        return 0.0
    signed = sum(bool(r.author) for r in records) / n
    dated = sum(r.moment is not None for r in records) / n
    fine = sum(r.moment is not None and r.moment.precision in _FINE for r in records) / n
    words = [_beside_marks(r, sheet) for r in records]
    worded = sum(w > 0 for w in words) / n
    if worded < 0.4:
        return 0.0
    total = max(1, sheet.words[-1])
    first = sheet.index[records[0].parts[0]]
    known = called(sheet, first, label) or (n > 1 and called(sheet, sheet.index[records[1].parts[0]]))
    sure = sum(min(1.0, 0.45 + r.sure) for r in records if r.author) / n
    if n < 4 and any(_nobody_yet(r, sheet) for r in records):
        return 0.0
    if n == 1 and not (known and records[0].author and records[0].moment):
        return 0.0
    if (
        n < 4
        and not known
        and not (signed == dated == 1.0 and (sure > 0.95 or (n > 1 and counted(sheet, first, n))))
    ):
        return 0.0
    time = 0.15 + 0.7 * dated + 0.15 * fine
    if known and signed > 0.9 and sum(bool(r.mark) for r in records) > 0.9 * n:
        time = max(time, 0.55)  # comments that are numbered and signed need no date
    elif known and signed == 1.0 and counted(sheet, first, n):
        time = max(time, 0.45)  # the heading has counted them
    elif (
        dated < 0.5 and signed > 0.9 and n > 2 and sure > 0.98 and len({r.author for r in records}) > 0.4 * n
    ):
        time = max(time, 0.45)
    elif not known and dated < 0.5:
        time *= 0.3
    worth = time * (0.25 * signed + 0.75 * sure) * worded * math.log(1.6 + n)
    # comments may be few words below a long article
    worth *= 1.5 if known else 0.3 + min(1.0, 1.5 * sum(min(w, 600) for w in words) / total) ** 0.7
    worth *= min(1.0, sum(min(w, 40) for w in words) / n / (14 if known else 11)) ** (0.3 if known else 1.0)
    worth *= 0.75 + 0.25 * _order(records)
    worth /= 1 + 1.5 * _crowded(records, sheet)
    thin = sum(teaser(r, sheet) for r in records) / n
    worth *= 1 - (0.85 if known else 0.95) * (thin if thin > 0.4 else 0.3 * thin)
    if len({r.author for r in records}) == 1 and n > 3 and signed:
        worth *= 0.6
    beside = sum(any(sheet.aside(p) for p in r.parts) for r in records)
    if beside > 0.5 * n or (beside and n < 4):  # a column of the page is no post beside another
        worth *= 0.1
    if _LISTED.search(f"{label} {around(sheet, first)}"):
        worth *= 0.15
    entries = {i for i, r in enumerate(records) if _entry(r, sheet)}
    if len(entries) > 0.5 * n or len(entries | _scattered(records, sheet)) > 0.8 * n > 1.6:
        worth *= 0.1  # articles that say how many comments they have, or the newest comments of a site
    return float(worth)


#: What parts the day of an article from its comments.
_DASHED = re.compile(r"\s+[-–—·•/|]+\s+|,\s+")


def _scattered(records: list[Record], sheet: Sheet) -> set[int]:
    """The records that lead to comments on other pages, where most lead to a page of their own."""
    pages: dict[int, str] = {}
    for k, r in enumerate(records):
        spans = [sheet.span(part) for part in r.parts]
        held = (
            sheet.attributes[i] for a, b in spans for i in range(a, min(b, a + 60)) if sheet.tags[i] == "a"
        )
        for page, _, mark in (h.get("href", "").partition("#") for h in held):
            # a forum numbers both: "?p=12#p12"
            numbers = set(_DIGITS.findall(mark))
            if page and numbers and not numbers & set(_DIGITS.findall(page)):
                pages[k] = page
                break
    return set(pages) if len(set(pages.values())) > max(1, 0.5 * len(pages)) else set()


#: What stands where no comments stand.
_NONE_YET = re.compile(
    r"no comments (?:yet|so far|have been)|be the first (?:to|who)|there are no comments|aucun commentaire|(?:pas|point) (?:encore )?de commentaires?|soyez le premier|"
    r"(?:noch |sind )?keine kommentare|sei(?:en sie)? der erste|no hay comentarios|s[ée] el primero|nessun commento|non ci sono commenti|nenhum coment[aá]rio|seja o primeiro|"
    r"brak komentarzy|geen reacties|nog geen|inga kommentarer|ingen kommentar|nema komentara|нема коментара|нет комментариев|žádné komentáře|لا توجد تعليقات",
    re.I,
)


def _nobody_yet(r: Record, sheet: Sheet) -> bool:
    """Whether a line in a record, or close above it, says that nobody has commented."""
    start = sheet.index[r.parts[0]]
    end = sheet.ends[sheet.index[r.parts[-1]]]
    near = range(max(0, start - 4), min(end, start + 40))
    return any(len(sheet.own[i]) <= 160 and _NONE_YET.search(sheet.own[i]) for i in near if sheet.own[i])


#: What sites call the boxes that a page is laid out in.
_LAYOUT = re.compile(
    r"(?:page|site|main|left|right|top|bottom|primary|secondary|inner|outer)?[-_]?(?:sidebar|content|main|primary|secondary|header|footer|container|wrapper|left|right|column|colonne|"
    r"nav|navigation|menu|masthead|banner)[-_]?(?:first|second|left|right|wrapper|wrap|container|inner|area|bar)?",
    re.I,
)


def _columns(records: list[Record], sheet: Sheet) -> bool:
    """Whether two records or more are boxes of the page's layout, by their ids; or one that holds such boxes."""
    starts = [sheet.index[r.parts[0]] for r in records if r.parts]
    ids = {sheet.attributes[i].get("id") for i in starts}
    if sum(bool(i and _LAYOUT.fullmatch(i)) for i in ids) > 1:
        return True
    boxes = _layout(sheet)
    return any(len(sheet.marks_in(boxes, (i, sheet.ends[i]))) > 1 for i in starts)


def _layout(sheet: Sheet) -> list[int]:
    """The numbers of the boxes that a page is laid out in."""
    if "layout" not in sheet.remembered:
        sheet.remembered["layout"] = [
            i for i, held in enumerate(sheet.attributes) if "id" in held and _LAYOUT.fullmatch(held["id"])
        ]
    found: list[int] = sheet.remembered["layout"]
    return found


def _entry(r: Record, sheet: Sheet) -> bool:
    """Whether a record tells by a link how many comments it has."""
    for part in r.parts:
        i = sheet.index[part]
        for j in range(i, min(sheet.ends[i], i + 80)):
            if sheet.silent[j]:
                continue
            if sheet.tags[j] == "a" and REPLIES.fullmatch(sheet.text_of(j, 5) or "-"):
                return True
            day, _, count = _DASHED.sub("|", sheet.own[j]).rpartition("|")  # "19 August - 4 comments"
            if has_digit(day) and len(day) <= 30 and REPLIES.fullmatch(count):
                return True
    return False


def _beside_marks(r: Record, sheet: Sheet) -> int:
    """The words of a record's body without those of a line "Posted by X | 14 Oct 2005" that is all of it."""
    words = words_of(r, sheet)
    if not 0 < words < 12 or r.moment is None or not any(m is b for m in r.marks for b in r.body):
        return words
    words -= len((r.author or "").split()) + len(r.moment.text.split())
    return words if words > 2 else 0


def words_of(r: Record, sheet: Sheet) -> int:
    """The words of a record's body."""
    if r.text is not None:
        return length(r.text)
    spans = sorted(sheet.span(b) for b in r.body if b in sheet.index)
    total = sum(sheet.words_in(s) for s in spans)
    end = -1
    for a, b in sorted(
        s for s in (sheet.span(x) for x in r.skip if x in sheet.index) if any(p <= s[0] < q for p, q in spans)
    ):
        if a >= end:
            total -= sheet.words_in((a, b))
            end = b
    return max(0, total)


def _order(records: list[Record]) -> float:
    """How far the times of records rise, or fall, down the page."""
    times = [r.moment.when for r in records if r.moment is not None and r.moment.precision != "unknown"]
    pairs = list(itertools.pairwise(times))
    if len(pairs) < 2:
        return 0.6
    if len(set(times)) == 1:
        return 0.0
    up = sum(a <= b for a, b in pairs) / len(pairs)
    down = sum(a >= b for a, b in pairs) / len(pairs)
    return max(up, down)


def _crowded(records: list[Record], sheet: Sheet) -> float:
    """The share of records in which a time such as their own stands again: a box that holds several posts."""
    starts = sorted(sheet.index[p] for r in records for p in r.parts)
    crowded = 0
    for r in records:
        own = next((sheet.index[e] for e in r.marks if e in sheet.dates), None)
        if own is None:
            continue
        shape = _mark_shape(own, sheet)
        mine = {sheet.index[p] for p in r.parts}
        crowded += any(_again(p, own, shape, mine, starts, sheet) for p in mine)
    return crowded / len(records)


def _again(p: int, own: int, shape: tuple[str, ...], mine: set[int], starts: list[int], sheet: Sheet) -> bool:
    """Whether a time of a shape stands in an element, outside the records that it holds: another one, or the same twice more."""
    end = sheet.ends[p]
    same = 0
    hole = -1
    nested = iter([*(i for i in sheet.marks_in(starts, (p + 1, end)) if i not in mine), end + 1])
    following = next(nested)
    for i in sheet.marks_in(sheet.date_marks, (p, end)):
        while following <= i:
            hole = max(hole, sheet.ends[following])
            following = next(nested)
        if i >= hole and i != own and _mark_shape(i, sheet) == shape:
            here, there = sheet.dates[sheet.elements[i]], sheet.dates[sheet.elements[own]]
            same += 1
            if here.when != there.when or same > 1:
                return True
    return False


def _mark_shape(i: int, sheet: Sheet) -> tuple[str, str, str, str]:
    up = sheet.parents[i]
    return (
        sheet.tags[i],
        _DIGITS.sub("", " ".join(sheet.tokens[i])),
        sheet.tags[up] if up >= 0 else "",
        _DIGITS.sub("", " ".join(sheet.tokens[up])) if up >= 0 else "",
    )


def teaser(r: Record, sheet: Sheet) -> bool:
    """Whether a record only leads elsewhere: its words are the label of a link to another page, or few beside one."""
    if not r.parts:
        return False
    first = sheet.index[r.parts[0]]
    end = sheet.ends[sheet.index[r.parts[-1]]]
    words = words_of(r, sheet)
    for i in range(first, min(end, first + 60)):
        if sheet.tags[i] != "a":
            continue
        href = sheet.elements[i].get("href") or "#"
        linked = sheet.words_in((i, sheet.ends[i]))
        if "#" in href or linked < 3 or sheet.elements[i] in r.marks:
            continue
        up = sheet.parents[i]
        headed = (
            sheet.tags[up] in _HEADINGS
            or title_like(" ".join([*sheet.tokens[up], *sheet.tokens[i]]))
            or any(e.tag in _HEADINGS for e in sheet.elements[i])
        )
        if headed or linked >= 0.8 * max(1, words) or linked >= 0.6 * sheet.words_in((first, end)):
            return True
    return False


def without_strangers(records: list[Record], sheet: Sheet) -> list[Record]:
    """Records without those of the same class that are no posts: unsigned and undated ones, and other lists.

    Parameters
    ----------
    records : list of Record
    sheet : Sheet

    Returns
    -------
    list of Record
        With parents counted anew.
    """
    kept = set(range(len(records)))
    whole = [i for i, r in enumerate(records) if r.author and r.moment is not None]
    if len(whole) >= max(2, 0.4 * len(records)):
        marked = {_shape(records[i].mark or "") for i in whole} - {""}
        kept = {
            i
            for i, r in enumerate(records)
            if r.author or r.moment is not None or (r.mark and _shape(r.mark) in marked)
        }
        # what has neither mark, nor name or time, nor words like the rest
        signed = sum(bool(records[i].author) for i in whole) / len(records)
        if signed > 0.8:
            kept = {
                i
                for i in kept
                if records[i].author
                or (records[i].mark and _shape(records[i].mark or "") in marked)
                or not marked
            }
    kept -= _other_lists(records, kept, sheet)
    order = sorted(kept)
    place = {old: new for new, old in enumerate(order)}
    for r in records:
        r.parent = place.get(r.parent) if r.parent is not None else None
    return [records[i] for i in order]


def _other_lists(records: list[Record], kept: set[int], sheet: Sheet) -> set[int]:
    """Records that stand in another box than most and look like a list of links, or stand aside."""
    boxes = _boxes(records, sheet)
    sizes = Counter(boxes[i] for i in kept)
    if len(sizes) < 2:
        return set()
    worth: dict[int, float] = {}
    for box in sizes:
        inside = [i for i in kept if boxes[i] == box]
        words = sum(min(words_of(records[i], sheet), 200) for i in inside)
        thin = sum(teaser(records[i], sheet) for i in inside) / len(inside)
        beside = sum(sheet.aside(records[i].parts[0]) for i in inside) / len(inside)
        worth[box] = words * (1 - 0.9 * thin) * (1 - 0.9 * beside)
    best = max(worth, key=lambda b: worth[b])
    drop = set()
    for box in sizes:
        inside = [i for i in kept if boxes[i] == box]
        thin = sum(teaser(records[i], sheet) for i in inside)
        beside = sum(sheet.aside(records[i].parts[0]) for i in inside)
        if box != best and max(thin, beside) > 0.5 * len(inside):
            drop.update(inside)
    return drop


def _boxes(records: list[Record], sheet: Sheet) -> list[int]:
    """For each record the number of the list that it stands in: the nearest box that holds several records."""
    starts = sorted(sheet.index[r.parts[0]] for r in records)
    owner: dict[Any, int] = {}
    for r in records:
        for p in r.parts:
            owner[sheet.index[p]] = 1
    out = []
    for r in records:
        i = sheet.index[r.parts[0]]
        # the outermost record that holds this one
        top, up = i, sheet.parents[i]
        while up > 0:
            if up in owner:
                top = up
            up = sheet.parents[up]
        box = sheet.parents[top]
        while box > 0 and sheet.count(starts, (box, sheet.ends[box])) <= sheet.count(
            starts, (top, sheet.ends[top])
        ):
            box = sheet.parents[box]
        out.append(box)
    return out


def _shape(mark: str) -> str:
    return _DIGITS.sub("#", mark)
