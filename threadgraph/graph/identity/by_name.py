"""Signatures with like names: one person where nobody else in the corpus could be meant.

Two names are compared on one site, and on sites that link to one another. A rule by name merges only
if one person of the corpus fits, and if so few people bear such a name that a second one is unlikely.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from threadgraph.graph.identity.census import Census
from threadgraph.graph.identity.likeness import conflict, likeness, spellings
from threadgraph.graph.identity.names import Name
from threadgraph.graph.identity.nicknames import groups_of
from threadgraph.graph.identity.signatures import Link, Signature

__all__ = ["by_name"]

#: Chance namesakes from which on a name is common: of an equal full name, and of one that is only alike.
_COMMON = 0.4
#: The shortest coined name that two people would hardly both coin.
_COINED = 4
#: Candidates from one block of names, and names that a block is looked at for.
_MOST = 12

#: Likenesses up to this score never merge by themselves.
_WEAK = 0.4
#: Blocks in which full names meet one another.
_BOTH_FULL = ("words", "short")

_SCORES = {
    "the same letters": 0.9,
    "the same name but for middle names": 0.9,
    "a short form of the given name": 0.85,
    "initials and a family name": 0.85,
    "a given name and an initial": 0.75,
    "two words of a longer name": 0.75,
    "an account made of family name and initial": 0.4,
    "a part of the name": 0.4,
    "a short form of a part of the name": 0.35,
}


class _Signed:
    """Signatures by name, and which of two lists of them stand near one another."""

    def __init__(self, signed: Sequence[Signature], linked: Mapping[str, Collection[str]]) -> None:
        self.signed = signed
        self.linked = linked
        self.by_name: dict[Name, list[int]] = defaultdict(list)
        for i, s in enumerate(signed):
            if s.name.kind != "nobody":
                self.by_name[s.name].append(i)

    def near(self, a: int, b: int) -> bool:
        x, y = self.signed[a].site, self.signed[b].site
        return x == y or y in self.linked.get(x, ()) or x in self.linked.get(y, ())

    def pairs(self, ones: Sequence[int], others: Sequence[int]) -> Iterator[tuple[int, int, bool]]:
        """For each of the first, one of the others near it, or else any, and whether it is near."""
        by_site: dict[str, int] = {}
        for i in others:
            by_site.setdefault(self.signed[i].site, i)
        for i in ones:
            site = self.signed[i].site
            there = [by_site[s] for s in (site, *sorted(self.linked.get(site, ()))) if s in by_site]
            for j in there:
                yield i, j, True
            if not there and others:
                yield i, others[0], False


def by_name(signed: Sequence[Signature], linked: Mapping[str, Collection[str]]) -> Iterator[Link]:
    """Links between signatures with like names.

    Parameters
    ----------
    signed : sequence of Signature
    linked : mapping
        For each site the sites that it links to, or that link to it.
    """
    held = _Signed(signed, linked)
    census = Census(held.by_name)
    yield from _equal(held, census)
    yield from _alike(held, census)


def _equal(held: _Signed, census: Census) -> Iterator[Link]:
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for name, members in held.by_name.items():
        if name.kind == "full":
            blocks[("full", name.suffix, *sorted(name.words))] += members
        else:
            blocks[("one", name.exact)] += members
    for key, members in sorted(blocks.items()):
        if len(members) > 1:
            members.sort()
            bearers = [held.signed[i] for i in members]
            few = len({s.key for s in bearers if s.key}) <= _MOST  # a name at very many addresses is common
            rare = few and all(_rare(census, s) for s in {s.name: s for s in bearers}.values())
            yield from _block(held, members, key[0] == "full", rare)


def _block(held: _Signed, members: list[int], full: bool, rare: bool) -> Iterator[Link]:
    """Members of one name: those on one site, then from each site to those that link to it."""
    why = "the same full name" if full else "the same name"
    sites: dict[str, list[int]] = defaultdict(list)
    for i in members:
        sites[held.signed[i].site].append(i)
    for group in sites.values():
        yield from _on_one_site(held, group, why, full, rare)
    for site, ones in sites.items():
        for there in sorted(held.linked.get(site, ())):
            if there in sites and (site < there or site not in held.linked.get(there, ())):
                yield from _across(held, ones, sites[there], why, full, rare)
    for (x, ones), (y, others) in pairwise(list(sites.items())[: _MOST + 1]):
        if y not in held.linked.get(x, ()) and x not in held.linked.get(y, ()):
            yield _link(ones[0], others[0], 0.6 if full else 0.3, f"{why}, on sites without a link", False)


def _on_one_site(held: _Signed, group: list[int], why: str, full: bool, rare: bool) -> Iterator[Link]:
    """One name, one site: one person unless the addresses speak against it."""
    if len(group) < 2:
        return
    known = full or bool(held.signed[group[0]].site)  # one word on no known site may be anybody's
    pairs = _some(group)
    differ = any(held.signed[a].apart(held.signed[b]) for a, b in pairs)
    for a, b in pairs:
        one, two = held.signed[a], held.signed[b]
        if (one.home and one.home == two.home) or (one.key and one.key == two.key):
            continue  # the address speaks for itself
        if one.elsewhere(two):
            yield _link(a, b, 0.55, f"{why}, but other home pages or accounts", False)
        elif rare or (known and not differ):
            yield _link(a, b, 0.92, why, True)
        else:
            yield _link(a, b, 0.55 if full else 0.45, f"{why}, which others may bear", False)


def _across(
    held: _Signed, ones: list[int], others: list[int], why: str, full: bool, rare: bool
) -> Iterator[Link]:
    """One name on two sites of which one links to the other."""
    why = f"{why}, on sites that link to one another"
    if not full:
        yield _link(ones[0], others[0], 0.4, why, False)
        return
    for i in ones[:_MOST]:
        for j in others[:_MOST]:
            one, two = held.signed[i], held.signed[j]
            if one.elsewhere(two):
                yield _link(i, j, 0.5, f"{why}, but other home pages or accounts", False)
            else:
                sure = rare or not one.apart(two)
                yield _link(i, j, 0.92 if sure else 0.55, why, sure)


def _rare(census: Census, s: Signature) -> bool:
    """Whether two people would hardly both sign so."""
    name = s.name
    if name.kind == "full":
        return census.namesakes(name.long) < _COMMON
    if name.kind == "initials":
        return all(
            census.with_initial(w, u) < _COMMON / 2 for w in name.long for u in name.words if len(u) == 1
        )
    if name.kind == "account":
        digits = sum(c.isdigit() for c in name.exact)
        return len(name.exact) >= _COINED and (digits >= 3 or name.glued not in census.words)
    coined = len(name.words) > 1 or s.shown.islower()
    return len(name.glued) >= 8 and coined and not any(w in census.words or groups_of(w) for w in name.words)


def _some(group: Sequence[int]) -> list[tuple[int, int]]:
    """All pairs of a small group; of a large one each with the first and the next."""
    if len(group) <= _MOST:
        return list(combinations(group, 2))
    return sorted({*((group[0], b) for b in group[1:]), *pairwise(group)})


def _alike(held: _Signed, census: Census) -> Iterator[Link]:
    """Names with one another's initials, short forms, middle names; accounts made of names."""
    names = sorted(held.by_name, key=_order)
    index: dict[tuple[str, ...], list[Name]] = defaultdict(list)
    for name in names:
        for key in dict.fromkeys(_keys(name)):
            index[key].append(name)
    matches: dict[Name, dict[Name, None]] = defaultdict(dict)
    for key, block in index.items():
        if 2 <= len(block) <= 4 * _MOST:
            for a, b in combinations(block, 2):
                # two full names that share a word and an initial have nothing to say to one another
                if key[0] in _BOTH_FULL or not a.kind == b.kind == "full":
                    matches[a][b] = matches[b][a] = None
    for name in names:
        if name in matches:
            yield from _fitting(held, census, name, matches[name])


