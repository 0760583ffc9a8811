"""Who answered whom in a thread whose platform doesn't say: the face for rows of plain dictionaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from threadgraph.graph.conversation import Conversation
from threadgraph.graph.cues import Line
from threadgraph.graph.likely import likely_parents, ranker

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
        None for the first post, and where no parent is likely enough to be named: the post then stands in
        the thread, and the probability is that it answers the first post or starts something new.

    Examples
    --------
    >>> found = infer_replies([{"id": "1", "author": "Luc", "text": "It is down."},
    ...                        {"id": "2", "author": "Anne", "text": "Is it? Since when?"},
    ...                        {"id": "3", "author": "Eve", "text": "@Anne since this morning"}])
    >>> [(child, parent) for child, parent, _ in found]
    [('1', None), ('2', '1'), ('3', '2')]
    """
    if not posts:
        return []
    ids = [str(p["id"]) for p in posts]
    conversation = Conversation(
        [Line(p.get("author"), None, str(p.get("text") or "")) for p in posts],
        [p["published"].timestamp() if p.get("published") is not None else None for p in posts],
    )
    least = ranker().threshold
    out: list[tuple[str, str | None, float]] = [(ids[0], None, 1.0)]
    for guess in next(iter(likely_parents([conversation]))):
        best, p = guess.best
        if p < least:
            out.append((ids[guess.child], None, guess.of(0)))
        else:
            out.append((ids[guess.child], ids[best], p))
    return out
