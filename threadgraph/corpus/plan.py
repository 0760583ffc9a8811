"""What a collection would fetch, told without fetching anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from threadgraph.addresses import normal
from threadgraph.corpus.collect import passing
from threadgraph.corpus.corpus import Corpus
from threadgraph.corpus.files import is_local
from threadgraph.corpus.follow import Follow
from threadgraph.corpus.store import PageRow
from threadgraph.errors import UsageError
from threadgraph.model import posts_from_table
from threadgraph.web.archive import Archive, page_key, raw, snapshot_of
from threadgraph.web.session import ADDRESSES

__all__ = ["Planned", "plan"]


@dataclass(frozen=True)
class Planned:
    """A page that would be fetched.

    Attributes
    ----------
    url : str
    why : str
        ``seed``, ``page``, ``interface``, ``feed``, ``link``, ``trackback``, ``author``, ``discovered``,
        ``entry``, ``backlinks`` or ``backlink``; ``again`` for what failed before.
    depth : int
        Hops from a seed.
    came_from : str or None
        The page that leads there.
    """

    url: str
    why: str
    depth: int = 0
    came_from: str | None = None


def plan(
    sources: Sequence[str | Path],
    into: str | Path,
    *,
    follow: Follow | None = None,
    archive: Archive | None = None,
) -> list[Planned]:
    """What `collect` with the same arguments would fetch, as far as that is known without the network.

    Known are the sources, what the corpus has waiting, and where the posts that it holds lead under these
    rules. What a page leads to that was not read yet isn't known, nor which pages will turn out to be of
    the story.

    Parameters
    ----------
    sources : sequence of str or Path
    into : str or Path
        The corpus' folder; it need not be there.
    follow : Follow, optional
    archive : Archive, optional

    Returns
    -------
    list of Planned
        Nearest first.

    Examples
    --------
    >>> [p.why for p in plan(["https://blog.example/attack/"], "no/such/folder")]
    ['seed']
    """
    follow = follow or Follow()
    found: dict[str, Planned] = {}
    held: dict[str, PageRow] = {}
    if (Path(into) / "corpus.duckdb").is_file():
        with Corpus(into) as corpus:
            held = {p.key: p for p in corpus.store.pages()}
            _held(corpus, held, follow, found)
    seeds: dict[str, Planned] = {}
    for source in sources:
        if is_local(source):
            if not any(k.startswith(f"file:{Path(source).name}") for k in held):
                seeds[f"file:{source}"] = Planned(str(source), "seed")
            continue
        if urlsplit(str(source)).scheme not in ADDRESSES:
            raise UsageError(f"not an address that can be fetched: {source} (http, https and nntp are)")
        url = archive.source(str(source)) if archive is not None else raw(str(source))
        if (key := normal(url)) not in held:
            seeds[key] = Planned(url, "seed")
    room = max(0, follow.pages - len(held))
    fresh = [p for k, p in (seeds | found).items() if k not in held][:room]
    kept = [p for k, p in found.items() if k in held]
    return sorted([*kept, *fresh], key=lambda p: p.depth)


def _held(corpus: Corpus, held: dict[str, PageRow], follow: Follow, found: dict[str, Planned]) -> None:
    """What waits, what failed and may be had now, and where posts lead that are held."""
    for row in held.values():
        if row.state == "waiting":
            found[row.key] = Planned(row.url, row.why, row.depth, row.came_from)
        elif row.state == "failed" and row.url.startswith(ADDRESSES) and passing(row.reason or ""):
            found[row.key] = Planned(row.url, "again", row.depth, row.came_from)
    of_capture = {r.capture: r for r in held.values() if r.capture}
    for table in corpus.threads():
        for post in posts_from_table(table):
            page = of_capture.get(post.capture) if post.capture else None
            if page is None:
                continue
            snapshot = snapshot_of(page.url)
            for request in follow.hops([post], page.depth):
                url = snapshot.beside(request.url).address if snapshot is not None else request.url
                key = page_key(url, request.why)
                if key not in held and key not in found:
                    found[key] = Planned(url, request.why, page.depth + 1, page.url)
