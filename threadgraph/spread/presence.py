"""Where an actor stands in the net of who answers whom: who carried his posts on, and the net without him."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

import networkx as nx
import numpy as np

from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread.response import figure

__all__ = ["amplified_rows", "presence_rows"]

Row = dict[str, Any]

_HOW = {
    "link": "links to it",
    "quote": "quotes it",
    "mention": "names him",
    "relay": "relays it",
    "reply": "answers it",
}
#: Paths are measured from so many people at most.
_FROM = 400
_SEED = 20051014


def amplified_rows(graph: ThreadGraph, people: Sequence[str]) -> list[Row]:
    """Who carried an actor's posts on: links, quotes and relays of others, in other threads or with his words.

    Parameters
    ----------
    graph : ThreadGraph
    people : sequence of str
        The persons who are the actor.

    Returns
    -------
    list of dict
        By time; only edges that a platform or a text states (E1, E2).
    """
    every = {r["id"]: r for r in graph.table.to_pylist()}
    rows = []
    for e in graph.edges.to_pylist():
        post, his = every[e["source"]], every[e["target"]]
        if his["person"] not in people or post["person"] in people or e["class"] == "E3":
            continue
        if e["kind"] not in ("link", "quote", "relay"):
            continue
        rows.append(
            {
                "author": graph.name_of(post),
                "site": post["site"],
                "how": _HOW[e["kind"]],
                "post": post["id"],
                "amplifies": his["id"],
                "time": post["published"],
                "delay_h": round((post["published"] - his["published"]).total_seconds() / 3600, 3)
                if post["published"] and his["published"]
                else None,
                "class": e["class"],
                "evidence": e["evidence"],
            }
        )
    return sorted(rows, key=lambda r: (r["time"] is None, r["time"], r["post"], r["amplifies"], r["how"]))


def presence_rows(graph: ThreadGraph, people: Sequence[str]) -> list[Row]:
    """The net of who answered whom with an actor and without, beside the net without each other of the busiest.

    Parameters
    ----------
    graph : ThreadGraph
    people : sequence of str

    Returns
    -------
    list of dict
        Rows of `Spread.response`. Without an edge that touches him there is nothing to remove, and no figure.
    """
    net = nx.Graph(graph.authors().to_undirected())
    net.remove_nodes_from([n for n, d in list(net.degree()) if d == 0])
    his = [p for p in people if p in net]
    if not his:
        return []
    rest = net.copy()
    rest.remove_nodes_from(his)
    whole, without = _shape(net), _shape(rest)
    degree = len(set().union(*(net[p] for p in his)) - set(his))
    peers = sorted((n for n in net if n not in his), key=lambda n: (-net.degree(n), str(n)))[:20]
    lost = [whole["largest"] - _largest_without(net, p) for p in peers]
    rank = 1 + sum(x > whole["largest"] - without["largest"] for x in lost)
    touching = _touching(graph, his)
    people_in = f"{len(net)} people who talk with anybody"
    return [
        figure("presence: people whom he answered or who answered him", degree, "people", len(net), f"{100 * degree / max(1, len(net) - len(his)):.0f} % of all who talk with anybody", posts=touching),
        figure("presence: people in the largest component, with him and without", whole["largest"], "people", len(net),
               f"{without['largest']} without him; {without['components']} components for {whole['components']}; of the 20 busiest others, "
               f"{rank - 1} would tear out more", posts=touching),
        figure("presence: mean distance between people who are connected, with him and without", whole["distance"], "hops", len(net),
               ("no path is left without him" if without["distance"] is None else f"{without['distance']:.2f} without him") + f"; {people_in}", posts=touching),
        figure("presence: pairs of people who are connected, with him and without", whole["reach"], "%", len(net), f"{without['reach']:.1f} % without him; {people_in}", posts=touching),
    ]  # fmt: skip


def _touching(graph: ThreadGraph, his: Sequence[str]) -> list[str]:
    """The posts by which he and others answered each other: what the net without him lacks."""
    person = dict(zip(graph.table["id"].to_pylist(), graph.table["person"].to_pylist(), strict=True))
    return sorted(
        {
            e["source"]
            for e in graph.edges.select(["source", "target", "kind"]).to_pylist()
            if e["kind"] in ("reply", "quote", "mention")
            and (person.get(e["source"]) in his) != (person.get(e["target"]) in his)
        }
    )


def _largest_without(net: nx.Graph, person: str) -> int:
    """The people in the largest component of a net without one of them."""
    beside = list(net[person].items())
    held = dict(net.nodes[person])
    net.remove_node(person)
    largest = max(map(len, nx.connected_components(net)), default=0)
    net.add_node(person, **held)
    net.add_edges_from((person, other, data) for other, data in beside)
    return largest


def _shape(net: nx.Graph) -> dict[str, Any]:
    """Components and paths of a net; isolated people count as components of one."""
    parts = sorted(map(len, nx.connected_components(net)), reverse=True)
    n = sum(parts)
    pairs = sum(k * (k - 1) for k in parts)
    nodes = sorted(net, key=str)
    if len(nodes) > _FROM:
        nodes = [
            nodes[i] for i in sorted(np.random.default_rng(_SEED).choice(len(nodes), _FROM, replace=False))
        ]
    steps = paths = 0
    for node in nodes:
        lengths = nx.single_source_shortest_path_length(net, node)
        steps += sum(lengths.values())
        paths += len(lengths) - 1
    return {
        "components": len(parts),
        "largest": next(islice(parts, 1), 0),
        "distance": steps / paths if paths else None,
        "reach": 100 * pairs / (n * (n - 1)) if n > 1 else 0.0,
    }
