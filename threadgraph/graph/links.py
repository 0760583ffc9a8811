"""Edges between threads: hyperlinks, trackbacks and pingbacks, attributions without a link."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag

import pyarrow as pa

from threadgraph.addresses import host_of, normal
from threadgraph.graph.cues import own_words, words_of
from threadgraph.model import Edge, edges_table

__all__ = ["link_edges"]

Row = dict[str, Any]

_SOURCE = re.compile(
    r"(?:\b(?:via|source|vu (?:sur|chez)|lu (?:sur|chez)|trouvé (?:sur|chez)|selon|d['’]après|relayée? par|annoncée? par|signalée? par|"
    r"raconte|merci à|h/t|hat tip(?: to)?|according to|spotted (?:on|at|by)|reported by|first told by)\b\s*:?\s*(?:le blog (?:de |d['’])?|l['’]|le |la |les |the )?)"
    r"([\w][\w'’.&-]*(?:\s[\w'’.&-]+){0,4})",
    re.I,
)


def link_edges(posts: pa.Table) -> pa.Table:
    """Edges from posts to the posts and threads that they link to or name as their source.

    Parameters
    ----------
    posts : pyarrow.Table
        With ``POST_SCHEMA``.

    Returns
    -------
    pyarrow.Table
        ``EDGE_SCHEMA``: `link` E1 for hyperlinks and trackbacks, `relay` E2 for "via X" without a link,
        where X is the name of one site or author that posted earlier.
    """
    rows = posts.to_pylist()
    finder = _Finder(rows)
    edges: dict[tuple[str, str, str], Edge] = {}
    for r in rows:
        for edge in _of(r, finder):
            key = (edge.source, edge.target, edge.rule)
            edges.setdefault(key, edge)
    return edges_table(edges.values())


class _Finder:
    """Posts by address and by the names of those who opened threads."""

    def __init__(self, rows: list[Row]) -> None:
        self.openings = {
            r["thread_id"]: r for r in rows if r["kind"] in ("post", "email") and not r["parent_id"]
        }
        self.pages: dict[str, Row] = {}
        self.exact: dict[str, Row] = {}
        for r in rows:
            if r["url"]:
                _, fragment = urldefrag(r["url"])
                if fragment:
                    self.exact[f"{normal(r['url'])}#{fragment}"] = r
                if r["kind"] == "post":
                    self.pages[normal(r["url"])] = r
        for r in self.openings.values():
            self.pages.setdefault(r["thread_id"], r)
        self.names: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for r in self.openings.values():
            for name in {r["author"] or "", (host_of(r["url"]) or r["site"] or "").split(".")[0]}:
                words = tuple(words_of(name))
                if words and len("".join(words)) >= 4:
                    self.names[words].append(r)

    def at(self, url: str) -> Row | None:
        """The post that an address shows."""
        place, fragment = urldefrag(url)
        page = normal(place)
        if fragment and (found := self.exact.get(f"{page}#{fragment}")):
            return found
        return self.pages.get(page)

    def named(self, phrase: str, by: Row) -> Row | None:
        """The latest earlier opening post of the site or author that a phrase begins with, if that is one."""
        words = words_of(phrase)
        for n in range(len(words), 0, -1):
            for start in (0, 1):
                found = [
                    r
                    for r in self.names.get(tuple(words[start : start + n]), [])
                    if _earlier(r, by) and r["site"] != by["site"]
                ]
                if found and len({r["site"] for r in found}) == 1:
                    return max(found, key=lambda r: (r["published"], r["id"]))
        return None


def _earlier(r: Row, than: Row) -> bool:
    return r["published"] is not None and than["published"] is not None and r["published"] < than["published"]


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
        yield Edge(
            source=r["id"],
            target=target["id"],
            kind="link",
            cls="E1",
            probability=1.0,
            rule="hyperlink",
            evidence=url,
            evidence_post=r["id"],
            url=r["url"],
            time=r["published"],
        )
    if r["kind"] != "post":
        return
    text = own_words(r["text"] or "")
    for m in _SOURCE.finditer(text):
        target = finder.named(m[1], r)
        if target is not None and target["site"] not in linked:
            yield Edge(
                source=r["id"],
                target=target["id"],
                kind="relay",
                cls="E2",
                probability=0.8,
                rule="attribution",
                evidence=m[0].strip(),
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
