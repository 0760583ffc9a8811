"""A story of six posts on three sites, made by hand, and the same with names that bite."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.model import PEOPLE_SCHEMA, Edge, Focal, Post, edges_table, posts_table
from threadgraph.spread.result import COLUMNS, Spread, frame

T0 = datetime(2024, 3, 11, 6, tzinfo=UTC)


def make_graph(posts: list[Post], edges: list[Edge], title: str) -> ThreadGraph:
    """A graph in which every name is one person."""
    people: dict[str, dict[str, Any]] = {}
    for p in posts:
        if p.author is None:
            continue
        row = people.setdefault(
            f"p:{p.author}",
            {"person": f"p:{p.author}", "name": p.author, "names": [p.author], "urls": [], "sites": [p.site], "posts": 0,
             "evidence": []},
        )  # fmt: skip
        row["posts"] += 1
    table = posts_table(posts)
    persons = pa.array([None if p.author is None else f"p:{p.author}" for p in posts], pa.string())
    return ThreadGraph(
        table.append_column("person", persons),
        edges_table(edges),
        pa.Table.from_pylist(list(people.values()), schema=PEOPLE_SCHEMA),
        title=title,
    )


def make_spread(graph: ThreadGraph, focal: str | None = None, **frames: list[dict[str, object]]) -> Spread:
    """A spread with these rows, empty frames for the rest."""
    return Spread(
        graph=graph,
        focal=Focal(name=focal) if focal else None,
        focal_people=(f"p:{focal}",) if focal else (),
        story=None,
        story_posts=(),
        limits=("One site was not collected.",),
        **{name: frame(name, frames.get(name, [])) for name in COLUMNS},  # type: ignore[arg-type]
    )


def story(words: str = "Alarm at the dam", focal: str = "Ada Stone") -> Spread:
    """Six posts; `words` stands wherever somebody else's text can stand."""

    def post(key: str, site: str, author: str | None, hours: float | None, text: str, **more: Any) -> Post:
        return Post(
            id=key, thread_id=f"https://{site}/t", site=site, author=author, text=text, url=f"https://{site}/t#{key}",
            published=None if hours is None else T0 + timedelta(hours=hours), precision="minute", **more,
        )  # fmt: skip

    posts = [
        post("a0", "a.example", "Ben", 0, words, kind="post", title=words),
        post("a1", "a.example", "Cleo", 1, f"{words}?"),
        post("a2", "a.example", focal, 3, f"> {words}\n\nWe closed the valve at 3:12."),
        post("b0", "b.example", "Dan", 2, words, kind="post", title=words),
        post("c0", "c.example", None, 5, words, kind="post", title=words),
        post("c1", "c.example", "Eve", None, "Undated and unsigned off."),
    ]

    def edge(source: str, target: str, kind: str, cls: str, p: float, hours: float | None) -> Edge:
        return Edge(
            source=source, target=target, kind=kind, cls=cls, probability=p, rule="by hand", evidence=words,  # type: ignore[arg-type]
            evidence_post=source, url=f"https://x.example/{source}", time=None if hours is None else T0 + timedelta(hours=hours),
        )  # fmt: skip

    edges = [
        edge("a1", "a0", "reply", "E1", 1.0, 1),
        edge("a2", "a1", "reply", "E2", 0.9, 3),
        edge("b0", "a0", "relay", "E1", 1.0, 2),
        edge("c0", "b0", "relay", "E3", 0.4, 5),
        edge("c1", "c0", "reply", "E3", 0.6, None),
    ]
    relay = [
        {"relayer": e.source, "source": e.target, "relayer_site": e.source[0], "source_site": e.target[0], "time": e.time,
         "delay_h": 2.0, "kind": e.kind, "class": e.cls, "probability": e.probability, "rule": e.rule, "evidence": words,
         "evidence_post": e.source, "text_reuse": 10.0}
        for e in edges if e.kind == "relay"
    ]  # fmt: skip
    tones = [
        {"post": p.id, "thread": p.thread_id, "site": p.site, "author": p.author, "time": p.published, "language": "en",
         "tone": score, "words": words, "method": words, "focal": p.author == focal}
        for p, score in zip(posts, (-0.5, -0.2, 0.4, 0.1, None, 0.3), strict=True)
    ]  # fmt: skip
    change = [
        {"measure": f"coefficient (b{k})", "value": 0.004, "low": -0.1, "high": 0.1, "p": 0.5, "unit": "tone", "n": 4,
         "time": T0 + timedelta(hours=3) if k > 1 else None, "note": words}
        for k in range(4)
    ]  # fmt: skip
    answers = [
        {"post": "a2", "thread": "https://a.example/t", "site": "a.example", "time": T0, "sentence": words, "suggested": said,
         "group": group, "cue": words, "human": None}
        for said, group in (("denial", "deny"), ("denial", "deny"), ("thanks", "bolster"), (None, None))
    ]  # fmt: skip
    return make_spread(
        make_graph(posts, edges, words),
        focal,
        tone=tones,
        tone_change=change,
        tone_placebos=[{"time": T0 + timedelta(hours=4), "period": "after", "posts": 9, "level": 0.1}],
        strategy=answers,
        broke=[{"post": "a0", "site": "a.example", "author": "Ben", "time": T0, "precision": "minute", "title": words, "note": ""}],
        relays=relay,
        survival=[{"hours": 0.0, "unanswered": 1.0, "at_risk": 2}, {"hours": 2.0, "unanswered": 0.5, "at_risk": 2}],
        response=[{"measure": "median response time", "value": 2.0, "unit": "h", "n": 2, "note": words}],
        chronicle=[{"time": T0, "precision": "minute", "kind": "broke", "sentence": words, "site": "a.example",
                    "posts": ("a0",), "class": "E1"}],
    )  # fmt: skip


@pytest.fixture(scope="session")
def small() -> Spread:
    """The story with plain words."""
    return story()


@pytest.fixture(scope="session")
def empty() -> Spread:
    """A spread of a graph without posts."""
    return make_spread(make_graph([], [], ""))


@pytest.fixture(scope="session")
def story_of() -> Callable[..., Spread]:
    """The story with any words in it."""
    return story
