"""Dumps of Reddit (Pushshift, Arctic Shift): a submission or a comment a line, plain or packed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Scraper
from threadgraph.scrapers.payload import objects
from threadgraph.scrapers.reddit import reddit_post

__all__ = ["RedditDump", "dump_post"]


class RedditDump(Scraper):
    """Dumps of Reddit's submissions and comments (RS, RC), plain or packed, of any size."""

    name = "reddit_dump"
    example = "file:///dumps/RC_2011-12.zst"
    gives = ("parents", "dates", "scores", "links", "owner")
    streams = True

    def claims(self, page: Page) -> float:
        return 0.95 if _kind(page.record) else 0.0

    def read(self, page: Page) -> Reading:
        return Reading(posts=_posts(page), trust=4)


def _kind(row: dict[str, Any]) -> str | None:
    if "subreddit" not in row or "author" not in row:
        return None
    if "link_id" in row and "body" in row:
        return "t1"
    return "t3" if "title" in row and ("selftext" in row or "is_self" in row) else None


def dump_post(row: dict[str, Any], page: Page, at: int) -> Post | None:
    """The post that a line of a dump describes; None where it describes none.

    Parameters
    ----------
    row : dict
    page : Page
    at : int
        How many lines came before.
    """
    kind = _kind(row)
    post = reddit_post(row, kind, page, min(at, 2**31 - 1), raw=False) if kind else None
    return replace(post, source="reddit_dump") if post is not None else None


def _posts(page: Page) -> Iterator[Post]:
    for at, row in enumerate(objects(page)):
        if (post := dump_post(row, page, at)) is not None:
            yield post
