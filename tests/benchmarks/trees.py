"""Comment trees of any number for the benchmarks: Zipf authors, threads of all sizes, broad or deep, from one seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEED = 20051014
_PIECE = 1_000_000
_T0 = 1_129_248_000


def write_posts(path: Path, posts: int, deep: bool = False) -> Path:
    """A Parquet file of posts: id, thread_id, parent_id, author, published, in the order of their time within threads.

    Threads have a Pareto number of posts (about 60 on average, up to 20,000); a reply goes to the opening post, to one
    of the last few, or to any earlier one, as people do; authors follow Zipf's law, one in forty posts has none. With
    `deep` each thread is a chain of 5,000 answers.
    """
    dice = np.random.default_rng(SEED)
    schema = pa.schema(
        [("id", pa.string()), ("thread_id", pa.string()), ("parent_id", pa.string()), ("author", pa.string()),
         ("published", pa.timestamp("us", tz="UTC"))]
    )  # fmt: skip
    thread = at = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as out:
        while at < posts:
            sizes: list[int] = []
            while sum(sizes) < min(_PIECE, posts - at):
                sizes.append(5_000 if deep else int(min(20_000, 1 + 14 * dice.pareto(1.25))))
            n = min(sum(sizes), posts - at)
            size = np.array(sizes)
            begin = np.repeat(np.cumsum(size) - size, size)[:n]
            place = np.arange(n) - begin
            name = np.repeat(np.arange(thread, thread + len(size)), size)[:n]
            if deep:
                parent = place - 1
            else:
                way = dice.random(n)
                recent = place - 1 - np.minimum(dice.geometric(0.4, n) - 1, np.maximum(place - 1, 0))
                anywhere = (dice.random(n) * place).astype(np.int64)
                parent = np.where(way < 0.45, 0, np.where(way < 0.85, recent, anywhere))
                parent = np.where(place == 0, -1, np.maximum(parent, 0))
            author = np.minimum(dice.zipf(1.3, n), 2_000_000)
            ids = np.char.add("t1_", (begin + place + at).astype(str))
            parents = np.char.add("t1_", (begin + parent + at).astype(str))
            out.write_table(
                pa.table(
                    {
                        "id": pa.array(ids),
                        "thread_id": pa.array(np.char.add("t3_", name.astype(str))),
                        "parent_id": pa.array(parents, mask=parent < 0),
                        "author": pa.array(
                            np.char.add("user", author.astype(str)), mask=dice.random(n) < 0.025
                        ),
                        "published": pa.array((_T0 + name * 600 + place * 97) * 1_000_000, pa.int64()).cast(
                            schema.field("published").type
                        ),
                    },
                    schema=schema,
                )
            )
            thread += len(size)
            at += n
    return path
