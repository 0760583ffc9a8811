"""Which posts are the story, and who of the persons is the focal actor."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

from threadgraph.addresses import normal
from threadgraph.graph.cues import fold, own_words, words_of
from threadgraph.graph.identity.names import read_name
from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.model import Focal, Story

__all__ = ["focal_people", "possibly_focal", "story_rows", "tells"]

Row = dict[str, Any]


def tells(row: Row, story: Story) -> bool:
    """Whether a post belongs to a story: it or its address holds a term, it links to a story page, or is one."""
    said = f"{row['title'] or ''} {own_words(row['text'] or '')} {row['url'] or ''}"
    text = f" {' '.join(words_of(said))} "
    if any(f" {' '.join(words_of(term))} " in text for term in story.terms if words_of(term)):
        return True
    pages = {normal(u) for u in story.urls}
    return bool(pages) and (
        (row["url"] is not None and normal(row["url"]) in pages)
        or any(normal(u) in pages for u in row["links"] or ())
    )


def story_rows(
    graph: ThreadGraph, story: Story | None, start: datetime | None, end: datetime | None
) -> list[Row]:
    """The opening posts and mails that tell the news, or link to one that does, earliest first.

    Parameters
    ----------
    graph : ThreadGraph
    story : Story, optional
        Without one every opening post counts.
    start, end : datetime, optional
        The window.

    Returns
    -------
    list of dict
        Rows of the graph's table; undated ones last.
    """
    openings = {
        r["id"]: r
        for r in graph.table.to_pylist()
        if r["kind"] in ("post", "email", "notice")
        and r["status"] == "ok"
        and (r["kind"] != "email" or not r["parent_id"])
        and inside(r["published"], start, end)
    }
    held = {i for i, r in openings.items() if story is None or tells(r, story)}
    edges = graph.edges.to_pylist() if story is not None else []
    grown = True
    while grown:  # who links to a post of the story speaks of it
        more = {
            e["source"]
            for e in edges
            if e["kind"] == "link" and e["target"] in held and e["source"] in openings
        } - held
        held |= more
        grown = bool(more)
    found = [openings[i] for i in held]
    return sorted(found, key=lambda r: (r["published"] is None, r["published"] or datetime.max, r["id"]))


def inside(time: datetime | None, start: datetime | None, end: datetime | None) -> bool:
    """Whether a time lies in the window; an unknown one does."""
    if time is None:
        return True
    return (start is None or time >= start) and (end is None or time <= end)


def focal_people(graph: ThreadGraph, focal: Focal | None) -> tuple[str, ...]:
    """The persons who are the focal actor: by a name that the study gives, or one of his addresses.

    Parameters
    ----------
    graph : ThreadGraph
    focal : Focal, optional

    Returns
    -------
    tuple of str
    """
    if focal is None:
        return ()
    names = {key for n in (focal.name, *focal.aliases) for key in _keys(n)}
    homes = {normal(u) for u in focal.urls}
    found = [
        p["person"]
        for p in graph.people.to_pylist()
        if any(names & _keys(n) for n in p["names"]) or any(normal(u) in homes for u in p["urls"])
    ]
    return tuple(sorted(found))


def possibly_focal(graph: ThreadGraph, people: Collection[str]) -> tuple[Row, ...]:
    """Who may be the focal actor too, by no more than a likeness.

    Parameters
    ----------
    graph : ThreadGraph
    people : collection of str
        The persons who are he.

    Returns
    -------
    tuple of dict
        Rows of the graph's candidates, turned so that ``person`` is the focal one; one row a person in doubt.
    """
    found: dict[str, Row] = {}
    for row in graph.candidates.to_pylist():
        if row["other"] in people:
            mine = {k: row[f"other_{k}"] for k in ("name", "site", "written")}
            theirs = {f"other_{k}": row[k] for k in ("name", "site", "written")}
            row |= {"person": row["other"], "other": row["person"]} | mine | theirs
        if row["person"] in people and row["other"] not in people:
            found.setdefault(row["other"], row)
    return tuple(found.values())


def _keys(text: str) -> set[tuple[str, ...]]:
    """What two spellings of one name have in common: the letters, or the words of a full name in any order."""
    name = read_name(text)
    keys: set[tuple[str, ...]] = {("letters", re.sub(r"\W+", " ", fold(text)).strip())}
    return keys | {("words", name.suffix, *sorted(name.words))} if name.kind == "full" else keys
