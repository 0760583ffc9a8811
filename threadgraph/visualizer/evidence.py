"""The posts that a report rests on, so that each of its numbers can be followed down to what somebody wrote."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.visualizer._values import clean, plain

__all__ = ["HOLD", "Evidence"]

#: The columns of each frame that hold the ids of posts, the most telling first.
HOLD: dict[str, tuple[str, ...]] = {
    "broke": ("post",),
    "arrivals": ("post",),
    "relays": ("relayer", "source"),
    "cascades": ("posts",),
    "generations": ("members",),
    "response": ("posts", "rest"),
    "replies": ("post", "answers"),
    "corrections": ("post", "corrects"),
    "repeats": ("post", "correction", "claim"),
    "uptake": ("adopter_post", "post"),
    "amplified": ("post", "amplifies"),
    "tone_change": ("members",),
    "strategy": ("members",),
    "agreement": ("members",),
    "told": ("post",),
    "chronicle": ("posts",),
}
_LISTS = ("response", "cascades", "generations", "tone_change", "strategy", "agreement")
#: A page that lists more posts than these is no page to read.
_FEW, _MOST_LISTED, _MOST_POSTS = 3, 400, 4_000
#: Of the posts that the head of a page counts, so many are enough to look into.
_MOST_COUNTED = 40
_EXCERPT = 320


class Evidence:
    """The posts named in a page, numbered in the order in which it names them.

    Parameters
    ----------
    graph : ThreadGraph
    zone : tzinfo
        In which times are shown.
    """

    def __init__(self, graph: ThreadGraph, zone: tzinfo) -> None:
        self.graph, self.zone = graph, zone
        self.rows: dict[str, Mapping[str, Any]] = {r["id"]: r for r in graph.table.to_pylist()}
        self.numbers: dict[str, int] = {}
        self.lists: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[int, str, int]] = {}

    def of(self, frame: str, row: Mapping[str, Any], what: str) -> tuple[str, str]:
        """Where a row of a frame leads.

        Parameters
        ----------
        frame : str
            A key of `HOLD`.
        row : mapping
        what : str
            What the row tells, for the heading of a list.

        Returns
        -------
        tuple of (str, str)
            An anchor for its numbers, and links to its posts as HTML. Both are empty where it names no post that is
            in hand.
        """
        held = [_ids(row.get(c)) for c in HOLD[frame]]
        posts = [p for ids in held for p in ids if p in self.rows]
        if not posts:
            return "", ""
        if len(posts) <= _FEW and frame not in _LISTS:
            return f"#p{self._number(posts[0])}", " ".join(self._link(p) for p in dict.fromkeys(posts))
        first = tuple(p for p in held[0] if p in self.rows)
        rest = tuple(p for ids in held[1:] for p in ids if p in self.rows)
        anchor = self._anchor(first, rest, what)
        count = f"{len(first)} + {len(rest)}" if rest else f"{len(first)}"
        return anchor, f'<a href="{anchor}">{count}</a>'

    def counted(self, shown: str, posts: Iterable[str], what: str) -> str:
        """A number of posts as a link to the first of them.

        Parameters
        ----------
        shown : str
            The number as it is printed.
        posts : iterable of str
            Ids.
        what : str
            What they are, for the heading of their list.

        Returns
        -------
        str
            HTML; the bare number where none of the posts is in hand.
        """
        held = tuple(p for p in posts if p in self.rows)
        if not held:
            return html.escape(shown)
        return f'<a href="{self._anchor(held, (), what, _MOST_COUNTED)}">{html.escape(shown)}</a>'

    def _anchor(
        self, first: tuple[str, ...], rest: tuple[str, ...], what: str, most: int = _MOST_LISTED
    ) -> str:
        return f"#l{self.lists.setdefault((first, rest), (len(self.lists) + 1, what, most))[0]}"

    def _number(self, post: str) -> int:
        return self.numbers.setdefault(post, len(self.numbers) + 1)

    def _link(self, post: str) -> str:
        n = self._number(post)
        return f'<a href="#p{n}">{n}</a>'

    def section(self) -> str:
        """The lists of posts behind each figure, and the posts, as HTML."""
        lists = []
        for (first, rest), (k, what, most) in self.lists.items():
            parts = [self._listed(first, most)] if first else []
            if rest:
                parts.append(f"<em>beside</em> {self._listed(rest, most)}")
            lists.append(f'<li id="l{k}"><b dir="auto">{html.escape(clean(what))}</b> {" ".join(parts)}</li>')
        named = list(self.numbers)[:_MOST_POSTS]
        posts = "".join(f'<li id="p{self.numbers[p]}">{self._post(p)}</li>' for p in named)
        left = len(self.numbers) - len(named)
        more = f'<p class="note">{left} more posts; the tables name them.</p>' if left else ""
        return (
            '<h2 id="evidence">Posts behind the figures</h2>'
            + (f'<ul class="lists">{"".join(lists)}</ul>' if lists else "")
            + f'<ol class="posts">{posts}</ol>{more}'
        )

    def _listed(self, posts: Sequence[str], most: int) -> str:
        links = " ".join(self._link(p) for p in posts[:most])
        left = len(posts) - most
        return links + (f" and {left} more in the tables" if left > 0 else "")

    def _post(self, post: str) -> str:
        r = self.rows[post]
        words = " ".join(clean(r["text"] or r["title"] or "").split())
        short = words[:_EXCERPT] + ("…" if len(words) > _EXCERPT else "")
        when: datetime | None = r["published"]
        who = self.graph.name_of(r) or "no name"
        said = " · ".join(
            html.escape(clean(x))
            for x in (
                who,
                r["site"] or "",
                f"{when.astimezone(self.zone):%Y-%m-%d %H:%M}" if when else "no time",
            )
            if x
        )
        url = str(r["url"] or "")
        link = f' <a href="{html.escape(url)}" rel="noreferrer">original</a>' if _web(url) else ""
        return f'<span dir="auto"><b>{said}</b>{link}<br>{html.escape(short)}</span>'


def _ids(value: Any) -> Iterable[str]:
    value = plain(value)
    if value is None:
        return ()
    return (str(value),) if not isinstance(value, list | tuple) else [str(v) for v in value]


def _web(url: str) -> bool:
    return url.startswith(("http://", "https://"))
