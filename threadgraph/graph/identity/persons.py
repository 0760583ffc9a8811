"""Links, strongest first, to persons: no join may bring together names that cannot be one person's.

So one weak link never joins two groups whose names differ, and a father never becomes his son.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from threadgraph.errors import StudyError
from threadgraph.graph.identity.likeness import conflict
from threadgraph.graph.identity.names import Name
from threadgraph.graph.identity.signatures import Link, Signature

__all__ = ["Persons", "join"]

#: Different full names of one person that a new link is held against.
_MOST = 12


@dataclass(frozen=True)
class Persons:
    """Signatures in groups, with the reasons.

    Attributes
    ----------
    of : list of int
        For each signature, the smallest number of a signature of its person.
    merges : list of Link
        Those that joined two groups.
    candidates : list of Link
        Links between different persons, the strongest of each two, best first.
    """

    of: list[int]
    merges: list[Link]
    candidates: list[Link]


class _Groups:
    def __init__(self, signed: Sequence[Signature]) -> None:
        self.parent = list(range(len(signed)))
        self.full: dict[int, list[Name]] = {
            i: [s.name] for i, s in enumerate(signed) if s.name.kind == "full"
        }
        self.foes: dict[int, set[int]] = defaultdict(set)

    def find(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def unite(self, a: int, b: int) -> None:
        a, b = sorted((self.find(a), self.find(b)))
        if a == b:
            return
        self.parent[b] = a
        names = dict.fromkeys((*self.full.get(a, ()), *self.full.pop(b, ())))
        if names:
            self.full[a] = list(names)
        for foe in self.foes.pop(b, ()):
            self.foes[foe].discard(b)
            self.foes[foe].add(a)
            self.foes[a].add(foe)

    def quarrel(self, link: Link) -> str | None:
        """Why two groups must not be one, or None."""
        a, b = self.find(link.a), self.find(link.b)
        if b in self.foes.get(a, ()):
            return "kept apart by hand"
        clashes = [
            conflict(x, y, beside_address=link.address)
            for x in self.full.get(a, ())[:_MOST]
            for y in self.full.get(b, ())[:_MOST]
        ]
        if clashes and (all(clashes) if link.address else any(clashes)):
            return "their other names differ"
        return None


def join(
    signed: Sequence[Signature],
    links: Iterable[Link],
    same: Iterable[Link] = (),
    different: Iterable[tuple[int, int]] = (),
) -> Persons:
    """Signatures to persons.

    Parameters
    ----------
    signed : sequence of Signature
    links : iterable of Link
    same : iterable of Link
        Merges that are certain: by hand, or by the page itself.
    different : iterable of tuple of (int, int)
        Signatures that are never one person's.

    Returns
    -------
    Persons

    Raises
    ------
    StudyError
        If a merge by hand joins what is kept apart by hand.
    """
    groups = _Groups(signed)
    for a, b in different:
        groups.foes[a].add(b)
        groups.foes[b].add(a)
    merges: list[Link] = []
    refused: list[Link] = []
    for link in same:
        a, b = groups.find(link.a), groups.find(link.b)
        if b in groups.foes.get(a, ()):
            if link.by_hand:
                raise StudyError(
                    f"[authors]: the study says both that {signed[link.a].shown!r} and {signed[link.b].shown!r} "
                    "are the same person and that they are not"
                )
        elif a != b:
            groups.unite(a, b)
            merges.append(link)
    ordered = sorted(set(links), key=lambda k: (-k.score, k.a, k.b, k.why))
    for link in ordered:
        if groups.find(link.a) == groups.find(link.b):
            continue
        if not link.merges:
            refused.append(link)
        elif why := groups.quarrel(link):
            refused.append(replace(link, score=link.score / 2, why=f"{link.why}; but {why}", merges=False))
        else:
            groups.unite(link.a, link.b)
            merges.append(link)
    of = [groups.find(i) for i in range(len(signed))]
    best: dict[tuple[int, int], Link] = {}
    for link in sorted(refused, key=lambda k: (-k.score, k.a, k.b, k.why)):
        pair = (min(of[link.a], of[link.b]), max(of[link.a], of[link.b]))
        if pair[0] != pair[1] and pair[1] not in groups.foes.get(pair[0], ()):
            best.setdefault(pair, link)
    return Persons(of, merges, list(best.values()))
