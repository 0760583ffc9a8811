"""A thread laid out for comparing its posts: whose they are, when, and in which words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from sys import intern

import numpy as np
import numpy.typing as npt

from threadgraph.graph.cues import Line, fold, own_words
from threadgraph.graph.naming import Naming
from threadgraph.graph.runs import LENGTH, Runs

__all__ = ["Conversation", "terms_of"]

_WORD = re.compile(r"\w+")
#: Scripts that part no words: each pair of their letters counts as one.
_UNPARTED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+")
_STEM = 6
_MARK = re.compile(r"#\D*(\d+)$")


def terms_of(text: str) -> list[str]:
    """The words of a text for comparing it: folded, and pairs of letters where no space parts words.

    >>> terms_of("L'Hébergeur répond"), terms_of("网站坏了")
    (['l', 'hebergeur', 'repond'], ['网站', '站坏', '坏了'])
    """
    words = _WORD.findall(fold(text))
    if not _UNPARTED.search(text):
        return words
    out: list[str] = []
    for word in words:
        if _UNPARTED.fullmatch(word) and len(word) > 1:
            out.extend(word[i : i + 2] for i in range(len(word) - 1))
        else:
            out.append(word)
    return out


class Conversation:
    """One thread, in time order.

    Parameters
    ----------
    lines : sequence of Line
        Its posts, the opening post first.
    times : sequence of float or None
        When each was published, in seconds.

    Attributes
    ----------
    own, quoted : list of list of str
        The words that each post says itself, and those of its quotes (level 1 only).
    author : array of int
        A number for each author; -1 where he is not known.
    time : array of float
        In seconds; where a post has none, that of the post before it.
    """

    def __init__(self, lines: Sequence[Line], times: Sequence[float | None]) -> None:
        self.lines = list(lines)
        self.n = len(self.lines)
        self.own = [list(map(intern, terms_of(own_words(line.text)))) for line in self.lines]
        self.quoted = [terms_of(_first_level(line.text)) if ">" in line.text else [] for line in self.lines]
        numbers: dict[str, int] = {}
        self.author = np.array(
            [
                numbers.setdefault(line.person or fold(line.author or ""), len(numbers))
                if line.person or line.author
                else -1
                for line in self.lines
            ],
            dtype=np.int64,
        ).reshape(self.n)
        self.time, self.timed = _times(times)

    @cached_property
    def idf(self) -> dict[str, float]:
        """How rare each stem is in the thread."""
        seen: Counter[str] = Counter()
        for words in self.own:
            seen.update({w[:_STEM] for w in words})
        return {w: math.log((self.n + 1) / (k + 0.5)) for w, k in seen.items()}

    @cached_property
    def stems(self) -> list[dict[str, float]]:
        """The stems of each post's own words with their weights, of length 1 together."""
        out = []
        for words in self.own:
            held = {w[:_STEM]: 0.0 for w in words[:400]}
            for w in held:
                held[w] = self.idf[w]
            norm = math.sqrt(sum(v * v for v in held.values())) or 1.0
            out.append({w: v / norm for w, v in held.items() if v > 0})
        return out

    @cached_property
    def runs(self) -> Runs:
        """The posts that say each few words in a row themselves."""
        return Runs(self.own)

    @cached_property
    def naming(self) -> Naming:
        """Whom the posts name."""
        return Naming(self.lines, self.author)

    def holder(self, words: Sequence[str], before: int) -> int | None:
        """The earliest post of somebody else, before a given one, that says some words in a row itself.

        Parameters
        ----------
        words : sequence of str
            Folded; at least four.
        before : int

        Returns
        -------
        int or None
        """
        words = terms_of(" ".join(words))
        if len(words) < LENGTH:
            return None
        needle = f" {' '.join(words)} "
        for i in self.runs.holders(words[:LENGTH])[0].tolist():
            if i >= before:
                return None
            if (
                self.author[i] < 0 or self.author[i] != self.author[before]
            ) and needle in f" {' '.join(self.own[i])} ":
                return int(i)
        return None

    @cached_property
    def marked(self) -> dict[str, int]:
        """The posts whose address ends in a number of their own, by that number."""
        found: dict[str, int] = {}
        for i, line in enumerate(self.lines):
            m = _MARK.search(line.url or "")
            if m:
                found.setdefault(m[1], i)
        return found

    @cached_property
    def steps(self) -> npt.NDArray[np.float64]:
        """Seconds since the post before."""
        return np.maximum(0, np.diff(self.time, prepend=self.time[:1]))

    @cached_property
    def typical_step(self) -> float:
        """The median of `steps`."""
        return float(np.median(self.steps[1:])) if self.n > 1 else 0.0

    @cached_property
    def lengths(self) -> npt.NDArray[np.float64]:
        """Own words of each post."""
        return np.array([len(w) for w in self.own], dtype=np.float64)


def _first_level(text: str) -> str:
    """The words of level-1 quotes."""
    lines = [line for line in text.split("\n") if line.startswith(">") and not re.match(r">\s?>", line)]
    return "\n".join(line[1:] for line in lines)


def _times(times: Sequence[float | None]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Times without gaps, and which of them were known."""
    timed = np.array([t is not None for t in times], dtype=bool)
    values = np.array([math.nan if t is None else t for t in times], dtype=np.float64)
    if not timed.any():
        return np.zeros(len(values)), timed
    known = np.maximum.accumulate(np.where(timed, np.arange(len(values)), -1))
    first = int(np.argmax(timed))
    return values[np.where(known < 0, first, known)], timed
