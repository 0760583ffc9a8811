"""Who is who: signatures merged into persons where that is safe, and only there.

Rules (precision first): the same profile address or account; the same hash of an e-mail address;
the same name of two or more words on sites that link to one another, or that signs with the same home
page. An address or hash that more than three different names share merges nobody. One-word names
never merge across sites without an address.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Any

import pyarrow as pa

from threadgraph.addresses import host_of, normal
from threadgraph.graph.cues import words_of
from threadgraph.model import PEOPLE_SCHEMA

__all__ = ["resolve"]

_SHARED = 3

Row = dict[str, Any]
Signature = tuple[str, str, str, str]  # site, folded name, home page, key


class _Union:
    def __init__(self, members: Iterable[Signature]) -> None:
        self.parent = {m: m for m in members}
        self.why: dict[Signature, list[str]] = defaultdict(list)

    def find(self, m: Signature) -> Signature:
        while self.parent[m] != m:
            self.parent[m] = self.parent[self.parent[m]]
            m = self.parent[m]
        return m

    def join(self, a: Signature, b: Signature, why: str) -> None:
        a, b = self.find(a), self.find(b)
        if a == b:
            return
        a, b = min(a, b), max(a, b)
        self.parent[b] = a
        self.why[a].extend([*self.why.pop(b, []), why])


def resolve(posts: pa.Table) -> tuple[pa.Array, pa.Table]:
    """The person behind each post.

    Parameters
    ----------
    posts : pyarrow.Table
        With ``POST_SCHEMA``.

    Returns
    -------
    tuple of (pyarrow.Array, pyarrow.Table)
        The person's id for each row (null where no author is known), and the persons, with
        ``PEOPLE_SCHEMA``; `evidence` has one line a merge.

    Examples
    --------
    >>> from threadgraph.model import Post, posts_table
    >>> one = Post(id="1", thread_id="a", site="a.example", author="Luc", author_url="http://luc.example/")
    >>> two = Post(id="2", thread_id="b", site="b.example", author="luc", author_url="http://www.luc.example")
    >>> three = Post(id="3", thread_id="b", site="c.example", author="Luc")
    >>> resolve(posts_table([one, two, three]))[0].to_pylist()
    ['p:a.example/luc', 'p:a.example/luc', 'p:c.example/luc']
    """
    rows = posts.select(
        ["site", "thread_id", "author", "author_url", "author_key", "is_owner", "links", "kind"]
    ).to_pylist()
    signed = [_signature(r) for r in rows]
    counts = Counter(s for s in signed if s is not None)
    union = _Union(sorted(counts))
    _same_site(union, counts)
    _same_address(union, counts)
    _same_key(union, counts)
    _owner(union, rows, signed)
    _full_name(union, counts, rows)
    signed = _unsigned(union, posts, signed)
    return _people(union, counts, rows, signed)


def _signature(r: Row) -> Signature | None:
    words = words_of(r["author"] or "")
    name = " ".join(words) or (r["author"] or "").strip().casefold()
    if not name or r["kind"] == "trackback":
        return None
    return r["site"] or "", name, _home(r["author_url"]), r["author_key"] or ""


def _home(url: str | None) -> str:
    if not url or not host_of(url):
        return ""
    return normal(url)


def _same_site(union: _Union, counts: Counter[Signature]) -> None:
    """One name on one site is one person, unless it signs with different home pages."""
    by_name: dict[tuple[str, str], list[Signature]] = defaultdict(list)
    for s in counts:
        by_name[s[0], s[1]].append(s)
    for members in by_name.values():
        homes = {s[2] for s in members if s[2]}
        keys = {s[3] for s in members if s[3]}
        for a, b in combinations(sorted(members), 2):
            same_home = a[2] == b[2] or (len(homes) <= 1)
            same_key = a[3] == b[3] or (len(keys) <= 1) or not a[3] or not b[3]
            if same_home and same_key:
                union.join(a, b, f"the same name on {a[0]}")


def _same_address(union: _Union, counts: Counter[Signature]) -> None:
    by_home: dict[str, list[Signature]] = defaultdict(list)
    for s in counts:
        if s[2]:
            by_home[s[2]].append(s)
    for home, members in by_home.items():
        _join_all(union, members, f"the same address {home}")


def _same_key(union: _Union, counts: Counter[Signature]) -> None:
    by_key: dict[str, list[Signature]] = defaultdict(list)
    for s in counts:
        if s[3]:
            by_key[s[3]].append(s)
    for key, members in by_key.items():
        _join_all(union, members, f"the same {key.partition(':')[0]}")


def _join_all(union: _Union, members: list[Signature], why: str) -> None:
    if len({s[1] for s in members}) > _SHARED:
        return  # shared by many: a placeholder, a common account
    members = sorted(members)
    for other in members[1:]:
        union.join(
            members[0],
            other,
            f"{why}: “{members[0][1]}” and “{other[1]}”" if other[1] != members[0][1] else why,
        )


def _owner(union: _Union, rows: list[Row], signed: list[Signature | None]) -> None:
    """In one thread, who is marked as its owner and bears part of the owner's name is the owner."""
    owners: dict[str, list[Signature]] = defaultdict(list)
    for r, s in zip(rows, signed, strict=True):
        if s is not None and r["is_owner"]:
            owners[r["thread_id"]].append(s)
    for members in owners.values():
        for a, b in combinations(sorted(set(members)), 2):
            x, y = a[1].split(), b[1].split()
            if x[:1] == y[:1] or set(x) <= set(y) or set(y) <= set(x):
                union.join(a, b, "marked as the owner of one thread, under a part of one name")


