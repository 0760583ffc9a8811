"""What belongs to Spark alone: files in and out, the kernel's way to the workers, and clear errors."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from threads import assert_same, chain, circles, one_by_one, random_posts
from typer.testing import CliRunner

from threadgraph.cli import app
from threadgraph.errors import UsageError
from threadgraph.graph.engine import engine_named, in_order
from threadgraph.graph.spark import _EDGES, SparkEngine, kernel_zip
from threadgraph.model import EDGE_SCHEMA, posts_table

if TYPE_CHECKING:
    from conftest import Cluster

real = pytest.mark.spark
slow = pytest.mark.slow


def run(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    """A script in a process of its own, where no session runs."""
    kept = {k: v for k, v in os.environ.items() if k not in ("JAVA_HOME", "SPARK_HOME")}
    path = os.pathsep.join(p for p in sys.path if p)
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env=kept | {"PYTHONPATH": path} | env,
        capture_output=True,
        text=True,
        timeout=180,
    )


def said(code: str, **env: str) -> str:
    """The last line that a script prints."""
    done = run(code, **env)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


ASK = """
from threadgraph.errors import UsageError
from threadgraph.graph.spark import SparkEngine
try:
    SparkEngine({0})
except UsageError as e:
    print(e)
"""


@pytest.fixture
def workers_folder(tmp_path: Path) -> Path:
    """What a worker has: numpy, pyarrow, and the kernel's zip; no threadgraph, no PySpark."""
    (tmp_path / "kernel.zip").write_bytes(kernel_zip())
    for name in ("numpy", "pyarrow"):
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        there = Path(spec.origin).parent
        for held in (there, there.with_name(f"{name}.libs")):
            if held.exists():
                (tmp_path / held.name).symlink_to(held, target_is_directory=True)
    return tmp_path


