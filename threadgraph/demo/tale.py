"""The invented story, as data: sites, their entries, and what people wrote under them.

Each file of the folder ``story/`` is one site. Times in these files are wall time in Paris.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

__all__ = ["NOTICE", "PARIS", "Comment", "Entry", "Site", "Trackback", "mail", "story", "truth"]

PARIS = ZoneInfo("Europe/Paris")

NOTICE = (
    "Reconstitution : personnes, sites et messages inventés, à des fins de démonstration. "
    "/ Reconstruction: people, sites and messages are invented, for demonstration."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What one reader wrote under an entry.

    Parameters
    ----------
    id : str
        The number that the engine gave it.
    author, url : str
        The signature, and the home page left with it (empty if none).
    at : datetime
        Aware, Paris.
    text : str
        In the small markup of `threadgraph.demo.markup`.
    answers : datetime, optional
        The time of the comment on the same page that it answers; None for the opening post.
    removed : bool
        A moderator took it away.
    member : str
        On a forum, where the member lives.
    """

    id: str
    author: str
    url: str
    at: datetime
    text: str
    answers: datetime | None = None
    removed: bool = False
    member: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trackback:
    """A ping that another site sent to an entry.

    Parameters
    ----------
    id, url, title, blog, excerpt : str
    at : datetime
    """

    id: str
    url: str
    title: str
    blog: str
    excerpt: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page of a site: an opening post, its trackbacks and comments.

    Parameters
    ----------
    id : int
    path : str
        With its query string, if any.
    title, author, category, text : str
    at : datetime
    closed : bool
        Nobody may comment.
    trackbacks : tuple of Trackback
    comments : tuple of Comment
        Oldest first.
    """

    id: int
    path: str
    title: str
    author: str
    at: datetime
    text: str
    category: str = ""
    closed: bool = False
    trackbacks: tuple[Trackback, ...] = ()
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One host.

    Parameters
    ----------
    host, engine, title, tagline, owner, language, about : str
    charset : str
        What its pages declare.
    sends : str
        What its bytes really are in.
    robots : str
        The text of robots.txt; empty if there is none.
    blogroll : tuple of (str, str)
        Names and addresses.
    entries : tuple of Entry
        Newest first, as a front page shows them.
    """

    host: str
    engine: str
    title: str
    owner: str
    language: str
    tagline: str = ""
    about: str = ""
    charset: str = "utf-8"
    sends: str = "utf-8"
    robots: str = ""
    blogroll: tuple[tuple[str, str], ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def home(self) -> str:
        """The address of the front page."""
        return f"http://{self.host}/"

    def url(self, path: str) -> str:
        """The address of a path on this site."""
        return f"http://{self.host}{path}"


@lru_cache(maxsize=1)
def story() -> tuple[Site, ...]:
    """The sites of the reconstruction, by host name.

    Examples
    --------
    >>> from threadgraph.demo import story
    >>> any(site.engine == "dotclear1" for site in story())
    True
    """
    folder = files("threadgraph.demo").joinpath("story")
    found = [_site(tomllib.loads(f.read_text("utf-8"))) for f in folder.iterdir() if f.name.endswith(".toml")]
    return tuple(sorted(found, key=lambda s: s.host))


def truth() -> dict[str, Any]:
    """What happened: tables of pages, relays, the focal actor's comments and who is who.

    Examples
    --------
    >>> from threadgraph.demo import truth
    >>> sorted(truth())
    ['broke', 'focal', 'namesakes', 'notices', 'page', 'person', 'relay', 'story']
    """
    return tomllib.loads(files("threadgraph.demo").joinpath("truth.toml").read_text("utf-8"))


def mail() -> bytes:
    """The message to all customers, as its file."""
    return files("threadgraph.demo").joinpath("story", "courriel-clients.eml").read_bytes()


def _aware(time: datetime) -> datetime:
    return time.replace(tzinfo=PARIS)


def _site(raw: Mapping[str, Any]) -> Site:
    ids = _comment_ids(raw)
    entries = [_entry(entry, raw, ids) for entry in raw["entry"]]
    entries.sort(key=lambda e: e.at, reverse=True)
    plain = {k: v for k, v in raw.items() if k not in ("entry", "blogroll", "first_comment")}
    roll = tuple((name, url) for name, url in raw.get("blogroll", ()))
    return Site(**plain, blogroll=roll, entries=tuple(entries))


def _comment_ids(raw: Mapping[str, Any]) -> dict[tuple[int, datetime], str]:
    """Numbers in the order of time over a whole site, with gaps as spam left them."""
    keys = [(c["at"], e["id"]) for e in raw["entry"] for c in e.get("comment", ())]
    keys += [(t["at"], e["id"]) for e in raw["entry"] for t in e.get("trackback", ())]
    if raw["engine"] == "blogger":
        return {(e, at): f"{int(_aware(at).timestamp())}{at.minute * 7919 + e:08d}" for at, e in keys}
    first = raw.get("first_comment", 101)
    return {(e, at): str(first + i + i // 3) for i, (at, e) in enumerate(sorted(keys))}


def _entry(raw: Mapping[str, Any], site: Mapping[str, Any], ids: Mapping[tuple[int, datetime], str]) -> Entry:
    number = raw["id"]
    comments = [
        Comment(
            id=ids[number, c["at"]],
            author=c["by"],
            url=c.get("url", ""),
            at=_aware(c["at"]),
            text=c["text"].strip(),
            answers=_aware(c["answers"]) if "answers" in c else None,
            removed=c.get("removed", False),
            member=c.get("member", ""),
        )
        for c in raw.get("comment", ())
    ]
    trackbacks = [
        Trackback(
            id=ids[number, t["at"]],
            url=t["url"],
            title=t["title"],
            blog=t["blog"],
            excerpt=t["excerpt"].strip(),
            at=_aware(t["at"]),
        )
        for t in raw.get("trackback", ())
    ]
    return Entry(
        id=number,
        path=raw["path"],
        title=raw["title"],
        author=raw.get("by", site["owner"]),
        at=_aware(raw["at"]),
        text=raw["text"].strip(),
        category=raw.get("category", ""),
        closed=raw.get("closed", False),
        trackbacks=tuple(sorted(trackbacks, key=lambda t: t.at)),
        comments=tuple(sorted(comments, key=lambda c: c.at)),
    )
