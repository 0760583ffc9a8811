"""Tables: every frame, in two formats, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from threadgraph.spread.result import COLUMNS, Spread
from threadgraph.visualizer import write_tables
from threadgraph.visualizer.tables import write_csv, write_parquet


def test_every_frame_is_written_twice(small: Spread, tmp_path: Path) -> None:
    assert [p.name for p in write_tables(small, tmp_path)] == [
        f"{n}.{e}" for n in COLUMNS for e in ("csv", "parquet")
    ]


def test_an_empty_frame_keeps_its_columns(empty: Spread, tmp_path: Path) -> None:
    write_tables(empty, tmp_path)
    assert tuple(pd.read_csv(tmp_path / "relays.csv").columns) == COLUMNS["relays"]
    assert tuple(pd.read_parquet(tmp_path / "relays.parquet").columns) == COLUMNS["relays"]


def test_no_byte_order_mark(small: Spread, tmp_path: Path) -> None:
    write_tables(small, tmp_path)
    assert (tmp_path / "broke.csv").read_bytes().startswith(b"post,")


@pytest.mark.parametrize("words", ['=HYPERLINK("http://x")', "+1", "-1+2", "@SUM(A1)", "\t=1"])
def test_no_cell_begins_like_a_formula(story_of: Callable[..., Spread], tmp_path: Path, words: str) -> None:
    write_tables(story_of(words), tmp_path)
    with (tmp_path / "broke.csv").open(encoding="utf-8", newline="") as f:
        assert next(csv.DictReader(f))["title"] == "'" + words


def test_times_are_iso_in_utc(small: Spread, tmp_path: Path) -> None:
    write_tables(small, tmp_path)
    assert "2024-03-11T06:00:00Z" in (tmp_path / "broke.csv").read_text("utf-8")


def test_parquet_keeps_lists_as_lists(small: Spread, tmp_path: Path) -> None:
    write_tables(small, tmp_path)
    assert list(pd.read_parquet(tmp_path / "chronicle.parquet")["posts"][0]) == ["a0"]


def test_a_list_too_long_for_a_cell_says_where_the_rest_is(tmp_path: Path) -> None:
    table = pd.DataFrame({"posts": [tuple(f"p{i}" for i in range(1000))]})
    row = write_csv(table, tmp_path / "long.csv").read_text("utf-8").splitlines()[1]
    assert row.startswith("p0; p1; ")
    assert row.endswith("; p199; and 800 more in the Parquet file")
    assert len(pq.read_table(write_parquet(table, tmp_path / "long.parquet"))["posts"][0].as_py()) == 1000