def _order(name: Name) -> tuple[str, ...]:
    return (name.exact, *name.words, name.kind, name.suffix)


def _keys(name: Name) -> Iterator[tuple[str, ...]]:
    """The blocks in which a name meets those that may be like it."""
    if name.bot:
        return
    for words in filter(None, dict.fromkeys((name.words, name.umlauts))):
        long = [w for w in words if len(w) > 1]
        if len(long) >= 2:
            for a, b in combinations(sorted(set(long))[:6], 2):
                yield "words", a, b
            for given, family in ((words[0], words[-1]), (words[-1], words[0])):
                for g in sorted(groups_of(given)):
                    yield "short", str(g), family
        for w in long:
            for u in words:
                if u != w and (len(u) == 1 or name.kind == "full"):
                    yield "initial", w, u[0]
    if name.glued and len(name.glued) >= 5:
        yield "letters", name.glued
        if name.kind == "full":
            for account in spellings(name):
                yield "letters", account
    if name.kind == "full":
        yield "part", name.words[0]
    elif len(name.words) == 1 and len(name.glued) >= 3:
        yield "part", name.glued


def _fitting(held: _Signed, census: Census, name: Name, others: Collection[Name]) -> Iterator[Link]:
    """Links from a name to the fuller ones that it may stand for."""
    fits = []
    for other in sorted(others, key=_order):
        if _fuller(other, name) and not _equals(name, other) and (why := likeness(name, other)):
            fits.append((other, why))
    strong = [(o, w) for o, w in fits if _SCORES.get(w, 0.8) > _WEAK]
    alone = not any(conflict(a, b) for (a, _), (b, _) in combinations(strong[: 2 * _MOST], 2))
    for other, why in fits[:_MOST]:
        score = _SCORES.get(why, 0.8)
        rare = score > _WEAK and not _common(census, name, other, why)
        for i, j, near in held.pairs(held.by_name[name], held.by_name[other]):
            one, two = held.signed[i], held.signed[j]
            if one.key and one.key == two.key:
                continue
            if not near and score <= _WEAK:
                continue  # a given name on another site says nothing
            if not near:
                yield _link(i, j, score / 2, f"{why}, on sites without a link", False)
            elif one.elsewhere(two):
                yield _link(i, j, score / 2, f"{why}, but other home pages or accounts", False)
            elif alone and rare:
                yield _link(i, j, score, why, True)
            else:
                doubt = "more than one fits" if not alone and score > _WEAK else "others may bear it"
                yield _link(i, j, score * 0.6 if alone else score * 0.4, f"{why}; {doubt}", False)


