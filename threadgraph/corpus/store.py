"""The DuckDB file of a corpus: posts, pages, and transactions that hold one page each.

No primary keys: DuckDB checks them against rows that the same transaction deleted. A row is
replaced by delete and insert, and a page is all or nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from threadgraph.corpus.merge import Row, merge, merge_all
from threadgraph.errors import ReadError, UsageError
from threadgraph.model import POST_SCHEMA, Post

__all__ = ["PAGE_SCHEMA", "PageRow", "Store"]

_UTC = pa.timestamp("us", tz="UTC")
_CHUNK = 5_000
_CHUNK_BYTES = 8_000_000
_COMMIT_BYTES = 32_000_000
_MEMORY = "256MB"

PAGE_SCHEMA = pa.schema(
    [
        ("key", pa.string()),  # one spelling of the address
        ("url", pa.string()),
        ("why", pa.string()),
        ("depth", pa.int32()),
        ("came_from", pa.string()),
        ("state", pa.string()),  # waiting, done, failed, refused, skipped
        ("reason", pa.string()),
        ("scraper", pa.string()),
        ("posts", pa.int64()),
        ("thread_id", pa.string()),
        ("stated", pa.int64()),
        ("final", pa.string()),
        ("capture", pa.string()),
        ("fetched", _UTC),
        ("number", pa.int64()),
    ]
)
_STORED = POST_SCHEMA.append(pa.field("trust", pa.int32())).append(pa.field("fills", pa.string()))


@dataclass(slots=True)
class PageRow:
    """A page that is wanted or was read."""

    key: str
    url: str
    why: str = "seed"
    depth: int = 0
    came_from: str | None = None
    state: str = "waiting"
    reason: str | None = None
    scraper: str | None = None
    posts: int = 0
    thread_id: str | None = None
    stated: int | None = None
    final: str | None = None
    capture: str | None = None
    fetched: datetime | None = None
    number: int = field(default=0)


class Store:
    """Tables of one corpus.

    Parameters
    ----------
    path : Path
        The ``.duckdb`` file; made if it isn't there.
    read_only : bool

    Raises
    ------
    UsageError
        If another process has it open for writing, or it is no DuckDB file.
    """

    def __init__(self, path: Path, read_only: bool = False) -> None:
        try:
            self.connection = duckdb.connect(str(path), read_only=read_only)
        except duckdb.IOException as e:
            if "lock" in str(e).lower():
                raise UsageError(f"{path.parent} is in use by another process; wait for it or stop it") from e
            raise UsageError(f"{path} can't be opened: {str(e).splitlines()[0]}") from e
        self._lock = threading.RLock()
        if not read_only:
            self._make()

    def _make(self) -> None:
        self.connection.execute("SET TimeZone = 'UTC'")
        for name, schema in (("posts", _STORED), ("pages", PAGE_SCHEMA)):
            self.connection.register("empty_table", schema.empty_table())
            self.connection.execute(f"CREATE TABLE IF NOT EXISTS {name} AS SELECT * FROM empty_table")  # noqa: S608 - fixed names
            self.connection.unregister("empty_table")
        self.connection.execute("CREATE TABLE IF NOT EXISTS notes (page VARCHAR, note VARCHAR)")
        self.connection.execute("CREATE TABLE IF NOT EXISTS facts (name VARCHAR, value VARCHAR)")

    def close(self) -> None:
        """Write what is pending and close the file."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that happens inside is kept together or not at all."""
        with self._lock:
            self.connection.execute("BEGIN")
            try:
                yield
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")

    def table(self, sql: str, values: list[Any] | None = None) -> pa.Table:
        """The answer to a query as an Arrow table."""
        with self._lock:
            return self.connection.sql(sql, params=values or None).to_arrow_table()

    def fact(self, name: str, default: str = "") -> str:
        """A fact about the corpus."""
        rows = self.connection.execute("SELECT value FROM facts WHERE name = ?", [name]).fetchall()
        return str(rows[0][0]) if rows else default

    def set_fact(self, name: str, value: str) -> None:
        """Keep a fact about the corpus."""
        self.connection.execute("DELETE FROM facts WHERE name = ?", [name])
        self.connection.execute("INSERT INTO facts VALUES (?, ?)", [name, value])

    def add_posts(self, posts: Iterable[Post], trust: int) -> int:
        """Insert posts, merging those that are already there; returns how many came.

        A long stream is committed now and then: a transaction that holds a whole dump would hold it in
        memory, and reading a dump again adds nothing twice.

        Raises
        ------
        ReadError
            If the stream breaks off; what came before is kept.
        """
        count, size, since = 0, 0, 0
        rows: list[Row] = []
        broken = None
        stream = iter(posts)
        while broken is None:
            try:
                post = next(stream)
            except StopIteration:
                break
            except ReadError as e:
                broken = e
                break
            rows.append(post.to_dict() | {"trust": trust})
            count += 1
            size += len(post.text) + len(post.html)
            if len(rows) >= _CHUNK or size > _CHUNK_BYTES:
                self.put_rows(rows)
                since += size
                rows, size = [], 0
                if since > _COMMIT_BYTES:
                    self.connection.execute(f"COMMIT; SET memory_limit = '{_MEMORY}'; BEGIN")
                    since = 0
        if rows:
            self.put_rows(rows)
        self.connection.execute("RESET memory_limit")
        if broken is not None:
            raise broken
        return count

    def put_rows(self, rows: list[Row]) -> None:
        """Insert rows of posts with their `trust`, merging those that are already there."""
        fresh = merge_all(rows)
        held = self._held(list(fresh))
        for old in held:
            new = fresh[old["id"]]
            if (
                old["thread_id"] != new["thread_id"]
                and old["text"] != new["text"]
                and old["kind"] == new["kind"]
                and old["kind"] != "email"  # a Message-ID is one mail, whatever thread an archive files it in
            ):
                # one name for two posts: the second keeps its own, told apart by its thread
                fresh.pop(old["id"])
                new["id"] = f"{old['id']}~{new['thread_id']}"
                again = self._held([new["id"]])
                fresh[new["id"]] = merge(again[0], new) if again else new
            else:
                fresh[old["id"]] = merge(old, new)
        self._replace("posts", "id", pa.Table.from_pylist(list(fresh.values()), schema=_STORED))

    def _held(self, ids: list[str]) -> list[Row]:
        self.connection.register("wanted_ids", pa.table({"id": pa.array(ids, pa.string())}))
        # the ids alone first: mostly there is none, and the texts of a large corpus are long
        if not self.connection.execute(
            "SELECT 1 FROM posts SEMI JOIN wanted_ids USING (id) LIMIT 1"
        ).fetchall():
            self.connection.unregister("wanted_ids")
            return []
        found = self.connection.sql(
            "SELECT posts.* FROM posts SEMI JOIN wanted_ids USING (id)"
        ).to_arrow_table()
        self.connection.unregister("wanted_ids")
        return found.cast(_STORED).to_pylist()  # type: ignore[no-any-return]

    def _replace(self, table: str, key: str, rows: pa.Table) -> None:
        self.connection.register("fresh_rows", rows)
        self.connection.execute(f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM fresh_rows)")  # noqa: S608 - fixed names
        self.connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM fresh_rows")  # noqa: S608 - fixed names
        self.connection.unregister("fresh_rows")

    def put_pages(self, pages: Iterable[PageRow]) -> None:
        """Insert or replace rows of pages."""
        rows = [
            {name: getattr(p, name) for name in PAGE_SCHEMA.names} for p in {p.key: p for p in pages}.values()
        ]
        if rows:
            self._replace("pages", "key", pa.Table.from_pylist(rows, schema=PAGE_SCHEMA))

    def pages(self, where: str = "true", values: list[Any] | None = None) -> list[PageRow]:
        """Pages in the order in which they were asked for."""
        rows = self.table(f"SELECT * FROM pages WHERE {where} ORDER BY number, key", values)  # noqa: S608 - callers' constants
        return [PageRow(**row) for row in rows.to_pylist()]

    def note(self, page: str, notes: Iterable[str], *, more: bool = False) -> None:
        """What a page's interface can't give, for the ledger; with `more`, beside what was noted before."""
        if not more:
            self.connection.execute("DELETE FROM notes WHERE page = ?", [page])
        for n in dict.fromkeys(notes):
            self.connection.execute("INSERT INTO notes VALUES (?, ?)", [page, n])
