"""What first guesses at the parents of earlier posts say about the next one.

A person mostly goes on with those who answered him. So the parents are guessed twice: first from each
pair by itself, then again with what the first guesses tell: whether the candidate answers the author of
the comment, how many have answered the candidate already, how deep it stands, and how far people in
this thread answer the opening post at all.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import numpy.typing as npt

from threadgraph.graph.candidates import Candidates

__all__ = ["CONTEXT", "Context"]

CONTEXT = (
    "first_guess", "first_lead", "root_rate", "previous_rate", "expected_answers", "answers_child", "answered_by_child",
    "expected_depth",
)  # fmt: skip
_LEAST = 0.02


class Context:
    """What is known of one thread so far.

    Parameters
    ----------
    author : array of int
        The number of each post's author, -1 for none.
    """

    def __init__(self, author: npt.NDArray[np.int64]) -> None:
        self.author = author.tolist()
        n = len(self.author)
        self.answers = np.zeros(n)
        self.depth = np.zeros(n)
        self.whom: list[dict[int, float]] = [{} for _ in range(n)]  # the likely authors of each post's parent
        self.by: dict[tuple[int, int], float] = defaultdict(float)  # answers to a post, by author
        self.seen, self.root, self.previous = 0, 0.0, 0.0

    def features(self, c: Candidates, p: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
        """The features of some pairs, given first guesses; then these are known too.

        Parameters
        ----------
        c : Candidates
            Of the posts that come next.
        p : array of float
            The first guess for each pair.

        Returns
        -------
        array of float, shape (pairs, len(CONTEXT))
        """
        x = np.zeros((len(p), len(CONTEXT)), dtype=np.float32)
        begin, sizes = c.starts[:-1], np.diff(c.starts)
        x[:, 0] = np.log(p + 1e-6)
        if len(p):
            x[:, 1] = np.repeat(np.log(np.maximum.reduceat(p, begin) + 1e-6), sizes) - x[:, 0]
        author = self.author
        for a, b in zip(begin.tolist(), c.starts[1:].tolist(), strict=True):
            i = int(c.child[a])
            me = author[i]
            js = c.parent[a:b]
            here = p[a:b]
            x[a:b, 2] = (self.root + 0.5) / (self.seen + 1)
            x[a:b, 3] = (self.previous + 0.5) / (self.seen + 1)
            x[a:b, 4] = np.log1p(self.answers[js])
            x[a:b, 7] = self.depth[js]
            likely: dict[int, float] = {}
            for k, (j, q) in enumerate(zip(js.tolist(), here.tolist(), strict=True), a):
                x[k, 5] = np.nan if me < 0 or j == 0 else self.whom[j].get(me, 0.0)
                x[k, 6] = np.nan if me < 0 else self.by.get((j, me), 0.0)
                if q > _LEAST:
                    if author[j] >= 0:
                        likely[author[j]] = likely.get(author[j], 0.0) + q
                    if me >= 0:
                        self.by[j, me] += q
            self.whom[i] = likely
            self.depth[i] = 1 + float(here @ self.depth[js])
            self.answers[js] += here
            self.seen += 1
            self.root += float(here[0]) if js[0] == 0 else 0.0
            self.previous += float(here[-1]) if js[-1] == i - 1 else 0.0
        return x
