"""Posts that others collected: JSON Lines, CSV and Parquet files into a corpus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from threadgraph.corpus.corpus import Corpus
from threadgraph.errors import ReadError, UsageError
from threadgraph.scrapers import Page
from threadgraph.scrapers.columns import read_rows, table_rows

__all__ = ["import_posts"]

_KNOWN = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet")


def import_posts(corpus: Corpus, path: str | Path, columns: Mapping[str, str] | None = None) -> int:
    """Add the posts of a file in one transaction.

    Parameters
    ----------
    corpus : Corpus
    path : str or Path
        ``.jsonl``, ``.csv``, ``.tsv`` or ``.parquet`` with at least a text; other columns by the names of
        `Post`, or by the common names of other tools (``reply_to``, ``speaker``, ``timestamp``…).
    columns : mapping of str to str, optional
        Which column holds which field, where its name does not tell: ``{"text": "what was said"}``.

    Returns
    -------
    int
        How many posts the file held.

    Raises
    ------
    UsageError
        If the file's name tells no known format, or no column holds the text.
    ReadError
        If a line can't be read; nothing is kept then.
    """
    file = Path(path)
    if file.suffix.lower() not in _KNOWN:
        raise UsageError(f"can't import {file.name}; one of {', '.join(_KNOWN)}")
    if not file.is_file():
        raise UsageError(f"no such file: {file}")
    with file.open("rb") as f:
        head = f.read(200_000)
    page = Page(file.resolve().as_uri(), head, file=file, columns=columns)
    rows = _parquet(file) if file.suffix.lower() == ".parquet" else table_rows(page)
    reading = read_rows(page, rows, "")
    count = 0
    posts = iter(reading.posts)
    try:
        with corpus.store.transaction():
            while chunk := list(islice(posts, 5_000)):
                count += corpus.store.add_posts(chunk, reading.trust)
    except ReadError as e:
        raise ReadError(f"{file.name}: {e}; nothing was imported") from e
    return count


def _parquet(file: Path) -> Iterator[dict[str, Any]]:
    for batch in pq.ParquetFile(file).iter_batches(5_000):
        yield from batch.to_pylist()
