"""Candidate parents of each post of a flat thread, and what tells for each: the features of the ranker.

All features are counts, gaps and matches that mean the same in any language. A candidate is the opening
post, one of the posts right before, or an earlier one that the text points at: by a quote, a name, rare
words in common.
"""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from threadgraph.graph.conversation import Conversation

__all__ = ["FEATURES", "Candidates", "Finder"]

#: How many of the posts right before are candidates.
WINDOW = 50
#: How many earlier ones for their words, and for each name.
_BY_WORDS, _BY_NAME, _BY_QUOTE = 8, 3, 3
#: A stem is looked up among its last so many posts.
_POSTINGS = 60
#: A run of words among the first so many posts that say it.
_HOLDERS = 100

FEATURES = (
    "root", "distance", "place", "gap", "relative_gap", "gap_before", "same_author", "by_opener", "opener_answers",
    "later_by_author", "own_distance", "since_own", "next_after_own", "after_own_distance", "names_child",
    "named_start", "named_at", "named_anywhere", "wrote", "child_names", "names_others", "name_rarity",
    "quote_share", "quote_words", "quotes", "quote_elsewhere", "reuse", "similarity", "similarity_rank",
    "similarity_lead", "child_words", "words", "asks", "child_asks", "answers_so_far", "posts_by_author",
    "posts_by_child", "authors_so_far", "median_gap", "opening_words", "numbered",
)  # fmt: skip
_AT = {name: k for k, name in enumerate(FEATURES)}


@dataclass(frozen=True)
class Candidates:
    """Pairs of a post and a candidate parent.

    Attributes
    ----------
    child, parent : array of int
        The numbers of the posts; sorted by child, then parent.
    starts : array of int
        Where each child's candidates begin, and the number of pairs at the end.
    features : array of float, shape (pairs, features)
        Named by `FEATURES`; nan where something is not known.
    """

    child: npt.NDArray[np.int64]
    parent: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    features: npt.NDArray[np.float32]


