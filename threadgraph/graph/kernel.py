"""The kernel: all edges that a thread can tell by itself, as one function from table to table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from threadgraph.graph.conversation import Conversation
from threadgraph.graph.cues import Line, cues_of
from threadgraph.graph.likely import Likely, likely_parents, ranker
from threadgraph.model import POST_SCHEMA, Edge, EdgeClass, EdgeKind, edges_table

__all__ = ["COLUMNS", "UNDECIDED", "kernel_columns", "thread_edges"]

#: All that the kernel reads of posts. An engine needs to move nothing else.
COLUMNS = ("id", "thread_id", "parent_id", "kind", "author", "text", "url", "published", "position", "person")

#: A guess below this is not worth an edge.
LEAST = 0.1
#: The rule of a comment for which no parent is likely enough: it stands in the thread, no more is known.
UNDECIDED = "undecided, stands in the thread"

#: What a row without them counts as, as in `Post`.
_DEFAULTS = {"kind": "comment", "text": "", "position": 0}

Row = dict[str, Any]


def kernel_columns(posts: pa.Table) -> pa.Table:
    """The columns that the kernel reads, with the types of ``POST_SCHEMA``.

    Parameters
    ----------
    posts : pyarrow.Table
        With ``id`` and ``thread_id``; the other columns may be missing or of similar types (large strings,
        times with another zone or none, which are taken for UTC).

    Returns
    -------
    pyarrow.Table

    Raises
    ------
    ValueError
        If a post has no id or no thread.

    Examples
    --------
    >>> bare = pa.table({"id": ["a", "b"], "thread_id": ["t", "t"], "parent_id": [None, "a"], "html": ["", ""]})
    >>> kernel_columns(bare).to_pylist()[1]["kind"], kernel_columns(bare).num_columns
    ('comment', 10)
    """
    if posts["id"].null_count or posts["thread_id"].null_count:
        raise ValueError("a post needs an id and a thread_id")
    columns = []
    for name in COLUMNS:
        kind = POST_SCHEMA.field(name).type if name != "person" else pa.string()
        column = posts[name].cast(kind) if name in posts.column_names else pa.nulls(posts.num_rows, kind)
        columns.append(pc.fill_null(column, _DEFAULTS[name]) if name in _DEFAULTS else column)
    return pa.Table.from_arrays(columns, list(COLUMNS))


def thread_edges(posts: pa.Table) -> pa.Table:
    """Replies, quotes and mentions inside threads.

    Parameters
    ----------
    posts : pyarrow.Table
        Whole threads: ``POST_SCHEMA``, in any order, and, where identities were resolved, ``person``.

    Returns
    -------
    pyarrow.Table
        ``EDGE_SCHEMA``. A platform's parent is E1; quotes, names and numbers are E2; in a flat thread
        the likely parents by the ranker are E3, each with its probability. Where none is likely enough
        the edge goes to the opening post, and its rule says so.

    Notes
    -----
    A parent that isn't in the table gives an edge all the same (the builder adds a placeholder); a
    cycle of parents is cut at its latest post.

    Examples
    --------
    >>> from threadgraph.model import Post, posts_table
    >>> table = posts_table([Post(id="a", thread_id="t", kind="post", author="Luc", text="The host is down again."),
    ...                      Post(id="b", thread_id="t", author="Anne", text="@Luc since when?", position=1)])
    >>> [(e["source"], e["target"], e["class"]) for e in thread_edges(table).to_pylist()]
    [('b', 'a', 'E2')]
    """
    rows = kernel_columns(posts).to_pylist()
    rows.sort(key=_order)
    threads = [_Thread(list(held)) for _, held in groupby(rows, key=lambda r: r["thread_id"])]
    edges: list[Edge] = []
    for thread in threads:
        edges.extend(thread.told())
    flat = [t for t in threads if t.flat]
    if flat:
        for thread, guesses in zip(flat, likely_parents(t.conversation for t in flat), strict=True):
            edges.extend(thread.inferred(guesses))
    return edges_table(edges)


def _order(r: Row) -> tuple[Any, ...]:
    """By thread; the opening post first; then by time where both have one, else by place on the page.

    What comes after the id tells apart rows under one id, so that the order of the table never counts.
    """
    when = r["published"].timestamp() if r["published"] is not None else float("inf")
    told = r["parent_id"] or "", r["author"] or "", r["person"] or "", r["text"], r["url"] or ""
    return r["thread_id"], r["kind"] != "post", when, r["position"], r["id"], *told


class _Thread:
    """One thread's rows in order, and the edges they give."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = [r for r in rows if r["kind"] != "trackback"]
        self.number = {r["id"]: i for i, r in enumerate(self.rows)}
        self.conversation = Conversation(
            [Line(r["author"], r["person"], r["text"], r["url"]) for r in self.rows],
            [r["published"].timestamp() if r["published"] is not None else None for r in self.rows],
        )
        self.threaded = any(r["parent_id"] for r in self.rows)
        self.opened = bool(self.rows) and self.rows[0]["kind"] == "post"
        self.flat = self.opened and not self.threaded and len(self.rows) > 1
        self.cued: dict[int, set[int]] = {}

    def told(self) -> Iterator[Edge]:
        """What the platform states and what the texts tell."""
        cut = _cycles(self.rows, self.number)
        for i, r in enumerate(self.rows):
            parent = r["parent_id"] if i not in cut else None
            if parent:
                yield self._edge(i, parent, "reply", "E1", 1.0, "platform's parent", f"answers {parent}")
            elif self.threaded and self.opened and i and r["kind"] == "comment":
                said = "no parent where others have one"
                yield self._edge(
                    i, self.rows[0]["id"], "reply", "E1", 1.0, "top level of a threaded page", said
                )
            for cue in cues_of(i, self.conversation):
                target = self.rows[cue.target]["id"]
                if target == parent and cue.kind == "mention":
                    continue
                self.cued.setdefault(i, set()).add(cue.target)
                yield self._edge(i, target, cue.kind, "E2", cue.probability, cue.rule, cue.evidence)

    def inferred(self, guesses: Sequence[Likely]) -> Iterator[Edge]:
        """What the ranker thinks of a flat thread: the parents of comments that are likely and not told by a cue."""
        model = ranker()
        for guess in guesses:
            i = guess.child
            if self.rows[i]["kind"] != "comment":
                continue
            told = self.cued.get(i, set())
            p = guess.best[1]
            if p < model.threshold and not told:
                reason = f"the likeliest parent has {p:.2f}, too little to name it"
                yield self._edge(i, self.rows[0]["id"], "reply", "E3", guess.of(0), UNDECIDED, reason)
                continue
            for j, q, reason in guess.over(min(LEAST, p)):
                if j not in told:
                    yield self._edge(i, self.rows[j]["id"], "reply", "E3", q, model.name, reason)

    def _edge(
        self,
        i: int,
        target: str,
        kind: EdgeKind,
        cls: EdgeClass,
        probability: float,
        rule: str,
        evidence: str,
    ) -> Edge:
        r = self.rows[i]
        return Edge(
            source=r["id"],
            target=target,
            kind=kind,
            cls=cls,
            probability=probability,
            rule=rule,
            evidence=evidence,
            evidence_post=r["id"],
            url=r["url"],
            time=r["published"],
        )


def _cycles(rows: Sequence[Row], number: dict[str, int]) -> set[int]:
    """Posts whose parent would close a circle."""
    cut: set[int] = set()
    state = [0] * len(rows)
    for start in range(len(rows)):
        path = []
        i: int | None = start
        while i is not None and state[i] == 0:
            state[i] = 1
            path.append(i)
            parent = rows[i]["parent_id"]
            i = number.get(parent) if parent else None
        if i is not None and state[i] == 1:
            cut.add(max(path[path.index(i) :]))
        for p in path:
            state[p] = 2
    return cut
