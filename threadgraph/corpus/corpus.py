"""`Corpus`: a folder with posts at rest, the captures they came from, and a ledger of what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from threadgraph.addresses import normal
from threadgraph.corpus.store import Store
from threadgraph.errors import NotACorpus, UsageError
from threadgraph.model import POST_SCHEMA, Post, posts_from_table

__all__ = ["Corpus"]

_FILE = "corpus.duckdb"
_FORMATS = ("csv", "jsonl", "parquet")


class Corpus:
    """Posts at rest: a folder that can be zipped and mailed.

    Parameters
    ----------
    path : str or Path
        The folder.
    create : bool
        Make it if it isn't there.

    Raises
    ------
    NotACorpus
        If the folder holds no corpus.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Corpus(folder, create=True) as corpus:
    ...     corpus.add([Post(id="a.example#1", thread_id="a.example", text="Down again?")])
    ...     len(corpus)
    1
    """

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        self.path = Path(path)
        file = self.path / _FILE
        if not create and not file.is_file():
            hint = "it does not exist" if not self.path.exists() else f"it has no {_FILE}"
            raise NotACorpus(
                f"{self.path} is no corpus ({hint}); make one with: threadgraph collect URL --into {self.path}"
            )
        if create:
            if self.path.exists() and not self.path.is_dir():
                raise NotACorpus(f"{self.path} is a file; name a folder")
            self.path.mkdir(parents=True, exist_ok=True)
        self.store = Store(file)

    @property
    def captures(self) -> Path:
        """The folder of stored responses."""
        return self.path / "captures"

    @property
    def title(self) -> str:
        """The study's title, or the folder's name."""
        return self.store.fact("title") or self.path.name

    def __enter__(self) -> Corpus:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return int(self.store.table("SELECT count(*) AS n FROM posts")["n"][0].as_py())

    def __repr__(self) -> str:
        return f"<Corpus {str(self.path)!r}: {len(self)} posts>"

    def close(self) -> None:
        """Close the file; the corpus can be opened again."""
        self.store.close()

    def add(self, posts: list[Post], trust: int = 4) -> None:
        """Add posts in one transaction; those that are there are completed.

        Parameters
        ----------
        posts : list of Post
        trust : int
            Which reading wins where two disagree: the higher.
        """
        with self.store.transaction():
            self.store.add_posts(posts, trust)

    def table(self) -> pa.Table:
        """All posts as one Arrow table, by thread, then time, then place on the page."""
        names = ", ".join(f'"{n}"' for n in POST_SCHEMA.names)
        found = self.store.table(
            f"SELECT {names} FROM posts ORDER BY thread_id, published NULLS LAST, position, id"  # noqa: S608 - fixed names
        )
        return found.cast(POST_SCHEMA)

    def posts(self) -> list[Post]:
        """All posts, by thread, then time."""
        return posts_from_table(self.table())

    def threads(self, rows: int = 50_000) -> Iterator[pa.Table]:
        """Posts in tables of whole threads, each of about `rows` rows, for corpora larger than memory.

        Parameters
        ----------
        rows : int

        Yields
        ------
        pyarrow.Table
        """
        counts = self.store.table(
            "SELECT thread_id, count(*) AS n FROM posts GROUP BY ALL ORDER BY thread_id"
        ).to_pylist()
        names = ", ".join(f'"{n}"' for n in POST_SCHEMA.names)
        at = 0
        while at < len(counts):
            end, total = at, 0
            while end < len(counts) and (total == 0 or total + counts[end]["n"] <= rows):
                total += counts[end]["n"]
                end += 1
            yield self.store.table(
                f"SELECT {names} FROM posts WHERE thread_id BETWEEN ? AND ? "  # noqa: S608 - fixed names
                "ORDER BY thread_id, published NULLS LAST, position, id",
                [counts[at]["thread_id"], counts[end - 1]["thread_id"]],
            ).cast(POST_SCHEMA)
            at = end

    def ledger(self) -> pa.Table:
        """For each thread: how many replies the platform states, how many are here, and what is missing.

        Returns
        -------
        pyarrow.Table
            thread_id, site, title, stated, collected, deleted, unreachable, note.
        """
        return self.store.table(_LEDGER)

    def pages(self) -> pd.DataFrame:
        """Every page that was asked for, with its state and the reason."""
        rows = self.store.table("SELECT * EXCLUDE (number) FROM pages ORDER BY number, key")
        return pd.DataFrame(rows.to_pandas())

    def redirects(self) -> dict[str, str]:
        """The thread to which each collected address led, by the spelling of the address in `addresses.normal`."""
        rows = self.store.pages("state = 'done' AND thread_id IS NOT NULL")
        return {key: r.thread_id for r in rows if r.thread_id for key in (r.key, normal(r.final or r.url))}

    def problems(self) -> list[tuple[str, str]]:
        """Pages that could not be had or read, with the reason, in the order in which they were met."""
        rows = self.store.pages("state IN ('failed', 'refused') OR (state = 'done' AND reason IS NOT NULL)")
        return [(r.url, r.reason or r.state) for r in rows]

    def export(self, path: str | Path, as_: str | None = None) -> Path:
        """Write all posts to one file.

        Parameters
        ----------
        path : str or Path
        as_ : {'parquet', 'csv', 'jsonl'}, optional
            By default what the file's name ends with.

        Returns
        -------
        Path

        Raises
        ------
        UsageError
            If the format is none of these.
        """
        target = Path(path)
        kind = (as_ or target.suffix.lstrip(".")).lower()
        kind = {"ndjson": "jsonl", "json": "jsonl", "pq": "parquet"}.get(kind, kind)
        if kind not in _FORMATS:
            raise UsageError(f"can't export as {kind!r}; one of {', '.join(_FORMATS)}")
        target.parent.mkdir(parents=True, exist_ok=True)
        table = self.table()
        if kind == "parquet":
            pq.write_table(table, target, compression="zstd")
        elif kind == "csv":
            rows = [{k: _cell(v) for k, v in r.items()} for r in table.to_pylist()]
            flat = pa.schema([(n, pa.string()) for n in POST_SCHEMA.names])
            pa_csv.write_csv(pa.Table.from_pylist(rows, schema=flat), target)
        else:
            with target.open("w", encoding="utf-8") as f:
                for row in table.to_pylist():
                    f.write(json.dumps(row, ensure_ascii=False, default=lambda t: t.isoformat()) + "\n")
        return target


def _cell(value: Any) -> str | None:
    """A value for a spreadsheet: lists joined by spaces, and no text that would run as a formula."""
    if value is None:
        return None
    if isinstance(value, list):
        value = " ".join(value)
    elif hasattr(value, "isoformat"):
        value = value.isoformat()
    text = str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not isinstance(value, int) else text


_LEDGER = """
WITH held AS (
  SELECT thread_id, any_value(site ORDER BY position) AS site,
         coalesce(max(title) FILTER (kind = 'post'), '') AS title,
         count(*) FILTER (kind <> 'post') AS collected,
         count(*) FILTER (status IN ('deleted', 'removed')) AS deleted
  FROM posts GROUP BY thread_id
), missing AS (
  SELECT p.thread_id, count(DISTINCT p.parent_id) AS unreachable
  FROM posts p ANTI JOIN posts q ON p.parent_id = q.id
  WHERE p.parent_id IS NOT NULL GROUP BY p.thread_id
), said AS (
  SELECT thread_id, max(stated) AS stated FROM pages WHERE thread_id IS NOT NULL GROUP BY thread_id
), noted AS (
  SELECT thread_id, string_agg(DISTINCT note, '; ' ORDER BY note) AS note FROM (
    SELECT pages.thread_id, note FROM notes JOIN pages ON notes.page = pages.key
    WHERE pages.thread_id IS NOT NULL
    UNION ALL  -- a page of several threads
    SELECT posts.thread_id, note FROM notes JOIN pages ON notes.page = pages.key
    JOIN posts ON posts.capture = pages.capture WHERE pages.thread_id IS NULL
  ) GROUP BY thread_id
)
SELECT held.thread_id, held.site, held.title, said.stated, held.collected, held.deleted,
       coalesce(missing.unreachable, 0) AS unreachable, noted.note
FROM held LEFT JOIN missing USING (thread_id) LEFT JOIN said USING (thread_id) LEFT JOIN noted USING (thread_id)
ORDER BY held.thread_id
"""
