"""Comments that a page states for machines: JSON-LD and microdata of schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from threadgraph.addresses import absolute
from threadgraph.scrapers.reader.dates import machine_date
from threadgraph.scrapers.reader.records import Record
from threadgraph.scrapers.reader.sheet import Sheet
from threadgraph.scrapers.reader.text import unescaped

__all__ = ["article_facts", "json_ld"]

_COMMENTS = {"Comment", "Answer", "UserComments", "Review"}
_POSTS = {
    "DiscussionForumPosting",
    "SocialMediaPosting",
    "Question",
    "BlogPosting",
    "NewsArticle",
    "Article",
    "Report",
}


def json_ld(sheet: Sheet, base: str) -> list[Record]:
    """Comments and forum posts that JSON-LD holds in full, nested ones with their parent.

    Parameters
    ----------
    sheet : Sheet
    base : str
        The page's address.

    Returns
    -------
    list of Record
        The forum's opening post first, where it has a text.
    """
    records: list[Record] = []
    for item in _items(sheet):
        kinds = _kinds(item)
        if kinds & {"DiscussionForumPosting", "Question", "SocialMediaPosting"}:
            opening = _record(item, sheet, base)
            if opening is not None:
                opening.kind = "post"
                records.append(opening)
            _comments(item, sheet, base, None, records, 0)
        elif kinds & (_POSTS | {"WebPage"}):
            _comments(item, sheet, base, None, records, 0)
    return records


def article_facts(sheet: Sheet) -> tuple[str | None, str | None, str | None]:
    """Headline, author and date of the article that JSON-LD states."""
    for item in _items(sheet):
        if _kinds(item) & _POSTS:
            return _text(item.get("headline")), _name(item.get("author")), _text(item.get("datePublished"))
    return None, None, None


def _items(sheet: Sheet) -> list[dict[str, Any]]:
    """The things that JSON-LD states, read once."""
    if "json-ld" not in sheet.remembered:
        sheet.remembered["json-ld"] = list(_read(sheet))
    found: list[dict[str, Any]] = sheet.remembered["json-ld"]
    return found


def _read(sheet: Sheet) -> Iterable[dict[str, Any]]:
    for script in sheet.told("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > 5_000_000:
            continue
        try:
            data = json.loads(
                re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$", "", script.text), strict=False
            )
        except (ValueError, RecursionError):
            continue
        yield from _flat(data, 0)


def _flat(data: Any, deep: int) -> Iterable[dict[str, Any]]:
    if deep > 6:
        return
    if isinstance(data, list):
        for d in data[:2000]:
            yield from _flat(d, deep + 1)
    elif isinstance(data, dict):
        if "FAQPage" in _kinds(data):  # questions that nobody asked
            return
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(data.get(key), dict | list):
                yield from _flat(data[key], deep + 1)


def _kinds(item: dict[str, Any]) -> set[str]:
    kind = item.get("@type")
    return {str(k) for k in kind} if isinstance(kind, list) else {str(kind)}


def _comments(
    item: dict[str, Any], sheet: Sheet, base: str, parent: int | None, records: list[Record], deep: int
) -> None:
    if deep > 60:
        return
    for key in ("comment", "suggestedAnswer", "acceptedAnswer", "hasPart"):
        found = item.get(key)
        for child in found if isinstance(found, list) else [found]:
            if not isinstance(child, dict) or not _kinds(child) & _COMMENTS:
                continue
            record = _record(child, sheet, base)
            at = parent
            if record is not None:
                record.parent = parent
                records.append(record)
                at = len(records) - 1
            _comments(child, sheet, base, at, records, deep + 1)


def _record(item: dict[str, Any], sheet: Sheet, base: str) -> Record | None:
    text = _text(item.get("text")) or _text(item.get("articleBody")) or _text(item.get("commentText"))
    if not text:
        return None
    record = Record([])
    record.text = unescaped(text, base)[0]
    record.author = _name(item.get("author")) or _name(item.get("creator"))
    author = item.get("author")
    record.author_url = absolute(base, _text(author.get("url"))) if isinstance(author, dict) else None
    record.moment = machine_date(
        _text(item.get("datePublished")) or _text(item.get("dateCreated")), sheet.zone
    )
    record.url = absolute(base, _text(item.get("url")) or _text(item.get("@id")))
    if record.url and "#" in record.url:
        record.mark = record.url.partition("#")[2] or None
    record.title = _text(item.get("headline")) or ""
    votes = item.get("upvoteCount")
    record.score = int(votes) if isinstance(votes, int | str) and str(votes).isdigit() else None
    return record


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(value.split()) if isinstance(value, str) and value.strip() else None
