"""A graph as a file for other programs: Gephi, igraph, a spreadsheet, pandas."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

import networkx as nx
import pandas as pd

from threadgraph.errors import UsageError
from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.visualizer._values import iso, plain, prepare, write_whole, xml_safe
from threadgraph.visualizer.tables import write_csv, write_parquet

__all__ = ["GraphFormat", "GraphView", "write_graph"]

GraphFormat = Literal["gexf", "graphml", "json", "csv", "parquet"]
GraphView = Literal["posts", "authors", "sites"]


def _value(value: Any, text: Callable[[object], str]) -> Any:
    """A value that XML formats can hold."""
    value = plain(value)
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, list):
        return text("; ".join(str(v) for v in value))
    if isinstance(value, bool | int | float):
        return value
    return text(value)


def _attributes(given: Mapping[str, Any]) -> dict[str, Any]:
    return {k: _value(v, xml_safe) for k, v in given.items() if plain(v) is not None}


def _for_xml(graph: nx.Graph, dynamic: bool) -> nx.Graph:
    """The graph with nothing in it that XML forbids, and with `start` where a time is known."""
    out = graph.__class__()
    out.graph["name"] = xml_safe(graph.graph.get("title") or "threadgraph")
    names: dict[Any, str] = {}
    taken: set[str] = set()
    for node in graph:
        name = base = xml_safe(node) or "_"
        k = 1
        while name in taken:
            k += 1
            name = f"{base}~{k}"
        taken.add(name)
        names[node] = name
    for node, given in graph.nodes(data=True):
        held = _attributes(given)
        start = held.get("time") or held.get("first")
        if dynamic and start:
            held["start"] = start
        out.add_node(names[node], **(held | {"label": str(held.get("label") or names[node])}))
    for edge in graph.edges(keys=True, data=True) if graph.is_multigraph() else graph.edges(data=True):
        held = _attributes(edge[-1])
        start = held.get("time") or held.get("first")
        if dynamic and start:
            held["start"] = start
        ends = [names[edge[0]], names[edge[1]]] + ([xml_safe(edge[2])] if graph.is_multigraph() else [])
        out.add_edge(*ends, **held)
    return out


def _gexf(graph: nx.Graph, path: Path) -> list[Path]:
    ready = _for_xml(graph, dynamic=True)
    ready.graph["mode"] = "dynamic"
    text = "\n".join(nx.generate_gexf(ready, version="1.2draft"))
    # networkx names the time format "date": Gephi reads full times under it, and networkx cannot read "dateTime".
    # The day of writing would make two runs differ.
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)
    write_whole(path, ('<?xml version="1.0" encoding="UTF-8"?>\n' + text + "\n").encode("utf-8"))
    return [path]


def _graphml(graph: nx.Graph, path: Path) -> list[Path]:
    text = "\n".join(nx.generate_graphml(_for_xml(graph, dynamic=False)))
    write_whole(path, ('<?xml version="1.0" encoding="UTF-8"?>\n' + text + "\n").encode("utf-8"))
    return [path]


def _jsonable(value: Any) -> Any:
    value = plain(value)
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, list):
        return [_jsonable(v) for v in value]
    if isinstance(value, dict):
        return {str(k): _jsonable(v) for k, v in value.items()}
    return value


def _json(graph: nx.Graph, path: Path) -> list[Path]:
    data = _jsonable(nx.node_link_data(graph, edges="edges"))
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)
    write_whole(path, text.encode("utf-8", "replace") + b"\n")
    return [path]


def _frames(graph: nx.Graph) -> dict[str, pd.DataFrame]:
    nodes = [{"id": n, **d} for n, d in graph.nodes(data=True)]
    edges = [{"source": a, "target": b, **d} for a, b, d in graph.edges(data=True)]
    return {
        "nodes": pd.DataFrame(nodes, columns=list(dict.fromkeys(["id", *(k for r in nodes for k in r)]))),
        "edges": pd.DataFrame(
            edges, columns=list(dict.fromkeys(["source", "target", *(k for r in edges for k in r)]))
        ),
    }


def _two(graph: nx.Graph, path: Path, write: Callable[[pd.DataFrame, Path], Path], ending: str) -> list[Path]:
    stem = path.with_suffix("") if path.suffix.lower() == f".{ending}" else path
    return [
        write(table, stem.with_name(f"{stem.name}.{what}.{ending}")) for what, table in _frames(graph).items()
    ]


def write_graph(
    graph: ThreadGraph, path: str | Path, as_: GraphFormat, view: GraphView = "posts"
) -> list[Path]:
    """Write one view of the graph for another program.

    Parameters
    ----------
    graph : ThreadGraph
    path : str or Path
        The file; in a folder, ``threadgraph.EXTENSION``.
    as_ : {'gexf', 'graphml', 'json', 'csv', 'parquet'}
        ``gexf`` is dynamic: Gephi shows each post and edge from the time on which it was written
        (ISO 8601 in UTC). ``json`` is networkx's node-link form. ``csv`` and ``parquet`` are two
        files, ``NAME.nodes.EXTENSION`` and ``NAME.edges.EXTENSION``.
    view : {'posts', 'authors', 'sites'}
        Which of the graph's three networks.

    Returns
    -------
    list of Path
        The files written: one, or two for ``csv`` and ``parquet``.

    Raises
    ------
    UsageError
        If `as_` or `view` is none of those named.

    Examples
    --------
    >>> [p.name for p in write_graph(spread.graph, tmp_path / "net.csv", "csv", view="authors")]
    ['net.nodes.csv', 'net.edges.csv']
    """
    if as_ not in get_args(GraphFormat):
        raise UsageError(f"unknown graph format {as_!r}; choose one of {', '.join(get_args(GraphFormat))}")
    if view not in get_args(GraphView):
        raise UsageError(f"unknown view {view!r}; choose one of {', '.join(get_args(GraphView))}")
    target = prepare(path, f"threadgraph.{as_}")
    chosen = getattr(graph, view)()
    if as_ == "gexf":
        return _gexf(chosen, target)
    if as_ == "graphml":
        return _graphml(chosen, target)
    if as_ == "json":
        return _json(chosen, target)
    return _two(chosen, target, write_csv if as_ == "csv" else write_parquet, as_)
