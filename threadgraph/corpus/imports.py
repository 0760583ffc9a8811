"""Posts that others collected: JSON Lines, CSV and Parquet files into a corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from threadgraph.corpus.corpus import Corpus
from threadgraph.errors import ReadError, UsageError
from threadgraph.model import Post

__all__ = ["import_posts"]

#: What other tools call our fields.
_NAMES = {
    "reply_to": "parent_id",
    "parent": "parent_id",
    "user": "author",
    "speaker": "author",
    "timestamp": "published",
    "date": "published",
    "created_at": "published",
    "body": "text",
    "conversation_id": "thread_id",
    "thread": "thread_id",
    "permalink": "url",
}


def import_posts(corpus: Corpus, path: str | Path) -> int:
    """Add the posts of a file in one transaction.

    Parameters
    ----------
    corpus : Corpus
    path : str or Path
        ``.jsonl``, ``.csv`` or ``.parquet`` with at least an id and a text; other columns by the names of
        `Post`, or by the common names of other tools (``reply_to``, ``speaker``, ``timestamp``…).

    Returns
    -------
    int
        How many posts the file held.

    Raises
    ------
    UsageError
        If the file's name tells no known format.
    ReadError
        If a line can't be read; nothing is kept then.
    """
    file = Path(path)
    readers = {".jsonl": _jsonl, ".ndjson": _jsonl, ".csv": _csv, ".parquet": _parquet}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise UsageError(f"can't import {file.name}; one of {', '.join(readers)}")
    if not file.is_file():
        raise UsageError(f"no such file: {file}")
    count = 0
    rows = enumerate(reader(file), 1)
    with corpus.store.transaction():
        while chunk := list(islice(rows, 5_000)):
            count += corpus.store.add_posts([_post(row, n, file) for n, row in chunk], trust=4)
    return count


def _post(row: dict[str, Any], number: int, file: Path) -> Post:
    values = {_NAMES.get(k, k): v for k, v in row.items() if v not in (None, "")}
    values.setdefault("source", "import")
    if isinstance(values.get("links"), str):
        values["links"] = tuple(values["links"].split())
    if "id" in values:
        values["id"] = str(values["id"])
        values.setdefault("thread_id", values.get("parent_id") or values["id"])
    try:
        return Post.from_dict(values)
    except (TypeError, ValueError) as e:
        raise ReadError(f"{file.name}, row {number}: {e}; nothing was imported") from e


def _jsonl(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as e:
                raise ReadError(f"{file.name}, line {number} is no JSON ({e}); nothing was imported") from e
            if not isinstance(row, dict):
                raise ReadError(f"{file.name}, line {number} is no object; nothing was imported")
            yield row


def _csv(file: Path) -> Iterator[dict[str, Any]]:
    yield from pa_csv.read_csv(file).to_pylist()


def _parquet(file: Path) -> Iterator[dict[str, Any]]:
    for batch in pq.ParquetFile(file).iter_batches(5_000):
        yield from batch.to_pylist()
