"""One hash for a graph: whoever has the same posts and edges gets the same."""

from __future__ import annotations

import hashlib
import json

from threadgraph.graph.threadgraph import ThreadGraph

__all__ = ["fingerprint"]


def fingerprint(graph: ThreadGraph) -> str:
    """SHA-256 of the posts and edges, row by row, whatever engine made them."""
    digest = hashlib.sha256()
    for table, keys in ((graph.table, ("id",)), (graph.edges, ("source", "target", "kind", "rule"))):
        rows = sorted(table.to_pylist(), key=lambda r: tuple(str(r[k]) for k in keys))
        for row in rows:
            digest.update(json.dumps(row, sort_keys=True, default=str, ensure_ascii=True).encode("ascii"))
    return digest.hexdigest()