@pytest.mark.skipif(os.name != "posix", reason="links to folders")
def test_the_kernel_runs_from_its_zip_with_numpy_and_arrow_alone(workers_folder: Path) -> None:
    posts = posts_table(random_posts(7, threads=20))
    pq.write_table(posts, workers_folder / "posts.parquet")
    code = """
import sys
folder = sys.argv[1]
sys.path[:0] = [folder + "/kernel.zip", folder]
import pyarrow.parquet as pq
from threadgraph.graph.spark import _bucket_edges
pq.write_table(_bucket_edges(pq.read_table(folder + "/posts.parquet")), folder + "/edges.parquet")
import threadgraph
print(threadgraph.__file__)
"""
    bare = [sys.executable, "-I", "-S", "-c", code, str(workers_folder)]
    done = subprocess.run(bare, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "kernel.zip" in done.stdout
    assert_same(pq.read_table(workers_folder / "edges.parquet").cast(EDGE_SCHEMA), one_by_one(posts))


@pytest.mark.skipif(os.name != "posix", reason="links to folders")
def test_without_pyspark_it_says_how_to_get_it(workers_folder: Path) -> None:
    paths = [str(workers_folder / "kernel.zip"), str(workers_folder)]
    bare = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {paths!r}\n{ASK.format('')}"]
    done = subprocess.run(bare, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert 'pip install "threadgraph[spark]"' in done.stdout


def test_the_zip_is_the_same_each_time() -> None:
    assert kernel_zip() == kernel_zip()


def test_the_columns_that_spark_is_told_are_those_of_edges() -> None:
    assert [column.split()[0] for column in _EDGES.split(", ")] == EDGE_SCHEMA.names


def test_a_bucket_at_least() -> None:
    with pytest.raises(UsageError, match="1 or more"):
        SparkEngine("local[1]", buckets=0)


@real
@slow
def test_the_workers_use_the_zip_and_nothing_else_of_ours(spark_engine: SparkEngine) -> None:
    def places(_: int) -> tuple[str, tuple[str, ...]]:
        import threadgraph.graph.kernel
        from threadgraph.graph.likely import ranker

        assert ranker().threshold > 0  # its numbers are read from the zip
        ours = [m for m in sys.modules if m in ("duckdb", "lxml", "networkx", "matplotlib")]
        return threadgraph.__file__ or "", tuple(ours)

    context = spark_engine.session.sparkContext
    found = context.parallelize(range(4), 4).map(places).collect()
    assert all(".zip" in place and not ours for place, ours in found), found
    assert not [p for p in sys.path if "threadgraph-" in p]


@real
@slow
def test_the_callers_session_keeps_its_settings(spark_engine: SparkEngine) -> None:
    from pyspark.sql import SparkSession

    session = SparkSession.builder.getOrCreate()
    before = session.conf.get("spark.sql.session.timeZone")
    other = SparkEngine(session, buckets=3)
    posts = posts_table(random_posts(8, threads=10))
    assert_same(other.edges(posts), one_by_one(posts))
    assert session.conf.get("spark.sql.session.timeZone") == before
    other.close()  # it did not start the session, so it does not end it
    assert session.range(3).count() == 3


@real
@slow
def test_an_engine_by_its_name_takes_the_session_that_runs(spark_engine: SparkEngine) -> None:
    posts = posts_table(circles())
    assert_same(engine_named("spark").edges(posts), one_by_one(posts))


@real
@slow
def test_the_command_writes_the_same_bytes(
    spark_engine: SparkEngine, demo_folder: Path, tmp_path: Path
) -> None:
    written = []
    for engine in ("local", "spark"):
        to = tmp_path / f"{engine}.graphml"
        line = ["graph", str(demo_folder / "corpus"), "--as", "graphml", "-o", str(to), "--engine", engine]
        done = CliRunner().invoke(app, line)
        assert done.exit_code == 0, done.output
        written.append(to.read_bytes())
    assert written[0] == written[1]


@real
@slow
def test_another_master_than_the_one_that_runs_is_an_error(spark_engine: SparkEngine) -> None:
    with pytest.raises(UsageError, match="already"):
        SparkEngine("local[1]")
    with pytest.raises(UsageError, match="Connect"):
        SparkEngine("sc://127.0.0.1")
    with pytest.raises(UsageError, match="SparkSession"):
        SparkEngine(3)  # type: ignore[arg-type]


@real
@slow
@pytest.mark.parametrize("times", ["UTC", "none", "Kathmandu", "int96"])
def test_parquet_in_and_out_is_what_edges_gives(
    spark_engine: SparkEngine, tmp_path: Path, times: str
) -> None:
    posts = posts_table([*random_posts(9), *chain(500), *circles()])
    zones = {"none": pa.timestamp("us"), "Kathmandu": pa.timestamp("us", "Asia/Kathmandu")}
    held = posts
    if times in zones:
        where = posts.schema.get_field_index("published")
        held = posts.set_column(where, "published", posts["published"].cast(zones[times]))
    source = tmp_path / "posts"
    source.mkdir()
    half = held.num_rows // 2  # threads lie in both files
    for name, part in (("a", held.slice(0, half)), ("b", held.slice(half))):
        pq.write_table(
            part,
            source / f"{name}.parquet",
            use_deprecated_int96_timestamps=times == "int96",
            row_group_size=50,
        )
    spark_engine.edges_of(source, tmp_path / "edges")
    found = pq.read_table(tmp_path / "edges")
    assert found.schema.field("time").type == EDGE_SCHEMA.field("time").type
    assert_same(in_order([found]), spark_engine.edges(posts))
    assert_same(in_order([found]), one_by_one(posts))


@real
@slow
def test_columns_that_are_missing_are_empty(spark_engine: SparkEngine, tmp_path: Path) -> None:
    posts = posts_table(chain(50)).select(["id", "thread_id", "parent_id"])
    numbers = posts.append_column("position", pa.array(range(50), pa.uint32()))
    pq.write_table(numbers, tmp_path / "posts.parquet")
    spark_engine.edges_of(str(tmp_path / "posts.parquet"), str(tmp_path / "edges"))
    assert_same(in_order([pq.read_table(tmp_path / "edges")]), one_by_one(numbers))


@real
@slow
def test_files_that_will_not_do(spark_engine: SparkEngine, tmp_path: Path) -> None:
    posts = posts_table(random_posts(10, threads=5))
    where = posts.schema.get_field_index("published")
    fine = tmp_path / "fine.parquet"
    pq.write_table(posts, fine)
    cases = {
        "no column id": posts.drop_columns(["id"]),
        "convert it to a timestamp": posts.set_column(
            where, "published", posts["published"].cast(pa.string())
        ),
        "microseconds": posts.set_column(
            where, "published", posts["published"].cast(pa.timestamp("ns", "UTC"))
        ),
    }
    for what, table in cases.items():
        pq.write_table(table, tmp_path / "bad.parquet")
        with pytest.raises(UsageError, match=what):
            spark_engine.edges_of(tmp_path / "bad.parquet", tmp_path / "edges")
    with pytest.raises(UsageError, match="nothing at"):
        spark_engine.edges_of(tmp_path / "gone", tmp_path / "edges")
    (tmp_path / "edges").mkdir(exist_ok=True)
    with pytest.raises(UsageError, match="already"):
        spark_engine.edges_of(fine, tmp_path / "edges")


@real
@slow
def test_without_java_it_says_so() -> None:
    assert "needs Java 17" in said(ASK.format("'local[1]'"), PATH="/nowhere")


@real
@slow
def test_an_address_that_is_none_is_told() -> None:
    assert "did not start with master no master at all" in said(ASK.format("'no master at all'"))


@real
@slow
def test_a_session_that_the_engine_started_ends_with_it(cluster: Cluster, tmp_path: Path) -> None:
    posts = posts_table(random_posts(11, threads=10))
    pq.write_table(posts, tmp_path / "posts.parquet")
    code = f"""
from pathlib import Path
from pyspark import SparkContext
from threadgraph.graph.spark import SparkEngine
with SparkEngine("local[1]", buckets=2) as engine:
    engine.edges_of(Path("{tmp_path}/posts.parquet"), Path("{tmp_path}/edges"))
print(SparkContext._active_spark_context)
"""
    assert said(code) == "None"
    assert_same(in_order([pq.read_table(tmp_path / "edges")]), one_by_one(posts))