class Finder:
    """Finds the candidates of one thread's posts, which must be asked for in order.

    Parameters
    ----------
    c : Conversation
    """

    def __init__(self, c: Conversation) -> None:
        self.c = c
        self.naming = c.naming
        self.by_author: dict[int, list[int]] = defaultdict(list)
        for i, a in enumerate(c.author):
            if a >= 0:
                self.by_author[int(a)].append(i)
        self.postings: dict[str, list[int]] = defaultdict(list)
        self.named: dict[int, list[int]] = defaultdict(list)  # posts that name an author
        self.answers = np.zeros(c.n)  # how often a post was quoted or its author named since
        self.at = 0
        self.nth, self.own_before, self.authors = _turns(c.author)
        self.asks = np.array(["?" in line.text or "؟" in line.text or "？" in line.text for line in c.lines])
        self._keys = np.sort(
            c.author * (c.n + 1) + np.arange(c.n)
        )  # the posts of each author, one after another

    def _advance(self, i: int) -> None:
        """Let everything before post `i` be known."""
        c = self.c
        while self.at < i:
            k = self.at
            for stem in c.stems[k]:
                held = self.postings[stem]
                held.append(k)
                if len(held) > _POSTINGS:
                    del held[0]
            for a in self.naming.of(k):
                self.named[a].append(k)
            self.at += 1

    def pairs(self, first: int, last: int) -> Candidates:
        """The candidates of the posts from `first` to before `last`, with their features.

        Parameters
        ----------
        first, last : int
            Numbers of posts; the opening post, 0, has no parent.

        Returns
        -------
        Candidates
        """
        c = self.c
        children: list[npt.NDArray[np.int64]] = []
        parents: list[npt.NDArray[np.int64]] = []
        starts = [0]
        sparse: dict[str, tuple[list[int], list[float]]] = {
            k: ([], [])
            for k in ("quote_share", "quote_words", "reuse", "similarity", "named_start", "named_at", "named_anywhere",
                      "wrote", "name_rarity", "names_child", "numbered")
        }  # fmt: skip
        per_child = {k: np.zeros(last - first) for k in ("child_names", "names_others", "quotes")}
        counted: list[npt.NDArray[np.float64]] = [np.zeros(0)]
        for i in range(first, last):
            self._advance(i)
            hits = self._hits(i)
            held = sorted({0, *range(max(0, i - WINDOW), i), *(j for found in hits.values() for j in found)})
            place = {j: starts[-1] + k for k, j in enumerate(held)}
            for name, found in hits.items():
                rows, values = sparse[name]
                for j, value in found.items():
                    rows.append(place[j])
                    values.append(value)
            names = self.naming.of(i)
            strong = {a for a, how in names.items() if how["at"] or how["start"]}
            per_child["child_names"][i - first] = len(strong) + 0.5 * (len(names) > len(strong))
            per_child["quotes"][i - first] = np.log2(1 + len(c.quoted[i]))
            children.append(np.full(len(held), i))
            parents.append(np.array(held))
            starts.append(starts[-1] + len(held))
            counted.append(self.answers[held])
            for j in {
                *hits["quote_share"],
                *(j for a in strong for j in self._near(self.by_author[a], i)[-1:]),
            }:
                self.answers[j] += 1
        child = np.concatenate(children) if children else np.zeros(0, np.int64)
        parent = np.concatenate(parents) if parents else np.zeros(0, np.int64)
        x = np.full((len(child), len(FEATURES)), np.nan, dtype=np.float32)
        for name, (rows, values) in sparse.items():
            x[:, _AT[name]] = 0
            x[rows, _AT[name]] = values
        for name, values_ in per_child.items():
            x[:, _AT[name]] = values_[child - first]
        x[:, _AT["answers_so_far"]] = np.log2(1 + np.concatenate(counted))
        begin = np.array(starts, dtype=np.int64)
        self._plain(x, child, parent)
        _compare(x, begin)
        return Candidates(child, parent, begin, x)

    def _hits(self, i: int) -> dict[str, dict[int, float]]:
        """What the text of one post says for earlier ones."""
        c = self.c
        hits: dict[str, dict[int, float]] = {}
        hits["quote_share"], hits["quote_words"] = self._quoted(i)
        hits["reuse"] = self._reused(i)
        hits["similarity"] = self._similar(i)
        for name in ("named_start", "named_at", "named_anywhere", "wrote", "name_rarity"):
            hits[name] = {}
        for a, how in self.naming.of(i).items():
            if a == c.author[i]:
                continue
            for j in self._near(self.by_author[a], i):
                hits["named_start"][j] = how["start"]
                hits["named_at"][j] = how["at"]
                hits["named_anywhere"][j] = how["anywhere"]
                hits["wrote"][j] = how["wrote"]
                hits["name_rarity"][j] = self.naming.rarity(a)
        me = int(c.author[i])
        hits["names_child"] = dict.fromkeys(self._near(self.named[me], i), 1.0) if me >= 0 else {}
        hits["numbered"] = {j: 1.0 for j in self.naming.numbers(i) if 0 < j < i}
        return hits

    @staticmethod
    def _near(held: list[int], i: int) -> list[int]:
        """Of some ascending numbers the last few below one, and all in the window."""
        at = bisect.bisect_left(held, i)
        return held[max(0, min(at - _BY_NAME, bisect.bisect_left(held, i - WINDOW))) : at]

    def _quoted(self, i: int) -> tuple[dict[int, float], dict[int, float]]:
        runs = self.c.runs.holders(self.c.quoted[i]) if self.c.quoted[i] else []
        found = Counter(j for held in runs for j in held[:_HOLDERS].tolist() if j < i)
        best = sorted(found, key=lambda j: (-found[j], j))[:_BY_QUOTE]
        return {j: found[j] / len(runs) for j in best}, {j: float(np.log2(1 + found[j])) for j in best}

    def _reused(self, i: int) -> dict[int, float]:
        """Shares of the post's own runs of words that stand in earlier posts: quotes without a mark."""
        runs = self.c.runs.holders(self.c.own[i][:600])
        # what more than a dozen posts say is a formula; what one says, its author
        found = Counter(j for held in runs if 1 < len(held) <= 12 for j in held.tolist() if j < i)
        best = sorted(found, key=lambda j: (-found[j], j))[:_BY_QUOTE]
        return {j: found[j] / len(runs) for j in best if found[j] > 1}

    def _similar(self, i: int) -> dict[int, float]:
        c = self.c
        score: dict[int, float] = defaultdict(float)
        mine = c.stems[i]
        for stem in sorted(mine, key=lambda w: -mine[w])[:60]:
            weight = mine[stem]
            for j in self.postings.get(stem, ()):
                score[j] += weight * c.stems[j][stem]
        near = {j: s for j, s in score.items() if j >= i - WINDOW or j == 0}
        far = sorted((j for j in score if j < i - WINDOW and j), key=lambda j: (-score[j], -j))[:_BY_WORDS]
        if 0 not in near and c.stems[0]:
            near[0] = sum(v * c.stems[0].get(w, 0.0) for w, v in mine.items())
        return near | {j: score[j] for j in far}

    def _plain(
        self, x: npt.NDArray[np.float32], child: npt.NDArray[np.int64], parent: npt.NDArray[np.int64]
    ) -> None:
        """Features that follow from places, times and authors alone."""
        c = self.c

        def put(name: str, values: npt.ArrayLike) -> None:
            x[:, _AT[name]] = values

        put("root", parent == 0)
        put("distance", np.log2(child - parent))
        put("place", np.log2(child))
        gap = np.maximum(0, c.time[child] - c.time[parent])
        known = c.timed[child] & c.timed[parent]
        put("gap", np.where(known, np.log2(1 + gap), np.nan))
        steps, typical = c.steps, c.typical_step
        put("relative_gap", np.where(known, np.log2(1 + gap) - np.log2(1 + typical), np.nan))
        put("gap_before", np.where(c.timed[child], np.log2(1 + steps[child]), np.nan))
        put("median_gap", np.log2(1 + typical) if c.timed.any() else np.nan)
        a, b = c.author[child], c.author[parent]
        both = (a >= 0) & (b >= 0)
        put("same_author", np.where(both, a == b, np.nan))
        opener = c.author[0]
        put("by_opener", np.where((b >= 0) & (opener >= 0), b == opener, np.nan))
        put("opener_answers", np.where((a >= 0) & (opener >= 0), a == opener, np.nan))
        later = np.searchsorted(self._keys, b * (c.n + 1) + child) - np.searchsorted(
            self._keys, b * (c.n + 1) + parent, side="right"
        )
        own = self.own_before[child]
        put("later_by_author", np.where(b >= 0, np.log2(1 + later), np.nan))
        put("own_distance", np.where(own >= 0, np.log2(np.maximum(1, child - own)), np.nan))
        put("since_own", np.where(own >= 0, np.sign(parent - own), np.nan))
        put("next_after_own", np.where(own >= 0, parent == own + 1, np.nan))
        at = np.searchsorted(self._keys, a * (c.n + 1) + parent) - 1
        key = self._keys[np.maximum(at, 0)]
        mine = np.where((at >= 0) & (a >= 0) & (key // (c.n + 1) == a), key % (c.n + 1), -1)
        put("after_own_distance", np.where(mine >= 0, np.log2(np.maximum(1, parent - mine)), np.nan))
        strong = np.maximum(x[:, _AT["named_start"]], x[:, _AT["named_at"]]) > 0
        put("names_others", np.maximum(0, x[:, _AT["child_names"]] - strong))
        put("child_words", np.log2(1 + c.lengths[child]))
        put("words", np.log2(1 + c.lengths[parent]))
        put("opening_words", np.log2(1 + c.lengths[0]))
        put("asks", self.asks[parent])
        put("child_asks", self.asks[child])
        put("posts_by_author", np.where(b >= 0, np.log2(1 + self.nth[parent]), np.nan))
        put("posts_by_child", np.where(a >= 0, np.log2(1 + self.nth[child]), np.nan))
        put("authors_so_far", np.log2(1 + self.authors[child]))


def _before(held: list[int], i: int, most: int) -> list[int]:
    """The last few of some ascending numbers that are below one."""
    at = bisect.bisect_left(held, i)
    return held[max(0, at - most) : at]


def _turns(
    author: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """For each post: how many its author wrote before, the last of these, and how many authors there were."""
    nth, before, authors = (np.zeros(len(author), np.int64) for _ in range(3))
    last: dict[int, int] = {}
    count: dict[int, int] = defaultdict(int)
    for i, a in enumerate(author.tolist()):
        authors[i] = len(count)
        before[i] = last.get(a, -1) if a >= 0 else -1
        if a >= 0:
            nth[i] = count[a]
            count[a] += 1
            last[a] = i
    return nth, before, authors


def _compare(x: npt.NDArray[np.float32], starts: npt.NDArray[np.int64]) -> None:
    """Features that compare the candidates of one post."""
    if not len(x):
        return
    begin, sizes = starts[:-1], np.diff(starts)
    for name, out in (("similarity", "similarity_lead"), ("quote_share", "quote_elsewhere")):
        values = x[:, _AT[name]]
        top = np.maximum.reduceat(values, begin)
        x[:, _AT[out]] = np.repeat(top, sizes) - values
    for a, b in zip(begin.tolist(), starts[1:].tolist(), strict=True):
        order = np.argsort(-x[a:b, _AT["similarity"]], kind="stable")
        rank = np.empty(b - a)
        rank[order] = np.arange(b - a)
        x[a:b, _AT["similarity_rank"]] = np.where(x[a:b, _AT["similarity"]] > 0, np.log2(1 + rank), np.nan)
