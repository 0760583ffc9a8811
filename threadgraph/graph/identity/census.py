"""How common a name is, counted on the corpus itself.

Where many people are called John and many are called Smith, two John Smiths are likely two people; where
one is called Kramařský, two of them are likely one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import prod

from threadgraph.graph.identity.names import Name
from threadgraph.graph.identity.nicknames import same_given

__all__ = ["Census"]

#: People beyond the corpus, so that a small corpus does not make every name of it common.
_UNSEEN = 300


class Census:
    """Counts of the words in the full names of a corpus.

    Parameters
    ----------
    names : iterable of Name
        Each different full name once.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        full = {tuple(sorted(n.words)): n for n in names if n.kind == "full"}
        self.people = len(full) + _UNSEEN
        self.words: Counter[str] = Counter(w for n in full.values() for w in set(n.long))
        self.given: Counter[str] = Counter(n.words[0] for n in full.values())
        self.first: Counter[str] = Counter(w[0] for n in full.values() for w in n.long)
        self.letters = sum(self.first.values()) or 1

    def namesakes(self, words: Iterable[str]) -> float:
        """How many people are expected to bear all these words by chance: the product of their shares."""
        return self.people * prod(max(self.words[w], 1) / self.people for w in set(words))

    def with_initial(self, word: str, initial: str) -> float:
        """How many people are expected to bear this word and a name with this initial."""
        return max(self.words[word], 1) * (self.first[initial] + 1) / (self.letters + 10)

    def with_short_form(self, word: str, given: str) -> float:
        """How many people are expected to bear this word and a given name that may be short for this one."""
        alike = sum(k for w, k in self.given.items() if same_given(w, given))
        return max(self.words[word], 1) * max(alike, 1) / self.people
