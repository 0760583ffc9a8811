"""One post read by several routes: which route's word counts for which field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["merge", "merge_all"]

_KEPT = ("id", "thread_id")
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
    for name, value in other.items():
        if name not in _KEPT and name not in _WHEN and _missing(row.get(name)) and not _missing(value):
            row[name] = value
    if _clock(other) > _clock(best):
        row |= {name: other.get(name) for name in _WHEN}
    if "trackback" in (a.get("kind"), b.get("kind")):
        row["kind"] = "trackback"
    if "post" in (a.get("kind"), b.get("kind")):
        row["kind"] = "post"
    return row


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


def _clock(row: Row) -> tuple[bool, bool, int, int]:
    fine = row.get("precision") or "unknown"
    return (
        row.get("published") is not None,
        row.get("zone") == "stated",
        _FINE.index(fine) if fine in _FINE else 0,
        row.get("trust") or 0,
    )
