"""Gradient-boosted trees read from plain numbers, and scored with numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["MAX_LEAVES", "Trees"]

#: The leaves of a tree are the bits of one number.
MAX_LEAVES = 16
_BLOCK = 4096
#: The place of the lowest bit, for each number with one bit.
_PLACE = np.zeros(1 << 15 | 1, dtype=np.uint8)
for _k in range(16):
    _PLACE[1 << _k] = _k


class Trees:
    """The sum of some decision trees.

    Parameters
    ----------
    trees : sequence of mapping
        Each with ``feature``, ``threshold`` and ``missing`` (1 where a value that is not known goes
        left) of its inner nodes in preorder, ``left`` (how many leaves stand left below each), and
        ``value`` of its leaves from left to right. A row goes left where its feature is at most the threshold.

    Notes
    -----
    Each inner node whose test fails strikes out the leaves left below it; the leftmost leaf that remains is
    the row's. So a tree costs a comparison a node for a whole block of rows at once (Lucchese et al. 2015,
    "QuickScorer", SIGIR, https://doi.org/10.1145/2766462.2767733).
    """

    def __init__(self, trees: Sequence[Mapping[str, Any]]) -> None:
        self._trees = [_compiled(t) for t in trees]

    def __len__(self) -> int:
        return len(self._trees)

    def score(self, x: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """The score of each row.

        Parameters
        ----------
        x : array of float, shape (rows, features)
            nan where a value is not known.

        Returns
        -------
        array of float, shape (rows,)
        """
        out = np.zeros(len(x))
        for at in range(0, len(x), _BLOCK):
            columns = np.ascontiguousarray(x[at : at + _BLOCK].T).astype(np.float64)
            n = columns.shape[1]
            total = np.zeros(n)
            for nodes, value in self._trees:
                alive = np.full(n, 0xFFFF, dtype=np.uint16)
                for feature, threshold, missing, kept in nodes:
                    column = columns[feature]
                    right = column > threshold if missing else ~(column <= threshold)
                    alive &= np.where(right, kept, np.uint16(0xFFFF))
                lowest = alive & (~alive + np.uint16(1))
                total += value[_PLACE[lowest]]
            out[at : at + _BLOCK] = total
        return out


def _compiled(
    tree: Mapping[str, Any],
) -> tuple[list[tuple[int, float, bool, np.uint16]], npt.NDArray[np.float64]]:
    value = np.zeros(MAX_LEAVES)
    value[: len(tree["value"])] = tree["value"]
    nodes = []
    first = _first_leaves(tree["left"], len(tree["value"]))
    for feature, threshold, missing, left, begin in zip(
        tree["feature"], tree["threshold"], tree["missing"], tree["left"], first, strict=True
    ):
        struck = ((1 << left) - 1) << begin
        nodes.append((int(feature), float(threshold), bool(missing), np.uint16(0xFFFF ^ struck)))
    return nodes, value


def _first_leaves(left: Sequence[int], leaves: int) -> list[int]:
    """For each inner node in preorder the number of its leftmost leaf."""
    first: list[int] = []

    def walk(begin: int, count: int) -> None:
        if count < 2:
            return
        mine = left[len(first)]
        first.append(begin)
        walk(begin, mine)
        walk(begin + mine, count - mine)

    walk(0, leaves)
    return first
