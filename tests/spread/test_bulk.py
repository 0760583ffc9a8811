"""Posts in Parquet, measured in bulk: the same as by hand, whatever the order and the size."""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from threadgraph.errors import ReadError, UsageError
from threadgraph.spread import measures
from threadgraph.spread.bulk import Measured, measure


def some_posts(n: int, seed: int) -> list[dict[str, object]]:
    dice = random.Random(seed)
    rows: list[dict[str, object]] = []
    for i in range(n):
        thread = f"t{dice.randrange(1 + n // 20)}"
        same = [r for r in rows if r["thread_id"] == thread]
        parent = dice.choice(same)["id"] if same and dice.random() < 0.9 else None
        if dice.random() < 0.05:
            parent = f"gone{i}"
        author = dice.choice(["Anne", "Bob", "Eve", "[deleted]", None])
        rows.append(
            {"id": f"p{i}", "thread_id": thread, "parent_id": parent, "author": author, "published": i}
        )
    dice.shuffle(rows)
    return rows


def written(rows: list[dict[str, object]], folder: Path) -> Path:
    columns = {k: [r[k] for r in rows] for k in ("id", "thread_id", "parent_id", "author")}
    times = pa.array([r["published"] for r in rows], pa.int64()).cast(pa.timestamp("us", tz="UTC"))
    table = pa.table({k: pa.array(v, pa.string()) for k, v in columns.items()} | {"published": times})
    pq.write_table(table, folder / "posts.parquet")
    return folder / "posts.parquet"


@pytest.mark.parametrize("bucket", [1_000_000, 37])
def test_trees_and_authors_equal_those_counted_by_hand(
    tmp_path: Path, bucket: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[measure.__module__], "_BUCKET", bucket)
    rows = some_posts(400, 1)
    done = measure(written(rows, tmp_path), tmp_path / "out")
    number = {r["id"]: i for i, r in enumerate(rows)}
    parents = [number.get(r["parent_id"], -1) for r in rows]
    wanted = {
        rows[tree[0]]["id"]: (
            len(tree),
            max(measures.depths(parents, tree)),
            measures.max_breadth(parents, tree),
            round(measures.structural_virality(parents, tree), 9),
        )
        for tree in measures.trees(parents)
    }
    found = {
        c["root"]: (c["size"], c["depth"], c["max_breadth"], round(c["structural_virality"], 9))
        for c in pq.read_table(done.cascades).to_pylist()
    }
    assert found == wanted
    names = {"Anne", "Bob", "Eve"}
    pairs = Counter(
        (r["author"], rows[p]["author"])
        for r, p in zip(rows, parents, strict=True)
        if p >= 0 and {r["author"], rows[p]["author"]} <= names and r["author"] != rows[p]["author"]
    )
    graph = pq.read_table(done.authors).to_pylist()
    assert {(a["source"], a["target"]): a["weight"] for a in graph} == dict(pairs)
    assert all(a["first"] <= a["last"] for a in graph)
    assert done.posts == 400
    assert done.orphans == sum(str(r["parent_id"]).startswith("gone") for r in rows)
    assert pq.read_metadata(done.replies).num_rows == sum(r["parent_id"] is not None for r in rows)


def test_an_id_that_comes_twice_and_a_circle_lose_nothing(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "thread_id": "t", "parent_id": "b", "author": "Anne", "published": 1},
        {"id": "b", "thread_id": "t", "parent_id": "a", "author": "Bob", "published": 2},
        {"id": "c", "thread_id": "t", "parent_id": "a", "author": "Eve", "published": 3},
        {"id": "a", "thread_id": "t", "parent_id": None, "author": "Anne", "published": 4},
    ]
    done = measure(written(rows, tmp_path), tmp_path)
    assert sum(c["size"] for c in pq.read_table(done.cascades).to_pylist()) >= 4
    assert done.circles <= 1


def test_what_is_no_table_of_posts_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        measure(tmp_path / "none.parquet", tmp_path)
    (tmp_path / "text.parquet").write_text("no parquet", "utf-8")
    with pytest.raises(ReadError):
        measure(tmp_path / "text.parquet", tmp_path)
    pq.write_table(pa.table({"id": ["a"]}), tmp_path / "short.parquet")
    with pytest.raises(ReadError, match="thread_id"):
        measure(tmp_path / "short.parquet", tmp_path)
    assert not list(tmp_path.glob(".measure-*"))


def test_progress_is_told_in_sentences(tmp_path: Path) -> None:
    said: list[str] = []
    done = measure(written(some_posts(20, 2), tmp_path), tmp_path, progress=said.append)
    assert isinstance(done, Measured)
    assert said[0] == "read 20 posts"
    assert "cascades.parquet" in said[-1]
