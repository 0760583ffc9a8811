"""Posts that a page holds as JSON for its own scripts: lists of things with words, somebody's name and a time."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from threadgraph.addresses import absolute
from threadgraph.scrapers.reader.dates import Moment, machine_date
from threadgraph.scrapers.reader.names import is_name
from threadgraph.scrapers.reader.records import Record
from threadgraph.scrapers.reader.sheet import Sheet
from threadgraph.scrapers.reader.text import unescaped

__all__ = ["embedded"]

_WORDS = ("body", "bodyHtml", "body_html", "text", "content", "contentHtml", "message", "messageHtml", "comment", "commentText", "cooked", "html", "raw", "renderedBody", "rawText", "postText", "post")  # fmt: skip
_NAMES = ("author", "user", "username", "userName", "authorName", "author_name", "displayName", "display_name", "creator", "postedBy", "owner", "commenter", "member", "nickname", "createdBy", "poster")  # fmt: skip
_INNER = ("displayName", "display_name", "username", "userName", "name", "nickname", "nick", "login", "fullName", "slug")  # fmt: skip
_TIMES = ("createdAt", "created_at", "created", "createdUTC", "created_utc", "datePublished", "publishedAt", "published_at", "published", "postedAt", "posted_at", "dateCreated", "creationDate", "created_time", "createdOn", "postDate", "dateline", "timestamp", "time", "date")  # fmt: skip
_IDS = ("id", "_id", "commentId", "comment_id", "postId", "post_id", "pid", "uuid", "key")
_ABOVE = ("parentId", "parent_id", "parentCommentId", "parent", "inReplyTo", "in_reply_to", "inReplyToId", "replyTo", "reply_to", "replyToId")  # fmt: skip
_ASSIGNED = re.compile(r"""=\s*(?:JSON\.parse\(\s*)?(?=[{\["'])""")
_HINT = re.compile(
    r"""["'](?:createdAt|created_at|created|dateCreated|createdOn|datePublished|publishedAt|postedAt|timestamp|created_utc|date|time)\\?["']\s*:"""
)
_LEAST, _LARGEST, _DEEPEST = 600, 6_000_000, 24


def embedded(sheet: Sheet, base: str) -> list[Record]:
    """The posts that stand in a page's scripts.

    Parameters
    ----------
    sheet : Sheet
    base : str
        The page's address.

    Returns
    -------
    list of Record
        Those of the shape that most of them have, nested ones with their parent; empty where fewer than two are found.
    """
    best: list[Record] = []
    for data in _blobs(sheet):
        shapes: dict[tuple[str, ...], list[tuple[Record, str, str]]] = defaultdict(list)
        _walk(data, base, shapes, "", 0)
        for found in shapes.values():
            unique: dict[str, tuple[Record, str, str]] = {}
            for i, item in enumerate(found):
                unique.setdefault(item[1] or f"#{i}", item)
            records = _linked(list(unique.values()))
            if len(records) > len(best):
                best = records
    return best if len(best) > 1 and len({r.text for r in best}) > 0.7 * len(best) else []


def _blobs(sheet: Sheet) -> Iterator[Any]:
    for script in sheet.told("script"):
        text = script.text
        kind = script.get("type") or ""
        if not text or not _LEAST < len(text) < _LARGEST or "ld+json" in kind or not _HINT.search(text):
            continue
        if "json" in kind:
            data = _parsed(text, 0)
        else:
            m = _ASSIGNED.search(text)
            data = _parsed(text, m.end()) if m else None
        if isinstance(data, dict | list):
            yield data


def _parsed(text: str, at: int) -> Any:
    try:
        start = at + len(text[at:]) - len(text[at:].lstrip())
        data, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
        return json.loads(data) if isinstance(data, str) else data
    except (ValueError, RecursionError):
        return None


def _walk(
    data: Any, base: str, shapes: dict[tuple[str, ...], list[tuple[Record, str, str]]], above: str, deep: int
) -> None:
    if deep > _DEEPEST:
        return
    if isinstance(data, list):
        for item in data[:20_000]:
            if isinstance(item, dict | list):
                _walk(item, base, shapes, above, deep + 1)
    elif isinstance(data, dict):
        found = _post(data, base)
        if found is not None:
            shape, record, number, parent = found
            shapes[shape].append((record, number, parent or above))
            above = number or above
        for value in data.values():
            if isinstance(value, dict | list):
                _walk(value, base, shapes, above, deep + 1)


def _post(item: dict[str, Any], base: str) -> tuple[tuple[str, ...], Record, str, str] | None:
    words = next((k for k in _WORDS if isinstance(item.get(k), str) and item[k].strip()), None)
    who = next((k for k in _NAMES if _name(item.get(k))), None)
    when = next((k for k in _TIMES if _moment(item.get(k)) is not None), None)
    if words is None or who is None or when is None:
        return None
    text, _, links = unescaped(item[words], base)
    if not text:
        return None
    record = Record([])
    record.text, record.links = text, links
    record.author, record.moment = _name(item.get(who)), _moment(item.get(when))
    person = item.get(who)
    address = person.get("url") if isinstance(person, dict) else None
    record.author_url = absolute(base, address) if isinstance(address, str) else None
    number = next((str(item[k]) for k in _IDS if isinstance(item.get(k), str | int) and item[k] != ""), "")
    parent = next((_number(item[k]) for k in _ABOVE if item.get(k)), "")
    record.mark = number[:60] or None
    title = item.get("title")
    record.title = title if isinstance(title, str) else ""
    return (words, who, when), record, number, parent


def _number(value: Any) -> str:
    if isinstance(value, dict):
        return next((str(value[k]) for k in _IDS if isinstance(value.get(k), str | int)), "")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _name(value: Any) -> str | None:
    if isinstance(value, dict):
        value = next((value[k] for k in _INNER if isinstance(value.get(k), str) and value[k].strip()), None)
    if not isinstance(value, str) or not is_name(value.strip()):
        return None
    return " ".join(value.split())


def _moment(value: Any) -> Moment | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return machine_date(str(int(value))) if 3e8 < abs(value) < 1e14 else None
    if isinstance(value, dict):  # {"$date": …}, {"seconds": …}
        return (
            next((m for v in value.values() if (m := _moment(v)) is not None), None)
            if len(value) < 4
            else None
        )
    return machine_date(value) if isinstance(value, str) and len(value) < 40 else None


def _linked(found: list[tuple[Record, str, str]]) -> list[Record]:
    place = {number: i for i, (_, number, _) in enumerate(found) if number}
    records = []
    for i, (record, _, parent) in enumerate(found):
        to = place.get(parent)
        record.parent = to if to is not None and to != i else None
        records.append(record)
    return records
