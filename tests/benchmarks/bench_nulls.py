"""Are the tests of significance calibrated? 200 simulated corpora without an effect. Run: ``make bench``.

In each, 25 people post 240 times in words of one Zipf vocabulary, and one post in four takes words of an earlier one,
whoever wrote it: nobody is echoed more than chance has it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from threadgraph.graph import ThreadGraph, build_table
from threadgraph.model import Post, posts_table
from threadgraph.spread.uptake import uptake_rows

CORPORA, POSTS, PEOPLE = 200, 240, 25


def corpus(seed: int) -> ThreadGraph:
    dice = np.random.default_rng(seed)
    when = datetime(2005, 10, 14, tzinfo=UTC)
    posts: list[Post] = []
    for i in range(POSTS):
        when += timedelta(minutes=int(dice.exponential(12)))
        words = [f"mot{min(4_000, int(dice.zipf(1.25)))}" for _ in range(int(dice.integers(10, 60)))]
        if i > 5 and dice.random() < 0.25:
            source = posts[int(dice.integers(max(0, i - 60), i))].text.split()
            k = int(dice.integers(0, max(1, len(source) - 8)))
            words[3:3] = source[k : k + int(dice.integers(4, 9))]
        author = f"a{int(dice.integers(0, PEOPLE))}"
        posts.append(
            Post(
                id=str(i),
                thread_id="t",
                parent_id=str(i - 1) if i else None,
                site="a.example",
                author=author,
                published=when,
                text=" ".join(words),
                position=i,
            )
        )
    return build_table(posts_table(posts))


def bench_uptake_against_placebos() -> None:
    p = []
    for seed in range(CORPORA):
        graph = corpus(seed)
        person = tuple(p["person"] for p in graph.people.to_pylist() if p["name"] == "a0")
        _, rows = uptake_rows(graph, person)
        note = str(rows[0]["note"]) if rows else ""
        if "p = " in note:
            p.append(float(note.rsplit("= ", 1)[1]))
    below = np.mean(np.array(p) < 0.05)
    print(
        f"\nuptake: {len(p)} of {CORPORA} corpora gave a figure; p < .05 in {below:.3f} of them (wanted .03 to .07)"
    )
