"""The ranker of candidate parents: what it promises, whatever it is given."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threadgraph.graph import build_table, infer_replies
from threadgraph.graph.conversation import Conversation
from threadgraph.graph.cues import Line
from threadgraph.graph.kernel import UNDECIDED
from threadgraph.graph.likely import likely_parents, ranker
from threadgraph.graph.trees import Trees
from threadgraph.model import Post, posts_table

T0 = datetime(2005, 10, 14, 6, 30, tzinfo=UTC)
WORDS = [
    "host",
    "down",
    "backup",
    "mail",
    "night",
    "blog",
    "status",
    "relay",
    "answer",
    "since",
    "morning",
    "thanks",
    "team",
    "write",
    "page",
    "lost",
]


def talk(n: int, seed: int = 1) -> Conversation:
    dice = random.Random(seed)
    lines = [Line(f"author {dice.randrange(9)}", None, " ".join(dice.choices(WORDS, k=12))) for _ in range(n)]
    return Conversation(lines, [60.0 * i for i in range(n)])


def test_probabilities_of_a_post_sum_to_one() -> None:
    (found,) = likely_parents([talk(30)])
    assert [g.child for g in found] == list(range(1, 30))
    for g in found:
        assert 0.97 < g.probability.sum() < 1 + 1e-9
        assert (g.parents < g.child).all()


def test_a_thread_is_read_the_same_alone_and_among_others() -> None:
    threads = [talk(n, n) for n in (40, 3, 17, 2)]
    together = list(likely_parents(threads))
    for c, held in zip(threads, together, strict=True):
        (alone,) = likely_parents([talk(c.n, c.n)])
        for a, b in zip(alone, held, strict=True):
            assert a.parents.tolist() == b.parents.tolist()
            np.testing.assert_allclose(a.probability, b.probability, atol=1e-12)


def test_steps_of_a_long_thread_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    (whole,) = likely_parents([talk(60)])
    monkeypatch.setattr("threadgraph.graph.likely._STEP", 7)
    (stepped,) = likely_parents([talk(60)])
    for a, b in zip(whole, stepped, strict=True):
        np.testing.assert_allclose(a.probability, b.probability, atol=1e-12)


def test_trees_give_what_walking_them_gives() -> None:
    dice = np.random.default_rng(3)
    tree = {
        "feature": [0, 1, 0],
        "threshold": [0.5, 0.2, 0.8],
        "missing": [1, 0, 1],
        "left": [2, 1, 1],
        "value": [1.0, 2.0, 3.0, 4.0],
    }

    def walk(row: np.ndarray) -> float:
        def left(k: int) -> bool:
            v = row[tree["feature"][k]]
            return bool(tree["missing"][k]) if np.isnan(v) else v <= tree["threshold"][k]

        if left(0):
            return 1.0 if left(1) else 2.0
        return 3.0 if left(2) else 4.0

    x = dice.random((500, 2)).astype(np.float32)
    x[dice.random((500, 2)) < 0.2] = np.nan
    assert Trees([tree]).score(x).tolist() == [walk(row) for row in x.astype(np.float64)]


def test_the_one_who_is_answered_by_name_is_the_parent() -> None:
    rows = [
        ("Luc", "The host is down."),
        ("Anne", "Since when?"),
        ("Bob", "Mine is up."),
        ("Eve", "@Anne since midnight"),
    ]
    posts = [
        {"id": str(i), "author": a, "text": t, "published": T0 + timedelta(minutes=i)}
        for i, (a, t) in enumerate(rows)
    ]
    assert infer_replies(posts)[3][:2] == ("3", "1")


def test_the_graph_and_the_face_for_rows_say_the_same() -> None:
    dice = random.Random(5)
    rows = [(f"author {dice.randrange(4)}", " ".join(dice.choices(WORDS, k=8))) for _ in range(12)]
    posts = [
        Post(
            id=str(i),
            thread_id="t",
            kind="comment" if i else "post",
            author=a,
            text=t,
            position=i,
            published=T0 + timedelta(minutes=i),
        )
        for i, (a, t) in enumerate(rows)
    ]
    edges = build_table(posts_table(posts)).edges.to_pylist()
    for child, parent, p in infer_replies([x.to_dict() for x in posts])[1:]:
        mine = {e["target"]: e for e in edges if e["source"] == child and e["class"] == "E3"}
        if parent is None:
            assert mine["0"]["rule"] == UNDECIDED
        else:
            assert mine[parent]["probability"] == pytest.approx(p, abs=1e-12)


def test_where_no_parent_is_likely_enough_the_edge_goes_to_the_thread_and_says_so() -> None:
    n = 400
    posts = [
        Post(
            id=str(i), thread_id="t", kind="comment" if i else "post", text=WORDS[i % len(WORDS)], position=i
        )
        for i in range(n)
    ]
    edges = build_table(posts_table(posts)).edges.to_pylist()
    undecided = [e for e in edges if e["rule"] == UNDECIDED]
    for e in undecided:
        assert (e["target"], e["class"]) == ("0", "E3")
        assert "too little" in e["evidence"]
    for child, parent, p in infer_replies([x.to_dict() for x in posts])[1:]:
        assert (parent is None) == (child in {e["source"] for e in undecided})
        assert parent is None or p >= ranker().threshold


@given(
    st.lists(
        st.tuples(
            st.none() | st.text(max_size=12),
            st.text(max_size=60),
            st.none() | st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC)),
        ),
        max_size=12,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_thread_is_answered_whole(rows: list[tuple[str | None, str, datetime | None]]) -> None:
    posts = [{"id": str(i), "author": a, "text": t, "published": when} for i, (a, t, when) in enumerate(rows)]
    found = infer_replies(posts)
    assert [child for child, _, _ in found] == [p["id"] for p in posts]
    for child, parent, p in found:
        assert 0 <= p <= 1
        assert parent is None or int(parent) < int(child)


def test_a_thread_of_one_repeated_text_stays_linear() -> None:
    n = 3000
    lines = [Line("spam", None, "buy these cheap pills right now at this very address")] * n
    (found,) = likely_parents([Conversation(lines, [float(i) for i in range(n)])])
    assert len(found) == n - 1
