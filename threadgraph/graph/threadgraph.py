"""`ThreadGraph`: posts, edges and people as Arrow tables inside, networkx at the face."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import networkx as nx
import pyarrow as pa

from threadgraph.model import CANDIDATE_SCHEMA

__all__ = ["ThreadGraph"]

_VERB = {
    "reply": "answers",
    "link": "links to",
    "quote": "quotes",
    "mention": "addresses",
    "relay": "got the news from",
    "correct": "corrects",
}
_CLASS = {"E1": "explicit", "E2": "evidenced by the text", "E3": "inferred"}


@dataclass(frozen=True)
class ThreadGraph:
    """Who answered, linked, quoted and relayed whom, each edge with its evidence.

    Parameters
    ----------
    table : pyarrow.Table
        One row a post: the columns of ``POST_SCHEMA`` and ``person``, the id of the author after
        identities were resolved (null where no author is known).
    edges : pyarrow.Table
        One row an edge, the columns of ``EDGE_SCHEMA``; source and target are post ids.
    people : pyarrow.Table
        One row a person, the columns of ``PEOPLE_SCHEMA``.
    candidates : pyarrow.Table
        Persons who may be one, best first, the columns of ``CANDIDATE_SCHEMA``.
    """

    table: pa.Table
    edges: pa.Table
    people: pa.Table
    title: str = ""
    ledger: pa.Table | None = field(default=None, repr=False)
    candidates: pa.Table = field(default_factory=CANDIDATE_SCHEMA.empty_table, repr=False)

    def __repr__(self) -> str:
        return (
            f"<ThreadGraph {self.title!r}: {self.table.num_rows} posts, {self.edges.num_rows} edges, "
            f"{self.people.num_rows} people>"
        )

    @cached_property
    def _rows(self) -> dict[str, dict[str, Any]]:
        return {r["id"]: r for r in self.table.to_pylist()}

    @cached_property
    def _people(self) -> dict[str, dict[str, Any]]:
        return {r["person"]: r for r in self.people.to_pylist()}

    def post(self, post_id: str) -> dict[str, Any]:
        """The row of one post.

        Raises
        ------
        KeyError
            If the graph holds no post of that id.
        """
        return self._rows[post_id]

    def person(self, person_id: str) -> dict[str, Any]:
        """The row of one person.

        Raises
        ------
        KeyError
            If the graph holds no person of that id.
        """
        return self._people[person_id]

    def name_of(self, row: Mapping[str, Any]) -> str | None:
        """The name of a post's author: as signed, or, on an unsigned post, that of the person behind it.

        Parameters
        ----------
        row : mapping
            A row of `table`.

        Returns
        -------
        str or None
        """
        if row["author"] or not row["person"]:
            return row["author"]  # type: ignore[no-any-return]
        return self._people[row["person"]]["name"]  # type: ignore[no-any-return]

    def posts(self) -> nx.MultiDiGraph:
        """The posts as a multigraph: reply → parent, citing → cited; the edge key is its kind.

        Returns
        -------
        networkx.MultiDiGraph
            Nodes carry author, person, site, time, kind and url; edges carry class, probability,
            rule and evidence.
        """
        g = nx.MultiDiGraph(title=self.title)
        for r in self.table.to_pylist():
            g.add_node(
                r["id"],
                label=r["title"] or self.name_of(r) or r["id"],
                author=self.name_of(r),
                person=r["person"],
                site=r["site"],
                kind=r["kind"],
                thread=r["thread_id"],
                time=r["published"],
                url=r["url"],
                status=r["status"],
            )
        for e in self.edges.to_pylist():
            key = e["kind"]
            if g.has_edge(e["source"], e["target"], key):
                key = f"{key}:{e['rule']}"
            g.add_edge(
                e["source"],
                e["target"],
                key,
                **{k: e[k] for k in ("kind", "class", "probability", "rule", "evidence", "url", "time")},
            )
        return g

    def authors(self) -> nx.DiGraph:
        """Who answered whom.

        Returns
        -------
        networkx.DiGraph
            An edge a → b for each person a who answered b: ``weight`` (sum of probabilities),
            ``first``, ``last`` (times), ``inferred`` (share of the weight that rests on a model, class E3).
            A reply backed by several edges counts once, by its strongest.
        """
        g = nx.DiGraph(title=self.title)
        for p in self.people.to_pylist():
            g.add_node(p["person"], label=p["name"], posts=p["posts"], sites=list(p["sites"] or ()))
        best: dict[tuple[str, str], dict[str, Any]] = {}
        for e in self.edges.to_pylist():
            if e["kind"] not in ("reply", "quote", "mention"):
                continue
            key = (e["source"], e["target"])
            if key not in best or e["probability"] > best[key]["probability"]:
                best[key] = e
        for (source, target), e in best.items():
            a = self._rows[source]["person"]
            b = self._rows[target]["person"]
            if a is None or b is None or a == b:
                continue
            _add_weight(g, a, b, e)
        return _with_shares(g)

    def sites(self) -> nx.DiGraph:
        """Which site relayed, linked or quoted which.

        Returns
        -------
        networkx.DiGraph
            An edge a → b for each site a that has a post following from one on b, with the same
            attributes as in `authors`.
        """
        g = nx.DiGraph(title=self.title)
        for r in self._rows.values():
            if r["site"] in g:
                g.nodes[r["site"]]["posts"] += 1
            else:
                g.add_node(r["site"], label=r["site"], posts=1)
        for e in self.edges.to_pylist():
            a, b = self._rows[e["source"]]["site"], self._rows[e["target"]]["site"]
            if a != b:
                _add_weight(g, a, b, e)
        return _with_shares(g)

    def explain(self, edge: Mapping[str, Any]) -> str:
        """An edge as a sentence.

        Parameters
        ----------
        edge : mapping
            A row of `edges`.

        Returns
        -------
        str
        """
        s, t = self._rows[edge["source"]], self._rows[edge["target"]]
        when = f" ({s['published']:%Y-%m-%d %H:%M} UTC)" if s["published"] else ""
        return (
            f"{self.name_of(s) or 'Somebody'} on {s['site']}{when} {_VERB[edge['kind']]} "
            f"{self.name_of(t) or 'somebody'} on {t['site']}: {_CLASS[edge['class']]}, "
            f"probability {edge['probability']:.2f}, rule “{edge['rule']}”, evidence “{edge['evidence']}”."
        )


def _add_weight(g: nx.DiGraph, a: str, b: str, e: Mapping[str, Any]) -> None:
    p, time = e["probability"], e["time"]
    inferred = p if e["class"] == "E3" else 0.0
    if not g.has_edge(a, b):
        g.add_edge(a, b, weight=p, first=time, last=time, inferred=inferred, count=1)
        return
    d = g[a][b]
    d["weight"] += p
    d["inferred"] += inferred
    d["count"] += 1
    if time is not None:
        d["first"] = time if d["first"] is None else min(d["first"], time)
        d["last"] = time if d["last"] is None else max(d["last"], time)


def _with_shares(g: nx.DiGraph) -> nx.DiGraph:
    for *_, d in g.edges(data=True):
        d["inferred"] = d["inferred"] / d["weight"] if d["weight"] else 0.0
    return g
