"""The standing of each person in an author graph: PageRank, component, core and community, for millions of edges."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from threadgraph.errors import ReadError, UsageError

__all__ = ["author_measures"]

_DAMPING, _TOLERANCE, _SEED = 0.85, 1e-12, 20051014


def author_measures(graph: nx.DiGraph | str | Path) -> pd.DataFrame:
    """PageRank, component, core number and community of each author.

    Needs the extra ``threadgraph[scale]`` (networkit): on a million edges it takes a second where networkx takes minutes.

    Parameters
    ----------
    graph : networkx.DiGraph, str or Path
        As `ThreadGraph.authors` gives it, or the file ``authors.parquet`` that `measure` writes: an edge a → b
        of some ``weight`` where a answered b.

    Returns
    -------
    pandas.DataFrame
        One row an author, the highest PageRank first: ``author``; ``pagerank``, following weights, damping 0.85,
        sums to 1 (Brin & Page 1998); ``component``, the number of its weakly connected component, the
        largest 0; ``core``, the greatest k of a k-core that holds it, without directions (Seidman
        1983); ``community`` by the Louvain method with refinement (Blondel et al. 2008), the largest 0.

    Raises
    ------
    UsageError
        If networkit is not installed.
    ReadError
        If the file holds no author graph.

    Examples
    --------
    >>> people = nx.DiGraph()
    >>> people.add_weighted_edges_from([("Anne", "Luc", 2), ("Eve", "Luc", 1), ("Luc", "Anne", 1)])
    >>> author_measures(people)[["author", "component", "core"]].values.tolist()
    [['Luc', 0, 1], ['Anne', 0, 1], ['Eve', 0, 1]]
    """
    try:
        import networkit as nk
    except ImportError as e:
        raise UsageError('this needs networkit: pip install "threadgraph[scale]"') from e
    names, source, target, weight = _edges(graph)
    n = len(names)
    if not n:
        return pd.DataFrame({k: [] for k in ("author", "pagerank", "component", "core", "community")})
    nk.setSeed(_SEED, False)
    directed = nk.GraphFromCoo((weight, (source, target)), n, weighted=True, directed=True)
    rank = nk.centrality.PageRank(
        directed, _DAMPING, _TOLERANCE, distributeSinks=nk.centrality.SinkHandling.DistributeSinks
    )
    rank.run()
    both = nk.graphtools.toUndirected(directed)
    both.removeMultiEdges()
    parts = nk.components.ConnectedComponents(both)
    parts.run()
    cores = nk.centrality.CoreDecomposition(both)
    cores.run()
    threads = nk.getMaxNumberOfThreads()
    nk.setNumberOfThreads(1)  # with several the communities would differ from run to run
    try:
        groups = nk.community.PLM(both, refine=True)
        groups.run()
    finally:
        nk.setNumberOfThreads(threads)
    found = pd.DataFrame(
        {
            "author": names,
            "pagerank": rank.scores(),
            "component": _by_size(np.array([parts.componentOfNode(i) for i in range(n)])),
            "core": np.array(cores.scores(), dtype=np.int64),
            "community": _by_size(np.array(groups.getPartition().getVector())),
        }
    )
    return found.sort_values(["pagerank", "author"], ascending=[False, True], ignore_index=True)


def _edges(graph: nx.DiGraph | str | Path) -> tuple[list[Any], Any, Any, Any]:
    """Names, and for each edge the numbers of its ends and its weight."""
    if isinstance(graph, (str, Path)):
        try:
            table = pq.read_table(graph, columns=["source", "target", "weight"])
        except (OSError, ValueError) as e:
            raise ReadError(f"{graph} holds no author graph: {e}") from e
        ends = pd.concat([table["source"].to_pandas(), table["target"].to_pandas()])
        numbers, names = pd.factorize(ends, sort=True)
        half = table.num_rows
        weight = table["weight"].to_numpy().astype(float)
        return list(names), numbers[:half], numbers[half:], weight
    names = list(graph)
    place = {name: i for i, name in enumerate(names)}
    edges = [(place[a], place[b], float(w)) for a, b, w in graph.edges(data="weight", default=1.0) if a != b]
    columns = np.array(edges, dtype=float).reshape(-1, 3)
    return names, columns[:, 0].astype(np.int64), columns[:, 1].astype(np.int64), columns[:, 2]


def _by_size(labels: Any) -> Any:
    """Labels as numbers from 0, the largest group first; of equals the one that comes first."""
    _, first, number, count = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -count))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place[number]
