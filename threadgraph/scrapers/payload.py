"""JSON that strangers send: each value as the type that is wanted, or nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any

from threadgraph.errors import ReadError
from threadgraph.model import Status
from threadgraph.scrapers.base import Page
from threadgraph.scrapers.reader.dates import machine_date
from threadgraph.scrapers.reader.text import tidy

__all__ = [
    "clock",
    "dicts",
    "fate",
    "markdown",
    "name",
    "objects",
    "spaced_quotes",
    "table",
    "text",
    "web_links",
    "whole",
]

_INT64 = 2**63


def text(value: object) -> str:
    """A string or number as a string that can be stored; anything else is empty.

    >>> text("a"), text(7), text(None), text(["a"])
    ('a', '7', '', '')
    """
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def name(value: object) -> str | None:
    """A string without spaces around it; None where nothing is left."""
    return text(value).strip() or None


def whole(value: object) -> int | None:
    """A whole number that a table can hold.

    >>> whole(7), whole("7"), whole(7.0), whole(True), whole(1e300), whole([7])
    (7, 7, 7, None, None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = int(value) if value.lstrip("-").isdecimal() and len(value) < 20 else None
    if isinstance(value, float):
        value = int(value) if abs(value) < _INT64 else None
    return value if isinstance(value, int) and -_INT64 < value < _INT64 else None


def table(value: object) -> dict[str, Any]:
    """A dictionary; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def dicts(value: object) -> list[dict[str, Any]]:
    """The dictionaries of a list; none for anything else."""
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def clock(value: object, zone: tzinfo = UTC) -> dict[str, Any]:
    """The fields of a post that tell its time, of seconds since 1970 or an ISO 8601 or RFC 822 text.

    >>> clock(1129271400)["published"].isoformat(), clock("2005-10-14T06:30:00Z")["zone"]
    ('2005-10-14T06:30:00+00:00', 'stated')
    >>> clock("soon")
    {'published_text': 'soon'}
    """
    printed = text(value).strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            when = datetime.fromtimestamp(value / 1000 if abs(value) > 1e11 else value, UTC)
        except (OverflowError, ValueError, OSError):
            return {}
        return {"published": when, "published_text": printed, "precision": "second", "zone": "stated"}
    try:
        moment = machine_date(printed, zone)
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        return {"published_text": printed[:60]} if printed else {}
    return {
        "published": moment.when,
        "published_text": printed,
        "precision": moment.precision,
        "zone": moment.zone,
    }


def fate(deleted: object, removed: object = False) -> Status:
    """What became of a post, by the two marks that most services set."""
    return "deleted" if deleted is True else "removed" if removed is True else "ok"


def objects(page: Page) -> Iterator[dict[str, Any]]:
    """The objects of JSON Lines, one at a time.

    Raises
    ------
    ReadError
        At a line that holds no JSON; what came before it was given.
    """
    for number, line in enumerate(page.lines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as e:
            raise ReadError(f"line {number} is no JSON") from e
        if isinstance(row, dict):
            yield row


_QUOTES = re.compile(r"(?m)^ {0,3}((?:> ?)+)(?=\S)")


def markdown(source: str) -> str:
    """Markdown as the text of a post: as typed, with each quoted line begun by ``> ``.

    >>> markdown(">since when?\\r\\n>> midnight\\r\\nOh.")
    '> since when?\\n> > midnight\\nOh.'
    """
    return spaced_quotes(tidy(source))


def spaced_quotes(plain: str) -> str:
    """Plain text with one space behind each mark of a quote."""
    return _QUOTES.sub(lambda m: "> " * m[1].count(">"), plain) if ">" in plain else plain


_LINK = re.compile(r"https?://[^\s<>\"'\]\[`]+")
_ENDS = ".,;:!?*_"


def web_links(plain: str) -> tuple[str, ...]:
    """The addresses in plain text or Markdown, in order, each once.

    >>> web_links("See [this](https://a.example/b) and https://c.example/d_(e).")
    ('https://a.example/b', 'https://c.example/d_(e)')
    """
    found: dict[str, None] = {}
    for url in _LINK.findall(plain):
        url = url.rstrip(_ENDS)
        while url.endswith(")") and url.count("(") < url.count(")"):
            url = url[:-1].rstrip(_ENDS)
        if len(url) > len("https://"):
            found[url] = None
    return tuple(found)
