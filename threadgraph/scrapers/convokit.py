"""ConvoKit: the utterances of a corpus, each of which names what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Scraper
from threadgraph.scrapers.payload import clock, name, objects, table, text, web_links, whole
from threadgraph.scrapers.reader.text import tidy

__all__ = ["ConvoKit"]


class ConvoKit(Scraper):
    """The utterances.jsonl of a ConvoKit corpus, of any size."""

    name = "convokit"
    example = "file:///corpora/hosts-corpus/utterances.jsonl"
    gives = ("parents", "dates", "scores", "links")
    streams = True

    def claims(self, page: Page) -> float:
        row = page.record
        speaks = "speaker" in row or ("user" in row and "meta" in row)
        answers = "reply_to" in row or "reply-to" in row
        return 0.9 if speaks and answers and "id" in row and "text" in row else 0.0

    def read(self, page: Page) -> Reading:
        return Reading(posts=_posts(page), trust=4)


def _posts(page: Page) -> Iterator[Post]:
    for at, row in enumerate(objects(page)):
        ident = text(row.get("id"))
        if not ident:
            continue
        root = text(row.get("conversation_id")) or text(row.get("root")) or ident
        above = name(row.get("reply_to")) or name(row.get("reply-to"))
        meta = table(row.get("meta"))
        words = tidy(text(row.get("text")))
        gone = words in ("[deleted]", "[removed]")
        yield Post(
            id=ident,
            thread_id=root,
            parent_id=above if above != ident else None,
            kind="post" if above is None and ident == root else "comment",
            source="convokit",
            site=text(meta.get("subreddit")) or "convokit",
            author=_speaker(row),
            **clock(_stamp(row.get("timestamp"))),
            title=text(meta.get("title")),
            text="" if gone else words,
            links=web_links(words),
            url=_address(meta),
            position=min(at, 2**31 - 1),
            score=whole(meta.get("score")),
            status="deleted" if words == "[deleted]" else "removed" if gone else "ok",
            capture=page.capture,
        )


def _speaker(row: dict[str, Any]) -> str | None:
    """A name, or in older corpora a record with one."""
    speaker = row.get("speaker", row.get("user"))
    found = name(speaker) or name(table(speaker).get("id")) or name(table(speaker).get("name"))
    return None if found in ("[deleted]", "[removed]") else found


def _stamp(value: object) -> object:
    """Seconds since 1970, as a number or as text; some corpora count the turns instead."""
    number = float(value) if isinstance(value, str) and value.replace(".", "", 1).isdecimal() else value
    small = isinstance(number, int | float) and abs(number) < 100_000_000
    return None if small else number


def _address(meta: dict[str, Any]) -> str | None:
    link = text(meta.get("permalink"))
    return (
        link
        if link.startswith("http")
        else f"https://www.reddit.com{link}"
        if link.startswith("/r/")
        else None
    )
