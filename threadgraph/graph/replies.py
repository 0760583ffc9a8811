"""Who answered whom in a thread whose platform doesn't say: the face for rows of plain dictionaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from threadgraph.graph.kernel import BASE_RATE, thread_edges
from threadgraph.model import Post, posts_table

__all__ = ["infer_replies"]


def infer_replies(posts: Sequence[Mapping[str, Any]]) -> list[tuple[str, str | None, float]]:
    """The likeliest parent of each post of one thread.

    Parameters
    ----------
    posts : sequence of dict
        In time order, with ``id``, ``author``, ``published`` (aware datetime or None) and ``text``; parents
        are not used.

    Returns
    -------
    list of (child id, parent id or None, probability)
        None: the thread's beginning.

    Examples
    --------
    >>> infer_replies([{"id": "1", "author": "Luc", "text": "It is down."},
    ...                {"id": "2", "author": "Anne", "text": "Is it?"},
    ...                {"id": "3", "author": "Eve", "text": "@Anne yes"}])
    [('1', None, 1.0), ('2', '1', 0.54), ('3', '2', 0.85)]
    """
    if not posts:
        return []
    rows = [
        Post(
            id=str(p["id"]),
            thread_id="thread",
            kind="post" if i == 0 else "comment",
            author=p.get("author"),
            text=str(p.get("text") or ""),
            published=p.get("published"),
            position=i,
        )
        for i, p in enumerate(posts)
    ]
    order = {r.id: i for i, r in enumerate(rows)}
    best: dict[str, tuple[str, float]] = {}
    for e in thread_edges(posts_table(rows)).to_pylist():
        if e["source"] not in best or e["probability"] > best[e["source"]][1]:
            best[e["source"]] = (e["target"], e["probability"])
    first = rows[0].id
    out: list[tuple[str, str | None, float]] = []
    for r in rows:
        parent, p = best.get(r.id, (first, BASE_RATE))
        if r.id == first:
            out.append((r.id, None, 1.0))
        else:
            out.append((r.id, parent if order[parent] < order[r.id] else first, p))
    return out
