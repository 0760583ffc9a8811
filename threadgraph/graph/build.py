"""Posts → graph: persons resolved, edges found, missing parents marked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from threadgraph.addresses import normal
from threadgraph.graph.engine import Engine, engine_named
from threadgraph.graph.identity.rulings import read_authors
from threadgraph.graph.links import link_edges
from threadgraph.graph.people import Identities, resolve
from threadgraph.graph.phrases import phrase_edges
from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.model import EDGE_SCHEMA, POST_SCHEMA, Authors, edges_table

__all__ = ["Posts", "build", "build_table"]


class Posts(Protocol):
    """What `build` needs of a corpus: any object with these will do."""

    @property
    def title(self) -> str: ...

    def table(self) -> pa.Table: ...

    def ledger(self) -> pa.Table: ...


def build(corpus: Posts, engine: str | Engine = "local", authors: Authors | None = None) -> ThreadGraph:
    """The graph of a corpus: who answered, linked, quoted and relayed whom.

    Parameters
    ----------
    corpus : Corpus
    engine : str or Engine
        ``'local'``, ``'spark'`` (`SparkEngine` without arguments), or an object with a method ``edges``.
    authors : Authors, optional
        Authors merged and kept apart by hand; by default those of the ``study.toml`` in the corpus' folder.

    Returns
    -------
    ThreadGraph

    Raises
    ------
    UsageError
        If there is no such engine, or what it needs is missing.
    StudyError
        If nobody signs with a name that was merged or kept apart by hand.
    """
    folder = getattr(corpus, "path", None)
    if authors is None and folder is not None:
        authors = read_authors(Path(folder) / "study.toml")
    led = getattr(corpus, "redirects", None)  # a corpus of another make may know of none
    return build_table(
        corpus.table(),
        corpus.title,
        corpus.ledger(),
        engine,
        authors=authors,
        redirects=led() if led is not None else None,
    )


def build_table(
    posts: pa.Table,
    title: str = "",
    ledger: pa.Table | None = None,
    engine: str | Engine = "local",
    *,
    authors: Authors | None = None,
    identities: Identities | None = None,
    redirects: Mapping[str, str] | None = None,
) -> ThreadGraph:
    """The graph of a table of posts.

    Parameters
    ----------
    posts : pyarrow.Table
        With ``POST_SCHEMA``.
    title : str
    ledger : pyarrow.Table, optional
        As `Corpus.ledger` gives it.
    engine : str or Engine
    authors : Authors, optional
    identities : Identities, optional
        Who is who, where that is known already.
    redirects : mapping of str to str, optional
        As `Corpus.redirects` gives it.

    Returns
    -------
    ThreadGraph

    Examples
    --------
    >>> from threadgraph.model import Post, posts_table
    >>> graph = build_table(posts_table([
    ...     Post(id="a", thread_id="t", kind="post", author="Luc", site="a.example", text="Down since midnight."),
    ...     Post(id="b", thread_id="t", parent_id="a", author="Anne", site="a.example", text="Here too.")]))
    >>> list(graph.authors().edges)
    [('p:a.example/anne', 'p:a.example/luc')]
    """
    worker = engine_named(engine) if isinstance(engine, str) else engine
    posts = posts.select(POST_SCHEMA.names)
    who = identities or resolve(posts, authors)
    table = posts.append_column("person", _senders(posts, who.persons))
    rows = table.to_pylist()
    across = edges_table([*link_edges(rows, redirects), *phrase_edges(rows)])
    edges = pa.concat_tables([worker.edges(table), across]).cast(EDGE_SCHEMA)
    table = _with_placeholders(table, edges)
    edges = edges.sort_by(
        [("source", "ascending"), ("target", "ascending"), ("kind", "ascending"), ("rule", "ascending")]
    )
    return ThreadGraph(
        table=table, edges=edges, people=who.people, title=title, ledger=ledger, candidates=who.candidates
    )


def _senders(posts: pa.Table, persons: pa.Array) -> pa.Array:
    """A trackback is by whoever wrote the post that sent it, where that was collected."""
    by_page = {
        normal(url): person
        for kind, url, person in zip(
            posts["kind"].to_pylist(), posts["url"].to_pylist(), persons.to_pylist(), strict=True
        )
        if kind == "post" and url and person
    }
    rows = zip(posts["kind"].to_pylist(), posts["author_url"].to_pylist(), persons.to_pylist(), strict=True)
    return pa.array(
        [by_page.get(normal(url)) if kind == "trackback" and url else person for kind, url, person in rows],
        pa.string(),
    )


def _with_placeholders(table: pa.Table, edges: pa.Table) -> pa.Table:
    """A node for each parent that somebody answers and nobody has."""
    held = set(table["id"].to_pylist())
    thread = dict(
        zip(
            table["id"].to_pylist(),
            zip(table["thread_id"].to_pylist(), table["site"].to_pylist(), strict=True),
            strict=True,
        )
    )
    missing: dict[str, tuple[str, str]] = {}
    for source, target in zip(edges["source"].to_pylist(), edges["target"].to_pylist(), strict=True):
        if target not in held:
            missing.setdefault(target, thread[source])
    rows = [
        {
            "id": i,
            "thread_id": t,
            "kind": "comment",
            "source": "",
            "site": s,
            "precision": "unknown",
            "title": "",
            "text": "",
            "html": "",
            "links": [],
            "position": 0,
            "status": "placeholder",
        }
        for i, (t, s) in sorted(missing.items())
    ]
    return pa.concat_tables([table, pa.Table.from_pylist(rows, schema=table.schema)]) if rows else table
