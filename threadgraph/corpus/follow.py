"""Which links a collection goes after."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatch
from urllib.parse import quote, urlsplit

from threadgraph.addresses import absolute, host_of, normal
from threadgraph.model import Post, Story
from threadgraph.scrapers import Page, Request

__all__ = ["OF_A_THREAD", "Follow", "feeds_of", "links_of", "told"]

#: Why a page is wanted that belongs to a thread already met: no hop leads there.
OF_A_THREAD = ("page", "interface", "feed")

_NO_PAGE = (
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".webp",
    ".svg",
    ".pdf",
    ".zip",
    ".mp3",
    ".mp4",
    ".avi",
    ".mov",
    ".css",
    ".js",
    ".exe",
    ".gz",
    ".ogg",
    ".ico",
    ".doc",
    ".docx",
    ".xls",
    ".ppt",
    ".torrent",
    ".iso",
)


@dataclass(frozen=True)
class Follow:
    """How far a collection goes from its seeds.

    Parameters
    ----------
    links : bool
        Go to what posts link to.
    trackbacks : bool
        Go to the posts that sent a trackback or pingback.
    authors : bool
        Go to the home pages of those who comment.
    feeds : bool
        Read the feeds that pages name (autodiscovery), and go to their entries.
    backlinks : tuple of str
        Addresses that answer who links to a page, with ``{url}`` where its address goes.
    depth : int
        Hops from a seed; pages of one thread and its interfaces are no hop.
    hosts : tuple of str
        Host patterns that may be reached by a hop, as in ``*.example``; empty: all.
    pages : int
        Most pages altogether.
    start, end : datetime, optional
        Links are followed only from posts of this window, and from undated ones.
    minutes : float, optional
        How long one call collects; what is left then waits for the next.
    story : Story, optional
        Of pages that a hop reached, only threads that tell it are kept: a post holds a term, or links to
        a page of the story that is held.
    """

    links: bool = False
    trackbacks: bool = False
    authors: bool = False
    feeds: bool = False
    backlinks: tuple[str, ...] = ()
    depth: int = 1
    hosts: tuple[str, ...] = ()
    pages: int = 5_000
    start: datetime | None = None
    end: datetime | None = None
    minutes: float | None = None
    story: Story | None = None

    def allows(self, url: str) -> bool:
        """Whether a hop to an address is allowed."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        if parts.scheme not in ("http", "https") or parts.path.lower().endswith(_NO_PAGE):
            return False
        host = host_of(url)
        bare = host.partition(":")[0]
        return not self.hosts or any(
            fnmatch(bare, p.removeprefix("www.")) or (p.startswith("*.") and bare == p[2:])
            for p in self.hosts
        )

    def hops(self, posts: Iterable[Post], depth: int) -> Iterator[Request]:
        """The pages that posts lead to, from a page that is `depth` hops away from a seed."""
        if depth >= self.depth:
            return
        for post in posts:
            if post.published is not None and (
                (self.start is not None and post.published < self.start)
                or (self.end is not None and post.published > self.end)
            ):
                continue
            if self.trackbacks and post.kind == "trackback":
                for url in filter(None, [post.author_url, *post.links]):
                    if self.allows(url):
                        yield Request(url.split("#")[0], "trackback")
            elif self.links:
                for url in post.links:
                    if self.allows(url):
                        yield Request(url.split("#")[0], "link")
            if self.authors and post.kind == "comment" and post.author_url and self.allows(post.author_url):
                yield Request(post.author_url.split("#")[0], "author")

    def askers(self, url: str) -> list[str]:
        """Where to ask who links to a page."""
        return [place.replace("{url}", quote(url, safe="")) for place in self.backlinks]


def told(posts: Iterable[Post], story: Story, held: Callable[[], set[str]]) -> list[Post]:
    """The posts of the threads that tell a story.

    Parameters
    ----------
    posts : iterable of Post
    story : Story
    held : callable
        Gives the pages of the story that were collected, in the spelling of `normal`.
    """
    posts = list(posts)
    terms = [f" {words} " for t in story.terms if (words := _words(t))]
    pages: set[str] | None = None
    kept: set[str] = set()
    for post in posts:
        if post.thread_id in kept:
            continue
        text = f" {_words(f'{post.title} {post.text} {post.url or str()}')} "
        if any(t in text for t in terms):
            kept.add(post.thread_id)
            continue
        if pages is None and (post.links or post.url):
            pages = held() | {normal(u) for u in story.urls}
        if pages and any(normal(u) in pages for u in (*post.links, *([post.url] if post.url else ()))):
            kept.add(post.thread_id)
    return [p for p in posts if p.thread_id in kept]


def _words(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain))


def feeds_of(page: Page) -> list[str]:
    """The feeds of a site that a page of it names, without those of comments; at most two."""
    if page.looks != "html":
        return []
    found: dict[str, None] = {}
    for link in page.tree.iter("link"):
        kind = (link.get("type") or "").lower()
        if "alternate" not in (link.get("rel") or "").lower() or not kind.endswith(("rss+xml", "atom+xml")):
            continue
        url = absolute(page.url, link.get("href"))
        about = f"{link.get('title') or ''} {link.get('href')}"
        if url and not re.search(r"comment|kommentar", about, re.I) and normal(url) != normal(page.url):
            found[url] = None
    return list(found)[:2]


def links_of(page: Page) -> list[str]:
    """What a page that answers "who links here" names: all that isn't its own."""
    if page.looks == "html":
        hrefs = [a.get("href") for a in page.tree.iter("a")]
        urls = [u for h in hrefs if (u := absolute(page.url, h))]
    else:
        urls = re.findall(r"https?://[^\s\"'<>\\\])}]+", page.text[:5_000_000])
    own = host_of(page.url)
    return list(dict.fromkeys(u.split("#")[0] for u in urls if host_of(u) != own))[:500]
