"""Rebuilding a corpus from its captures, with today's scrapers and no network."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from threadgraph.addresses import normal
from threadgraph.corpus.collect import Progress, read_bytes
from threadgraph.corpus.corpus import Corpus
from threadgraph.corpus.follow import Follow
from threadgraph.corpus.keep import OFF_STORY, keep
from threadgraph.corpus.store import PageRow, Store
from threadgraph.errors import NotACorpus
from threadgraph.scrapers import Request
from threadgraph.web.archive import page_key, raw
from threadgraph.web.captures import Capture, read_captures
from threadgraph.web.session import ADDRESSES

__all__ = ["reread"]


def reread(
    path: str | Path, *, follow: Follow | None = None, progress: Callable[[Progress], None] | None = None
) -> Corpus:
    """Rebuild the tables of a corpus from what was received.

    The new tables are made beside the old ones and take their place in one step. Pages that today's
    scrapers would fetch in addition are left waiting for the next `collect`.

    Parameters
    ----------
    path : str or Path
        The corpus' folder; its captures are enough, the tables may be lost.
    follow : Follow, optional
        Which links are wanted; by default none.
    progress : callable, optional
        Called with a `Progress` after each page.

    Returns
    -------
    Corpus

    Raises
    ------
    NotACorpus
        If the folder holds neither tables nor captures.
    """
    folder = Path(path)
    files = sorted((folder / "captures").glob("*.warc*")) if folder.is_dir() else []
    table = folder / "corpus.duckdb"
    if not files and not table.is_file():
        raise NotACorpus(f"{folder} holds neither captures nor a corpus.duckdb; nothing to read again")
    rows, facts, kept = _old(table)
    new = folder / "corpus.duckdb.new"
    for leftover in (new, new.with_suffix(".new.wal")):
        leftover.unlink(missing_ok=True)
    corpus = Corpus.__new__(Corpus)
    corpus.path, corpus.store = folder, Store(new)
    try:
        _rebuild(corpus, files, rows, facts, kept, follow or Follow(), progress)
    finally:
        corpus.close()
    new.replace(table)
    (folder / "corpus.duckdb.wal").unlink(missing_ok=True)
    return Corpus(folder)


def _old(table: Path) -> tuple[list[PageRow], list[tuple[str, str]], list[dict[str, object]]]:
    if not table.is_file():
        return [], [], []
    store = Store(table)
    rows = store.pages()
    facts = store.connection.execute("SELECT name, value FROM facts").fetchall()
    kept = store.table("SELECT * FROM posts WHERE capture IS NULL").to_pylist()  # imported or added by hand
    store.connection.execute("CHECKPOINT")
    store.close()
    return rows, facts, kept


def _rebuild(
    corpus: Corpus,
    files: list[Path],
    rows: list[PageRow],
    facts: list[tuple[str, str]],
    kept: list[dict[str, object]],
    follow: Follow,
    progress: Callable[[Progress], None] | None,
) -> None:
    by_capture: dict[str | None, PageRow] = {r.capture: r for r in rows if r.capture}
    known = {r.key for r in rows}
    with corpus.store.transaction():
        for name, value in facts:
            corpus.store.set_fact(name, value)
        corpus.store.put_pages(r for r in rows if not r.capture or r.state == "skipped")
        if kept:
            corpus.store.put_rows(kept)
    zone = corpus.store.fact("timezone", "UTC")
    done = posts = 0

    def wanted(requests: Iterable[Request], depth: int, came_from: str | None) -> list[PageRow]:
        fresh = []
        for request in requests:
            url = raw(request.url)
            key = page_key(url, request.why)
            if (
                urlsplit(request.url).scheme in ADDRESSES
                and key not in known
                and len(known) < follow.pages
                and rows
            ):
                known.add(key)
                fresh.append(PageRow(key, url, request.why, depth, came_from, number=len(known)))
        return fresh

    for capture in _captures(files):
        row = _row(capture, by_capture, bool(rows), done, follow.story is not None)
        if row is None:
            continue
        kind = capture.header("content-type") or ""
        columns = json.loads(corpus.store.fact(f"columns of {row.key}", "{}"))
        result = read_bytes(row, capture.body, kind, capture.headers, zone, columns=columns)
        with corpus.store.transaction():
            keep(corpus, result, follow, wanted)
        done += 1
        posts += row.posts
        if progress is not None:
            progress(Progress(done, max(0, len(by_capture) - done), 0, posts, {}, 0.0))


def _captures(files: list[Path]) -> Iterator[Capture]:
    for file in files:
        yield from read_captures(file, max_bytes=4_000_000_000)


def _row(
    capture: Capture, by_capture: dict[str | None, PageRow], had_table: bool, number: int, judged: bool
) -> PageRow | None:
    """The row of a captured page, as it was when it had just been fetched; what a story judged is judged anew."""
    old = by_capture.get(capture.name)
    if old is not None:
        if old.state == "skipped" and not (judged and old.reason == OFF_STORY):
            return None
        return PageRow(
            old.key,
            old.url,
            old.why,
            old.depth,
            old.came_from,
            final=old.final,
            capture=capture.name,
            fetched=None if capture.imported else capture.fetched,
            number=old.number,
        )
    if (
        had_table
        or capture.status >= 300
        or capture.status == 0
        or urlsplit(capture.url).path == "/robots.txt"
    ):
        return None
    return PageRow(
        normal(capture.url),
        capture.url,
        final=capture.url,
        capture=capture.name,
        fetched=None if capture.imported else capture.fetched,
        number=number,
    )
