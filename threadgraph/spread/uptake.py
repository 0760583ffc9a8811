"""Whose words others took up: phrases that nobody said before an actor's post and others say after it, against placebo posts."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from threadgraph.graph.conversation import terms_of
from threadgraph.graph.runs import LENGTH, Runs
from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread.exchanges import unquoted
from threadgraph.spread.nulls import against
from threadgraph.spread.response import figure

__all__ = ["uptake_rows"]

Row = dict[str, Any]

_DRAWS = 1_000
_SEED = 20051014
#: A placebo is by somebody else, as long as the post within this factor, and as old within these hours.
_FACTOR, _NEAR = 2.0, timedelta(hours=36)
#: Fewer placebos for a post, or fewer posts, prove nothing.
_LEAST_PLACEBOS, _LEAST_POSTS = 5, 5
_PLACEBOS = 80
#: Of four words, as many must be longer than three letters, or they are a turn that anybody uses.
_CONTENT = 2


def uptake_rows(graph: ThreadGraph, people: Sequence[str]) -> tuple[list[Row], list[Row]]:
    """Phrases of an actor that others took up, and how that compares with posts of others.

    A phrase is a run of four words or more, at least two of them longer than three letters, that no post says before
    and that a post of somebody else says later in words of his own (quotes aside). Each post of the actor is set beside
    placebo posts: by others, of half to double its length, within 36 hours of it.

    Parameters
    ----------
    graph : ThreadGraph
    people : sequence of str
        The persons who are the actor.

    Returns
    -------
    tuple of (rows of `Spread.uptake`, rows of `Spread.response`)
    """
    said = _Said(graph)
    mine = [i for i, r in enumerate(said.rows) if r["person"] in people]
    if not mine:
        return [], []
    found: list[Row] = []
    observed: list[int] = []
    placebos: list[list[int]] = []
    others = [
        i for i, r in enumerate(said.rows) if r["person"] and r["person"] not in people and said.words[i]
    ]
    for i in mine:
        taken = said.taken(i, people)
        by = {said.rows[j]["person"] for j, _ in taken}
        found += [_row(graph, said.rows[i], said.rows[j], phrase) for j, phrase in taken]
        beside = said.beside(i, others)
        if len(beside) >= _LEAST_PLACEBOS:
            observed.append(len(by))
            placebos.append([said.adopters(k) for k in beside])
    return sorted(found, key=lambda r: (r["time"], r["adopter_post"], r["phrase"])), [
        _against(observed, placebos, len(mine), found)
    ]


class _Said:
    """All dated posts in the order of time, by the runs of words that they say themselves."""

    def __init__(self, graph: ThreadGraph) -> None:
        rows = [r for r in graph.table.to_pylist() if r["status"] == "ok" and r["published"] is not None]
        self.rows = sorted(rows, key=lambda r: (r["published"], r["id"]))
        self.words = [terms_of(unquoted(r["text"] or "")) for r in self.rows]
        self.runs = Runs(self.words)
        self.known: dict[int, int] = {}

    def taken(self, i: int, people: Sequence[str]) -> list[tuple[int, str]]:
        """Later posts of others that say a phrase first said in a post, each with its longest such phrase."""
        words, best = self.words[i], dict[int, tuple[int, int]]()
        begin: dict[int, int] = {}
        for k, held in enumerate(self.runs.holders(words)):
            if not len(held) or held[0] != i or sum(len(w) > 3 for w in words[k : k + LENGTH]) < _CONTENT:
                continue
            for j in held[1:].tolist():
                start = begin[j] if j in begin and best[j][1] == k + LENGTH - 1 else k
                begin[j] = start
                if j not in best or k + LENGTH - start >= best[j][1] - best[j][0]:
                    best[j] = (start, k + LENGTH)
        return [
            (j, " ".join(words[a:b]))
            for j, (a, b) in sorted(best.items())
            if self.rows[j]["person"] and self.rows[j]["person"] not in people
        ]

    def adopters(self, k: int) -> int:
        """How many others take up what a post says."""
        if k not in self.known:
            self.known[k] = len({self.rows[j]["person"] for j, _ in self.taken(k, (self.rows[k]["person"],))})
        return self.known[k]

    def beside(self, i: int, others: Sequence[int]) -> list[int]:
        """Posts that can stand as placebos for one, the nearest in time."""
        n, when = len(self.words[i]), self.rows[i]["published"]
        at = bisect.bisect_left(others, i)
        found = []
        for step in (range(at - 1, -1, -1), range(at, len(others))):
            kept = 0
            for k in step:
                m = len(self.words[others[k]])
                if abs(self.rows[others[k]]["published"] - when) > _NEAR or kept >= _PLACEBOS // 2:
                    break
                if n <= _FACTOR * m and m <= _FACTOR * n:
                    found.append(others[k])
                    kept += 1
        return sorted(found)


def _row(graph: ThreadGraph, post: Row, by: Row, phrase: str) -> Row:
    first: datetime = post["published"]
    return {
        "post": post["id"],
        "phrase": phrase,
        "adopter": graph.name_of(by),
        "adopter_post": by["id"],
        "site": by["site"],
        "time": by["published"],
        "delay_h": round((by["published"] - first).total_seconds() / 3600, 3),
    }


def _against(
    observed: Sequence[int], placebos: Sequence[Sequence[int]], posts: int, found: Sequence[Row]
) -> Row:
    """Adopters of all posts, against the sum over one placebo each, drawn again and again."""
    said = sorted({r["post"] for r in found})
    by = sorted({r["adopter_post"] for r in found})
    total: float | None = sum(observed)
    if len(observed) < _LEAST_POSTS:
        total = None
        note = f"no figure: {len(observed)} of his {posts} posts have {_LEAST_PLACEBOS} placebos, {_LEAST_POSTS} are needed"
    else:
        dice = np.random.default_rng(_SEED)
        draws = np.sum([dice.choice(np.array(p), _DRAWS) for p in placebos], axis=0)
        note = against("placebo posts of others", sum(observed), draws)
    return figure(
        "uptake: people who take up his phrases, summed over his posts",
        total, "adopters", len(observed), note, posts=by, rest=said,
    )  # fmt: skip
