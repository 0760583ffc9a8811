"""Engines: how tables are read and how whole threads are handed to the kernel."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Protocol

import pyarrow as pa

from threadgraph.errors import UsageError
from threadgraph.graph.kernel import kernel_columns, thread_edges
from threadgraph.graph.pool import pooled_edges
from threadgraph.model import EDGE_SCHEMA

__all__ = ["ENGINES", "Engine", "LocalEngine", "engine_named", "in_order", "whole_threads"]

ENGINES = ("local", "spark")
#: Below this many posts the kernel runs in this process: starting others would take longer.
_SMALL = 20_000
_BATCH = 10_000


class Engine(Protocol):
    """What a builder needs of an engine."""

    def edges(self, posts: pa.Table) -> pa.Table:
        """The kernel's edges over all threads of a table."""
        ...


class LocalEngine:
    """This machine: batches of whole threads, in a pool of processes when they are many.

    Parameters
    ----------
    small : int
        Up to so many posts the kernel runs in this process.
    batch : int
        About how many posts go to a process at once. The edges are the same whatever it is.
    """

    def __init__(self, small: int = _SMALL, batch: int = _BATCH) -> None:
        self._small = small
        self._batch = batch

    def edges(self, posts: pa.Table) -> pa.Table:
        """The kernel's edges over all threads of a table.

        Parameters
        ----------
        posts : pyarrow.Table

        Returns
        -------
        pyarrow.Table
        """
        if posts.num_rows <= self._small:
            return thread_edges(posts)
        batches = list(whole_threads(kernel_columns(posts), self._batch))
        return in_order(pooled_edges(batches, min(os.cpu_count() or 1, len(batches))))


def whole_threads(posts: pa.Table, rows: int = _BATCH) -> Iterator[pa.Table]:
    """Tables of whole threads, each of about so many rows."""
    ordered = posts.sort_by("thread_id")
    threads = ordered["thread_id"].combine_chunks()
    start, n = 0, ordered.num_rows
    while start < n:
        end = min(n, start + rows)
        while end < n and threads[end] == threads[end - 1]:
            end += 1
        yield ordered.slice(start, end - start)
        start = end


def in_order(tables: Iterable[pa.Table]) -> pa.Table:
    """Tables of edges as one, in the order in which the kernel gives those of one table.

    The sort is stable: edges that differ in their evidence only keep the order of the text.
    """
    edges = pa.concat_tables([EDGE_SCHEMA.empty_table(), *(t.cast(EDGE_SCHEMA) for t in tables)])
    return edges.sort_by([(name, "ascending") for name in ("source", "target", "kind", "rule")])


def engine_named(name: str) -> Engine:
    """The engine of that name.

    Raises
    ------
    UsageError
        If there is none, or what it needs is not installed.
    """
    if name == "local":
        return LocalEngine()
    if name == "spark":
        from threadgraph.graph.spark import SparkEngine

        return SparkEngine()
    raise UsageError(f"no engine {name!r}; there are: {', '.join(ENGINES)}")
