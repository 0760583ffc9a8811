"""Engines: how tables are read and how whole threads are handed to the kernel."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Protocol

import pyarrow as pa

from threadgraph.errors import UsageError
from threadgraph.graph.kernel import thread_edges
from threadgraph.model import EDGE_SCHEMA

__all__ = ["Engine", "LocalEngine", "engine_named"]

#: Below this many posts the kernel runs in this process: starting others would take longer.
_SMALL = 20_000
_BATCH = 10_000

Kernel = Callable[[pa.Table], pa.Table]


class Engine(Protocol):
    """What a builder needs of an engine."""

    def edges(self, posts: pa.Table) -> pa.Table:
        """The kernel's edges over all threads of a table."""
        ...


class LocalEngine:
    """This machine: batches of whole threads, in a pool of processes when they are many."""

    def edges(self, posts: pa.Table) -> pa.Table:
        """The kernel's edges over all threads of a table.

        Parameters
        ----------
        posts : pyarrow.Table

        Returns
        -------
        pyarrow.Table
        """
        if posts.num_rows <= _SMALL:
            return thread_edges(posts)
        batches = list(_batches(posts))
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
            return pa.concat_tables([EDGE_SCHEMA.empty_table(), *pool.map(thread_edges, batches)])


def _batches(posts: pa.Table) -> Iterator[pa.Table]:
    """Tables of whole threads, each of about `_BATCH` rows."""
    ordered = posts.sort_by("thread_id")
    threads = ordered["thread_id"].combine_chunks()
    start, n = 0, ordered.num_rows
    while start < n:
        end = min(n, start + _BATCH)
        while end < n and threads[end] == threads[end - 1]:
            end += 1
        yield ordered.slice(start, end - start)
        start = end


def engine_named(name: str) -> Engine:
    """The engine of that name.

    Raises
    ------
    UsageError
        If there is none.
    """
    if name != "local":
        raise UsageError(f"no engine {name!r}; there is: local")
    return LocalEngine()
