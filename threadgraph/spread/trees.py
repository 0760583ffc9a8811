"""Cascades as networkx trees, for whatever a researcher does with them next."""

from __future__ import annotations

from typing import Literal

import networkx as nx

from threadgraph.spread.result import Spread

__all__ = ["cascade_graphs"]


def cascade_graphs(
    spread: Spread, of: Literal["relays", "thread"] = "relays", edges: Literal["E1", "E1+E2"] = "E1+E2"
) -> list[nx.DiGraph]:
    """Each cascade of a spread as a tree, the largest first.

    Parameters
    ----------
    spread : Spread
    of : {'relays', 'thread'}
        The relays of the story, or the conversation under each of its posts.
    edges : {'E1', 'E1+E2'}
        By which classes of edge.

    Returns
    -------
    list of networkx.DiGraph
        Edges lead from a post to those that follow it. Nodes are post ids with ``author``, ``site``, ``time`` (aware) and
        ``title``; the graph has ``root``, ``of``, ``edges`` and the measures of the cascade.

    Examples
    --------
    >>> from threadgraph.graph import build_table
    >>> from threadgraph.model import Post, posts_table
    >>> from threadgraph.spread import spread
    >>> graph = build_table(posts_table([
    ...     Post(id="a", thread_id="a", kind="post", text="Down."),
    ...     Post(id="b", thread_id="a", parent_id="a", text="Since when?", position=1),
    ... ]))
    >>> [sorted(tree.edges) for tree in cascade_graphs(spread(graph), "thread")]
    [[('a', 'b')]]
    """
    rows = spread.cascades
    rows = rows[(rows["of"] == of) & (rows["edges"] == edges)]
    posts = {r["id"]: r for r in spread.graph.table.to_pylist()}
    trees = []
    for row in rows.to_dict("records"):
        tree = nx.DiGraph(
            root=row["root"],
            of=of,
            edges=edges,
            **{m: row[m] for m in ("size", "depth", "max_breadth", "structural_virality")},
        )
        for post, parent in zip(row["posts"], row["parents"], strict=True):
            r = posts[post]
            tree.add_node(
                post, author=spread.graph.name_of(r), site=r["site"], time=r["published"], title=r["title"]
            )
            if parent is not None:
                tree.add_edge(parent, post)
        trees.append(tree)
    return sorted(trees, key=lambda t: (-len(t), str(t.graph["root"])))
