"""Dumps of any size into Parquet, as a stream: what `threadgraph.spread.measure` reads."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedIOBase
from itertools import islice
from pathlib import Path
from typing import Any, cast

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from threadgraph.corpus.files import local_pages
from threadgraph.corpus.reddit_lines import reddit_block
from threadgraph.errors import ReadError, UsageError
from threadgraph.model import Post, posts_table
from threadgraph.scrapers import Page, scraper_for
from threadgraph.scrapers.reader.stream import reading

__all__ = ["Converted", "convert"]

#: Bytes of plain lines, or posts of other sources, that one file of the result holds.
_BLOCK = 32_000_000
_POSTS = 50_000
_PIECE = 1_000_000
#: Lines that hold no post are named, up to so many; beyond, they are counted.
_NAMED = 10_000
_MEMORY = "500MB"
#: Columns whose values come again and again.
_REPEATED = [
    "thread_id", "parent_id", "kind", "source", "site", "author", "author_url", "author_key", "is_owner", "precision",
    "zone", "title", "html", "status", "lang", "capture", "score",
]  # fmt: skip


@dataclass(frozen=True)
class Converted:
    """What `convert` wrote.

    Attributes
    ----------
    files : tuple of Path
        Parquet files with ``POST_SCHEMA``, in the order of the dump.
    posts : int
        How many posts they hold.
    unread : int
        Lines that held no post; each is named, with the reason, in the ``.unread.jsonl`` beside them.
    """

    files: tuple[Path, ...]
    posts: int
    unread: int


def convert(
    sources: Sequence[str | Path],
    into: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    timezone: str = "UTC",
    progress: Callable[[str], None] | None = None,
) -> Converted:
    """Dumps into a folder of Parquet files, a block at a time; memory does not grow with their length.

    Called again after it was stopped, it goes on with the block that was not written.

    Parameters
    ----------
    sources : sequence of str or Path
        Files, packed or not: Reddit's dumps (fast), and whatever else streams: JSON Lines and CSV of posts, mbox,
        WXR, Stack Exchange and Disqus dumps, ConvoKit.
    into : str or Path
        A folder; files are named after the dump, with a number.
    columns : mapping of str to str, optional
        Which column of a table holds which field, where its name does not tell: ``{"text": "what was said"}``.
    timezone : str
        Assumed where a dump states none.
    progress : callable, optional
        Told what is done, as a sentence.

    Returns
    -------
    Converted

    Raises
    ------
    UsageError
        If there is no such file, or two of one name.
    ReadError
        If no scraper streams it, or it breaks off; what came before is written.

    Examples
    --------
    >>> import tempfile
    >>> line = '{"id": "c1", "link_id": "t3_a", "parent_id": "t3_a", "author": "eve", "body": "Down here too.", "subreddit": "hosting", "created_utc": 1129271400}'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     dump = Path(folder) / "RC_2005-10.jsonl"
    ...     _ = dump.write_text(line)
    ...     done = convert([dump], Path(folder) / "posts")
    ...     pq.read_table(done.files[0])["id"].to_pylist()
    ['reddit.com:t1_c1']
    """
    say = progress or (lambda _: None)
    into = Path(into)
    files = [Path(s) for s in sources]
    names = [_stem(f) for f in files]
    for file, name in zip(files, names, strict=True):
        if not file.is_file():
            raise UsageError(
                f"{file} is a folder: name its files" if file.is_dir() else f"no such file: {file}"
            )
        if names.count(name) > 1:
            raise UsageError(
                f"two sources would be written as {name}-00001.parquet: convert them into folders of their own"
            )
    into.mkdir(parents=True, exist_ok=True)
    done = [
        _one(f, _Parts(into, n, f, columns, timezone), columns, timezone, say)
        for f, n in zip(files, names, strict=True)
    ]
    return Converted(
        tuple(p for d in done for p in d.files), sum(d.posts for d in done), sum(d.unread for d in done)
    )


def _stem(file: Path) -> str:
    return (
        re.sub(
            r"[^\w-]+",
            "-",
            re.sub(
                r"(?:\.(?:gz|bz2|xz|zst|jsonl|ndjson|json|csv|tsv|mbox|xml))+$", "", file.name, flags=re.I
            ),
        ).strip("-")
        or "posts"
    )


class _Parts:
    """The files that one dump becomes, and a record of them, so that the same call continues."""

    def __init__(
        self, into: Path, name: str, source: Path, columns: Mapping[str, str] | None, timezone: str
    ) -> None:
        self.into, self.name = into, name
        self.record = into / f"{name}.parts.json"
        self.list = into / f"{name}.unread.jsonl"
        state = source.stat()
        self.of = [
            source.name,
            state.st_size,
            state.st_mtime_ns,
            _BLOCK,
            _POSTS,
            dict(columns or {}),
            timezone,
        ]
        #: For each file: posts, lines, lines that hold no post, bytes of the list of those.
        self.written: list[list[int]] = []
        self.whole = False
        there = sorted(into.glob(f"{name}-[0-9][0-9][0-9][0-9][0-9].parquet"))
        kept = self._kept()
        if kept is None and there:
            raise UsageError(f"{there[0]} is not of this work: convert {source.name} into another folder")
        if (
            kept
            and kept["of"] == self.of
            and all(self.file(k).is_file() for k in range(len(kept["written"])))
        ):
            self.written, self.whole = kept["written"], kept["whole"]
        else:
            for old in [*there, self.list]:
                old.unlink(missing_ok=True)
            self._save()
        if self.list.is_file():
            with self.list.open("r+b") as f:
                f.truncate(self.written[-1][3] if self.written else 0)

    def _kept(self) -> dict[str, Any] | None:
        """What an earlier call wrote down; None where there was none."""
        try:
            kept = json.loads(self.record.read_text())
            return {"of": kept["of"], "written": list(kept["written"]), "whole": bool(kept["whole"])}
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError):
            return {"of": None, "written": [], "whole": False}

    def file(self, k: int) -> Path:
        return self.into / f"{self.name}-{k + 1:05}.parquet"

    @property
    def lines(self) -> int:
        return sum(w[1] for w in self.written)

    def add(self, posts: pa.Table, lines: int, unread: list[tuple[int, str, bytes]]) -> None:
        """Keep a block, whole or not at all."""
        path = self.file(len(self.written))
        part = path.with_suffix(".part")
        pq.write_table(posts, part, compression="zstd", compression_level=1, use_dictionary=_REPEATED)
        room = max(0, _NAMED - sum(w[2] for w in self.written))
        if unread[:room]:
            with self.list.open("ab") as f:
                for i, why, line in unread[:room]:
                    row = {
                        "line": self.lines + i + 1,
                        "why": why,
                        "begins": line[:200].decode("utf-8", "replace"),
                    }
                    f.write(json.dumps(row).encode() + b"\n")
        part.replace(path)
        size = self.list.stat().st_size if self.list.is_file() else 0
        self.written.append([len(posts), lines, len(unread), size])
        self._save()

    def finish(self) -> Converted:
        self.whole = True
        self._save()
        return Converted(
            tuple(self.file(k) for k in range(len(self.written))),
            sum(w[0] for w in self.written),
            sum(w[2] for w in self.written),
        )

    def _save(self) -> None:
        part = self.record.with_suffix(".new")
        part.write_text(json.dumps({"of": self.of, "written": self.written, "whole": self.whole}))
        part.replace(self.record)


def _one(
    file: Path, parts: _Parts, columns: Mapping[str, str] | None, timezone: str, say: Callable[[str], None]
) -> Converted:
    if parts.whole:
        say(f"{file.name}: written already")
        return parts.finish()
    found = next(iter(local_pages(file)), None)
    if found is None:
        raise ReadError(f"{file.name} holds nothing")
    page = Page(found.url, found.body, found.content_type, zone=timezone, file=file, columns=columns)
    scraper = scraper_for(page)
    if not scraper.streams:
        raise ReadError(
            f"{file.name}: {scraper.name} reads pages, not dumps: threadgraph collect {file} --into CORPUS"
        )
    if scraper.name == "reddit_dump":
        _lines(page, parts, say)
    else:
        _posts(page, parts, say)
    return parts.finish()


def _lines(page: Page, parts: _Parts, say: Callable[[str], None]) -> None:
    """The fast way: blocks of plain lines, each read at once."""
    with (
        tempfile.TemporaryDirectory(dir=parts.into, prefix=".convert-") as scratch,
        duckdb.connect() as con,
        page.stream() as stream,
    ):
        con.execute(f"SET memory_limit='{_MEMORY}'; SET TimeZone='UTC'")
        block = Path(scratch) / "block.jsonl"
        for k, size in enumerate(_blocks(cast(BufferedIOBase, stream), block, skip=len(parts.written))):
            if size:
                read = reddit_block(con, block, parts.lines, page)
                parts.add(read.posts, read.lines, read.unread)
                say(f"{page.file.name if page.file else ''}: {sum(w[0] for w in parts.written):,} posts")
            else:
                say(f"block {k + 1} is written already")


def _blocks(stream: BufferedIOBase, block: Path, skip: int) -> Iterator[int]:
    """Write one block after the other of a stream to a file; its size, and 0 for those that are skipped."""
    rest = b""
    broken: ReadError | None = None
    k = 0
    ended = False
    while not ended:
        pieces, size = [rest], len(rest)
        while size < _BLOCK and not ended:
            try:
                with reading():
                    pieces.append(stream.read1(min(_PIECE, _BLOCK - size)))
            except ReadError as e:  # said when what came before is written
                broken = e
                pieces.append(b"")
            ended = not pieces[-1]
            size += len(pieces[-1])
        plain = b"".join(pieces)
        cut = plain.rfind(b"\n") + 1 if broken or not ended else size
        if not cut and size >= _BLOCK:
            raise ReadError(f"a line of more than {_BLOCK // 1_000_000} MB: no list of posts")
        rest = plain[cut:]
        if k < skip:
            yield 0
        elif cut:
            with block.open("wb") as f:
                f.write(memoryview(plain)[3 if k == 0 and plain.startswith(b"\xef\xbb\xbf") else 0 : cut])
            yield cut
        k += 1
    if broken:
        raise broken


def _posts(page: Page, parts: _Parts, say: Callable[[str], None]) -> None:
    """The way of all other sources: their scraper, post by post."""
    posts = iter(scraper_for(page).read(page).posts)
    for _ in islice(posts, sum(w[0] for w in parts.written)):
        pass
    broken: ReadError | None = None
    while broken is None:
        chunk: list[Post] = []
        try:
            for post in islice(posts, _POSTS):
                chunk.append(post)
        except ReadError as e:  # said when what came before is written
            broken = e
        if chunk:
            parts.add(posts_table(chunk), len(chunk), [])
            say(f"{page.file.name if page.file else ''}: {sum(w[0] for w in parts.written):,} posts")
        elif broken is None:
            return
    raise broken
