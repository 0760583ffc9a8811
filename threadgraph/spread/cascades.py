"""Cascades of a spread, each measured three ways: explicit edges, those and evidenced ones, all sampled."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any

from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread import measures

__all__ = ["DOUBT", "FORESTS", "SEED", "cascade_rows", "generation_rows", "sampled_forests"]

#: Forests sampled from the probabilities (one best tree biases breadth and virality).
FORESTS = 200
SEED = 20051014
#: How uncertain it is how much of a story came from outside the corpus: the log-odds of simulated stories
#: that differ in just that.
DOUBT = 1.2

Row = dict[str, Any]
Choice = tuple[int, float]
_GENERATION = ("generation", "posts", "next", "ratio", "low", "high", "members")
_MEASURES = ("size", "depth", "max_breadth", "structural_virality", "t50_h", "r1", "sites")


def cascade_rows(
    graph: ThreadGraph,
    story: Sequence[Row],
    relays: Sequence[Row],
    sources: Sequence[Row],
    forests: int = FORESTS,
) -> list[Row]:
    """Measures of the relay cascades of a story and of the conversation under each of its posts.

    Parameters
    ----------
    graph : ThreadGraph
    story : sequence of dict
        The story's opening posts.
    relays, sources : sequence of dict
        Rows of `Spread.relays` and `Spread.sources`.
    forests : int
        How many forests are sampled for the figures over all classes.

    Returns
    -------
    list of dict
        ``edges`` is ``E1``, ``E1+E2``, or ``all``: the median; ``all 5 %`` and ``all 95 %``: the interval.
    """
    story = [r | {"author": graph.name_of(r)} for r in story]
    rows = _relay_cascades(story, relays, sources, forests)
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


def generation_rows(cascades: Sequence[Row]) -> list[Row]:
    """R_k of each cascade, for every generation that it has: how many posts of the next one follow one of this.

    Parameters
    ----------
    cascades : sequence of dict
        As `cascade_rows` gives them; sampled ones have no generations.

    Returns
    -------
    list of dict
        ``ratio`` = ``next`` / ``posts``, with its 95 % bootstrap interval over the posts of the generation.
    """
    return [
        {k: c[k] for k in ("root", "of", "site", "edges")} | dict(zip(_GENERATION, g, strict=True))
        for c in cascades
        for g in c.get("generations", ())
    ]


def _relay_cascades(
    story: Sequence[Row], relays: Sequence[Row], sources: Sequence[Row], forests: int
) -> list[Row]:
    number = {r["id"]: i for i, r in enumerate(story)}
    choices: list[list[tuple[int, float, str]]] = [[] for _ in story]
    for e in relays:
        if e["relayer"] in number and e["source"] in number:
            choices[number[e["relayer"]]].append((number[e["source"]], e["probability"], e["class"]))
    options: list[list[Choice]] = [[] for _ in story]
    for s in sources:
        if s["source"] is not None:
            options[number[s["post"]]].append((number[s["source"]], s["probability"]))
    return _measured("relays", story, choices, options, forests, lambda i: -1, DOUBT)


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
    options = [_options(held) for held in choices]
    return _measured("thread", thread, choices, options, forests, lambda i: i - 1 if i > 1 else 0)


def _options(choices: Sequence[tuple[int, float, str]]) -> list[Choice]:
    """What a post's parent may be: what the platform states, or else each target by its strongest edge."""
    stated = [(j, p) for j, p, c in choices if c == "E1"]
    if stated:
        return [max(stated, key=lambda o: (o[1], -o[0]))]
    best: dict[int, float] = {}
    for j, p, _ in choices:
        best[j] = max(p, best.get(j, 0.0))
    return sorted(best.items())


