"""Which post opens a thread: a record among equals, one in a wrapper of its own, or the article above."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from threadgraph.scrapers.reader.bodies import title_like
from threadgraph.scrapers.reader.credits import Opening
from threadgraph.scrapers.reader.fields import fill, finish
from threadgraph.scrapers.reader.groups import COMMENT, around, called
from threadgraph.scrapers.reader.headings import headed
from threadgraph.scrapers.reader.judge import words_of
from threadgraph.scrapers.reader.records import Record
from threadgraph.scrapers.reader.sheet import Sheet, visible
from threadgraph.scrapers.reader.text import has_digit, length, split_classes

__all__ = ["above", "apart", "byline", "leader", "opens"]

_FORUM_URL = re.compile(
    r"(?:^|[./_-])(?:forum|forums|foro|foros|board|boards|bbs|community|communaute|talk|discuss|discussion|discussions|discourse)(?:$|[./_-])|"
    r"(?:viewtopic|showthread|viewthread|printthread|topic|thread|threads|question|questions|sujet|tema|beitrag|(?<![^\W_])t)(?:[./_?=-]|$)|[?&](?:topic|thread|t|tid|threadid)=",
    re.I,
)
#: The title of a page that holds nothing but comments.
_ONLY_COMMENTS = re.compile(
    r"\W*(?:\d+ )?(?:comments?|commentaires?|kommentare?|comentarios?|commenti|guest ?book|livre d'or|gästebuch|libro de visitas|discussion)\b(?:\s*(?:on|for|to|sur|zu|:|von)\b|\W*$)",
    re.I,
)
_FORUM_MARK = re.compile(
    r"phpbb|vbulletin|xenforo|mybb|invision|ip\.board|ipboard|discourse|smf|simple machines|punbb|fluxbb|vanilla|nodebb|flarum|bbpress|woltlab|burning board|"
    r"yabb|ubb\.|fudforum|phorum|jforum|snitz|webwiz|vanilla forums|lithium|khoros|askbot|question2answer|osqa|misago|talkyard",
    re.I,
)
_RECORD = re.compile(
    r"(?:^|[-_ ])(?:posts?|messages?|topics?|threads?|msg|repl(?:y|ies)|postbit|answers?|beitrag|thread)(?:$|[-_ \d#])",
    re.I,
)
_LIST = re.compile(
    r"(?:^|[-_ ])(?:comments?|commentlist|comment-?list|replies|answers|responses|reactions|comentarios|commentaires|kommentare|discussion|respond|disqus)(?:$|[-_ ])",
    re.I,
)


#: Engines say which of their posts is the first.
_OPENS = re.compile(r"(?:^|[-_ ])(?:first|original|opening|starter)[-_]?(?:comment|post|message)(?:$|[-_ ])")


def leader(records: list[Record], sheet: Sheet, base: str) -> Record | None:
    """The opening post that stands above the records in a wrapper of its own, with a body of their shape.

    Parameters
    ----------
    records : list of Record
        Filled.
    sheet : Sheet
    base : str
        The page's address.

    Returns
    -------
    Record or None
    """
    if all(_called(r, sheet) for r in records if r.parts):
        return None  # they are comments, and what stands above them an article
    shapes = {
        _shape(_boxed(b, r.parts, sheet), sheet)
        for r in records[:20]
        for b in r.body[:1]
        if b in sheet.index and b not in r.parts
    } - {None}
    if not shapes:
        return None
    starts = [sheet.index[r.parts[0]] for r in records if r.parts]
    first = min(starts)
    best, most = None, 4
    for i in range(first - 1, 0, -1):
        if (
            sheet.silent[i]
            or sheet.ends[i] > first
            or _shape(sheet.elements[i], sheet) not in shapes
            or sheet.aside(sheet.elements[i])
        ):
            continue
        words = sheet.words_in((i, sheet.ends[i]))
        if words > most and not (best is not None and i < best < sheet.ends[i] and words < 1.3 * most):
            best, most = i, words
    if best is None:
        return None
    return _around(best, first, starts, sheet, base)


def _boxed(el: Any, parts: list[Any], sheet: Sheet) -> Any:
    """A body, or where it has no class the box around it that says no more and has one."""
    i = sheet.index[el]
    words = sheet.words_in((i, sheet.ends[i]))
    up = i
    while up > 0 and not sheet.attributes[up].get("class"):
        up = sheet.parents[up]
        if sheet.elements[up] in parts or sheet.words_in((up, sheet.ends[up])) > words:
            return el
    return sheet.elements[up]


def _shape(el: Any, sheet: Sheet) -> tuple[str, tuple[str, ...]] | None:
    i = sheet.index[el]
    value = sheet.attributes[i].get("class") or ""
    # scripts give classes such as "eehvjzq8"; a short one with a digit is a column or a row
    tokens = _unnumbered(value) or tuple(sorted(t for t in split_classes(value) if len(t) >= 8))
    return (sheet.tags[i], tokens) if tokens else None


@lru_cache(maxsize=16384)
def _unnumbered(value: str) -> tuple[str, ...]:
    """The tokens of a class attribute that hold no digit, in order."""
    return tuple(sorted(t for t in split_classes(value) if not has_digit(t)))


def _around(body: int, first: int, starts: list[int], sheet: Sheet, base: str) -> Record | None:
    """The record whose body stands at a number: the smallest box around it with a date and a name, else with one of them."""
    boxes = []
    up = body
    while up > 0 and sheet.ends[up] <= first and sheet.tags[up] not in ("body", "main"):
        boxes.append(up)
        up = sheet.parents[up]
    signed = [
        b
        for b in boxes
        if b != body
        and sheet.count(sheet.name_marks, (b, sheet.ends[b]))
        > sheet.count(sheet.name_marks, (body, sheet.ends[body]))
    ]
    dated = [
        b
        for b in boxes
        if b != body
        and sheet.count(sheet.date_marks, (b, sheet.ends[b]))
        > sheet.count(sheet.date_marks, (body, sheet.ends[body]))
    ]
    both = [b for b in signed if b in dated]
    if not boxes:
        return None
    box = (both or dated or signed or boxes[-1:])[0]
    if sheet.words_in((box, sheet.ends[box])) > 2 * sheet.words_in((body, sheet.ends[body])) + 80:
        return None
    record = Record([sheet.elements[box]])
    fill([record], sheet, base)
    finish([record], sheet, base)
    if sheet.elements[body] not in record.body:
        record.body = [sheet.elements[body]]
        record.skip = {e for e in record.skip if body < sheet.index.get(e, -1) < sheet.ends[body]}
    if not (record.author or record.moment):
        return None
    record.kind = "post"
    return record


def opens(records: list[Record], sheet: Sheet, label: str, url: str, article: Opening | None) -> bool:
    """Whether the first record opens the thread, and what stands above it is no post.

    Parameters
    ----------
    records : list of Record
    sheet : Sheet
    label : str
        What the records share.
    url : str
        The page's address.
    article : Opening or None
        What would be the opening post otherwise.

    Returns
    -------
    bool
    """
    first = records[0]
    if first.kind == "post":
        return True
    if not first.parts:
        return article is None
    inside = [_in_list(r, sheet) for r in records]
    if len(records) == 1:
        inside[0] = inside[0] or (article is not None and called(sheet, sheet.index[first.parts[0]], label))
        if inside[0]:
            return False
    if not inside[0] and len(records) > 1 and all(inside[1:]):
        return True
    if _ONLY_COMMENTS.match(_title(sheet)):
        return False
    if apart(records, sheet):
        return True
    at = sheet.index[first.parts[0]]
    labels = f"{label} {around(sheet, at)}"
    score = 0.0
    parts = urlsplit(url)
    if _FORUM_URL.search(f"{parts.netloc}{parts.path}?{parts.query}"):
        score += 0.5
    if _FORUM_MARK.search(_generator(sheet)):
        score += 0.5
    if COMMENT.search(labels):
        score -= 0.7
    elif headed(sheet, at) or (inside[0] and article is not None and _outside(article, first, sheet)):
        score -= 0.6
    elif _RECORD.search(labels):
        score += 0.35
    if _is_article(sheet):
        score -= 0.5
    if article is None:
        return (
            (not inside[0] or not COMMENT.search(labels))
            and not headed(sheet, at)
            and not _remarks(first, sheet)
        )
    words = length(article.text)
    score -= 0.15 + min(0.4, words / 300)
    if _headed(article, sheet):
        score -= 0.35
    if not article.author and article.moment is None:
        score += 0.45
    elif article.author and article.moment is not None:
        score -= 0.15
    if words < 12:
        score += 0.4
    if words < 0.25 * words_of(first, sheet):
        score += 0.2
    if (
        first.title
        and re.sub(r"^re\s*:\s*", "", first.title, flags=re.I) == first.title
        and len(records) > 1
        and sum(bool(re.match(r"\s*(?:re|aw|antw|sv|odp)\s*:", r.title, re.I)) for r in records[1:])
        > 0.5 * (len(records) - 1)
    ):
        score += 0.6
    return score > 0


def _remarks(r: Record, sheet: Sheet) -> bool:
    """Whether the words of a record stand in a box that is called a comment."""
    return any(COMMENT.search(sheet.labels[sheet.index[b]]) for b in r.body if b in sheet.index)


def apart(records: list[Record], sheet: Sheet) -> bool:
    """Whether all records but the first are called comments, or all but the first are numbered."""
    if len(records) < 2 or not all(r.parts for r in records):
        return False
    if _OPENS.search(sheet.labels[sheet.index[records[0].parts[0]]]):
        return True
    own = [_called(r, sheet) for r in records]
    if not own[0] and all(own[1:]) and not COMMENT.search(around(sheet, sheet.index[records[0].parts[0]])):
        return True
    return len(records) > 2 and not records[0].mark and not own[0] and all(r.mark for r in records[1:])


def above(records: list[Record], sheet: Sheet) -> bool:
    """Whether the first record is an article: all the others call themselves comments, and it doesn't."""
    if len(records) < 2 or not all(r.parts for r in records):
        return False
    first = records[0]
    if _called(first, sheet) or _in_list(first, sheet):
        return False
    if COMMENT.search(around(sheet, sheet.index[first.parts[0]])):
        return False
    return all(_called(r, sheet) for r in records[1:])


