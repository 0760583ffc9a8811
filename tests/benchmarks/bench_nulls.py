"""Are the tests of significance calibrated? 200 simulated corpora without an effect. Run: ``make bench``.

Uptake: in each, 25 people post 240 times in words of one Zipf vocabulary, and one post in four takes words of an earlier
one, whoever wrote it: nobody is echoed more than chance has it.

Tone: in each, 6 to 29 threads, each with a mood of its own, of ten posts on average; two posts in five have no tone at
all. The reply falls anywhere, and changes nothing. Then the same with a change of 0.4, to see what is found.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from threadgraph.graph import ThreadGraph, build_table
from threadgraph.model import Post, posts_table
from threadgraph.spread.nulls import criticism_rows, dialogue_rows
from threadgraph.spread.tone.change import change_rows
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


def threads(seed: int) -> ThreadGraph:
    """Twelve threads in which everybody answers whom he likes, and one comment in five criticises, whenever it comes."""
    dice = np.random.default_rng(seed)
    posts: list[Post] = []
    for t in range(12):
        when = datetime(2005, 10, 14, 8, tzinfo=UTC) + timedelta(hours=t)
        for i in range(int(dice.integers(10, 45))):
            when += timedelta(minutes=int(1 + dice.exponential(9)))
            told = "It is a shame." if dice.random() < 0.2 else "I see."
            posts.append(
                Post(
                    id=f"{t}-{i}",
                    thread_id=f"{t}-0",
                    parent_id=f"{t}-{int(dice.integers(0, i))}" if i else None,
                    kind="comment" if i else "post",
                    site="a.example",
                    author=f"a{min(30, int(dice.zipf(1.6)) - 1)}" if i else f"b{t}",
                    published=when,
                    text=f"{told} {i} of {t}",
                    position=i,
                )
            )
    return build_table(posts_table(posts))


def below(p: list[float]) -> str:
    share = np.mean(np.array(p) < 0.05) if p else float("nan")
    return f"{len(p)} of {CORPORA} corpora gave a figure; p < .05 in {share:.3f} of them (wanted .03 to .07)"


def p_of(rows: list[dict[str, Any]]) -> list[float]:
    return [float(m[1]) for r in rows if (m := re.search(r"p = ([\d.]+)", str(r["note"])))]


def bench_dialogues_against_rewired_answers_and_criticism_against_shuffled_order() -> None:
    dialogue: list[float] = []
    criticism: list[float] = []
    for seed in range(CORPORA):
        graph = threads(seed)
        person = tuple(p["person"] for p in graph.people.to_pylist() if p["name"] == "a2")
        dialogue += p_of(dialogue_rows(graph, person))
        criticism += p_of(criticism_rows(graph, person))
    print(f"\ndialogue: {below(dialogue)}\ncriticism: {below(criticism)}")


def bench_uptake_against_placebos() -> None:
    p: list[float] = []
    for seed in range(CORPORA):
        graph = corpus(seed)
        person = tuple(p["person"] for p in graph.people.to_pylist() if p["name"] == "a0")
        p += p_of(uptake_rows(graph, person)[1])
    print(f"\nuptake: {below(p)}")


def tones(seed: int, change: float) -> tuple[list[dict[str, object]], datetime]:
    """The tones of a story, and when the actor first replies."""
    dice = np.random.default_rng(seed)
    start = datetime(2005, 10, 14, tzinfo=UTC)
    posts = []
    for thread in range(int(dice.integers(6, 30))):
        hours, mood = dice.exponential(24), dice.normal(0, 0.15)
        for _ in range(int(dice.geometric(0.1))):
            hours += dice.exponential(1.5)
            posts.append(
                (start + timedelta(hours=hours), thread, mood + dice.binomial(1, 0.6) * dice.normal(0, 0.5))
            )
    posts.sort()
    reply = posts[int(dice.uniform(0.15, 0.85) * len(posts))][0] + timedelta(seconds=30)
    return [
        {
            "post": str(i),
            "thread": str(thread),
            "time": time,
            "tone": float(np.clip(tone + change * (time >= reply), -1, 1)),
            "focal": False,
            "method": "simulated",
        }
        for i, (time, thread, tone) in enumerate(posts)
    ], reply


def bench_tone_against_placebo_dates() -> None:
    for change in (0.0, 0.4):
        found: dict[str, list[float]] = {"b2": [], "b3": []}
        covered: dict[str, list[bool]] = {"b2": [], "b3": []}
        for seed in range(CORPORA):
            posts, reply = tones(seed, change)
            for row in change_rows(posts, [{"time": reply}])[0]:
                name = str(row["measure"])[-3:-1]
                if name in found and row["p"] is not None:
                    found[name].append(row["p"])
                if name in found and row["low"] is not None:
                    covered[name].append(row["low"] <= (change if name == "b2" else 0) <= row["high"])
        for name, p in found.items():
            below, within = np.mean(np.array(p) < 0.05), np.mean(covered[name])
            wanted = "wanted .03 to .07" if change == 0 else f"with a change of level of {change}"
            print(
                f"\ntone {name}: {len(p)} of {CORPORA} corpora gave a p; p < .05 in {below:.3f} of them ({wanted}); "
                f"95 % intervals of {len(covered[name])} hold the truth in {within:.3f}"
            )