def _measured(
    of: str,
    nodes: Sequence[Row],
    choices: Sequence[Sequence[tuple[int, float, str]]],
    options: Sequence[Sequence[Choice]],
    forests: int,
    otherwise: Callable[[int], int],
    doubt: float = 0.0,
) -> list[Row]:
    rows: list[Row] = []
    for label, classes in (("E1", {"E1"}), ("E1+E2", {"E1", "E2"})):
        parents = [_best([(j, p) for j, p, c in held if c in classes]) for held in choices]
        rows += _rows(of, label, nodes, _acyclic(parents), 2)
    sampled: dict[int, list[Row]] = defaultdict(list)
    for parents in sampled_forests(options, forests, otherwise, doubt):
        for row in _rows(of, "all", nodes, parents, 1, interval=False):
            sampled[row["number"]].append(row)
    for draws in sampled.values():
        if len(draws) < forests / 2:
            continue
        often = Counter(p for d in draws for p in d["posts"])
        usual = tuple(p for p, n in often.items() if 2 * n >= len(draws))
        shares = (("all", 0.5), ("all 5 %", 0.05), ("all 95 %", 0.95))
        three = [
            draws[0]
            | {m: _quantile([d[m] for d in draws], share) for m in _MEASURES}
            | {"edges": label, "posts": usual, "parents": ()}
            for label, share in shares
        ]
        if (three[0]["size"] or 0) >= 2:  # a post that is nobody's source and has none is no cascade
            rows += three
    order = {"E1": 0, "E1+E2": 1, "all": 2, "all 5 %": 3, "all 95 %": 4}
    rows.sort(key=lambda r: (r["number"], order[r["edges"]]))
    return [{k: v for k, v in r.items() if k != "number"} for r in rows]


def sampled_forests(
    options: Sequence[Sequence[Choice]],
    forests: int = FORESTS,
    otherwise: Callable[[int], int] = lambda i: -1,
    doubt: float = 0.0,
) -> Iterator[list[int]]:
    """Forests drawn from the probabilities of parents, without circles, the same each time.

    Parameters
    ----------
    options : sequence of sequence of (int, float)
        For each node its possible parents and their probabilities; what is missing to 1 goes to `otherwise`.
    forests : int
    otherwise : callable
        The parent of a node for which none was drawn; -1 for a root.
    doubt : float
        How uncertain the share that is missing to 1 is for the whole forest: the standard deviation of its
        log-odds, drawn anew for each.

    Yields
    ------
    list of int
        The parent of each node.

    Examples
    --------
    >>> list(sampled_forests([[], [(0, 1.0)]], forests=2))
    [[-1, 0], [-1, 0]]
    """
    dice = random.Random(SEED)  # noqa: S311 - sampling, and the same figures each time
    for _ in range(forests):
        shift = math.exp(dice.gauss(0.0, doubt)) if doubt else 1.0
        yield _acyclic(
            [_drawn(held, dice, otherwise(i) if i else -1, shift) for i, held in enumerate(options)]
        )


def _best(options: Sequence[Choice]) -> int:
    return max(options, key=lambda o: (o[1], -o[0]))[0] if options else -1


def _drawn(options: Sequence[Choice], dice: random.Random, otherwise: int, shift: float = 1.0) -> int:
    """One parent: each option by its probability; what is left over, its odds times `shift`, goes to `otherwise`."""
    if not options:
        return -1
    total = sum(p for _, p in options)
    at = dice.random() * (total + max(0.0, 1.0 - total) * shift)
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
    of: str, label: str, nodes: Sequence[Row], parents: list[int], least: int, interval: bool = True
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
                "posts": tuple(nodes[i]["id"] for i in tree),
                "parents": tuple(nodes[parents[i]]["id"] if i != tree[0] else None for i in tree),
                "generations": _generations(nodes, parents, tree) if interval else [],
            }
        )
    return rows


def _generations(nodes: Sequence[Row], parents: Sequence[int], tree: Sequence[int]) -> list[tuple[Any, ...]]:
    """The generations of a tree, each with the posts of it and of the next one."""
    deep = dict(zip(tree, measures.depths(parents, tree), strict=True))
    return [
        (*g, tuple(nodes[i]["id"] for i in tree if deep[i] in (g[0], g[0] + 1)))
        for g in measures.generations(parents, tree)
    ]


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
