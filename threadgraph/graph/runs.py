"""Which posts of a thread say the same few words in a row: an index that a hundred thousand posts fit in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["LENGTH", "Runs"]

#: Words in a row that make two posts share a phrase.
LENGTH = 4
_MIX = np.uint64(0x9E3779B97F4A7C15)
_NOBODY: npt.NDArray[np.int32] = np.zeros(0, np.int32)


class Runs:
    """The runs of `LENGTH` words of some texts, each known by a 64-bit hash.

    Parameters
    ----------
    texts : sequence of sequence of str
        The words of each post, in the order of the posts.

    Examples
    --------
    >>> texts = [["it", "is", "down", "again", "today"], ["is", "down", "again", "today"]]
    >>> [posts.tolist() for posts in Runs(texts).holders(texts[0])]
    [[0], [0, 1]]
    """

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self.number: dict[str, int] = {}
        keys, posts = [], []
        for i, words in enumerate(texts):
            held = np.unique(_keys([self.number.setdefault(w, len(self.number) + 1) for w in words]))
            keys.append(held)
            posts.append(np.full(len(held), i, np.int32))
        key = np.concatenate(keys) if keys else np.zeros(0, np.uint64)
        order = np.argsort(key, kind="stable")  # posts stay ascending within a key
        self.key = key[order]
        self.post = np.concatenate(posts)[order] if posts else _NOBODY

    def holders(self, words: Sequence[str]) -> list[npt.NDArray[np.int32]]:
        """For each run of some words the posts that say it, ascending."""
        numbers = [self.number.get(w, 0) for w in words]
        keys = _keys(numbers)
        first = np.searchsorted(self.key, keys)
        last = np.searchsorted(self.key, keys, side="right")
        return [
            self.post[a:b] if all(numbers[k : k + LENGTH]) else _NOBODY
            for k, (a, b) in enumerate(zip(first.tolist(), last.tolist(), strict=True))
        ]


def _keys(numbers: list[int]) -> npt.NDArray[np.uint64]:
    n = len(numbers) - LENGTH + 1
    if n <= 0:
        return np.zeros(0, np.uint64)
    values = np.array(numbers, dtype=np.uint64)
    key = np.zeros(n, np.uint64)
    for k in range(LENGTH):
        key = (key ^ (key >> np.uint64(29))) * _MIX + values[k : k + n]
    return key
