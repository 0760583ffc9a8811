"""When the news arrived: each story post in order of time, with how many posts and sites had it by then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

__all__ = ["arrival_rows"]

Row = dict[str, Any]


def arrival_rows(story: Sequence[Row]) -> list[Row]:
    """The arrival curve of a story, over all sites and for each.

    Parameters
    ----------
    story : sequence of dict
        The story's posts, earliest first; those without a time stand in no curve.

    Returns
    -------
    list of dict
        One row a post: ``hours`` since the first, how many ``posts`` and ``sites`` told it by then, how many posts of
        its own site (``of_site``), and the ``share`` of all of them, in percent.

    Examples
    --------
    >>> from datetime import datetime
    >>> at = [{"id": str(h), "site": s, "published": datetime(2005, 10, 14, h)} for h, s in ((8, "a"), (9, "b"), (12, "a"))]
    >>> [(r["hours"], r["posts"], r["sites"], r["of_site"]) for r in arrival_rows(at)]
    [(0.0, 1, 1, 1), (1.0, 2, 2, 1), (4.0, 3, 2, 2)]
    """
    dated = [r for r in story if r["published"] is not None]
    seen: Counter[str] = Counter()
    rows = []
    for n, r in enumerate(dated, 1):
        seen[r["site"]] += 1
        rows.append(
            {
                "time": r["published"],
                "hours": round((r["published"] - dated[0]["published"]).total_seconds() / 3600, 3),
                "site": r["site"],
                "post": r["id"],
                "posts": n,
                "sites": len(seen),
                "of_site": seen[r["site"]],
                "share": round(100 * n / len(dated), 1),
            }
        )
    return rows
