"""Which part of a record is its words: decided once for all records of a group, then freed of furniture."""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from threadgraph.scrapers.reader.furniture import FURNITURE, NOTE
from threadgraph.scrapers.reader.records import Places, Record
from threadgraph.scrapers.reader.runs import LINES
from threadgraph.scrapers.reader.sheet import Sheet

__all__ = ["bodies", "furniture", "strip", "title_like"]

_BODY = re.compile(
    r"(?:^|[-_])(?:content|contents|body|text|message|messagetext|bodytext|postbody|postcontent|description|cooked|comment-text|"
    r"comment_text|commenttext|msg|entry|posttext|post_message|messagecontent|e-content|p-content|inhalt|texte|contenu|bbwrapper|"
    r"usertext|commentbody|richtext|commentcontent|userpost|said|words|corps|testo|texto|treść|tresc|rendered|markdown|prose)(?:$|[-_#])|^(?:postbody|entrybody|postcontent|commenttext|comment-body|posttext|messagetext|postcolor|msgbody|articlebody)$",
    re.I,
)
_NOISE = re.compile(
    r"(?:^|[-_])(?:signature|sig|signatures|reply-?link|comment-reply|comment-meta|metadata|actions?|buttons?|toolbar|share|sharing|btn|in-?reply-?to|reply-?to|"
    r"likes?|reactions?|rating|votes?|avatar|gravatar|permalink|lastedited|last-?edit|edited|editby|edit-?link|report|userinfo|profile|"
    r"user-?stats|controls?|attachments?|footer|quick-?reply|badge|rank|dropdown|menu|tooltip|screen-reader-text|sr-only|"
    r"visually-hidden|hidden|ads?|advert|adsbygoogle|admod|sponsor|bbcodeblock-expandlink|bbcode_expand|expand(?:er|-?link|-?button|-?btn)?|karma|scores?|helpful|thanks-?box|post-?links|postfoot|notice)(?:$|[-_])",
    re.I,
)
#: What engines show of a page that a post links to.
_PREVIEW = re.compile(r"(?:^|[-_ ])(?:unfurl|onebox|link-?preview|preview-?card|link-?card)(?:$|[-_ ])", re.I)
_TITLE = re.compile(r"(?:^|[-_])(?:title|subject|posttitle|heading|headline|sujet|betreff)(?:$|[-_])", re.I)
#: Properties by which a page itself says: these are the words.
_STATED = frozenset(["text", "articleBody", "commentText", "reviewBody"])
_INLINE = frozenset(
    [
        "script",
        "style",
        "form",
        "a",
        "b",
        "i",
        "em",
        "strong",
        "br",
        "img",
        "time",
        "li",
        "cite",
        "abbr",
        "u",
        "s",
        "small",
        "sup",
        "sub",
        "label",
        "input",
        "button",
        "hr",
    ]
)
_BLOCKS = frozenset(["div", "p", "table", "dl", "ul", "blockquote", "center", "h3", "h4", "h5"])
_DIGITS = re.compile(r"\d+")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@lru_cache(maxsize=16384)
def _is_body(label: str) -> bool:
    return any(_BODY.search(t) for t in label.split())


@lru_cache(maxsize=16384)
def _is_noise(label: str) -> bool:
    return any(_NOISE.search(t) for t in label.split())


