"""A graph or a spread as columns: what the explorer's page holds, before it is packed."""

from __future__ import annotations

import base64
import gzip
import json
from datetime import datetime
from typing import Any

import numpy as np

from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread.result import Spread
from threadgraph.visualizer._values import epoch, listed, plain, records, site_colours
from threadgraph.visualizer.layout import Points, place

__all__ = ["columns", "pack_columns", "unpack_columns"]

_FRAMES = ("broke", "relays", "cascades", "replies", "response", "survival", "corrections", "chronicle")


#: Lists of posts that the report shows and the page doesn't.
_UNUSED = {"response": ("posts", "rest"), "cascades": ("posts", "parents")}


class _Codes:
    """Values in the order in which they were first met, each with its number."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._number: dict[Any, int] = {}

    def code(self, value: Any) -> int:
        if value not in self._number:
            self._number[value] = len(self.values)
            self.values.append(value)
        return self._number[value]


def columns(subject: Spread | ThreadGraph) -> dict[str, Any]:
    """All that the explorer shows, as lists and numbers.

    Parameters
    ----------
    subject : Spread or ThreadGraph

    Returns
    -------
    dict
        ``posts`` and ``edges`` as columns that refer to ``sites``, ``threads``, ``nodes`` and
        ``rules`` by number; ``layout`` with places; ``spread`` with the frames, or None.
    """
    spread = subject if isinstance(subject, Spread) else None
    graph = subject.graph if isinstance(subject, Spread) else subject
    table = graph.table.sort_by([("published", "ascending"), ("thread_id", "ascending"), ("position", "ascending"),
                                 ("id", "ascending")])  # fmt: skip
    row = {name: listed(table[name]) for name in table.column_names}
    n = table.num_rows
    counts: dict[str, int] = {}
    for s in row["site"]:
        counts[s or ""] = counts.get(s or "", 0) + 1
    sites = _Codes()
    for s in sorted(counts, key=lambda name: (-counts[name], name)):
        sites.code(s)
    threads, nodes, names = _Codes(), _Codes(), _Codes()
    number = {post: i for i, post in enumerate(row["id"])}
    site = [sites.code(s or "") for s in row["site"]]
    thread = [threads.code(t) for t in row["thread_id"]]
    # A post that nobody signed stands for its thread, so that articles without a byline are not lost;
    # a trackback of a post that was not collected stands for itself.
    node = [
        nodes.code(("p", p) if p else ("b", i) if k == "trackback" else ("t", t))
        for p, t, k, i in zip(row["person"], row["thread_id"], row["kind"], row["id"], strict=True)
    ]
    people = {p["person"]: p for p in graph.people.to_pylist()}
    signed = [
        a or (people.get(p) or {}).get("name") for a, p in zip(row["author"], row["person"], strict=True)
    ]
    posts = {
        "id": row["id"],
        "site": site,
        "thread": thread,
        "node": node,
        "name": [names.code(a) if a else None for a in signed],
        "parent": [number.get(p) if p else None for p in row["parent_id"]],
        "kind": row["kind"],
        "status": row["status"],
        "time": row["published"],
        "precision": row["precision"],
        "printed": [
            t if s is None else None for t, s in zip(row["published_text"], row["published"], strict=True)
        ],
        "title": row["title"],
        "text": row["text"],
        "url": row["url"],
        "owner": [1 if o else 0 for o in row["is_owner"]],
        "links": [list(links or ()) for links in row["links"]],
    }
    rules = _Codes()
    edge = {name: listed(graph.edges[name]) for name in graph.edges.column_names}
    kept = [
        i for i in range(graph.edges.num_rows) if edge["source"][i] in number and edge["target"][i] in number
    ]
    edges = {
        "source": [number[edge["source"][i]] for i in kept],
        "target": [number[edge["target"][i]] for i in kept],
        "kind": [edge["kind"][i] for i in kept],
        "class": [edge["class"][i] for i in kept],
        "probability": [_rounded(edge["probability"][i]) for i in kept],
        "rule": [rules.code(edge["rule"][i] or "") for i in kept],
        "evidence": [edge["evidence"][i] or "" for i in kept],
        "evidence_post": [number.get(edge["evidence_post"][i]) for i in kept],
        "url": [edge["url"][i] for i in kept],
    }
    pairs = list(zip(edges["source"], edges["target"], strict=True))
    at_posts, at_nodes, at_sites = place(site, thread, node, pairs)
    first = {t: i for i, t in reversed(list(enumerate(thread)))}
    focal = set(spread.focal_people) if spread else set()
    return {
        "version": 1,
        "title": graph.title,
        "sites": sites.values,
        "colours": list(site_colours(sites.values).values()),
        "threads": {
            "id": threads.values,
            "title": [row["title"][first[t]] for t in range(len(threads.values))],
            "site": [site[first[t]] for t in range(len(threads.values))],
        },
        "names": names.values,
        "rules": rules.values,
        "nodes": {
            "id": [key for _, key in nodes.values],
            "person": [1 if kind == "p" else 0 for kind, _ in nodes.values],
            "name": [
                _node_name(kind, key, people, row, thread, threads, first) for kind, key in nodes.values
            ],
            "names": [(people.get(key) or {}).get("names") or [] for _, key in nodes.values],
            "urls": [(people.get(key) or {}).get("urls") or [] for _, key in nodes.values],
            "focal": [1 if kind == "p" and key in focal else 0 for kind, key in nodes.values],
        },
        "posts": posts,
        "edges": edges,
        "layout": {"posts": _flat(at_posts), "nodes": _flat(at_nodes), "sites": _flat(at_sites)},
        "focal": spread.focal.name if spread and spread.focal else None,
        "spread": {name: _frame(spread, name) for name in _FRAMES} if spread else None,
        "limits": list(spread.limits) if spread else [],
        "count": n,
    }


def _node_name(
    kind: str,
    key: str,
    people: dict[str, dict[str, Any]],
    row: dict[str, list[Any]],
    thread: list[int],
    threads: _Codes,
    first: dict[int, int],
) -> str:
    if kind == "p":
        return str((people.get(key) or {}).get("name") or key)
    if kind == "b":
        return str(row["author"][row["id"].index(key)] or key)
    return str(row["title"][first[threads.code(key)]] or key)


def _rounded(p: float | None) -> float:
    return 0.0 if p is None or not np.isfinite(p) else round(float(p), 4)


def _flat(points: Points) -> list[float]:
    return [round(float(v), 2) + 0.0 for v in points.ravel()]


def _frame(spread: Spread, name: str) -> list[dict[str, Any]]:
    rows = records(getattr(spread, name))
    if name == "corrections":  # a confirmation corrects nothing, and the page knows no other list
        rows = [r for r in rows if r["verdict"] == "corrects"]
    unused = _UNUSED.get(name, ())
    return [{k: _cell(v) for k, v in r.items() if k not in unused} for r in rows]


def _cell(value: Any) -> Any:
    value = plain(value)
    if isinstance(value, datetime):
        return epoch(value)
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, list):
        return [_cell(v) for v in value]
    if value is None or isinstance(value, str | int | bool):
        return value
    return str(value)


def pack_columns(data: dict[str, Any]) -> str:
    """Columns as base64 of gzip of JSON; the same columns give the same text."""
    raw = json.dumps(data, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode("ascii")
    return base64.b64encode(gzip.compress(raw, 9, mtime=0)).decode("ascii")


def unpack_columns(text: str) -> dict[str, Any]:
    """What `pack_columns` was given."""
    data: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(text)))
    return data
