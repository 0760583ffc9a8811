"""Which links a collection goes after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatch
from urllib.parse import urlsplit

from threadgraph.addresses import host_of
from threadgraph.model import Post
from threadgraph.scrapers import Request

__all__ = ["Follow"]

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
    depth : int
        Hops from a seed; pages of one thread and its interfaces are no hop.
    hosts : tuple of str
        Host patterns that may be reached by a hop, as in ``*.example``; empty: all.
    pages : int
        Most pages altogether.
    start, end : datetime, optional
        Links are followed only from posts of this window, and from undated ones.
    """

    links: bool = False
    trackbacks: bool = False
    depth: int = 1
    hosts: tuple[str, ...] = ()
    pages: int = 5_000
    start: datetime | None = None
    end: datetime | None = None

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
