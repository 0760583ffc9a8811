"""The frames of a spread as files that a spreadsheet or a statistics program opens."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from threadgraph.spread.result import Spread
from threadgraph.visualizer._values import guard, iso, plain, records, write_whole

__all__ = ["arrow", "flat", "write_csv", "write_parquet", "write_tables"]


#: A spreadsheet cuts a cell of more than 32,767 signs without a word.
_MOST_LISTED = 200


def flat(value: Any) -> Any:
    """A cell for a CSV file: times as ISO 8601, lists joined, no text that a spreadsheet would run."""
    value = plain(value)
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, list):
        shown = [str(flat(v)) for v in value[:_MOST_LISTED]]
        left = len(value) - len(shown)
        return guard("; ".join(shown) + (f"; and {left} more in the Parquet file" if left else ""))
    if isinstance(value, str):
        return guard(value.replace("\0", ""))
    return value


def write_csv(table: pd.DataFrame, path: Path) -> Path:
    """A frame as CSV: UTF-8, comma, one header line."""
    rows = [[flat(v) for v in r.values()] for r in records(table)]
    frame = pd.DataFrame(rows, columns=[str(c) for c in table.columns], dtype=object)
    # Bytes, so that no platform turns the line ends.
    write_whole(path, frame.to_csv(index=False, lineterminator="\n").encode("utf-8", "replace"))
    return path


def arrow(table: pd.DataFrame) -> pa.Table:
    """A frame as an Arrow table; a column of mixed types becomes text, an empty one text too."""
    columns: dict[str, pa.Array] = {}
    rows = records(table)
    for name in (str(c) for c in table.columns):
        values = [r[name] for r in rows]
        try:
            column = pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):
            column = pa.array(
                [None if v is None else str(v).encode("utf-8", "replace").decode("utf-8") for v in values]
            )
        if pa.types.is_null(column.type):
            column = column.cast(pa.string())
        columns[name] = column
    return pa.table(columns)


def write_parquet(table: pd.DataFrame, path: Path) -> Path:
    """A frame as Parquet."""
    pq.write_table(arrow(table), path)
    return path


def write_tables(spread: Spread, folder: str | Path) -> list[Path]:
    """Write every frame of the spread, as CSV and as Parquet.

    Parameters
    ----------
    spread : Spread
    folder : str or Path
        Made if it is not there.

    Returns
    -------
    list of Path
        ``NAME.csv`` (UTF-8 without a byte order mark; a text that begins like a formula gets an
        apostrophe) and ``NAME.parquet`` for each frame of `Spread.tables`.

    Examples
    --------
    >>> [p.name for p in write_tables(spread, tmp_path / "tables")][:2]
    ['broke.csv', 'broke.parquet']
    """
    into = Path(folder)
    into.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, table in spread.tables().items():
        paths.append(write_csv(table, into / f"{name}.csv"))
        paths.append(write_parquet(table, into / f"{name}.parquet"))
    return paths
