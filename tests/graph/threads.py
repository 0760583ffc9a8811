"""Threads for the engines' tests: of all shapes, from seeds."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from threadgraph.graph.engine import in_order
from threadgraph.graph.kernel import thread_edges
from threadgraph.model import Post, posts_table

T0 = datetime(2005, 10, 14, 6, 30, tzinfo=UTC)
WORDS = [
    "the",
    "host",
    "has",
    "been",
    "down",
    "since",
    "six",
    "this",
    "morning",
    "and",
    "nobody",
    "of",
    "them",
    "says",
    "why",
    "it",
    "is",
    "so",
    "Été",
    "网站",
]
NAMES = ["Luc Roy", "Anne", "Anne Blanc", "Eve", "Étienne", None]


def post(i: str, thread: str, at: int, **more: Any) -> Post:
    values = {"kind": "comment" if at else "post", "site": "a.example", "position": at} | more
    return Post(id=i, thread_id=thread, **values)


def random_posts(seed: int, threads: int = 40) -> list[Post]:
    """Flat and nested threads with quotes, names, trackbacks and gaps, shuffled."""
    dice = random.Random(seed)
    found = []
    for t in range(threads):
        nested, size = dice.random() < 0.4, min(150, int(dice.paretovariate(0.6)) + 1)
        said: list[str] = []
        for k in range(size):
            text = " ".join(dice.choices(WORDS, k=dice.randrange(1, 25)))
            if said and dice.random() < 0.3:
                text = f"> {dice.choice(said)}\n\n{text}"
            if dice.random() < 0.2:
                text = f"@{dice.choice(NAMES[:-1])} {text}"
            said.append(text.split("\n")[-1])
            found.append(
                post(
                    f"{t}-{k}",
                    f"t{t}",
                    k,
                    kind="post" if not k else "trackback" if dice.random() < 0.03 else "comment",
                    parent_id=f"{t}-{dice.randrange(k)}" if nested and k and dice.random() < 0.9 else None,
                    author=dice.choice(NAMES),
                    text=text,
                    url=f"http://a.example/{t}#c{k}" if dice.random() < 0.5 else None,
                    published=T0 + timedelta(seconds=60 * t + 97 * k, microseconds=dice.randrange(10**6))
                    if dice.random() < 0.9
                    else None,
                )
            )
    dice.shuffle(found)
    return found


def chain(n: int) -> list[Post]:
    """A thread in which each post answers the one before."""
    return [
        post(f"c{k}", "chain", k, parent_id=f"c{k - 1}" if k else None, author=NAMES[k % 6], text="yes")
        for k in range(n)
    ]


def circles() -> list[Post]:
    """Posts that answer each other, themselves, or each other in a round."""
    round_of = {"a": "b", "b": "a", "self": "self", "x": "y", "y": "z", "z": "x", "tail": "x"}
    rows = [post("open", "o", 0, author="Luc Roy")]
    return rows + [
        post(i, "o", k, parent_id=p, published=T0 + timedelta(minutes=k), text="no")
        for k, (i, p) in enumerate(round_of.items(), 1)
    ]


def bare(n: int = 40) -> list[Post]:
    """Flat threads without times and authors."""
    return [post(f"{t}/{k}", f"bare{t}", k, text=WORDS[k % len(WORDS)]) for t in range(3) for k in range(n)]


def one_by_one(posts: pa.Table) -> pa.Table:
    """The kernel's edges when it gets each thread alone: what every engine must give."""
    by_thread: dict[str, list[int]] = {}
    for k, thread in enumerate(posts["thread_id"].to_pylist()):
        by_thread.setdefault(thread, []).append(k)
    return in_order(thread_edges(posts.take(rows)) for _, rows in sorted(by_thread.items()))


def assert_same(found: pa.Table, wanted: pa.Table) -> None:
    """The same edges, in the same order, with probabilities equal to 1e-9."""
    assert found.schema.equals(wanted.schema)
    assert found.drop_columns("probability").equals(wanted.drop_columns("probability"))
    pairs = zip(found["probability"].to_pylist(), wanted["probability"].to_pylist(), strict=True)
    assert max((abs(p - q) for p, q in pairs), default=0.0) <= 1e-9


SHAPES = {
    "random": lambda: random_posts(1),
    "random again": lambda: random_posts(2),
    "a deep chain": lambda: chain(3_000),
    "circles": circles,
    "no times and authors": bare,
    "nothing": list,
}


def shape(name: str) -> pa.Table:
    return posts_table(SHAPES[name]())
