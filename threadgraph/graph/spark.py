"""The engine on Apache Spark: buckets of whole threads are handed to the kernel on the cluster's workers.

A bucket holds the threads whose ids have one hash, so a thread is never split. The workers need Python with
what Spark's Arrow needs anyway (pyarrow and numpy, of the driver's version of Python): the kernel comes to
them in a zip file that the engine makes.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import pyarrow as pa

from threadgraph.errors import UsageError
from threadgraph.graph.engine import in_order, whole_threads
from threadgraph.graph.kernel import COLUMNS, kernel_columns, thread_edges
from threadgraph.model import EDGE_SCHEMA

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["SparkEngine", "kernel_zip"]

#: Of the cluster's edges, in Spark's words for `EDGE_SCHEMA`.
_EDGES = (
    "source string, target string, kind string, class string, probability double, rule string, "
    "evidence string, evidence_post string, url string, time timestamp"
)
#: Of a session of our own, beside the caller's: times as they are, and in Parquet as microseconds.
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.useLargeVarTypes": "false",  # else Spark refuses our edges for their strings
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
}
#: What is wrong with the caller's files, by Spark's name for it.
_SAID = {
    "PATH_NOT_FOUND": "there is nothing at {source}",
    "PATH_ALREADY_EXISTS": "there is something at {into} already: name another folder, or remove it",
    "UNABLE_TO_INFER_SCHEMA": "there are no Parquet files at {source}",
    "PARQUET_TYPE_ILLEGAL": "{source} has a column of a type that Spark does not read; times must be in "
    "microseconds: pyarrow.parquet.write_table(…, coerce_timestamps='us')",
}
_BUCKET = "__bucket"


class SparkEngine:
    """An existing Spark cluster, or this machine's cores by Spark.

    Parameters
    ----------
    master_or_session : str or pyspark.sql.SparkSession, optional
        ``'spark://host:7077'``, ``'yarn'``, ``'local[4]'``…, or a session that you made. Without it the
        session that is active, else the one that ``spark-submit`` or the settings of Spark lead to.
    buckets : int
        Into how many parts the threads are put, each the work of one task. A part must fit into the memory
        of a worker's Python: take one for 100,000 posts or so.

    Attributes
    ----------
    session : pyspark.sql.SparkSession
        Of the same cluster as yours, with settings of its own.

    Raises
    ------
    UsageError
        If PySpark or Java is missing, the cluster doesn't answer, or the session is one of Spark Connect.

    Notes
    -----
    A session that the engine started ends with `close`, or with a ``with`` block. ``PYSPARK_PYTHON`` says
    which Python the workers start; it must be of the driver's version.
    """

    def __init__(self, master_or_session: str | SparkSession | None = None, buckets: int = 64) -> None:
        if buckets < 1:
            raise UsageError("buckets must be 1 or more")
        given, mine = _session(master_or_session)
        self._buckets = buckets
        self._started = given if mine else None
        self.session = given.newSession()  # what is set on it is not set on the caller's
        _ship(given)
        for key, value in _SETTINGS.items():
            self.session.conf.set(key, value)

    def edges(self, posts: pa.Table) -> pa.Table:
        """The kernel's edges over all threads of a table, which goes to the cluster and comes back.

        Parameters
        ----------
        posts : pyarrow.Table

        Returns
        -------
        pyarrow.Table
            The same as `LocalEngine` gives, in the same order.
        """
        if not posts.num_rows:
            return EDGE_SCHEMA.empty_table()
        held = self.session.createDataFrame(kernel_columns(posts))
        return in_order([self._edges(held).toArrow()])

    def edges_of(self, source: str | Path, into: str | Path) -> None:
        """The kernel's edges of Parquet files, as Parquet files; neither passes through this process.

        Parameters
        ----------
        source : str or Path
            A file or a folder of files that all workers can read (on a shared disk, ``hdfs://``,
            ``s3a://``…), with the columns ``id`` and ``thread_id`` and what there is of ``POST_SCHEMA``
            and ``person``. Other columns are not read; what is missing is empty, a missing ``kind`` is
            ``comment``. Times without a zone are taken for UTC.
        into : str or Path
            A folder that isn't there yet. The rows of its files are in no order.

        Raises
        ------
        UsageError
            If there are no such files, a column is missing or of a wrong type, or `into` is there already.
        """
        from pyspark.errors import AnalysisException

        try:
            held = self.session.read.parquet(_place(source))
            found = self._edges(held.select(*_known(held.dtypes)))
            found.write.parquet(_place(into))
        except AnalysisException as e:
            said = _SAID.get(e.getCondition() or "")
            if said is None:
                raise
            raise UsageError(said.format(source=source, into=into)) from e

    def _edges(self, posts: DataFrame) -> DataFrame:
        from pyspark.sql import functions as f

        bucket = f.pmod(f.xxhash64(f.col("thread_id").cast("string")), f.lit(self._buckets))
        # a task for each bucket: left alone, Spark makes few of them from few bytes, and cores stay idle
        groups = posts.withColumn(_BUCKET, bucket).repartition(self._buckets, _BUCKET).groupBy(_BUCKET)
        with _quiet():
            return groups.applyInArrow(_bucket_edges, _EDGES)

    def close(self) -> None:
        """End the session, if the engine started it."""
        if self._started is not None:
            self._started.stop()
            self._started = None

    def __enter__(self) -> SparkEngine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _bucket_edges(bucket: pa.Table) -> pa.Table:
    """The kernel over a bucket, on a worker: some threads at a time, so that only these are Python's objects."""
    return in_order(thread_edges(some) for some in whole_threads(kernel_columns(bucket)))


def _known(columns: list[tuple[str, str]]) -> list[str]:
    """Those of the columns of some files that the kernel reads, if they will do."""
    kinds = dict(columns)
    missing = [name for name in ("id", "thread_id") if name not in kinds]
    if missing:
        raise UsageError(f"the files have no column {' and no '.join(missing)}; there are {', '.join(kinds)}")
    when = kinds.get("published", "timestamp")
    if when not in ("timestamp", "timestamp_ntz", "date", "void"):
        raise UsageError(f"column published holds {when}, not times: convert it to a timestamp first")
    return [name for name in COLUMNS if name in kinds]


def _place(path: str | Path) -> str:
    """A path as Spark takes it; a relative one of this machine from the folder that we are in."""
    return path.absolute().as_uri() if isinstance(path, Path) else path


def _session(given: str | SparkSession | None) -> tuple[SparkSession, bool]:
    """A session, and whether it was started here."""
    try:
        from pyspark import SparkContext
        from pyspark.sql import SparkSession
    except ImportError as e:
        raise UsageError('PySpark is not installed: pip install "threadgraph[spark]"') from e
    running = SparkContext._active_spark_context
    if given is None or isinstance(given, str):
        if isinstance(given, str) and given.startswith("sc://"):
            raise UsageError(
                "Spark Connect will not do: give the master's own address, such as spark://host:7077"
            )
        if running is not None and given not in (None, running.master):
            raise UsageError(f"Spark runs with master {running.master} already: stop it to use {given}")
        session = _start(given)
    else:
        session = given
    if not isinstance(session, SparkSession):
        raise UsageError(
            "SparkEngine wants a master's address or a SparkSession, and not one of Spark Connect"
        )
    return session, running is None


def _start(master: str | None) -> SparkSession:
    """The session that runs, or a new one."""
    from py4j.protocol import Py4JError, Py4JJavaError
    from pyspark import SparkContext
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    home = os.environ.get("JAVA_HOME")
    if not shutil.which(str(Path(home) / "bin" / "java") if home else "java"):
        raise UsageError(
            "Spark needs Java 17 or later: install it, and set JAVA_HOME if it is not on the PATH"
        )
    builder = SparkSession.builder.appName("threadgraph")
    if master is not None:
        builder = builder.master(master)
    if master is None or master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the python3 on the PATH may be another
    try:
        with _quiet():
            return builder.getOrCreate()
    except (PySparkException, Py4JError) as e:
        left = SparkContext._active_spark_context
        if left is not None:  # half a session would be taken for one that runs
            left.stop()
        why = str(e.java_exception.getMessage()) if isinstance(e, Py4JJavaError) else str(e)
        raise UsageError(
            f"Spark did not start with master {master or 'by default'}: {why.splitlines()[0]} "
            "(is the address right, does the cluster answer, is Java 17 or later?)"
        ) from e


@contextmanager
def _quiet() -> Iterator[None]:
    """Without PySpark's warning of pandas, of which nothing is used here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        yield


def _ship(session: SparkSession) -> None:
    """Send the kernel to the workers of a session, once."""
    context = session.sparkContext
    data = kernel_zip()
    name = f"threadgraph-{hashlib.sha256(data).hexdigest()[:16]}.zip"
    if any(name in place for place in context.listFiles):
        return
    # Spark serves the file from here for as long as the session lasts
    folder = tempfile.mkdtemp(prefix="threadgraph-", dir=getattr(context, "_temp_dir", None))
    (Path(folder) / name).write_bytes(data)
    here = list(sys.path)
    context.addPyFile(str(Path(folder) / name))
    sys.path[:] = here  # it is meant for the workers; processes that we start must not import from it


def kernel_zip() -> bytes:
    """The kernel and what it imports, as a package that needs only numpy and pyarrow.

    Returns
    -------
    bytes
        A zip file; the same code gives the same bytes.

    Notes
    -----
    The ``__init__`` files of the package and of `threadgraph.graph` are empty in it: as they stand they
    import the whole house.
    """
    root = files("threadgraph")
    held: dict[str, bytes] = {"threadgraph/__init__.py": b"", "threadgraph/graph/__init__.py": b""}
    for name in ("errors.py", "model.py"):
        held[f"threadgraph/{name}"] = root.joinpath(name).read_bytes()
    for entry in root.joinpath("graph").iterdir():
        if _shipped(entry):
            held[f"threadgraph/graph/{entry.name}"] = entry.read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(held):
            package.writestr(zipfile.ZipInfo(name), held[name])
    return out.getvalue()


def _shipped(entry: Traversable) -> bool:
    return entry.is_file() and entry.name.endswith((".py", ".json")) and entry.name != "__init__.py"
