"""Edges and persons: what is stated, what the text tells, and what must not be guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threadgraph.graph import build_table, infer_replies
from threadgraph.graph.engine import LocalEngine, whole_threads
from threadgraph.graph.kernel import thread_edges
from threadgraph.model import Post, posts_table

T0 = datetime(2005, 10, 14, 6, 30, tzinfo=UTC)


def post(
    i: str, author: str | None = None, text: str = "", thread: str = "t", at: int = 0, **more: Any
) -> Post:
    kind = more.pop("kind", "comment" if at else "post")
    return Post(
        id=i,
        thread_id=thread,
        author=author,
        text=text,
        position=at,
        kind=kind,
        site=more.pop("site", "a.example"),
        published=T0 + timedelta(minutes=at),
        **more,
    )


def edges(*posts: Post) -> list[tuple[str, str, str, str]]:
    return [
        (e["source"], e["target"], e["kind"], e["class"])
        for e in build_table(posts_table(posts)).edges.to_pylist()
    ]


OPEN = post("p", "Luc Roy", "The host has been down since six this morning, they say.")


def test_a_platforms_parent_is_explicit() -> None:
    assert ("c", "p", "reply", "E1") in edges(OPEN, post("c", "Anne", "Yes", at=1, parent_id="p"))


def test_a_verbatim_quote_is_evidence() -> None:
    assert edges(OPEN, post("c", "Eve", "> down since six this morning\n\nNo, since 7:40.", at=1)) == [
        ("c", "p", "quote", "E2")
    ]


def test_a_quote_within_a_quote_is_not_whose_words_are_answered() -> None:
    first = post("b", "Anne", "Where is the status page of these people then?", at=1)
    second = post(
        "c",
        "Bob",
        "> > down since six this morning\n> Where is the status page of these people\n\nGone.",
        at=2,
    )
    found = edges(OPEN, first, second)
    assert ("c", "b", "quote", "E2") in found
    assert ("c", "p", "quote", "E2") not in found


@pytest.mark.parametrize(
    "text",
    ["@Anne since midnight", "Anne: since midnight", "Bonjour Anne, depuis minuit", "à Anne : depuis minuit"],
)
def test_a_name_that_is_addressed_is_evidence(text: str) -> None:
    assert ("c", "b", "mention", "E2") in edges(
        OPEN, post("b", "Anne", "When?", at=1), post("c", "Eve", text, at=2)
    )


def test_a_first_name_that_two_share_names_nobody() -> None:
    found = edges(
        OPEN,
        post("b", "Anne Roux", "When?", at=1),
        post("c", "Anne Blanc", "Why?", at=2),
        post("d", "Eve", "Anne, it is over.", at=3),
    )
    assert not [e for e in found if e[0] == "d" and e[2] == "mention"]


def test_without_a_cue_the_opening_post_is_only_inferred() -> None:
    assert edges(OPEN, post("c", "Anne", "Hm.", at=1)) == [("c", "p", "reply", "E3")]


def test_a_missing_parent_becomes_a_placeholder() -> None:
    graph = build_table(posts_table([OPEN, post("c", "Anne", "Yes", at=1, parent_id="gone")]))
    assert graph.post("gone")["status"] == "placeholder"


def test_a_circle_of_parents_is_cut() -> None:
    a, b = post("a", "A", "x", at=1, parent_id="b"), post("b", "B", "y", at=2, parent_id="a")
    assert len([e for e in edges(OPEN, a, b) if e[3] == "E1" and {e[0], e[1]} == {"a", "b"}]) == 1


def test_a_link_between_posts_is_explicit_and_crosses_threads() -> None:
    there = post(
        "q", "Eve", "We tell it all here.", thread="u", site="b.example", url="http://www.b.example/story/"
    )
    here = post("p", "Luc", "See there.", links=("https://b.example/story?utm_source=x",))
    assert ("p", "q", "link", "E1") in edges(here, there)


def test_a_trackback_points_from_its_sender() -> None:
    there = post(
        "q", "Eve", "We tell it all here.", thread="u", site="b.example", url="http://b.example/story/"
    )
    ping = post("tb", "B blog", "…", at=3, kind="trackback", author_url="http://b.example/story/")
    graph = build_table(posts_table([OPEN, ping, there]))
    assert [
        (e["source"], e["target"], e["rule"]) for e in graph.edges.to_pylist() if e["kind"] == "link"
    ] == [("q", "p", "trackback")]


def test_via_a_site_without_a_link_is_evidence() -> None:
    there = post(
        "q", "Eve", "Down!", thread="u", site="pointrelais.example", url="http://pointrelais.example/1"
    )
    here = post("p", "Luc", "The host is down (via Pointrelais).", at=9, kind="post")
    assert ("p", "q", "relay", "E2") in edges(there, here)


def people(*posts: Post) -> list[str | None]:
    return list(build_table(posts_table(posts)).table["person"].to_pylist())


def test_one_word_names_stay_apart_across_sites() -> None:
    a, b = people(
        post("1", "Philippe", site="a.example"), post("2", "Philippe", thread="u", site="b.example")
    )
    assert a != b


def test_one_home_page_is_one_person_under_two_names() -> None:
    a, b = people(
        post("1", "Gringo", author_url="http://g.example/"),
        post("2", "El Gringo", thread="u", site="b.example", author_url="http://www.g.example"),
    )
    assert a == b


def test_an_address_that_many_share_merges_nobody() -> None:
    names = ["Anne", "Bob", "Chloé", "Driss", "Elsa"]
    found = people(
        *(post(str(i), n, thread=f"t{i}", author_url="http://host.example/") for i, n in enumerate(names))
    )
    assert len(set(found)) == 5


def test_two_home_pages_are_two_people_of_one_name_on_one_site() -> None:
    a, b = people(
        post("1", "Sophie", author_url="http://s1.example/"),
        post("2", "Sophie", at=1, author_url="http://s2.example/"),
    )
    assert a != b


def test_every_merge_says_why() -> None:
    graph = build_table(
        posts_table(
            [
                post("1", "Gringo", author_url="http://g.example/"),
                post("2", "El Gringo", at=1, author_url="http://g.example/"),
            ]
        )
    )
    (person,) = graph.people.to_pylist()
    assert "g.example" in person["evidence"][0]


def test_the_author_graph_counts_an_answer_once_by_its_strongest_edge() -> None:
    graph = build_table(
        posts_table(
            [
                OPEN,
                post("c", "Eve Host", "> down since six this morning\n\n@Luc Roy no.", at=1, parent_id="p"),
            ]
        )
    )
    ((a, b, d),) = graph.authors().edges(data=True)
    assert (a, b) == ("p:a.example/eve-host", "p:a.example/luc-roy")
    assert (d["weight"], d["count"], d["inferred"]) == (1.0, 1, 0.0)


def test_an_edge_explains_itself() -> None:
    graph = build_table(posts_table([OPEN, post("c", "Anne", "Yes", at=1, parent_id="p")]))
    assert "Anne" in graph.explain(graph.edges.to_pylist()[0])


def test_infer_replies_answers_for_every_post_and_never_with_a_later_one() -> None:
    rows = [
        {
            "id": str(i),
            "author": "abc"[i % 3],
            "published": T0 + timedelta(minutes=i),
            "text": "@b yes" if i % 2 else "no",
        }
        for i in range(8)
    ]
    found = infer_replies(rows)
    assert [c for c, *_ in found] == [r["id"] for r in rows]
    assert all(parent is None or int(parent) < int(child) for child, parent, _ in found)
    assert all(0 <= p <= 1 for *_, p in found)


def test_batches_hold_whole_threads() -> None:
    table = posts_table(
        [post(f"{t}-{i}", "A", "x", thread=f"t{t}", at=i) for t in range(700) for i in range(30)]
    )
    batches = list(whole_threads(table))
    assert sum(b.num_rows for b in batches) == table.num_rows
    owners = [set(b["thread_id"].to_pylist()) for b in batches]
    assert not set.intersection(*owners)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(max_size=30), st.text(max_size=80), st.integers(-1, 8)), min_size=1, max_size=9
    )
)
def test_wild_threads_give_edges_between_their_own_posts(rows: list[tuple[str, str, int]]) -> None:
    table = posts_table(
        [
            post(str(i), a or None, t, at=i, parent_id=str(p) if p >= 0 else None)
            for i, (a, t, p) in enumerate(rows)
        ]
    )
    ids = {str(i) for i in range(9)}
    for e in thread_edges(table).to_pylist():
        assert {e["source"], e["target"]} <= ids
        assert 0 <= e["probability"] <= 1
    assert LocalEngine().edges(table).equals(thread_edges(table))
