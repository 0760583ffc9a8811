"""Signatures that share an address: an account, an e-mail, a home page, the part before the @.

An address that is used under many names, or under two that cannot be one person's, is shared: a placeholder, a
mailing list, a family. It merges nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from threadgraph.graph.identity.likeness import conflict, likeness, resembles
from threadgraph.graph.identity.signatures import Link, Signature

__all__ = ["by_address"]

#: An address under more unlike names than this is shared: a name and an account of the same person are two.
_SHARED = 2
#: What a key is a hash of, or the name of.
_KINDS = {"email": "e-mail address", "gravatar": "e-mail address (by its picture)", "isso": "e-mail address"}
#: Of a shared address so many names are looked at.
_MOST = 12


def by_address(signed: Sequence[Signature]) -> Iterator[Link]:
    """Links between signatures with a common address."""
    keys, homes = _groups(signed, "key"), _groups(signed, "home")
    met = _together(signed, keys.values())
    for value, members in keys.items():
        yield from _one_address(
            signed, members, f"the same {_KINDS.get(value.partition(':')[0], 'account')}", met
        )
    for value, members in homes.items():
        yield from _one_address(signed, members, "the same home page", met, value)
    for members in _groups(signed, "local").values():
        yield from _one_local_part(signed, members, met)


def _groups(signed: Sequence[Signature], of: str) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for i, s in enumerate(signed):
        if value := getattr(s, of):
            groups[value].append(i)
    return {v: m for v, m in sorted(groups.items()) if len(m) > 1}


def _together(signed: Sequence[Signature], groups: Iterable[list[int]]) -> set[tuple[str, str]]:
    """Names that stand under two accounts or e-mail addresses together: that is no chance."""
    times: Counter[tuple[str, str]] = Counter()
    for members in groups:
        names = sorted({signed[i].name.exact for i in members})
        if len(names) <= _MOST:
            times.update(combinations(names, 2))
    return {pair for pair, n in times.items() if n > 1}


def _one_address(
    signed: Sequence[Signature], members: list[int], why: str, met: set[tuple[str, str]], what: str = ""
) -> Iterator[Link]:
    kinds = _unlike(signed, members, met)
    if len(kinds) > _SHARED:
        return
    people = [k for k in kinds if _may_be_somebody(signed[k[0]])]
    heads = [k[0] for k in people]
    names = [list(dict.fromkeys(signed[i].name for i in k))[:_MOST] for k in people]
    quarrel = any(
        conflict(x, y, beside_address=True) for k, m in combinations(names, 2) for x in k for y in m
    )
    for group in kinds:
        for other in group[1:]:
            if _may_be_somebody(signed[other]):
                yield _link(group[0], other, 0.98, why, True, what)
    for a, b in combinations(sorted(heads), 2):
        if quarrel:
            yield _link(a, b, 0.5, f"{why} under names that differ", False, what)
        else:
            yield _link(a, b, 0.95, why, True, what)
    for group in kinds:
        if group not in people and heads:
            yield _link(heads[0], group[0], 0.4, f"{why}, but one name is nobody's", False, what)


def _may_be_somebody(s: Signature) -> bool:
    """Whether a signature may be of whoever has its address; a missing name may, "unknown" and a bot may not."""
    return not s.name.bot and (s.name.kind != "nobody" or not s.name.exact)


def _unlike(signed: Sequence[Signature], members: list[int], met: set[tuple[str, str]]) -> list[list[int]]:
    """The members, those with like names together; no more groups than tell that an address is shared."""
    groups: list[list[int]] = []
    for i in sorted(members, key=lambda i: (-len(signed[i].name.words), signed[i].name.exact, i)):
        name = signed[i].name
        for group in groups:
            others = [signed[j].name for j in group[:_MOST]]
            if any(
                name.exact == other.exact
                or likeness(name, other)
                or (resembles(name, other) and not conflict(name, other, beside_address=True))
                or (min(name.exact, other.exact), max(name.exact, other.exact)) in met
                for other in others
            ):
                group.append(i)
                break
        else:
            groups.append([i])
            if len(groups) > _SHARED:
                break
    return groups


def _one_local_part(
    signed: Sequence[Signature], members: list[int], met: set[tuple[str, str]]
) -> Iterator[Link]:
    """Before the @ the same: one person if the names are alike too; "info" and "admin" stand there for many."""
    if len(_unlike(signed, members, met)) > _SHARED or len(members) > 5 * _MOST:
        return
    for a, b in combinations(members, 2):
        one, two = signed[a], signed[b]
        if one.key and one.key == two.key:
            continue
        alike = likeness(one.name, two.name)
        if conflict(one.name, two.name) or one.elsewhere(two):
            continue
        if alike or resembles(one.name, two.name):
            yield _link(a, b, 0.9, f"the same part before the @, and {alike or 'names that resemble'}", True)
        elif "nobody" not in (one.name.kind, two.name.kind):
            yield _link(a, b, 0.45, "the same part before the @", False)


def _link(a: int, b: int, score: float, why: str, merges: bool, what: str = "") -> Link:
    return Link(min(a, b), max(a, b), score, why, merges, True, what)
