"""Processes that run the kernel: whole threads go in through a pipe, edges come out through another.

They are plain processes and not those of `multiprocessing`, which imports the caller's script anew in
each of them: a script of ten lines has no ``if __name__ == "__main__"``, and would begin to collect again.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import pyarrow as pa

from threadgraph.graph.kernel import thread_edges

__all__ = ["pooled_edges"]

_WORK = "from threadgraph.graph.pool import work; work()"


def pooled_edges(batches: Sequence[pa.Table], size: int) -> list[pa.Table]:
    """The kernel's edges of each batch.

    Parameters
    ----------
    batches : sequence of pyarrow.Table
        Each of whole threads.
    size : int
        How many processes.

    Returns
    -------
    list of pyarrow.Table
        In the order of the batches.

    Notes
    -----
    A batch whose process ended (the system may end one that takes too much memory) is done in this one.
    Whatever happens here, an interrupt included, no process stays behind; if this process itself is
    killed, they see the end of their input and leave.
    """
    hands = [_Hand() for _ in range(size)]
    idle: SimpleQueue[_Hand] = SimpleQueue()
    for hand in hands:
        idle.put(hand)
    stopped = False

    def one(batch: pa.Table) -> pa.Table:
        hand = idle.get()
        try:
            found = hand.ask(batch)
        finally:
            idle.put(hand)
        if found is None and stopped:
            raise RuntimeError("stopped")
        return thread_edges(batch) if found is None else found

    try:
        with ThreadPoolExecutor(size) as threads:
            try:
                return list(threads.map(one, batches))
            except BaseException:
                stopped = True
                for hand in hands:  # the threads wait for them, and this one for the threads
                    hand.process.kill()
                raise
    finally:
        for hand in hands:
            hand.end()


class _Hand:
    """One process, which answers a batch with its edges."""

    def __init__(self) -> None:
        self.alive = True
        self.process = subprocess.Popen(  # noqa: S603 - our own code, by the Python that runs us
            [sys.executable, "-P", "-c", _WORK],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            start_new_session=True,  # Ctrl-C goes to us, and we end it
        )

    def ask(self, batch: pa.Table) -> pa.Table | None:
        """The edges of a batch, or None if the process is no more."""
        into, out = self.process.stdin, self.process.stdout
        if not self.alive or into is None or out is None:
            return None
        try:
            with pa.ipc.new_stream(into, batch.schema) as stream:
                stream.write_table(batch)
            into.flush()
            return pa.ipc.open_stream(out).read_all()
        except (OSError, pa.ArrowInvalid):
            self.alive = False
            return None

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:  # what it did not read any more
                pass


def work() -> None:
    """Answer batches until the input ends: what a process of the pool does."""
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # what a library prints must not get among the edges
        while True:
            try:
                batch = pa.ipc.open_stream(sys.stdin.buffer).read_all()
            except pa.ArrowInvalid:  # the input ended
                return
            try:
                edges = thread_edges(batch)
            except Exception:
                sys.exit(1)  # the caller does the batch again, and fails where its user sees it
            try:
                with pa.ipc.new_stream(out, edges.schema) as stream:
                    stream.write_table(edges)
                out.flush()
            except OSError:  # the caller is gone
                os._exit(1)