def bodies(
    records: list[Record],
    elements: list[list[int]],
    placed: list[dict[int, int]],
    places: Places,
    sheet: Sheet,
    others: Collection[Any] = (),
) -> None:
    """Give each record its body, and what to leave out of it.

    Parameters
    ----------
    records : list of Record
        With their dates and authors marked.
    elements : list of list of int
        The numbers of each record's own elements.
    placed : list of dict
        The places of these.
    places : Places
    sheet : Sheet
    others : collection of elements
        The parts of records of another kind, which may stand in these.
    """
    worth: dict[int, float] = defaultdict(float)
    cover: dict[int, float] = defaultdict(float)
    held: Counter[int] = Counter()
    direct: Counter[int] = Counter()
    paragraphs: set[int] = set()
    said = []
    tags, counts = sheet.tags, sheet.counts
    for r, o, place in zip(records, elements, placed, strict=True):
        metas = {sheet.index[e] for e in r.marks}
        meta_words = sum(min(12, counts[m] or 2) for m in metas)
        extent = _extents(r, o, sheet)
        total = max(1, sum([counts[i] for i in o]) - meta_words)
        said.append(total)
        share: dict[int, int] = defaultdict(int)
        quality: dict[int, float] = {}
        for i in o:
            tag = tags[i]
            if (tag in _INLINE and not _boxed(i, sheet)) or (
                (tokens := sheet.tokens[i]) and tokens[0] in LINES
            ):
                continue
            slot = place[i]
            direct[slot] += max(0, counts[i] - 7) if i in metas else counts[i]
            words = extent[i]
            share[slot] += words
            if slot in quality:
                continue
            if tag in ("p", "blockquote", "pre", "ul", "ol", "dd"):
                paragraphs.add(slot)
            kind = sheet.judged.get(i)
            if kind is None:
                kind = sheet.judged[i] = _judged(i, sheet)
            good, bad = kind
            end = sheet.ends[i]
            holds: float = len([m for m in metas if i <= m < end])
            if not holds and any(not sheet.quotes[m] for m in sheet.marks_in(sheet.date_marks, (i, end))):
                holds = 0.4
            quality[slot] = 0.5 * good - 1.1 * bad - 0.7 * min(2, holds)
            if places.names[slot][0] == -1 and len(r.parts) == 1:
                quality[slot] -= 0.3  # the record itself: its furniture comes along
        for slot, words in share.items():
            part = min(1.0, words / total)
            worth[slot] += part + quality[slot] - (0.25 if words == 0 else 0)
            cover[slot] += min(words, total)
            held[slot] += 1
    n = len(records)
    everything = max(1, sum(said))
    order = sorted(
        worth,
        key=lambda s: (
            -(worth[s] / max(1, held[s]))
            * min(1.0, 0.4 + held[s] / n)
            * (0.35 + 0.65 * min(1.0, cover[s] / everything * 1.15))
            if worth[s] > 0
            else 1.0
        ),
    )
    order = [s for s in order if worth[s] > 0.2 * held[s]]
    roots = [{sheet.index[p] for p in r.parts} for r in records]
    # where most words stand bare, beside names and dates, the best box holds but the rest
    bare = next((slot for slot, words in direct.most_common(1) if words > 0.5 * everything), None)
    if order and cover[order[0]] >= 0.5 * everything:
        bare = None
    for r, o, place, root in zip(records, elements, placed, roots, strict=True):
        chosen = None
        for slot in order[:4]:
            if slot != order[0] and cover[slot] < 0.15 * cover[order[0]] and held[order[0]] > 0.7 * n:
                continue
            chosen = next((i for i in o if place[i] == slot and _holds(i, sheet)), None)
            if chosen is not None:
                break
        metas = {sheet.index[e] for e in r.marks}
        if bare is not None:
            chosen = max((i for i in o if place[i] == bare), key=lambda i: sheet.counts[i], default=None)
        if (chosen is None or chosen in root) and len(r.parts) == 1 and bare is None:
            chosen = _labelled(o, root, metas, sheet) or chosen
        fields = {i for i in _alike(chosen, o, place) if any(i <= m < sheet.ends[i] for m in metas)}
        if chosen in fields:  # of several boxes at one place some hold name and date, some the words
            chosen = next((i for i in _alike(chosen, o, place) if i not in fields and sheet.own[i]), chosen)
        if chosen is None or (chosen in root and len(r.parts) == 1):
            _all_but_marks(r, o, sheet)
        elif place[chosen] in paragraphs and any(
            sheet.parents[chosen] <= m < sheet.ends[sheet.parents[chosen]] for m in metas
        ):
            _from_paragraph(r, o, chosen, metas, sheet)
        else:
            same = [
                i
                for i in o
                if place[i] == place[chosen] and _holds(i, sheet) and (i not in fields or i == chosen)
            ]
            outer = [i for k, i in enumerate(same) if not any(j <= i < sheet.ends[j] for j in same[:k])]
            r.body = [sheet.elements[i] for i in outer if sheet.parents[i] == sheet.parents[chosen]] or [
                sheet.elements[chosen]
            ]
            if any(chosen <= m < sheet.ends[chosen] for m in metas):
                lines = _lines(r, o, sheet)
                r.skip = {e for e in lines if not any(b is e for b in r.body)}
            else:
                r.skip = set()
        strip(r, o, sheet)
    _subjects(records, elements, placed, sheet)
    starts = sorted({sheet.index[p] for r in records for p in r.parts} | {sheet.index[p] for p in others})
    for r in records:
        mine = {sheet.index[p] for p in r.parts}
        for p in mine:
            r.skip |= {
                sheet.elements[i] for i in sheet.marks_in(starts, (p + 1, sheet.ends[p])) if i not in mine
            }


def _labelled(o: list[int], root: set[int], metas: set[int], sheet: Sheet) -> int | None:
    """The box of a record that is called a body and holds most of its words, where it has no name or date in it."""
    counts = sheet.counts
    total = sum(counts[i] for i in o) - sum(counts[m] for m in metas)
    for i in o:
        if i in root or sheet.tags[i] in _INLINE:
            continue
        good, bad = sheet.judged.get(i) or _judged(i, sheet)
        if good < 1 or bad or any(i <= m < sheet.ends[i] for m in metas):
            continue
        if 2 * sum(counts[k] for k in o if i <= k < sheet.ends[i]) >= total > 0:
            return i
    return None


