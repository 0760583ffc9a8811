"""Who is who, printed for review: merges with their evidence, the focal actor, candidates, and what to write."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from threadgraph.cli.terminal import escape, out

if TYPE_CHECKING:
    from threadgraph.graph import ThreadGraph

__all__ = ["people_as_json", "print_people"]

Row = dict[str, Any]
#: So many candidates are printed; ``--json`` has all.
_MOST = 40


def people_as_json(graph: ThreadGraph, focal: Collection[str]) -> str:
    """All that `print_people` prints, and the candidates that it leaves out."""
    people = graph.people.to_pylist()
    told = {
        "persons": [p for p in people if _several(p)],
        "focal": [p for p in people if p["person"] in focal],
        "possibly_focal": _possibly(graph, focal),
        "candidates": graph.candidates.to_pylist(),
    }
    return json.dumps(told, indent=1)


def print_people(graph: ThreadGraph, focal: Collection[str]) -> None:
    """Merged persons, then the focal actor and who may be he, then the other candidates, best first."""
    people = graph.people.to_pylist()
    merged = [p for p in people if _several(p) and p["person"] not in focal]
    _say(
        f"{len(people)} persons. Under more than one name, or on more than one site: {len(merged) or 'nobody'}"
    )
    for p in merged:
        _person(p)
    doubtful = _possibly(graph, focal)
    if focal:
        _say()
        _say("The focal actor")
        for p in people:
            if p["person"] in focal:
                _person(p)
        _say()
        _say(f"Possibly the focal actor, and not counted as his: {len(doubtful) or 'nobody'}")
        for row in doubtful[:_MOST]:
            _candidate(row)
    others = [r for r in graph.candidates.to_pylist() if r["person"] not in focal and r["other"] not in focal]
    _say()
    _say(f"Candidates for review: {len(others) or 'none'}")
    for row in others[:_MOST]:
        _candidate(row)
    if len(others) > _MOST or len(doubtful) > _MOST:
        _say()
        _say("The best are shown; --json lists all.")
    if others or doubtful:
        _say()
        _say(
            "To merge two, copy the line into study.toml, under [authors]; to keep them apart, write different for same."
        )
        _say("Lines of one kind become one list: same = [[…], […]].")


def _several(p: Row) -> bool:
    return len(p["names"]) > 1 or len(p["sites"]) > 1


def _person(p: Row) -> None:
    posts = f"{p['posts']} post" + ("s" if p["posts"] != 1 else "")
    _say(f"  {', '.join(p['names']) or p['name']}: {posts} on {', '.join(p['sites'])}")
    for line in p["evidence"]:
        _say(f"    {line}")


def _candidate(row: Row) -> None:
    _say(f"  {row['score']:.2f}  {row['reason']}")
    _say(f"        same = [[{_quoted(row['written'])}, {_quoted(row['other_written'])}]]")


def _quoted(text: str) -> str:
    """A text as TOML writes it; whatever cannot be printed stands there by its number."""
    safe = "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in text.replace("\\", "\\\\"))
    return '"' + safe.replace('"', '\\"') + '"'


def _say(text: str = "") -> None:
    out.print(escape(text), soft_wrap=True, highlight=False)


def _possibly(graph: ThreadGraph, focal: Collection[str]) -> tuple[Row, ...]:
    from threadgraph.spread.story import possibly_focal  # what it needs takes a second to import

    return possibly_focal(graph, focal)
