"""Cascades of a spread, each measured three ways: explicit edges, those and evidenced ones, all sampled."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import Any

from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread import measures

__all__ = ["FORESTS", "cascade_rows"]

#: Forests sampled from the probabilities (one best tree biases breadth and virality).
FORESTS = 200
_SEED = 20051014

Row = dict[str, Any]
Choice = tuple[int, float]
_MEASURES = ("size", "depth", "max_breadth", "structural_virality", "t50_h", "r1", "sites")


def cascade_rows(
    graph: ThreadGraph, story: Sequence[Row], relays: Sequence[Row], forests: int = FORESTS
) -> list[Row]:
    """Measures of the relay cascades of a story and of the conversation under each of its posts.

    Parameters
    ----------
    graph : ThreadGraph
    story : sequence of dict
        The story's opening posts.
    relays : sequence of dict
        Rows of `Spread.relays`.
    forests : int
        How many forests are sampled for the figures over all classes.

    Returns
    -------
    list of dict
        ``edges`` is ``E1``, ``E1+E2``, or ``all``: the median; ``all 5 %`` and ``all 95 %``: the interval.
    """
    story = [r | {"author": graph.name_of(r)} for r in story]
    rows = _relay_cascades(story, relays, forests)
    ids = {r["thread_id"] for r in story}
    by_thread: dict[str, list[Row]] = defaultdict(list)
    for r in graph.table.to_pylist():
        if r["thread_id"] in ids and r["kind"] != "trackback":
            by_thread[r["thread_id"]].append(r)
    out: dict[str, list[Row]] = defaultdict(list)
    for e in graph.edges.to_pylist():
        if e["kind"] in ("reply", "quote", "mention"):
            out[e["source"]].append(e)
    for opening in story:
        thread = by_thread[opening["thread_id"]]
        if len(thread) > 1:
            rows += _conversation(opening, thread, out, forests)
    return rows


def _relay_cascades(story: Sequence[Row], relays: Sequence[Row], forests: int) -> list[Row]:
    number = {r["id"]: i for i, r in enumerate(story)}
    choices: list[list[tuple[int, float, str]]] = [[] for _ in story]
    for e in relays:
        if e["relayer"] in number and e["source"] in number:
            choices[number[e["relayer"]]].append((number[e["source"]], e["probability"], e["class"]))
    return _measured("relays", list(story), choices, forests, lambda i: -1, least=2)


def _conversation(opening: Row, thread: list[Row], out: dict[str, list[Row]], forests: int) -> list[Row]:
    thread = sorted(
        thread,
        key=lambda r: (
            r["id"] != opening["id"],
            r["published"] is None,
            r["published"] and r["published"].timestamp(),
            r["position"],
        ),
    )
    number = {r["id"]: i for i, r in enumerate(thread)}
    choices: list[list[tuple[int, float, str]]] = [[] for _ in thread]
    for i, r in enumerate(thread):
        for e in out.get(r["id"], ()):
            j = number.get(e["target"])
            if j is not None and i > 0 and (j < i or e["class"] == "E1"):
                choices[i].append((j, e["probability"], e["class"]))
    return _measured("thread", thread, choices, forests, lambda i: i - 1 if i > 1 else 0, least=2)


def _measured(
    of: str,
    nodes: list[Row],
    choices: list[list[tuple[int, float, str]]],
    forests: int,
    otherwise: Any,
    least: int,
) -> list[Row]:
    linked = {i for i, options in enumerate(choices) if options} | {
        j for options in choices for j, *_ in options
    }
    if of == "relays":  # a post that nobody links to and that links to nobody is no cascade
        place = {i: n for n, i in enumerate(sorted(linked))}
        nodes = [nodes[i] for i in sorted(linked)]
        choices = [[(place[j], p, c) for j, p, c in choices[i]] for i in sorted(linked)]
    rows: list[Row] = []
    for label, classes in (("E1", {"E1"}), ("E1+E2", {"E1", "E2"})):
        parents = [_best([(j, p) for j, p, c in options if c in classes]) for options in choices]
        rows += _rows(of, label, nodes, _acyclic(parents), least)
    dice = random.Random(_SEED)  # noqa: S311 - sampling, and the same figures each time
    sampled: dict[int, list[Row]] = defaultdict(list)
    for _ in range(forests):
        parents = [
            _drawn([(j, p) for j, p, _ in options], dice, otherwise(i) if i else -1)
            for i, options in enumerate(choices)
        ]
        for row in _rows(of, "all", nodes, _acyclic(parents), 1, interval=False):
            sampled[row["number"]].append(row)
    for draws in sampled.values():
        if len(draws) < forests / 2:
            continue
        for label, share in (("all", 0.5), ("all 5 %", 0.05), ("all 95 %", 0.95)):
            row = (
                draws[0] | {m: _quantile([d[m] for d in draws], share) for m in _MEASURES} | {"edges": label}
            )
            if (row["size"] or 0) >= least or label != "all":
                rows.append(row)
    held = {(r["number"], r["edges"]) for r in rows}
    rows = [r for r in rows if r["edges"] in ("E1", "E1+E2") or (r["number"], "all") in held]
    order = {"E1": 0, "E1+E2": 1, "all": 2, "all 5 %": 3, "all 95 %": 4}
    rows.sort(key=lambda r: (r["number"], order[r["edges"]]))
    return [{k: v for k, v in r.items() if k != "number"} for r in rows]


def _best(options: list[Choice]) -> int:
    return max(options, key=lambda o: (o[1], -o[0]))[0] if options else -1


def _drawn(options: list[Choice], dice: random.Random, otherwise: int) -> int:
    """One parent: each option by its probability, what is left over goes to `otherwise`."""
    if not options:
        return -1
    total = sum(p for _, p in options)
    at = dice.random() * max(1.0, total)
    for j, p in options:
        at -= p
        if at < 0:
            return j
    return otherwise


def _acyclic(parents: list[int]) -> list[int]:
    parents = list(parents)
    done = [False] * len(parents)
    for i in range(len(parents)):
        path, at = [], i
        while at >= 0 and not done[at]:
            done[at] = True
            path.append(at)
            at = parents[at]
        if at >= 0 and at in path:
            parents[max(path[path.index(at) :])] = -1
    return parents


def _rows(
    of: str, label: str, nodes: list[Row], parents: list[int], least: int, interval: bool = True
) -> list[Row]:
    rows = []
    for tree in measures.trees(parents):
        if len(tree) < least:
            continue
        root = nodes[tree[0]]
        low, high = (measures.generation_interval(parents, tree) if interval else None) or (None, None)
        times = [nodes[i]["published"].timestamp() / 3600 if nodes[i]["published"] else None for i in tree]
        rows.append(
            {
                "number": tree[0],
                "root": root["id"],
                "of": of,
                "site": root["site"],
                "author": root["author"],
                "title": root["title"],
                "time": root["published"],
                "edges": label,
                "size": len(tree),
                "depth": max(measures.depths(parents, tree)),
                "max_breadth": measures.max_breadth(parents, tree),
                "structural_virality": round(measures.structural_virality(parents, tree), 4),
                "t50_h": _rounded(measures.t50(times)),
                "r1": _rounded(measures.generation_ratio(parents, tree)),
                "r1_low": _rounded(low),
                "r1_high": _rounded(high),
                "sites": len({nodes[i]["site"] for i in tree}),
            }
        )
    return rows


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _quantile(values: list[float | None], share: float) -> float | None:
    known = sorted(v for v in values if v is not None)
    if not known:
        return None
    if share == 0.5:
        return median(known)
    at = share * (len(known) - 1)
    low = int(at)
    high = min(low + 1, len(known) - 1)
    return round(known[low] + (known[high] - known[low]) * (at - low), 4)