def _holds(i: int, sheet: Sheet) -> bool:
    """Whether an element may be a body."""
    return sheet.tags[i] not in _INLINE or _boxed(i, sheet)


def _boxed(i: int, sheet: Sheet) -> bool:
    """Whether an item of a list is called a body."""
    return sheet.tags[i] == "li" and bool(sheet.tokens[i]) and _is_body(" ".join(sheet.tokens[i]))


def _alike(chosen: int | None, o: list[int], place: dict[int, int]) -> list[int]:
    """The elements of a record at one place."""
    return [] if chosen is None else [i for i in o if place[i] == place[chosen]]


def _judged(i: int, sheet: Sheet) -> tuple[float, float]:
    """How much the labels of an element say that it holds the words, and that it doesn't."""
    el, tag = sheet.elements[i], sheet.tags[i]
    if el.get("itemprop") in _STATED or "e-content" in sheet.tokens[i]:
        return 1.8, 0.0
    label = f"{' '.join(sheet.tokens[i])} {el.get('itemprop') or ''} {el.get('data-role') or ''} {_no_digits(el.get('id') or '')}".lower()
    good = 1.0 if _is_body(label) else 0.0
    bad = 1.0 if _is_noise(label) else 0.0
    if not bad and sheet.quotes[i] and not good:
        bad = 0.8
    if tag in _HEADINGS or title_like(label):
        bad = max(bad, 0.6)
    words = sheet.words[sheet.ends[i]] - sheet.words[i]
    if not good and words > 2 and sheet.linked(i) > 0.8 * words:
        bad = max(bad, 0.5)
    return good, bad


def _extents(r: Record, o: list[int], sheet: Sheet) -> dict[int, int]:
    """Words of each of a record's elements, without those of records nested in it."""
    words = {i: sheet.counts[i] for i in o}
    if sum(words.values()) == sum(sheet.words_in(sheet.span(p)) for p in r.parts):  # nothing is nested
        before, ends = sheet.words, sheet.ends
        return {i: before[ends[i]] - before[i] for i in o}
    for i in reversed(o):
        up = sheet.parents[i]
        if up in words:
            words[up] += words[i]
    return words


@lru_cache(maxsize=32768)
def _no_digits(text: str) -> str:
    return _DIGITS.sub("", text)


@lru_cache(maxsize=16384)
def title_like(label: str) -> bool:
    """Whether a class calls an element a title."""
    return any(_TITLE.search(t) for t in label.split())


def _all_but_marks(r: Record, o: list[int], sheet: Sheet) -> None:
    r.skip = _lines(r, o, sheet)
    for part in r.parts:
        if part in r.skip and part in r.marks and part in sheet.dates:
            said = sheet.words_in(sheet.span(part))
            date = r.moment.text if r.moment is not None else ""
            if len(r.parts) == 1 or said - len(date.split()) - len((r.author or "").split()) > 5:
                r.skip.discard(part)  # its words stand bare beside the date
                r.cut = date
    r.body = [p for p in r.parts if p not in r.skip] or list(r.parts)


def _from_paragraph(r: Record, o: list[int], chosen: int, metas: set[int], sheet: Sheet) -> None:
    """All of a box from its first paragraph on: lists, quotes and code between paragraphs come along."""
    up = sheet.parents[chosen]
    own = set(o)
    body = []
    for child in sheet.elements[up]:
        i = sheet.index.get(child)
        if i is None or i not in own or sheet.tags[i] in ("br", "hr", "img"):
            continue
        if sheet.tags[i] in _INLINE or (sheet.tags[i] == "span" and sheet.words_in((i, sheet.ends[i])) <= 5):
            continue
        if any(i <= m < sheet.ends[i] for m in metas):
            continue
        if i >= chosen or sheet.tags[i] in ("p", "blockquote", "pre", "ul", "ol", "table", "dl"):
            body.append(child)
    r.body = body or [sheet.elements[chosen]]
    r.skip = set() if body else set(r.marks)


def strip(r: Record, o: list[int], sheet: Sheet) -> None:
    """Leave out of a body what is no part of the words: signatures, buttons, votes."""
    whole = {sheet.index[b] for b in r.body if b in sheet.index}
    for body in whole:
        for i in o[bisect.bisect_right(o, body) : bisect.bisect_left(o, sheet.ends[body])]:
            if i in whole:
                continue
            known = sheet.furniture.get(i)
            if known is None:
                known = sheet.furniture[i] = furniture(sheet.elements[i], i, sheet)
            if known:
                r.skip.add(sheet.elements[i])


