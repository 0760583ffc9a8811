"""`Spread`: what became of the news and of one actor's replies, as pandas frames.

Every frame names the ids of the posts that show it, so that each number can be followed down
to what somebody wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.model import Focal, Story

__all__ = ["COLUMNS", "Spread", "frame"]

#: The columns of each frame, in order. Times are UTC; ``*_h`` are hours.
COLUMNS: dict[str, tuple[str, ...]] = {
    "broke": ("post", "site", "author", "time", "precision", "title", "url", "note"),
    "arrivals": ("time", "hours", "site", "post", "posts", "sites", "of_site", "share"),
    "relays": (
        "relayer", "source", "relayer_site", "source_site", "time", "delay_h", "kind", "class",
        "probability", "rule", "evidence", "evidence_post", "text_reuse",
    ),
    "sources": (
        "post", "source", "site", "source_site", "time", "delay_h", "probability", "class", "evidence",
    ),
    "cascades": (
        "root", "of", "site", "author", "title", "time", "edges", "size", "depth", "max_breadth",
        "structural_virality", "t50_h", "r1", "r1_low", "r1_high", "sites", "posts", "parents",
    ),
    "generations": ("root", "of", "site", "edges", "generation", "posts", "next", "ratio", "low", "high", "members"),
    "replies": (
        "post", "thread", "site", "time", "answers", "answers_author", "delay_h", "class",
        "probability", "rule", "evidence", "excerpt", "url",
    ),
    "response": ("measure", "value", "low", "high", "unit", "n", "note", "posts", "rest"),
    "waits": ("post", "thread", "site", "time", "reply", "hours", "answered"),
    "survival": ("hours", "unanswered", "at_risk"),
    "corrections": (
        "post", "corrects", "verdict", "author", "claim", "claim_author", "correction", "cue", "kind", "changed",
        "old_time", "told_time", "claim_time", "time", "delay_h", "status",
    ),
    "repeats": (
        "correction", "claim", "post", "site", "author", "time", "delay_h", "version", "sentence", "saw",
    ),
    "uptake": ("post", "phrase", "adopter", "adopter_post", "site", "time", "delay_h"),
    "amplified": (
        "author", "site", "how", "post", "amplifies", "time", "delay_h", "class", "evidence",
    ),
    "tone": ("post", "thread", "site", "author", "time", "language", "tone", "words", "method", "focal"),
    "tone_change": ("measure", "value", "low", "high", "p", "unit", "n", "time", "note", "members"),
    "tone_placebos": ("time", "period", "posts", "level", "trend", "level_t", "trend_t"),
    "strategy": ("post", "thread", "site", "time", "sentence", "suggested", "group", "cue", "human"),
    "agreement": ("measure", "alpha", "low", "high", "n", "note", "members"),
    "told": (
        "post", "site", "author", "words", "start", "end", "precision", "anchor", "relation", "about", "sentence", "written",
    ),
    "chronicle": ("time", "precision", "kind", "sentence", "site", "posts", "class", "conflict"),
}  # fmt: skip


def frame(name: str, rows: list[dict[str, object]], more: Sequence[str] = ()) -> pd.DataFrame:
    """The frame `name` of `COLUMNS` with these rows, columns in order even when there are none, and then some more."""
    return pd.DataFrame(rows, columns=[*COLUMNS[name], *more])


@dataclass(frozen=True)
class Spread:
    """How the story and the focal actor's replies spread.

    Attributes
    ----------
    graph : ThreadGraph
        What it was computed from.
    focal : Focal, optional
        The actor whose replies are followed.
    focal_people : tuple of str
        The persons of the graph that are certainly the focal actor.
    possibly_focal : tuple of dict
        Rows of `ThreadGraph.candidates` that touch one of these, best first: signatures that are possibly his.
        ``person`` is the focal one, ``other`` the one in doubt. They count in no figure.
    story : Story, optional
    story_posts : tuple of str
        Ids of the posts that tell the news, earliest first.
    broke, arrivals, relays, sources, cascades, generations, replies, response, waits, survival, corrections, repeats, uptake, amplified, tone, tone_change, tone_placebos, strategy, agreement, told, chronicle : pandas.DataFrame
        `COLUMNS` lists their columns; with coding sheets ``strategy`` has one more for each coder, ``human_1`` and on. ``posts`` in the chronicle is a tuple of post ids;
        ``class`` is the weakest class of edge that a row rests on. In ``response``, ``posts`` are the ids of what a
        figure counts and ``rest`` those of what it is set beside: what was not answered, or what was taken up; in
        ``cascades``, ``posts`` are the nodes (of sampled forests: in half of them or more) and ``parents`` those they hang on (none in
        sampled forests, where they differ); in ``generations``, ``members`` are
        the posts of the generation and of the next one, in ``tone_change`` those whose tone was fitted.
    timezone : str
        In which report and figures show times; the frames hold UTC.
    limits : tuple of str
        What a reader has to know before he believes the figures.
    """

    graph: ThreadGraph
    focal: Focal | None
    focal_people: tuple[str, ...]
    story: Story | None
    story_posts: tuple[str, ...]
    broke: pd.DataFrame
    relays: pd.DataFrame
    sources: pd.DataFrame
    cascades: pd.DataFrame
    replies: pd.DataFrame
    response: pd.DataFrame
    survival: pd.DataFrame
    corrections: pd.DataFrame
    chronicle: pd.DataFrame
    arrivals: pd.DataFrame = field(default_factory=lambda: frame("arrivals", []))
    generations: pd.DataFrame = field(default_factory=lambda: frame("generations", []))
    waits: pd.DataFrame = field(default_factory=lambda: frame("waits", []))
    repeats: pd.DataFrame = field(default_factory=lambda: frame("repeats", []))
    uptake: pd.DataFrame = field(default_factory=lambda: frame("uptake", []))
    amplified: pd.DataFrame = field(default_factory=lambda: frame("amplified", []))
    tone: pd.DataFrame = field(default_factory=lambda: frame("tone", []))
    tone_change: pd.DataFrame = field(default_factory=lambda: frame("tone_change", []))
    tone_placebos: pd.DataFrame = field(default_factory=lambda: frame("tone_placebos", []))
    strategy: pd.DataFrame = field(default_factory=lambda: frame("strategy", []))
    agreement: pd.DataFrame = field(default_factory=lambda: frame("agreement", []))
    told: pd.DataFrame = field(default_factory=lambda: frame("told", []))
    timezone: str = "UTC"
    limits: tuple[str, ...] = field(default=())
    possibly_focal: tuple[dict[str, Any], ...] = field(default=())

    def tables(self) -> dict[str, pd.DataFrame]:
        """All frames by name, in the order of the report."""
        return {name: getattr(self, name) for name in COLUMNS}
