"""The pool of the engine for this machine: it needs no care of its user's, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from threads import random_posts

from threadgraph.graph.engine import whole_threads
from threadgraph.graph.kernel import kernel_columns, thread_edges
from threadgraph.graph.pool import pooled_edges
from threadgraph.model import posts_table

posix = pytest.mark.skipif(os.name != "posix", reason="processes are asked for with ps")

#: As a researcher writes it: without ``if __name__ == "__main__"``.
SCRIPT = """
print("begun", flush=True)
from threadgraph.graph.engine import LocalEngine
from threadgraph.model import Post, posts_table
posts = [Post(id=f"{i}", thread_id=f"t{i // 50}", kind="comment" if i % 50 else "post", text="down again?", position=i % 50)
         for i in range(ROWS)]
print(LocalEngine(small=0, batch=BATCH).edges(posts_table(posts)).num_rows)
"""


def script(rows: int, batch: int) -> subprocess.Popen[str]:
    code = SCRIPT.replace("ROWS", str(rows)).replace("BATCH", str(batch))
    path = os.pathsep.join(p for p in sys.path if p)
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def children(parent: int) -> list[int]:
    """Processes that a process started and that are alive."""
    rows = subprocess.run(["ps", "-eo", "pid=,ppid=,stat=,comm="], capture_output=True, text=True, check=True)
    found = (line.split(None, 3) for line in rows.stdout.splitlines())
    return [
        int(pid)
        for pid, of, state, name in found
        if int(of) == parent and not state.startswith("Z") and name != "ps"
    ]


def until(true: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def alive(pid: int) -> bool:
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return bool(done.stdout.strip()) and not done.stdout.startswith("Z")


def test_a_script_without_a_guard_runs_once(tmp_path: Path) -> None:
    file = tmp_path / "study.py"
    file.write_text(SCRIPT.replace("ROWS", "400").replace("BATCH", "100"), "utf-8")
    path = os.pathsep.join(p for p in sys.path if p)
    done = subprocess.run(
        [sys.executable, str(file)], capture_output=True, text=True, env=os.environ | {"PYTHONPATH": path}
    )
    assert done.returncode == 0, done.stderr
    begun, edges = done.stdout.split()
    assert begun == "begun"
    assert int(edges) > 100


@posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=lambda s: s.name)
def test_no_process_stays_when_the_work_is_cut_short(how: signal.Signals) -> None:
    work = script(rows=40_000, batch=500)
    try:
        assert until(lambda: len(children(work.pid)) >= min(2, os.cpu_count() or 1))
        hands = children(work.pid)
        time.sleep(2)  # so that they are at work
        work.send_signal(how)
        _, errors = work.communicate(timeout=60)
        assert work.returncode != 0
        assert until(lambda: not any(alive(pid) for pid in hands), 30)
        if how == signal.SIGINT:
            assert "KeyboardInterrupt" in errors
    finally:
        work.kill()
        work.wait()


@posix
def test_batches_whose_processes_were_ended_are_done_all_the_same() -> None:
    batches = list(whole_threads(kernel_columns(posts_table(random_posts(12))), 30))
    with ThreadPoolExecutor(1) as thread:
        before = set(children(os.getpid()))
        work = thread.submit(pooled_edges, batches, 2)
        assert until(lambda: len(set(children(os.getpid())) - before) == 2)
        for pid in set(children(os.getpid())) - before:
            os.kill(pid, signal.SIGKILL)
        found = work.result(60)
    assert all(a.equals(thread_edges(b)) for a, b in zip(found, batches, strict=True))


def test_an_error_of_the_kernel_is_the_callers() -> None:
    batch = kernel_columns(posts_table(random_posts(13, threads=3))).drop_columns(["thread_id"])
    with pytest.raises(KeyError, match="thread_id"):
        pooled_edges([batch, batch], 2)