def furniture(e: Any, i: int, sheet: Sheet) -> bool:
    """Whether an element in a body is furniture: a signature, a row of buttons, a "Reply" link."""
    tag = sheet.tags[i]
    words = sheet.words[sheet.ends[i]] - sheet.words[i]
    label = sheet.labels[i]
    if (
        len(label) > 1
        and (words <= 60 or "sig" in label)
        and _is_noise(_no_digits(label))
        and not _is_body(_no_digits(label))
        and not (tag in ("a", "img", "code", "pre") and words > 3)
    ):
        return True
    if tag in ("form", "button", "footer", "nav") and words < 40:
        return not (tag == "form" and _says(i, sheet))
    if words <= 150 and len(label) > 1 and _PREVIEW.search(label):
        return True
    if words <= 20 and NOTE.match(sheet.own[i]):
        return True
    if tag in ("a", "button", "span", "li", "small") and 0 < words <= 6:
        if sheet.tokens[i] and sheet.tokens[i][0] in LINES:
            return False
        return bool(FURNITURE.fullmatch(sheet.text_of(i, 6)))
    return False


def _says(form: int, sheet: Sheet) -> bool:
    """Whether a form holds what somebody said: some engines put a post into the form by which it is answered."""
    return any(
        len(sheet.labels[i]) > 1
        and _is_body(_no_digits(sheet.labels[i]))
        and sheet.words_in((i, sheet.ends[i]))
        for i in range(form + 1, sheet.ends[form])
        if sheet.tags[i] in _BLOCKS
    )


def _below_break(e: Any) -> bool:
    """Whether an element begins a line."""
    before = e.getprevious()
    return before is not None and before.tag == "br" and not (before.tail or "").strip()


def _lines(r: Record, o: list[int], sheet: Sheet) -> set[Any]:
    """The whole line that a name or a date stands in, when it is short, and titles of posts."""
    drop = set(r.marks)
    roots = {sheet.index[p] for p in r.parts}
    for mark in r.marks:
        up = sheet.index[mark]
        while up not in roots or len(roots) > 1:
            parent = sheet.parents[up]
            if parent < 0 or up in roots or (parent in roots and len(roots) == 1):
                break
            if sheet.counts[parent] > 1 and (sheet.tags[up] in _BLOCKS or _below_break(sheet.elements[up])):
                break  # a line of its own below words that stand bare
            if sheet.words_in((parent, sheet.ends[parent])) > 16 or (
                sheet.tags[parent] in ("tr", "table", "tbody")
                and sheet.words_in((parent, sheet.ends[parent])) > 12
            ):
                break
            up = parent
        if up not in roots or (len(roots) > 1 and sheet.words_in((up, sheet.ends[up])) <= 30):
            drop.add(sheet.elements[up])
    for i in o:
        if sheet.tags[i] in _HEADINGS or (
            sheet.tokens[i]
            and title_like(" ".join(sheet.tokens[i]))
            and sheet.words_in((i, sheet.ends[i])) < 20
        ):
            drop.add(sheet.elements[i])
    return drop


def _subjects(
    records: list[Record], elements: list[list[int]], placed: list[dict[int, int]], sheet: Sheet
) -> None:
    """Headings that stand first in most bodies are the posts' subjects, not their words."""
    found: list[tuple[int, int] | None] = []
    for r, o, place in zip(records, elements, placed, strict=True):
        spans = [sheet.span(b) for b in r.body if b in sheet.index]
        first = next(
            (
                i
                for i in o
                if any(a <= i < b for a, b in spans)
                and (sheet.own[i] or sheet.tags[i] in _HEADINGS)
                and sheet.elements[i] not in r.skip
            ),
            None,
        )
        while (
            first is not None
            and sheet.tags[first] not in _HEADINGS
            and not title_like(" ".join(sheet.tokens[first]))
        ):
            up = sheet.parents[first]
            first = (
                up
                if up in place
                and up in set(o)
                and any(a <= up < b for a, b in spans)
                and sheet.words_in((up, sheet.ends[up])) <= 20
                else None
            )
        found.append((first, place[first]) if first is not None else None)
    common = Counter(f[1] for f in found if f is not None).most_common(1)
    if not common or (common[0][1] < max(2, 0.3 * len(records))):
        return
    for r, f in zip(records, found, strict=True):
        if f is not None and f[1] == common[0][0] and sheet.elements[f[0]] not in r.body:
            r.title = r.title or sheet.text_of(f[0], 40)
            r.skip.add(sheet.elements[f[0]])
