"""Who is who: signatures merged into persons where that is safe, and only there.

The signatures of a corpus are what `identity` compares: a name on a site, with its home page and its
hash or account. What only a page can tell is added here: its owner, and who writes its unsigned posts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import pyarrow as pa

from threadgraph.addresses import host_of, normal
from threadgraph.graph.cues import words_of
from threadgraph.graph.identity.by_address import by_address
from threadgraph.graph.identity.by_name import by_name
from threadgraph.graph.identity.names import read_name
from threadgraph.graph.identity.persons import Persons, join
from threadgraph.graph.identity.rulings import apart_by_hand, merged_by_hand
from threadgraph.graph.identity.signatures import Link, Signature, home_page
from threadgraph.model import CANDIDATE_SCHEMA, PEOPLE_SCHEMA, Authors

__all__ = ["Identities", "resolve"]

Row = dict[str, Any]
Key = tuple[str, str, str, str]  # site, folded name, home page, hash or account


class Identities(NamedTuple):
    """Who is who in a table of posts.

    Attributes
    ----------
    persons : pyarrow.Array
        The person's id for each row; null where no author is known.
    people : pyarrow.Table
        With ``PEOPLE_SCHEMA``; `evidence` has one line a merge.
    candidates : pyarrow.Table
        With ``CANDIDATE_SCHEMA``: persons who may be one, best first.
    """

    persons: pa.Array
    people: pa.Table
    candidates: pa.Table


def resolve(
    posts: pa.Table, authors: Authors | None = None, shown: Callable[[str], str] = lambda text: text
) -> Identities:
    """The person behind each post.

    Parameters
    ----------
    posts : pyarrow.Table
        With ``POST_SCHEMA``.
    authors : Authors, optional
        Merges and splits by hand; they go before every rule.
    shown : callable, optional
        How a name or address is written in the results: a pseudonym, for instance.

    Returns
    -------
    Identities

    Raises
    ------
    StudyError
        If `authors` has a name that nobody signs with.

    Examples
    --------
    >>> from threadgraph.model import Post, posts_table
    >>> one = Post(id="1", thread_id="a", site="a.example", author="Luc", author_url="http://luc.example/")
    >>> two = Post(id="2", thread_id="b", site="b.example", author="luc", author_url="http://www.luc.example")
    >>> three = Post(id="3", thread_id="b", site="c.example", author="Luc")
    >>> resolve(posts_table([one, two, three])).persons.to_pylist()
    ['p:a.example/luc', 'p:a.example/luc', 'p:c.example/luc']
    """
    rows = posts.select(
        ["site", "thread_id", "author", "author_url", "author_key", "is_owner", "links", "kind", "url"]
    ).to_pylist()
    pages = {normal(r["url"]) for r in rows if r["url"]} | {r["thread_id"] for r in rows}
    keys = [_key(r, pages) for r in rows]
    numbers = {key: i for i, key in enumerate(sorted({k for k in keys if k is not None}))}
    signed = _signatures(numbers, rows, keys)
    at = [numbers[k] if k is not None else None for k in keys]
    rulings = authors or Authors()
    persons = join(
        signed,
        [*by_address(signed), *by_name(signed, _linked(rows))],
        same=[*merged_by_hand(rulings, signed), *_owners(rows, at, signed)],
        different=[*apart_by_hand(rulings, signed)],
    )
    wrote, unsigned = _unsigned(rows, at, signed, persons)
    return _tables(rows, wrote, signed, list(numbers), persons, unsigned, shown)


def _key(r: Row, pages: Collection[str]) -> Key | None:
    words = words_of(r["author"] or "")
    name = " ".join(words) or (r["author"] or "").strip().casefold()
    if not name or r["kind"] == "trackback":
        return None
    home = home_page(r["author_url"])
    if "/" in home and home in pages and not r["is_owner"]:
        home = ""  # a link that leads back to the discussion is nobody's home page
    return r["site"] or "", name, home, r["author_key"] or ""


def _signatures(
    numbers: Mapping[Key, int], rows: Sequence[Row], keys: Sequence[Key | None]
) -> list[Signature]:
    """One signature a key, under its most frequent spelling."""
    spelled: dict[Key, Counter[str]] = defaultdict(Counter)
    for r, key in zip(rows, keys, strict=True):
        if key is not None:
            spelled[key][r["author"]] += 1
    best = {key: min(names, key=lambda n: (-names[n], n)) for key, names in spelled.items()}
    return [Signature(best[k], read_name(best[k]), k[0], k[2], k[3]) for k in numbers]


def _linked(rows: Sequence[Row]) -> dict[str, set[str]]:
    """For each site those that it links to, or that link to it."""
    sites = {r["site"] for r in rows if r["site"]}
    linked: dict[str, set[str]] = defaultdict(set)
    for site, host in {(r["site"] or "", host_of(url)) for r in rows for url in r["links"] or ()}:
        labels = host.split(".")
        for there in {".".join(labels[i:]) for i in range(len(labels))} & sites - {site}:
            linked[site].add(there)
            linked[there].add(site)
    return linked


def _owners(rows: Sequence[Row], at: Sequence[int | None], signed: Sequence[Signature]) -> Iterator[Link]:
    """In one thread, who is marked as its owner and bears part of the owner's name is the owner."""
    owners: dict[str, set[int]] = defaultdict(set)
    for r, i in zip(rows, at, strict=True):
        if i is not None and r["is_owner"]:
            owners[r["thread_id"]].add(i)
    for _, members in sorted(owners.items()):
        for a, b in combinations(sorted(members), 2):
            x, y = words_of(signed[a].shown), words_of(signed[b].shown)
            if x[:1] == y[:1] or set(x) <= set(y) or set(y) <= set(x):
                yield Link(a, b, 1.0, "marked as the owner of one thread, under a part of one name", True)


