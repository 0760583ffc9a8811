"""Replies, author graph and cascade measures of as many posts as a disk holds: Parquet in, Parquet out.

DuckDB reads, hashes and joins; numpy measures the trees (`forest`). Threads are spread over buckets of about a
million posts, and one bucket after the other is measured, so that memory hardly grows with the number of posts.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from threadgraph.errors import ReadError, UsageError
from threadgraph.spread.forest import forest

__all__ = ["Measured", "measure"]

#: Posts measured at once.
_BUCKET = 1_000_000
_MEMORY = "1GB"
#: What dumps print for authors who are gone: nobody.
_NOBODY = ("[deleted]", "[removed]", "")
_WRITE = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"


@dataclass(frozen=True)
class Measured:
    """What `measure` wrote.

    Attributes
    ----------
    replies : Path
        One row a reply: ``source``, ``target`` (post ids), ``time``.
    authors : Path
        One row a pair of authors: ``source`` answered ``target``: ``weight`` (replies), ``first``, ``last``.
    cascades : Path
        One row a tree of replies: ``thread_id``, ``root`` (post id), ``size`` (posts), ``depth`` (hops),
        ``max_breadth`` (posts), ``structural_virality`` (hops).
    posts, orphans, circles : int
        Posts read; replies to posts that are not there, each the root of a tree of its own; circles of parents cut.
    """

    replies: Path
    authors: Path
    cascades: Path
    posts: int
    orphans: int
    circles: int


def measure(source: str | Path, into: str | Path, progress: Callable[[str], None] | None = None) -> Measured:
    """Replies, author graph and cascade measures of a table of posts.

    Parameters
    ----------
    source : str or Path
        A Parquet file, a folder of them (as `convert` writes it), or a pattern, with the columns ``id``, ``thread_id``, ``parent_id``,
        ``author`` and ``published`` of ``POST_SCHEMA``; others are left aside.
    into : str or Path
        A folder; ``replies.parquet``, ``authors.parquet`` and ``cascades.parquet`` are written to it.
    progress : callable, optional
        Told what is done, as a sentence.

    Returns
    -------
    Measured

    Raises
    ------
    UsageError
        If there is no such file.
    ReadError
        If it lacks a column, or is no Parquet.

    Notes
    -----
    Only parents that the platform states count (class E1), and only within one thread. Measures are those of
    `forest`. Ids are compared by a 64-bit hash together with that of their thread.

    Examples
    --------
    >>> import tempfile, pyarrow.parquet as pq
    >>> from threadgraph.model import Post, posts_table
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     posts = [Post(id="a", thread_id="t", author="Luc"), Post(id="b", thread_id="t", parent_id="a", author="Eve")]
    ...     pq.write_table(posts_table(posts), f"{folder}/posts.parquet")
    ...     done = measure(f"{folder}/posts.parquet", folder)
    ...     pq.read_table(done.cascades).to_pylist()
    [{'thread_id': 't', 'root': 'a', 'size': 2, 'depth': 1, 'max_breadth': 1, 'structural_virality': 1.0}]
    """
    say = progress or (lambda _: None)
    into = Path(into)
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into, prefix=".measure-") as scratch, duckdb.connect() as con:
        con.execute(f"SET memory_limit='{_MEMORY}'")
        con.execute("SET temp_directory=?", [scratch])
        con.execute("SET preserve_insertion_order=false")
        table = _opened(con, str(source))
        posts = int(con.sql(f"SELECT count(*) FROM {table}").fetchall()[0][0])  # noqa: S608 - fixed name
        buckets = max(1, -(-posts // _BUCKET))
        con.execute(
            "CREATE TEMP TABLE x AS SELECT hash(id) AS h, hash(parent_id) AS p, parent_id IS NOT NULL AS answers, "  # noqa: S608 - fixed names
            f"hash(thread_id) AS t, (hash(thread_id) % {buckets}::UBIGINT)::USMALLINT AS k, CASE WHEN author NOT IN {_NOBODY} THEN hash(author) END AS a, epoch_us(published) AS w FROM {table}"
        )
        say(f"read {posts:,} posts")
        con.execute(
            "CREATE TEMP TABLE pairs (s UBIGINT, d UBIGINT, n BIGINT, f BIGINT, l BIGINT);"
            "CREATE TEMP TABLE trees (h UBIGINT, size BIGINT, depth BIGINT, max_breadth BIGINT, structural_virality DOUBLE)"
        )
        orphans = circles = 0
        for k in range(buckets):
            lost, cut = _bucket(con, k)
            orphans, circles = orphans + lost, circles + cut
            say(f"measured {k + 1} of {buckets} parts")
        con.execute("DROP TABLE x")
        done = Measured(
            into / "replies.parquet",
            into / "authors.parquet",
            into / "cascades.parquet",
            posts,
            orphans,
            circles,
        )
        _write(con, table, done, Path(scratch))
        say(f"wrote {done.replies.name}, {done.authors.name} and {done.cascades.name}")
    return done


def _opened(con: duckdb.DuckDBPyConnection, source: str) -> str:
    """The posts as a view, with the columns that are needed."""
    try:
        source = f"{Path(source)}/*.parquet" if Path(source).is_dir() else source
        quoted = source.replace("'", "''")
        con.execute(f"CREATE TEMP VIEW posts AS SELECT * FROM read_parquet('{quoted}', union_by_name=true)")  # noqa: S608 - quoted
        con.sql(
            "SELECT id, thread_id, parent_id, author, published::TIMESTAMPTZ FROM posts LIMIT 0"
        ).fetchall()
    except duckdb.IOException as e:
        raise UsageError(f"no such file: {source}") from e
    except duckdb.Error as e:
        raise ReadError(f"{source} is no Parquet file of posts: {_first_line(e)}") from e
    return "posts"


def _first_line(e: Exception) -> str:
    return str(e).partition("\n")[0]


def _bucket(con: duckdb.DuckDBPyConnection, k: int) -> tuple[int, int]:
    """Measure the threads of one bucket; how many of its replies answer what is not there, and how many circles there were."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE b AS SELECT *, (row_number() OVER () - 1)::INTEGER AS r FROM x WHERE k = {k}::USMALLINT"  # noqa: S608 - a number
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE j AS SELECT c.r AS r, min(u.r) AS q, any_value(c.a) AS ca, "
        "min_by(u.a, u.r) AS ua, any_value(c.w) AS w FROM b c JOIN b u ON c.p = u.h AND c.t = u.t WHERE c.answers GROUP BY c.r"
        if _doubled(con)
        else "CREATE OR REPLACE TEMP TABLE j AS SELECT c.r AS r, u.r AS q, c.a AS ca, u.a AS ua, c.w AS w "
        "FROM b c JOIN b u ON c.p = u.h AND c.t = u.t WHERE c.answers"
    )
    con.execute(
        "INSERT INTO pairs SELECT ca, ua, count(*), min(w), max(w) FROM j WHERE ca <> ua GROUP BY ca, ua"
    )
    n, answers = con.sql("SELECT count(*), count_if(answers) FROM b").fetchall()[0]
    found = con.sql("SELECT r, q FROM j").fetchnumpy()
    parent = np.full(n, -1, dtype=np.int64)
    parent[found["r"]] = found["q"]
    f = forest(parent)
    made = pa.table(
        {
            "r": f.root,
            "size": f.size,
            "depth": f.max_depth,
            "max_breadth": f.max_breadth,
            "structural_virality": f.structural_virality,
        }
    )
    con.register("made", made)
    con.execute(
        "INSERT INTO trees SELECT h, size, depth, max_breadth, structural_virality FROM made JOIN b USING (r)"
    )
    con.unregister("made")
    lost = int(answers) - len(found["r"])
    return lost, len(f.root) - int(np.count_nonzero(parent < 0))


