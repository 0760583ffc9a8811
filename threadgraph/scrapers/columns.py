"""Tables that others made: CSV and JSON Lines, with columns of any name."""

from __future__ import annotations

import codecs
import csv
import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import PurePosixPath
from typing import Any

from threadgraph.errors import ReadError, UsageError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Scraper
from threadgraph.scrapers.page import fingerprint
from threadgraph.scrapers.payload import clock, name, objects, text, web_links, whole
from threadgraph.scrapers.reader.text import tidy

__all__ = ["Columns", "named_columns", "read_rows", "table_rows"]

#: What other tools call our fields, the surest name first.
_NAMES = {
    "id": ("id", "post_id", "comment_id", "message_id", "utterance_id", "uid", "guid", "_id", "cid"),
    "thread_id": (
        "thread_id", "conversation_id", "thread", "conversation", "root", "root_id", "topic_id", "discussion_id",
        "link_id", "submission_id", "article_id", "story_id", "video_id",
    ),
    "parent_id": (
        "parent_id", "reply_to", "in_reply_to", "in_reply_to_id", "reply-to", "parent", "replyto", "reply_to_id",
        "in_reply_to_status_id", "parent_comment_id", "answers",
    ),
    "author": (
        "author", "user", "username", "user_name", "speaker", "author_name", "name", "screen_name", "from", "sender",
        "nickname", "author_id", "user_id",
    ),
    "published": (
        "published", "timestamp", "created_at", "created_utc", "date", "datetime", "time", "created", "published_at",
        "date_utc", "posted_at", "publishedat",
    ),
    "text": ("text", "body", "content", "message", "comment", "full_text", "selftext", "comment_text", "textdisplay"),
    "title": ("title", "subject", "headline"),
    "url": ("url", "permalink", "link", "uri"),
    "score": ("score", "points", "likes", "ups", "like_count", "upvotes", "likecount"),
    "site": ("site", "subreddit", "forum", "domain", "source_site"),
    "lang": ("lang", "language"),
    "links": ("links",),
}  # fmt: skip
_FIELDS = {f.name for f in fields(Post)}
_TABLE = (".csv", ".tsv", ".jsonl", ".ndjson")
_MARKS = ",;\t|"
#: Rows whose threads are remembered, for tables of any length.
_REMEMBERED = 200_000


class Columns(Scraper):
    """CSV and JSON Lines of posts; columns are found by their names or told with ``--columns``."""

    name = "columns"
    example = "file:///data/comments.csv"
    gives = ("parents", "dates", "scores", "links")
    streams = True

    def claims(self, page: Page) -> float:
        named = re.sub(r"\.(?:gz|bz2|xz|zst)$", "", page.path.lower()).endswith(_TABLE)
        if page.looks == "json":
            row = page.record
            if page.columns and set(page.columns.values()) & row.keys():
                return 0.85
            lines = page.json is None or (named and isinstance(page.json, dict))
            return 0.3 if lines and "text" in _found(row) else 0.0
        if page.looks in ("text", "html") and (named or page.columns):
            return 0.96 if named else 0.0
        return 0.0

    def read(self, page: Page) -> Reading:
        return read_rows(page, table_rows(page), PurePosixPath(page.path).name.partition(".")[0] or "table")


def table_rows(page: Page) -> Iterator[dict[str, Any]]:
    """The rows of JSON Lines or of CSV, one at a time."""
    return objects(page) if page.looks == "json" else _csv(page)


def named_columns(said: str) -> dict[str, str]:
    """Which column holds which field, as a command says it.

    >>> named_columns("text=body, author=user name")
    {'text': 'body', 'author': 'user name'}
    """
    found = {}
    for pair in filter(None, (p.strip() for p in said.split(","))):
        field, mark, column = (part.strip() for part in pair.partition("="))
        if not mark or not field or not column:
            raise UsageError(
                f"--columns wants FIELD=COLUMN pairs such as text=body,author=user, not {pair!r}"
            )
        found[field] = column
    return found


def read_rows(page: Page, rows: Iterator[Mapping[str, Any]], stem: str) -> Reading:
    """The posts that the rows of a table say.

    Parameters
    ----------
    page : Page
        Its `columns` say which column holds which field; the others are guessed.
    rows : iterator of mapping
    stem : str
        The table's name, which bare numbers get in front of them; none if its ids are to stay as they are.

    Returns
    -------
    Reading

    Raises
    ------
    UsageError
        If no column holds the text; the message names the columns that there are.
    """
    first = list(islice(rows, 100))  # of JSON Lines, no single row need hold every column
    if not first:
        return Reading(trust=4)
    chosen = _chosen(page, {c: v for row in first for c, v in row.items()})
    lacking = [f for f in ("parent_id", "published") if f not in chosen]
    notes = [f"no column says the {f.partition('_')[0]} of a post" for f in lacking]
    return Reading(posts=_posts(page, chain(first, rows), chosen, stem), notes=notes, trust=4)


def _found(row: Mapping[str, Any]) -> dict[str, str]:
    """For each field the column that most likely holds it."""
    found: dict[str, str] = {}
    low = {str(c).strip().lower().replace(" ", "_"): str(c) for c in reversed(list(row))}
    for column in row:
        if (own := str(column).strip().lower()) in _FIELDS and own not in _NAMES:
            found[own] = str(column)
    for f, names in _NAMES.items():
        if (held := next((low[n] for n in names if n in low), None)) is not None:
            found[f] = held
    return found


