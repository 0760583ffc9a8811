"""Keeping what one page gave: its posts, its row, and the pages that it leads to."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from threadgraph.addresses import normal
from threadgraph.corpus.corpus import Corpus
from threadgraph.corpus.follow import OF_A_THREAD, Follow, feeds_of, links_of, told
from threadgraph.corpus.store import PageRow, Store
from threadgraph.errors import ReadError, ThreadgraphError
from threadgraph.model import Post
from threadgraph.scrapers import Page, Reading, Request
from threadgraph.web.archive import snapshot_of

__all__ = ["OFF_STORY", "Result", "Wanted", "first_links", "keep", "tripped"]

#: Why a page that was read isn't kept.
OFF_STORY = "not about the story"
Wanted = Callable[[Iterable[Request], int, str | None], list[PageRow]]


@dataclass
class Result:
    """What one page gave, before it is kept."""

    row: PageRow
    reading: Reading | None = None
    posts: Iterable[Post] = ()
    problems: list[str] = field(default_factory=list)
    page: Page | None = None


def keep(corpus: Corpus, result: Result, follow: Follow, wanted: Wanted) -> list[PageRow]:
    """Write what a page gave; inside a transaction. Returns the pages that it leads to."""
    store, row, reading = corpus.store, result.row, result.reading
    fresh: list[PageRow] = []
    if reading is not None:
        near, far = _read(store, result, reading, follow)
        if (snapshot := snapshot_of(row.url)) is not None:  # the same archive, at the same time
            near, far = (
                [Request(snapshot.beside(r.url).address, r.why) for r in requests] for requests in (near, far)
            )
        entries = [r for r in far if r.why == "entry"]
        fresh = wanted(near, row.depth, row.key)
        fresh += wanted(entries, max(row.depth, 1), row.key)
        fresh += wanted([r for r in far if r.why != "entry"], row.depth + 1, row.key)
    elif row.state == "failed" and row.why in ("interface", "feed", "discovered", "backlinks"):
        store.note(row.came_from or row.key, [f"{row.url} could not be had: {row.reason}"], more=True)
        row.state = "skipped"
    store.put_pages([row, *fresh])
    return fresh


def _read(
    store: Store, result: Result, reading: Reading, follow: Follow
) -> tuple[list[Request], list[Request]]:
    """Keep the posts of a page; the pages of its threads, and those that are a hop away."""
    row, page = result.row, result.page
    deeper = row.depth < follow.depth
    if row.why == "backlinks":
        return [], [
            Request(u, "backlink") for u in links_of(page) if deeper and follow.allows(u)
        ] if page else []
    posts, reached = result.posts, row.why not in OF_A_THREAD and row.why != "seed"
    discovered = feeds_of(page) if follow.feeds and page is not None and row.why != "discovered" else []
    if reached and follow.story is not None:
        posts = list(posts)
        kept = told(posts, follow.story, lambda: _held(store))
        if not kept:
            row.state, row.reason = "skipped", OFF_STORY
            # the front page of a site may say nothing, and its feed something
            return ([Request(u, "discovered") for u in discovered] if row.why == "author" else []), []
        posts = kept
    hops: list[Request] = []
    openings: list[str] = []
    try:
        store.add_posts(_counted(posts, row, follow, hops, openings), reading.trust)
    except ReadError as e:  # a stream that breaks in the middle: what came before it stays
        result.problems.append(str(e))
    row.thread_id, row.stated = reading.thread_id, reading.stated
    if row.why == "discovered":  # of all that a site tells, the entries that belong here
        entries = [
            Request(u, "entry") for u in openings if follow.allows(u) and follow.depth >= max(row.depth, 1)
        ]
        return [], entries
    # a file on disk leads to the web only where the study follows links
    near = [
        r
        for r in reading.next
        if r.why in OF_A_THREAD
        and (follow.links or not row.key.startswith("file:"))
        # a feed that a page named completes that page and opens no others
        and (row.why != "feed" or r.why != "page")
    ]
    if row.posts == 0 and not reading.next:
        result.problems.append("no posts found on it")
    elif row.why == "seed" and row.posts == 1 and row.scraper in ("page", "wordpress") and not near:
        result.problems.append("no comments found on it")
    store.note(row.key, reading.notes)
    row.reason = "; ".join(result.problems) or None
    near += [Request(u, "discovered") for u in discovered]
    if deeper:
        near += [Request(u, "backlinks") for place in openings for u in follow.askers(place)]
        if follow.links:
            hops.extend(r for r in reading.next if r.why not in OF_A_THREAD and follow.allows(r.url))
    return near, hops


def tripped(error: Exception) -> str:
    """What to say where a scraper fails on a page in a way that it does not foresee."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).stem}:{frame.lineno}"
    return (
        f"can't be read: its scraper fails with {type(error).__name__}: {error} ({where}); "
        "please report it, and `threadgraph reread` after an update"
    )


def _whole(posts: Iterable[Post]) -> Iterable[Post]:
    """Posts as they come; a stream that fails in an unforeseen way breaks like one that is cut off."""
    try:
        yield from posts
    except ThreadgraphError:
        raise
    except Exception as e:
        raise ReadError(tripped(e)) from e


def _counted(
    posts: Iterable[Post], row: PageRow, follow: Follow, hops: list[Request], openings: list[str]
) -> Iterable[Post]:
    for post in _whole(posts):
        row.posts += 1
        if row.depth < follow.depth and len(hops) < 100_000:
            hops.extend(follow.hops([post], row.depth))
        if post.url and post.kind in ("post", "notice") and len(openings) < 1_000:
            openings.append(post.url)
        yield post


def _held(store: Store) -> set[str]:
    """The pages of the story that are held: who links to one of them speaks of it."""
    rows = store.pages("state = 'done' AND posts > 0 AND key NOT LIKE 'file:%'")
    return {r.key for r in rows} | {normal(r.final) for r in rows if r.final}


def first_links(store: Store, urls: list[str]) -> dict[str, datetime]:
    """When each of some addresses was first linked to, by the posts that are held."""
    if not urls:
        return {}
    pages = {url: snapshot.url if (snapshot := snapshot_of(url)) is not None else url for url in urls}
    rows = store.table(
        "SELECT link, min(published) AS first FROM (SELECT published, split_part(link, '#', 1) AS link "
        "FROM (SELECT published, unnest(list_append(links, author_url)) AS link FROM posts)) "
        "WHERE published IS NOT NULL AND link IN (SELECT unnest(?)) GROUP BY link",
        [list(set(pages.values()))],
    ).to_pylist()
    first = {r["link"]: r["first"] for r in rows}
    return {url: first[page] for url, page in pages.items() if page in first}
