"""`resolve_names`: who is who in any list of records, without a corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from threadgraph.addresses import host_of
from threadgraph.graph.identity.by_address import by_address
from threadgraph.graph.identity.by_name import by_name
from threadgraph.graph.identity.names import read_name
from threadgraph.graph.identity.persons import join
from threadgraph.graph.identity.signatures import Signature, home_page

__all__ = ["resolve_names"]


def resolve_names(records: Sequence[Mapping[str, Any]]) -> list[str]:
    """Which records are of one person: a label for each, the same for all records of a person.

    Precision goes first: what is uncertain stays apart. The rules are those of a corpus (see "Who is who"
    in the methods). Nothing is learned or fitted; how common a name is, is counted on the records.

    Parameters
    ----------
    records : sequence of mapping
        Each has some of these keys, all texts; others are ignored.

        - ``name``: as signed.
        - ``email_hash``: any hash of the e-mail address, the same for the same address.
        - ``local_hash``: a hash of the part before the @.
        - ``url``: profile or home page.
        - ``site``: where it was signed. Names are compared on one site, and across two where somebody of the
          one gives a page of the other as home page. Records without a site are taken to be of one community.
        - ``id``: your own id. The label is the least id of a person's records, else the least number of one.

    Returns
    -------
    list of str
        In the order of the records. Which records belong together does not depend on that order.

    Examples
    --------
    >>> resolve_names([
    ...     {"id": "a", "name": "Ondřej Kramařský", "email_hash": "1"},
    ...     {"id": "b", "name": "KRAMARSKY, Ondrej", "email_hash": "2"},
    ...     {"id": "c", "name": "okramarsky", "email_hash": "3"},
    ...     {"id": "d", "name": "Ondřej", "email_hash": "4"},
    ... ])
    ['a', 'a', 'a', 'd']
    """
    rows = [_signature(r) for r in records]
    order = sorted(range(len(rows)), key=lambda i: _order(rows[i]))  # the same whatever order they came in
    signed = [rows[i] for i in order]
    persons = join(signed, [*by_address(signed), *by_name(signed, _linked(signed))])
    of = [0] * len(rows)
    for place, i in enumerate(order):
        of[i] = persons.of[place]
    ids = [str(r["id"]) if r.get("id") not in (None, "") else str(i) for i, r in enumerate(records)]
    least: dict[int, str] = {}
    for person, ident in zip(of, ids, strict=True):
        least[person] = min(least.get(person, ident), ident)
    return [least[person] for person in of]


def _order(s: Signature) -> tuple[str, ...]:
    return (s.shown, s.site, s.home, s.key, s.local)


def _signature(record: Mapping[str, Any]) -> Signature:
    def text(key: str) -> str:
        value = record.get(key)
        return str(value).strip() if value is not None and value == value else ""

    name, mail, home = text("name"), text("email_hash"), home_page(text("url"))
    return Signature(
        name, read_name(name), text("site"), home, f"email:{mail}" if mail else "", text("local_hash")
    )


def _linked(signed: Sequence[Signature]) -> dict[str, set[str]]:
    """The sites that are linked: somebody on the one has a home page on the other."""
    sites = {s.site for s in signed if s.site}
    linked: dict[str, set[str]] = defaultdict(set)
    for s in signed:
        there = host_of(f"http://{s.home}") if s.home else ""
        if s.site and there in sites and there != s.site:
            linked[s.site].add(there)
            linked[there].add(s.site)
    return linked