def byline(records: list[Record], sheet: Sheet) -> bool:
    """Whether the first record is the line with name and date of an article that stands between it and the others."""
    if len(records) < 2 or not (records[0].parts and records[1].parts) or words_of(records[0], sheet):
        return False
    between = (sheet.ends[sheet.index[records[0].parts[-1]]], sheet.index[records[1].parts[0]])
    return between[0] < between[1] and sheet.words_in(between) >= 20


def _called(r: Record, sheet: Sheet) -> bool:
    """Whether the labels of a record itself call it a comment."""
    return any(COMMENT.search(sheet.labels[sheet.index[p]]) for p in r.parts)


def _title(sheet: Sheet) -> str:
    return next((visible(e) for e in sheet.told("title")), "")


def _in_list(r: Record, sheet: Sheet) -> bool:
    """Whether a record stands in a box that is called a list of comments."""
    up = sheet.parents[sheet.index[r.parts[0]]]
    while up > 0:
        if _LIST.search(sheet.labels[up]) and sheet.tags[up] not in ("body", "main", "article"):
            return True
        up = sheet.parents[up]
    return False


def _outside(article: Opening, r: Record, sheet: Sheet) -> bool:
    """Whether an article that has a name or a date stands outside the list of comments that holds a record."""
    up = sheet.parents[sheet.index[r.parts[0]]]
    while up > 0 and not _LIST.search(sheet.labels[up]):
        up = sheet.parents[up]
    body = article.body[0] if article.body else None
    signed = article.author is not None or article.moment is not None
    return signed and body in sheet.index and not up <= sheet.index[body] < sheet.ends[up]


def _generator(sheet: Sheet) -> str:
    said = [
        m.get("content") or ""
        for m in sheet.told("meta")
        if (m.get("name") or "").lower() in ("generator", "application-name")
    ]
    return " ".join([*said, sheet.body.get("id") or "", sheet.body.get("class") or ""])


def _is_article(sheet: Sheet) -> bool:
    for m in sheet.told("meta"):
        if m.get("property") == "og:type" and "article" in (m.get("content") or "").lower():
            return True
        if (m.get("property") or "") == "article:published_time":
            return True
    return False


def _headed(article: Opening, sheet: Sheet) -> bool:
    """Whether the page's title stands right above an article or in it."""
    body = article.body[0]
    i = sheet.index.get(body)
    before = body.getprevious()
    near = [*body.iter("h1", "h2"), *([before] if before is not None and before.tag in ("h1", "h2") else [])]
    if any(visible(h) == article.title for h in near):
        return True
    if i is None:
        return False
    return any(
        (sheet.tags[j] in ("h1", "h2") and sheet.text_of(j, 40) == article.title)
        or (title_like(" ".join(sheet.tokens[j])) and sheet.text_of(j, 40) == article.title)
        for j in range(max(0, i - 40), i)
    )
