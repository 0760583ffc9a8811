"""What chance alone would give: an actor's dialogues against rewired answers, criticism against shuffled order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread.response import critical, figure

__all__ = ["against", "criticism_rows", "dialogue_rows"]

Row = dict[str, Any]

_DRAWS = 1_000
_SEED = 20051014
#: A test of fewer answers, or of fewer comments, can't say anything.
_LEAST_ANSWERS, _LEAST_COMMENTS, _LEAST_CRITICAL, _LEAST_THREADS = 10, 20, 5, 3
#: So many swaps are made for all draws together; where there are more answers, fewer draws are made.
_SWAPS = 4_000_000


def against(what: str, observed: float, draws: NDArray[Any], two_sided: bool = False) -> str:
    """A figure beside what chance gives, in words.

    Parameters
    ----------
    what : str
        What was drawn.
    observed : float
    draws : array of float
    two_sided : bool
        Whether a value far below counts as much as one far above.

    Returns
    -------
    str
        Mean and 90 % of the draws, z, and the empirical p.

    Examples
    --------
    >>> against("placebos", 9, np.arange(9.0))
    'placebos: 4.0 (0 to 8 in 90 % of 9 draws); z = 1.94, p = 0.050'
    """
    mean, sd = float(np.mean(draws)), float(np.std(draws))
    if sd == 0 and observed == mean:
        return f"{what}: always {mean:.1f}, so there is nothing to test"
    low, high = np.quantile(draws, [0.05, 0.95])
    seen, chance = (abs(observed - mean), np.abs(draws - mean)) if two_sided else (observed, draws)
    # half of the draws that are equal count: with small numbers, all of them would make the test too shy
    equal = np.isclose(chance, seen)
    p = (0.5 + float(np.sum((chance > seen) & ~equal)) + 0.5 * float(np.sum(equal))) / (1 + len(draws))
    z = f"z = {(observed - mean) / sd:.2f}, " if sd > 0 else ""
    sides = ", two-sided" if two_sided else ""
    return f"{what}: {mean:.1f} ({low:.0f} to {high:.0f} in 90 % of {len(draws)} draws); {z}p = {max(p, 0.001):.3f}{sides}"


def dialogue_rows(graph: ThreadGraph, people: Sequence[str]) -> list[Row]:
    """How many people whom the actor answered came back to answer him, against rewired answers.

    In each thread the targets of two answers are exchanged, again and again, as long as each still answers an earlier
    post of somebody else: everybody answers, and is answered, as often as before. The observed thread stands at a
    random place of the chain, so that p is exact however slowly it mixes (Besag and Clifford 1989).

    Parameters
    ----------
    graph : ThreadGraph
    people : sequence of str
        The persons who are the actor.

    Returns
    -------
    list of dict
        One row of `Spread.response`.
    """
    answers = _Answers(graph, people)
    if not answers.edges:
        return []
    given, back = answers.dialogues()
    measure = "dialogue: people whom he answered and who answered him later"
    n = answers.between
    if n < _LEAST_ANSWERS:
        note = f"no figure: {n} answers between him and others, {_LEAST_ANSWERS} are needed"
        return [figure(measure, None, "people", n, note, posts=back, rest=given)]
    draws = answers.drawn()
    observed = answers.count()
    note = against("answers rewired in each thread, times and numbers of answers kept", observed, draws)
    return [figure(measure, observed, "people", n, note, posts=back, rest=given)]


class _Answers:
    """Who answered whose post, in the threads in which an actor took part, as numbers."""

    def __init__(self, graph: ThreadGraph, people: Sequence[str]) -> None:
        rows = {r["id"]: r for r in graph.table.to_pylist() if r["published"] is not None and r["person"]}
        mine = {r["thread_id"] for r in rows.values() if r["person"] in people}
        seen: set[tuple[str, str]] = set()
        for e in graph.edges.to_pylist():
            if e["class"] == "E3" or e["kind"] not in ("reply", "quote", "mention"):
                continue
            a, b = rows.get(e["source"]), rows.get(e["target"])
            if (
                a is not None
                and b is not None
                and a["thread_id"] == b["thread_id"]
                and a["thread_id"] in mine
                and a["published"] > b["published"]
                and a["person"] != b["person"]
                and not (a["person"] in people and b["person"] in people)
            ):
                seen.add((a["id"], b["id"]))
        self.rows, self.people = rows, frozenset(people)
        self.edges = sorted(seen)
        self.sources = [self._tell(a) for a, _ in self.edges]
        self.targets = [self._tell(b) for _, b in self.edges]
        threads: dict[str, list[int]] = defaultdict(list)
        for k, (a, _) in enumerate(self.edges):
            threads[rows[a]["thread_id"]].append(k)
        self.threads = [ks for _, ks in sorted(threads.items()) if len(ks) > 1]
        self.between = sum(("" in (a[1], b[1])) for a, b in zip(self.sources, self.targets, strict=True))

    def _tell(self, post: str) -> tuple[datetime, str]:
        """When a post was written, and by whom: the empty text for the actor."""
        row = self.rows[post]
        return row["published"], "" if row["person"] in self.people else str(row["person"])

    def count(self) -> int:
        """The people who answer him after he has answered them."""
        answered: dict[str, datetime] = {}
        back: dict[str, datetime] = {}
        for (when, who), (_, whom) in zip(self.sources, self.targets, strict=True):
            if not who:
                answered[whom] = min(when, answered.get(whom, when))
            elif not whom:
                back[who] = max(when, back.get(who, when))
        return sum(who in back and back[who] > when for who, when in answered.items())

    def dialogues(self) -> tuple[list[str], list[str]]:
        """His answers, and the answers to him by people whom he had answered before."""
        first: dict[str, datetime] = {}
        given, back = [], []
        for (post, _), (when, who), (_, whom) in zip(self.edges, self.sources, self.targets, strict=True):
            if not who:
                given.append(post)
                first[whom] = min(when, first.get(whom, when))
        for (post, _), (when, who), (_, whom) in zip(self.edges, self.sources, self.targets, strict=True):
            if not whom and who in first and when > first[who]:
                back.append(post)
        return given, back

    def drawn(self) -> NDArray[np.float64]:
        """The count in rewired threads: a chain of swaps before the observed ones, and one after them."""
        dice = np.random.default_rng(_SEED)
        swaps = sum(map(len, self.threads))
        draws = int(min(_DRAWS, max(100, _SWAPS // max(1, swaps))))
        before = int(dice.integers(0, draws + 1))
        held, counts = list(self.targets), []
        for length in (before, draws - before):
            self.targets = list(held)
            for _ in range(length):
                self._swap(dice)
                counts.append(float(self.count()))
        self.targets = held
        return np.array(counts)

    def _swap(self, dice: np.random.Generator) -> None:
        """As many tries to exchange two targets as there are answers, thread by thread."""
        sources, targets = self.sources, self.targets
        for ks in self.threads:
            for a, b in dice.integers(0, len(ks), (len(ks), 2)).tolist():
                i, j = ks[a], ks[b]
                one, other = targets[i], targets[j]
                if (
                    one[0] < sources[j][0]
                    and other[0] < sources[i][0]
                    and one[1] != sources[j][1]
                    and other[1] != sources[i][1]
                ):
                    targets[i], targets[j] = other, one


def criticism_rows(graph: ThreadGraph, people: Sequence[str]) -> list[Row]:
    """Whether fewer of the others' comments criticise after the actor's first comment in a thread than before it.

    The comments of each thread are shuffled among their places, so that no thread is compared with another. What
    this can't rule out is that criticism dies down by itself.

    Parameters
    ----------
    graph : ThreadGraph
    people : sequence of str

    Returns
    -------
    list of dict
        One row of `Spread.response`: the difference of the shares in points, threads weighted as Mantel and
        Haenszel do.
    """
    threads = _before_and_after(graph, people)
    if not threads:
        return []
    marks = [np.array([critical(r["text"] or "") for r in rows], float) for rows, _ in threads]
    befores = [before for _, before in threads]
    posts = [
        r["id"]
        for (rows, _), m in zip(threads, marks, strict=True)
        for r, c in zip(rows, m, strict=True)
        if c
    ]
    rest = [
        r["id"]
        for (rows, _), m in zip(threads, marks, strict=True)
        for r, c in zip(rows, m, strict=True)
        if not c
    ]
    n, found = len(posts) + len(rest), len(posts)
    measure = "criticism: share of others' comments after his first one in a thread − share before it"
    if n < _LEAST_COMMENTS or found < _LEAST_CRITICAL or len(threads) < _LEAST_THREADS:
        note = (
            f"no figure: {found} critical of {n} comments in {len(threads)} threads with comments before and after; "
            f"{_LEAST_CRITICAL}, {_LEAST_COMMENTS} and {_LEAST_THREADS} are needed"
        )
        return [figure(measure, None, "points", n, note, posts=posts, rest=rest)]
    dice = np.random.default_rng(_SEED)
    observed = _difference(marks, befores)
    draws = np.array([_difference([dice.permutation(m) for m in marks], befores) for _ in range(_DRAWS)])
    note = against("order shuffled in each thread", 100 * observed, 100 * draws, two_sided=True)
    return [
        figure(
            measure, 100 * observed, "points", n, f"{len(threads)} threads; {note}", posts=posts, rest=rest
        )
    ]


def _before_and_after(graph: ThreadGraph, people: Sequence[str]) -> list[tuple[list[Row], int]]:
    """For each thread with both, the others' comments in order of time, and how many stand before his first one."""
    held: dict[str, list[Row]] = defaultdict(list)
    for r in graph.table.to_pylist():
        if r["kind"] == "comment" and r["status"] == "ok" and r["published"] is not None:
            held[r["thread_id"]].append(r)
    out = []
    for _, rows in sorted(held.items()):
        rows.sort(key=lambda r: (r["published"], r["position"], r["id"]))
        at = next((k for k, r in enumerate(rows) if r["person"] in people), None)
        others = [r for r in rows if r["person"] not in people]
        if at and at < len(others):
            out.append((others, at))
    return out


def _difference(marks: Sequence[NDArray[np.float64]], befores: Sequence[int]) -> float:
    """The share after minus the share before, threads weighted by the harmonic number of their comments."""
    total = weight = 0.0
    for m, before in zip(marks, befores, strict=True):
        w = before * (len(m) - before) / len(m)
        total += w * (float(m[before:].mean()) - float(m[:before].mean()))
        weight += w
    return total / weight
