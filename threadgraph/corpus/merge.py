"""One post read by several routes: which route's word counts for which field."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

__all__ = ["merge", "merge_all"]

_KEPT = ("id", "thread_id", "trust", "fills", "kind")
_WHEN = ("published", "published_text", "precision", "zone")
_FINE = ("unknown", "year", "month", "day", "hour", "minute", "second")

Row = dict[str, Any]


def merge(a: Row, b: Row) -> Row:
    """The better of two readings of one post, completed by the other.

    The reading of higher `trust` wins; with equal trust the longer text, so that the order of
    reading does not matter. A time with a stated zone beats one without, a finer one a coarser one.

    Parameters
    ----------
    a, b : dict
        Rows of posts, with `trust`.

    Returns
    -------
    dict
    """
    best, other = (a, b) if _rank(a) >= _rank(b) else (b, a)
    row = dict(best)
    fills, others = _fills(best), _fills(other)
    for name, value in other.items():
        if name in _KEPT or name in _WHEN or _missing(value):
            continue
        if _missing(best.get(name)) or name in fills:
            offer = (others.get(name, other.get("trust") or 0), str(value))
            if _missing(row.get(name)) or offer > (fills[name], str(row[name])):
                row[name], fills[name] = value, offer[0]
    if _clock(other, others) > _clock(best, fills):
        row |= {name: other.get(name) for name in _WHEN}
        fills["published"] = others.get("published", other.get("trust") or 0)
    if "trackback" in (a.get("kind"), b.get("kind")):
        row["kind"] = "trackback"
    if "post" in (a.get("kind"), b.get("kind")):
        row["kind"] = "post"
    if fills:
        row["fills"] = json.dumps(fills, sort_keys=True)
    return row


def _fills(row: Row) -> dict[str, int]:
    """The trust of each field that another reading completed, so that a third finds its place."""
    fills: dict[str, int] = json.loads(row["fills"]) if row.get("fills") else {}
    return fills


def merge_all(rows: Iterable[Row]) -> dict[str, Row]:
    """Rows by id, each id once."""
    found: dict[str, Row] = {}
    for row in rows:
        found[row["id"]] = merge(found[row["id"]], row) if row["id"] in found else row
    return found


def _rank(row: Row) -> tuple[int, int, str, str]:
    return (
        row.get("trust") or 0,
        len(row.get("text") or ""),
        row.get("text") or "",
        str(row.get("capture") or ""),
    )


def _missing(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == ()


def _clock(row: Row, fills: dict[str, int]) -> tuple[bool, bool, int, int, str]:
    fine = row.get("precision") or "unknown"
    return (
        row.get("published") is not None,
        row.get("zone") == "stated",
        _FINE.index(fine) if fine in _FINE else 0,
        fills.get("published", row.get("trust") or 0),
        f"{row.get('published')} {row.get('published_text')}",
    )
