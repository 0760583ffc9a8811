"""Edges between threads: hyperlinks, trackbacks and pingbacks, attributions with and without a link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urldefrag

from threadgraph.addresses import normal, original, thread_of
from threadgraph.graph.attributions import Names, attributed
from threadgraph.model import Edge, EdgeClass, EdgeKind

__all__ = ["link_edges"]

Row = dict[str, Any]

_NUMBER = re.compile(r"\d+$")


def link_edges(rows: Sequence[Row], redirects: Mapping[str, str] | None = None) -> list[Edge]:
    """Edges from posts to the posts and threads that they link to or name as their source.

    Parameters
    ----------
    rows : sequence of dict
        With ``POST_SCHEMA``.
    redirects : mapping of str to str, optional
        The thread that an address led to when it was collected, by its spelling in `normal`.

    Returns
    -------
    list of Edge
        `link` E1 for hyperlinks and trackbacks; `relay` for "via X", where X is the name of one site or
        author that posted earlier: E1 where the post links there too, else E2.
    """
    finder = _Finder(rows, redirects or {})
    edges: dict[tuple[str, str, str], Edge] = {}
    for r in rows:
        for edge in _of(r, finder):
            edges.setdefault((edge.source, edge.target, edge.rule), edge)
    return list(edges.values())


class _Finder:
    """Posts by address, in all spellings that are known, and by the names of those who opened threads."""

    def __init__(self, rows: Sequence[Row], redirects: Mapping[str, str]) -> None:
        self.openings = {
            r["thread_id"]: r for r in rows if r["kind"] in ("post", "email") and not r["parent_id"]
        }
        self.pages: dict[str, Row] = {}
        self.exact: dict[tuple[str, str], Row] = {}
        forms: dict[str, Row] = {}
        for r in rows:
            if not r["url"]:
                continue
            page, fragment = urldefrag(r["url"])
            if fragment:
                self.exact.setdefault((r["thread_id"], fragment), r)
                number = _NUMBER.search(fragment)
                if number:
                    self.exact.setdefault((r["thread_id"], number[0]), r)
            if r["kind"] == "post":
                self.pages[normal(r["url"])] = r
                self.pages.setdefault(normal(original(r["url"])), r)
            elif r["thread_id"] in self.openings:  # the form in which the comments name their page
                forms.setdefault(normal(page), self.openings[r["thread_id"]])
        for thread, r in self.openings.items():
            self.pages.setdefault(thread, r)
        for page, r in forms.items():
            self.pages.setdefault(page, r)
        for page, thread in redirects.items():
            if thread in self.openings:
                self.pages.setdefault(page, self.openings[thread])
        self.names = Names(list(self.openings.values()))

    def at(self, url: str) -> Row | None:
        """The post that an address shows: with a fragment the comment, where there is one."""
        place, fragment = urldefrag(original(url))
        page = self.pages.get(normal(place)) or self.pages.get(thread_of(place))
        if page is None or not fragment:
            return page
        thread = page["thread_id"]
        number = _NUMBER.search(fragment)
        found = self.exact.get((thread, fragment)) or (
            self.exact.get((thread, number[0])) if number else None
        )
        return found or page


def _of(r: Row, finder: _Finder) -> Iterator[Edge]:
    if r["kind"] == "trackback":
        yield from _trackback(r, finder)
        return
    linked: set[str] = set()
    for url in r["links"] or ():
        target = finder.at(url)
        if target is None or target["id"] == r["id"]:
            continue
        linked.add(target["site"])
        yield _edge(r, target, "link", "E1", 1.0, "hyperlink", url)
    if r["kind"] != "post":
        return
    for target, said in attributed(r, finder.names):
        if target["site"] in linked:
            yield _edge(r, target, "relay", "E1", 1.0, "attribution with a link", said)
        else:
            yield _edge(r, target, "relay", "E2", 0.8, "attribution", said)


def _edge(
    r: Row, target: Row, kind: EdgeKind, cls: EdgeClass, probability: float, rule: str, evidence: str
) -> Edge:
    return Edge(
        source=r["id"],
        target=target["id"],
        kind=kind,
        cls=cls,
        probability=probability,
        rule=rule,
        evidence=evidence,
        evidence_post=r["id"],
        url=r["url"],
        time=r["published"],
    )


def _trackback(r: Row, finder: _Finder) -> Iterator[Edge]:
    """A trackback says: that post over there follows from this one."""
    opening = finder.openings.get(r["thread_id"])
    if opening is None:
        return
    for url in filter(None, [r["author_url"], *(r["links"] or ())]):
        sender = finder.at(url)
        if sender is not None and sender["thread_id"] != opening["thread_id"]:
            yield Edge(
                source=sender["id"],
                target=opening["id"],
                kind="link",
                cls="E1",
                probability=1.0,
                rule="trackback",
                evidence=(r["text"] or r["author"] or url)[:300],
                evidence_post=r["id"],
                url=r["url"],
                time=sender["published"] or r["published"],
            )
            return