def _equals(a: Name, b: Name) -> bool:
    """Whether `_equal` has met the two already."""
    if a.kind == b.kind == "full":
        return sorted(a.words) == sorted(b.words)
    return a.kind != "full" and b.kind != "full" and a.exact == b.exact


def _fuller(other: Name, name: Name) -> bool:
    """Whether the first says at least as much; of two that say the same, one comes first."""
    mine = (name.kind == "full", len(name.long), len(name.words))
    theirs = (other.kind == "full", len(other.long), len(other.words))
    return theirs > mine or (theirs == mine and _order(other) > _order(name))


def _common(census: Census, name: Name, other: Name, why: str) -> bool:
    """Whether more people than the one who is meant are expected to fit."""
    full = other if other.kind == "full" else name
    whole = [w for w in name.long if w in other.long]
    rest = [w for w in full.words if w not in whole]
    if why == "two words of a longer name":
        return any(census.words[w] > 2 for w in whole)  # more than these two names have it
    if why == "the same name but for middle names":
        return census.namesakes(whole) >= _COMMON
    if why == "a short form of the given name":
        return census.with_short_form(whole[0], full.words[0]) >= _COMMON
    if why == "initials and a family name":
        return census.with_initial(whole[0], (rest or full.words)[0][0]) >= _COMMON
    if why == "a given name and an initial":
        return census.with_initial(whole[0], (rest or full.words)[-1][0]) >= _COMMON / 2
    if why.endswith("initial and family name"):
        return census.with_initial(full.words[-1], full.words[0][0]) >= _COMMON
    if why.endswith("given name and initial"):
        return census.with_initial(full.words[0], full.words[-1][0]) >= _COMMON / 2
    return census.namesakes(full.long) >= _COMMON


def _link(a: int, b: int, score: float, why: str, merges: bool) -> Link:
    return Link(min(a, b), max(a, b), round(score, 2), why, merges)