def _doubled(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether a bucket holds an id twice; its first row then counts."""
    return bool(con.sql("SELECT count(*) <> count(DISTINCT h) FROM b").fetchall()[0][0])


def _write(con: duckdb.DuckDBPyConnection, table: str, done: Measured, scratch: Path) -> None:
    """The three tables, each whole or not at all."""
    names = f"SELECT hash(author) AS a, any_value(author) AS name FROM {table} GROUP BY 1"  # noqa: S608 - fixed names
    queries = {
        done.replies: f"SELECT id AS source, parent_id AS target, published AS time FROM {table} WHERE parent_id IS NOT NULL",  # noqa: S608
        done.authors: f"WITH n AS ({names}), g AS (SELECT s, d, sum(n)::BIGINT AS weight, min(f) AS f, max(l) AS l FROM pairs GROUP BY s, d) "  # noqa: S608
        "SELECT a.name AS source, b.name AS target, weight, make_timestamptz(f) AS first, make_timestamptz(l) AS last "
        "FROM g JOIN n a ON s = a.a JOIN n b ON d = b.a ORDER BY weight DESC, source, target",
        done.cascades: f"SELECT thread_id, id AS root, size, depth, max_breadth, structural_virality FROM trees JOIN {table} ON h = hash(id) "  # noqa: S608
        "ORDER BY size DESC, root",
    }
    for path, query in queries.items():
        part = scratch / path.name
        quoted = str(part).replace("'", "''")
        con.execute(f"COPY ({query}) TO '{quoted}' ({_WRITE})")
        part.replace(path)