def _chosen(page: Page, row: Mapping[str, Any]) -> dict[str, str]:
    held = ", ".join(str(c) for c in list(row)[:40])
    for f, column in page.columns.items():
        if f not in _FIELDS:
            raise UsageError(f"--columns: a post has no field {f!r}; one of {', '.join(sorted(_FIELDS))}")
        if column not in row:
            raise UsageError(f"--columns: there is no column {column!r}; there are {held}")
    taken = set(page.columns.values())
    chosen = {f: c for f, c in _found(row).items() if c not in taken} | dict(page.columns)
    if "text" not in chosen:
        raise UsageError(
            f"no column holds the text of a post; say which with --columns text=NAME; there are {held}"
        )
    return chosen


def _csv(page: Page) -> Iterator[dict[str, Any]]:
    head = page.body[:200_000]
    coding = "utf-16" if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    try:
        head.decode(coding)
    except UnicodeDecodeError as e:
        if len(head) - e.start > 4:
            coding = "cp1252"
    sample = head.decode(coding, "replace").splitlines()[:1]
    mark = max(_MARKS, key=(sample[0] if sample else "").count)
    csv.field_size_limit(16_000_000)
    with page.stream() as raw, TextIOWrapper(raw, coding, errors="replace", newline="") as f:
        try:
            for row in csv.DictReader(f, delimiter=mark):
                yield {str(k).strip(): v for k, v in row.items() if k is not None}
        except csv.Error as e:
            raise ReadError(f"the table is broken: {e}; the rows before it were read") from e


def _posts(
    page: Page, rows: Iterable[Mapping[str, Any]], chosen: Mapping[str, str], stem: str
) -> Iterator[Post]:
    if {"id", "thread_id", "source", "kind"} <= {f for f, c in chosen.items() if f == c}:
        stem = ""  # an export of ours: its ids are unique in the world
    roots: OrderedDict[str, str] = OrderedDict()
    for at, row in enumerate(rows):
        values = {f: row[c] for f, c in chosen.items() if row.get(c) not in (None, "")}
        post = _post_of(values, page, at, stem, roots)
        if post is not None:
            roots[post.id] = post.thread_id
            if len(roots) > _REMEMBERED:
                roots.popitem(last=False)
            yield post


def _post_of(
    values: Mapping[str, Any], page: Page, at: int, stem: str, roots: Mapping[str, str]
) -> Post | None:
    """The post that a row says, by field; `stem` tells bare numbers of one table from another's."""
    words = tidy(text(values.get("text")))
    title = text(values.get("title"))
    if not words and not title and "id" not in values:
        return None
    own = (
        _named(values.get("id"), stem) or f"{stem or 'table'}:{fingerprint(at, words, values.get('author'))}"
    )
    above = _named(values.get("parent_id"), stem)
    thread = _named(values.get("thread_id"), stem) or roots.get(above or "") or above or own
    above = None if above == own else above
    kept = {
        k: text(values[k])
        for k in ("html", "author_url", "author_key", "published_text", "lang")
        if k in values
    }
    kinds = ("post", "comment", "trackback", "email", "notice")
    states = ("ok", "deleted", "removed", "placeholder")
    kind, status = text(values.get("kind")), text(values.get("status"))
    owner = (
        text(values.get("is_owner"))
        if not isinstance(values.get("is_owner"), bool)
        else str(values["is_owner"])
    )
    links = values.get("links")
    found = tuple(text(u) for u in links) if isinstance(links, list | tuple) else tuple(text(links).split())
    when = clock(_number(values.get("published")), page.zone)
    if not stem and "precision" in values and "published" in when:  # a table of ours says all about its times
        said = {k: text(values.get(k)) or None for k in ("precision", "zone", "published_text")}
        when = {"published": when["published"], **said}
    return Post(
        **(when | kept),
        id=own,
        thread_id=thread,
        parent_id=above,
        kind=kind if kind in kinds else "comment" if above else "post",  # type: ignore[arg-type]
        source=text(values.get("source")) or ("columns" if stem else "import"),
        site=text(values.get("site")) or stem,
        author=name(values.get("author")),
        is_owner={"true": True, "false": False, "1": True, "0": False}.get(owner.lower()),
        title=title,
        text=words,
        links=tuple(u for u in found if u) or web_links(words),
        url=name(values.get("url")),
        position=n
        if (n := whole(values.get("position"))) is not None and abs(n) < 2**31
        else min(at, 2**31 - 1),
        score=whole(_number(values.get("score"))),
        status=status if status in states else "ok",  # type: ignore[arg-type]
        capture=page.capture or name(values.get("capture")),
    )


def _named(value: object, stem: str) -> str | None:
    """An id as it stands; a bare number, which any table may hold, gets the table's name in front."""
    plain = text(value).strip()
    if isinstance(value, float) and value.is_integer():
        plain = str(int(value))
    if plain.lower() in ("", "null", "none", "nan", "na"):
        return None
    plain = (
        plain.removesuffix(".0") if re.fullmatch(r"\d+\.0", plain) else plain
    )  # a number that pandas wrote
    return f"{stem}:{plain}" if stem and plain.isdecimal() else plain


def _number(value: object) -> object:
    """A number that a table holds as text."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    plain = value.strip() if isinstance(value, str) else ""
    return float(plain) if re.fullmatch(r"-?\d{1,13}(?:\.\d+)?", plain) else value