def _unsigned(
    rows: Sequence[Row], at: Sequence[int | None], signed: Sequence[Signature], persons: Persons
) -> tuple[list[int | None], dict[int, dict[str, None]]]:
    """Opening posts that nobody signs are by the one person who signs with that very site as home page."""
    owners: dict[str, set[int]] = defaultdict(set)
    for i, s in enumerate(signed):
        if s.home:
            owners[s.home].add(i)
    out = list(at)
    sites: dict[int, dict[str, None]] = defaultdict(dict)
    for n, r in enumerate(rows):
        home = host_of(r["url"])
        if (
            r["kind"] == "post"
            and not r["author"]
            and len({persons.of[i] for i in owners.get(home, ())}) == 1
        ):
            out[n] = min(owners[home])
            sites[persons.of[min(owners[home])]][home] = None
    return out, sites


def _tables(
    rows: Sequence[Row],
    at: Sequence[int | None],
    signed: Sequence[Signature],
    keys: Sequence[Key],
    persons: Persons,
    unsigned: Mapping[int, Mapping[str, None]],
    shown: Callable[[str], str],
) -> Identities:
    members: dict[int, list[int]] = defaultdict(list)
    for i, root in enumerate(persons.of):
        members[root].append(i)
    posts: Counter[int] = Counter(i for i in at if i is not None)
    names: dict[int, Counter[str]] = defaultdict(Counter)
    urls: dict[int, dict[str, None]] = defaultdict(dict)
    for r, number in zip(rows, at, strict=True):
        if number is not None:
            root = persons.of[number]
            names[root][shown(r["author"] or signed[number].shown)] += bool(r["author"])
            if r["author_url"]:
                urls[root][shown(r["author_url"])] = None
    evidence: dict[int, list[str]] = defaultdict(list)
    for link in persons.merges:
        evidence[persons.of[link.a]].append(_told(link, signed, shown))
    for writer, homes in unsigned.items():
        evidence[writer] += [f"unsigned posts on {h}, which is given as home page" for h in homes]
    idents = _idents(members, posts, keys, shown)
    people = [
        {
            "person": idents[root],
            "name": min(names[root].items(), key=lambda kv: (-kv[1], kv[0]))[0],
            "names": sorted(n for n, k in names[root].items() if k),
            "urls": list(urls[root]),
            "sites": sorted({signed[i].site for i in group}),
            "posts": sum(posts[i] for i in group),
            "evidence": evidence.get(root, []),
        }
        for root, group in sorted(members.items())
    ]
    written = _written(signed, persons, shown)
    candidates = [
        {
            "person": idents[persons.of[link.a]],
            "other": idents[persons.of[link.b]],
            "name": shown(signed[link.a].shown),
            "site": signed[link.a].site,
            "written": written[link.a],
            "other_name": shown(signed[link.b].shown),
            "other_site": signed[link.b].site,
            "other_written": written[link.b],
            "score": round(link.score, 2),
            "reason": f"{link.why}: {shown(link.what)}" if link.what else link.why,
        }
        for link in persons.candidates
    ]
    return Identities(
        pa.array([idents[persons.of[i]] if i is not None else None for i in at], pa.string()),
        pa.Table.from_pylist(people, schema=PEOPLE_SCHEMA),
        pa.Table.from_pylist(candidates, schema=CANDIDATE_SCHEMA),
    )


def _written(signed: Sequence[Signature], persons: Persons, shown: Callable[[str], str]) -> list[str]:
    """How a study file writes each signature: by its site, or by its home page where two on one site sign so."""
    bearers: dict[tuple[str, str], set[int]] = defaultdict(set)
    for i, s in enumerate(signed):
        bearers[s.shown, s.site].add(persons.of[i])
    places = [s.home if s.home and len(bearers[s.shown, s.site]) > 1 else s.site for s in signed]
    return [
        f"{shown(s.shown)} @ {shown(place) if place != s.site else place}" if place else shown(s.shown)
        for s, place in zip(signed, places, strict=True)
    ]


def _told(link: Link, signed: Sequence[Signature], shown: Callable[[str], str]) -> str:
    """A merge as a line: the rule, the address if one can be read, and the two signatures."""
    sides = [
        f"“{shown(s.shown)}” on {s.site}" if s.site else f"“{shown(s.shown)}”"
        for s in (signed[link.a], signed[link.b])
    ]
    what = f" {shown(link.what)}" if link.what else ""
    return f"{link.why}{what}: {sides[0]} and {sides[1]}"


def _idents(
    members: Mapping[int, Sequence[int]],
    posts: Counter[int],
    keys: Sequence[Key],
    shown: Callable[[str], str],
) -> dict[int, str]:
    """An id a person, after the signature used most; numbered where two persons would have the same."""
    idents: dict[int, str] = {}
    taken: Counter[str] = Counter()
    for root, group in sorted(members.items()):
        site, name, *_ = keys[min(group, key=lambda i: (-posts[i], i))]
        ident = f"p:{site}/{shown(name).replace(' ', '-')}"
        taken[ident] += 1
        idents[root] = f"{ident}-{taken[ident]}" if taken[ident] > 1 else ident
    return idents