def _full_name(union: _Union, counts: Counter[Signature], rows: list[Row]) -> None:
    """A name of two or more words is one person on sites that link to one another."""
    linked: set[tuple[str, str]] = set()
    hosts: dict[str, set[str]] = defaultdict(set)
    for r in rows:
        for url in r["links"] or ():
            hosts[r["site"] or ""].add(host_of(url))
    by_name: dict[str, list[Signature]] = defaultdict(list)
    for s in counts:
        if " " in s[1]:
            by_name[s[1]].append(s)
    for members in by_name.values():
        for a, b in combinations(sorted(members), 2):
            if a[0] == b[0] or (a[2] and b[2] and a[2] != b[2]):
                continue
            pair = (a[0], b[0])
            if pair not in linked and any(h == b[0] or h.endswith("." + b[0]) for h in hosts[a[0]]) | any(
                h == a[0] or h.endswith("." + a[0]) for h in hosts[b[0]]
            ):
                linked.add(pair)
            if pair in linked:
                union.join(a, b, f"the same full name on {a[0]} and {b[0]}, which link to one another")


def _unsigned(union: _Union, posts: pa.Table, signed: list[Signature | None]) -> list[Signature | None]:
    """Opening posts that nobody signs are by the one person who signs with that very site as home page."""
    owners: dict[str, set[Signature]] = defaultdict(set)
    for s in signed:
        if s is not None and s[2]:
            owners[s[2]].add(s)
    out = list(signed)
    facts = zip(posts["kind"].to_pylist(), posts["url"].to_pylist(), posts["author"].to_pylist(), strict=True)
    for i, (kind, url, author) in enumerate(facts):
        if kind != "post" or author or not url:
            continue
        home = host_of(url)
        members = owners.get(home, set())
        if members and len({union.find(m) for m in members}) == 1:
            out[i] = min(members)
            why = f"unsigned posts on {home}, which is given as home page"
            root = union.find(min(members))
            if why not in union.why[root]:
                union.why[root].append(why)
    return out


def _people(
    union: _Union, counts: Counter[Signature], rows: list[Row], signed: list[Signature | None]
) -> tuple[pa.Array, pa.Table]:
    groups: dict[Signature, list[Signature]] = defaultdict(list)
    for known in counts:
        groups[union.find(known)].append(known)
    shown: dict[Signature, Counter[str]] = defaultdict(Counter)
    urls: dict[Signature, dict[str, None]] = defaultdict(dict)
    for r, s in zip(rows, signed, strict=True):
        if s is not None:
            root = union.find(s)
            shown[root][r["author"] or s[1]] += bool(r["author"])
            if r["author_url"]:
                urls[root][r["author_url"]] = None
    totals = Counter(union.find(s) for s in signed if s is not None)
    names: dict[Signature, str] = {}
    taken: Counter[str] = Counter()
    people = []
    for root in sorted(groups):
        members = groups[root]
        first = min(members, key=lambda s: (-counts[s], s))
        ident = f"p:{first[0]}/{first[1].replace(' ', '-')}"
        taken[ident] += 1
        if taken[ident] > 1:
            ident = f"{ident}-{taken[ident]}"
        names[root] = ident
        people.append(
            {
                "person": ident,
                "name": min(shown[root].items(), key=lambda kv: (-kv[1], kv[0]))[0],
                "names": sorted(n for n, k in shown[root].items() if k),
                "urls": list(urls[root]),
                "sites": sorted({s[0] for s in members}),
                "posts": totals[root],
                "evidence": union.why.get(root, []),
            }
        )
    ids = pa.array([names[union.find(s)] if s is not None else None for s in signed], pa.string())
    return ids, pa.Table.from_pylist(people, schema=PEOPLE_SCHEMA)
