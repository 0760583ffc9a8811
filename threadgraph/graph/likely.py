"""The likely parents of posts in flat threads: a ranker of candidates with calibrated probabilities."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from threadgraph.graph.candidates import FEATURES, Candidates, Finder
from threadgraph.graph.context import CONTEXT, Context
from threadgraph.graph.conversation import Conversation
from threadgraph.graph.trees import Trees

__all__ = ["Likely", "Ranker", "likely_parents", "ranker", "shares"]

#: What is less likely is left out, but for the best.
_KEPT = 0.001
#: Posts of one thread that are looked at together: memory stays flat in threads of any length.
_STEP = 2000


@dataclass(frozen=True)
class Likely:
    """The candidates of one post with their probabilities, which sum to 1.

    Attributes
    ----------
    child : int
        The number of the post in its thread.
    parents : array of int
        0 is the opening post, or, in a chat, that the post starts a conversation.
    probability : array of float
    features : array of float, shape (candidates, features)
        What told for each, named by `FEATURES` and `CONTEXT`.
    """

    child: int
    parents: npt.NDArray[np.int64]
    probability: npt.NDArray[np.float64]
    features: npt.NDArray[np.float32]

    @property
    def best(self) -> tuple[int, float]:
        """The likeliest parent and its probability; the earliest of equals."""
        k = int(np.argmax(self.probability))
        return int(self.parents[k]), float(self.probability[k])

    def of(self, parent: int) -> float:
        """The probability of one parent; 0 for what is no candidate."""
        k = int(np.searchsorted(self.parents, parent))
        return float(self.probability[k]) if k < len(self.parents) and self.parents[k] == parent else 0.0

    def over(self, least: float) -> Iterator[tuple[int, float, str]]:
        """The parents of at least some probability, the likeliest first, each with what tells for it in words."""
        for k in np.argsort(-self.probability, kind="stable").tolist():
            if self.probability[k] < least:
                return
            yield int(self.parents[k]), float(self.probability[k]), _reason(self.features[k])


@dataclass(frozen=True)
class Ranker:
    """Two sets of trees: from each pair alone, and from what the first says about the thread.

    Attributes
    ----------
    first, second : Trees
    temperature : float
        By which the scores of the second are divided, so that probabilities hold.
    threshold : float
        Below it no parent is likely enough to be named.
    name : str
        For the edges that rest on it.
    """

    first: Trees
    second: Trees
    temperature: float
    threshold: float
    name: str


@cache
def ranker() -> Ranker:
    """The ranker that ships with the package, read from its text file.

    Raises
    ------
    ValueError
        If the file was made for other features.
    """
    held: dict[str, Any] = json.loads(
        files("threadgraph.graph").joinpath("reply_model.json").read_text("utf-8")
    )
    if tuple(held["features"]) != FEATURES or tuple(held["context"]) != CONTEXT:
        raise ValueError("reply_model.json was made for other features: run scripts/train_reply_model.py")
    return Ranker(
        Trees(held["first"]), Trees(held["second"]), held["temperature"], held["threshold"], held["name"]
    )


def shares(scores: npt.NDArray[np.float64], starts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Scores as probabilities within each group.

    >>> shares(np.array([0.0, 0.0, 5.0]), np.array([0, 2, 3])).tolist()
    [0.5, 0.5, 1.0]
    """
    if not len(scores):
        return scores
    begin, sizes = starts[:-1], np.diff(starts)
    e = np.exp(scores - np.repeat(np.maximum.reduceat(scores, begin), sizes))
    return np.asarray(e / np.repeat(np.add.reduceat(e, begin), sizes))


def likely_parents(threads: Iterable[Conversation], model: Ranker | None = None) -> Iterator[list[Likely]]:
    """The likely parents of all posts of some threads but the first of each.

    Parameters
    ----------
    threads : iterable of Conversation
    model : Ranker, optional
        The one that ships with the package.

    Yields
    ------
    list of Likely
        For each thread, in order; one for each post after the first.
    """
    model = model or ranker()
    batch: list[Conversation] = []
    posts = 0
    for c in threads:
        batch.append(c)
        posts += c.n
        if posts >= _STEP:
            yield from _together(batch, model)
            batch, posts = [], 0
    yield from _together(batch, model)


def _together(batch: Sequence[Conversation], model: Ranker) -> list[list[Likely]]:
    """Several threads at once, a step of each at a time: trees are quicker on many rows."""
    found: list[list[Likely]] = [[] for _ in batch]
    finders = [Finder(c) for c in batch]
    contexts = [Context(c.author) for c in batch]
    for start in range(1, max((c.n for c in batch), default=0), _STEP):
        held = [
            (k, finders[k].pairs(start, min(c.n, start + _STEP))) for k, c in enumerate(batch) if c.n > start
        ]
        first = _scored(model.first, [pairs.features for _, pairs in held])
        wide_of = {}
        for (k, pairs), scores in zip(held, first, strict=True):
            more = contexts[k].features(pairs, shares(scores, pairs.starts))
            wide_of[k] = np.concatenate([pairs.features, more], axis=1)
        second = _scored(model.second, list(wide_of.values()))
        for (k, pairs), scores in zip(held, second, strict=True):
            found[k].extend(_split(pairs, wide_of[k], shares(scores / model.temperature, pairs.starts)))
    return found


def _scored(trees: Trees, tables: Sequence[npt.NDArray[np.float32]]) -> list[npt.NDArray[np.float64]]:
    if not tables:
        return []
    scores = trees.score(np.concatenate(tables))
    return np.split(scores, np.cumsum([len(t) for t in tables])[:-1])


def _split(
    pairs: Candidates, features: npt.NDArray[np.float32], p: npt.NDArray[np.float64]
) -> Iterator[Likely]:
    for a, b in zip(pairs.starts[:-1].tolist(), pairs.starts[1:].tolist(), strict=True):
        keep = np.flatnonzero(p[a:b] >= _KEPT)
        yield Likely(int(pairs.child[a]), pairs.parent[a:b][keep], p[a:b][keep], features[a:b][keep])


_NAMES = (*FEATURES, *CONTEXT)


def _reason(features: npt.NDArray[np.float32]) -> str:
    """What tells for a parent, in words."""
    f = dict(zip(_NAMES, features.tolist(), strict=True))
    back = round(2 ** f["distance"])
    said = ["the opening post" if f["root"] else "the post before" if back == 1 else f"{back} posts before"]
    if f["gap"] == f["gap"]:
        said.append(f"{_span(2 ** f['gap'] - 1)} earlier")
    if f["quote_share"] > 0:
        said.append(f"{100 * f['quote_share']:.0f} % of the quoted words")
    if max(f["named_start"], f["named_at"], f["wrote"], f["named_anywhere"]) > 0:
        said.append("its author is named")
    if f["names_child"] > 0:
        said.append("it names the commenter")
    if f["reuse"] > 0:
        said.append("runs of words in common")
    elif f["similarity"] >= 0.1:
        said.append(f"similarity {f['similarity']:.2f}")
    if f["answers_child"] >= 0.5:
        said.append("it answers the commenter")
    if f["next_after_own"] == 1:
        said.append("the first after the commenter's last post")
    return ", ".join(said)


def _span(seconds: float) -> str:
    for unit, size in (("days", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
