"""The engines that the same tests run over; for Spark, a real cluster of two workers on loopback.

It starts only when asked for: ``pytest -m spark tests/graph`` (`make test-spark`).
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from threadgraph.graph.engine import Engine, LocalEngine

sys.path.insert(0, str(Path(__file__).parent))  # for what the tests here share

if TYPE_CHECKING:
    from threadgraph.graph.spark import SparkEngine


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave Spark alone in an ordinary run."""
    if "spark" in (config.option.markexpr or ""):
        return
    left = [i for i in items if i.get_closest_marker("spark")]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [i for i in items if i not in left]


class Cluster:
    """A master and two workers of one core each, as PySpark's wheel holds them; their logs stay in a folder."""

    def __init__(self, folder: Path) -> None:
        import pyspark

        self.folder = folder
        self.home = Path(pyspark.__file__).parent
        self.running: list[subprocess.Popen[bytes]] = []
        self.address = ""

    def start(self) -> None:
        log = self._spawn("master.Master")
        self.address = self._said(log, r"Starting Spark master at (spark://\S+)")
        logs = [self._spawn("worker.Worker", str(k), self.address) for k in range(2)]
        for log in logs:
            self._said(log, r"Successfully registered with master (\S+)")

    def stop(self) -> None:
        for process in reversed(self.running):
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _spawn(self, role: str, name: str = "", master: str = "") -> Path:
        """Start a part of the cluster, on ports that the system chooses."""
        log = self.folder / f"{role.split('.')[0]}{name}.log"
        worker = ["--cores", "1", "--memory", "1g", "--work-dir", str(self.folder / f"work{name}"), master]
        command = [str(self.home / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}"]
        command += ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0", *(worker if master else [])]
        env = {
            k: v for k, v in os.environ.items() if k != "PYTHONPATH"
        }  # workers have no threadgraph but ours
        env |= {
            "SPARK_HOME": str(self.home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(self.folder / "blocks"),
            "SPARK_DAEMON_MEMORY": "256m",
        }
        with log.open("wb") as out:
            self.running.append(
                subprocess.Popen(
                    command,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    env=env,
                    cwd=self.folder,
                    start_new_session=True,
                )
            )
        return log

    def _said(self, log: Path, what: str, seconds: float = 90) -> str:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if m := re.search(what, log.read_text(errors="replace")):
                return m[1]
            time.sleep(0.1)
        pytest.fail(
            f"Spark does not start ({log}):\n{log.read_text(errors='replace')[-1500:]}", pytrace=False
        )


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    pytest.importorskip("pyspark", reason="pip install pyspark, or make test-spark")
    if not shutil.which("java"):
        pytest.fail("Java is needed: sudo apt-get install openjdk-17-jre-headless", pytrace=False)
    made = Cluster(tmp_path_factory.mktemp("spark"))
    print(f"\nSpark's logs: {made.folder}", file=sys.__stderr__)
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def spark_engine(cluster: Cluster) -> Iterator[SparkEngine]:
    """One session for the whole run, with settings that an engine must not fall for."""
    from pyspark.sql import SparkSession

    from threadgraph.graph.spark import SparkEngine

    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.executor.memory": "512m",
        "spark.local.dir": str(cluster.folder / "blocks"),
        "spark.sql.artifact.root": str(cluster.folder),
        "spark.sql.warehouse.dir": str(cluster.folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "America/St_Johns",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "100",  # a thread comes in many pieces
        "spark.sql.execution.arrow.useLargeVarTypes": "true",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.master(cluster.address).appName("threadgraph's tests")
        session = builder.config(map=settings).getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        try:
            yield SparkEngine(session, buckets=8)
        finally:
            session.stop()


@pytest.fixture(params=["local", "pool", pytest.param("spark", marks=[pytest.mark.spark, pytest.mark.slow])])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn; that of this machine in one process, and in a pool with small batches."""
    if request.param == "local":
        return LocalEngine()
    if request.param == "pool":
        return LocalEngine(small=0, batch=40)
    return request.getfixturevalue("spark_engine")
