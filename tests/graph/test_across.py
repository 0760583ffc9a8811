"""What ties threads together: links in all spellings, attributions, words in common."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from threadgraph.addresses import original
from threadgraph.graph import build_table
from threadgraph.model import Post, posts_table

T0 = datetime(2005, 10, 14, 6, 30, tzinfo=UTC)
STORY = "The attack began at two in the night and wiped two of eleven servers before anybody had noticed it."


def post(name: str, hours: float, text: str = "", **more: Any) -> Post:
    site = more.pop("site", f"{name}.example")
    return Post(
        id=f"{site}/{name}",
        thread_id=more.pop("thread", f"{site}/{name}"),
        kind=more.pop("kind", "post"),
        site=site,
        author=more.pop("author", f"{name} writer"),
        url=more.pop("url", f"http://{site}/{name}"),
        published=T0 + timedelta(hours=hours),
        precision="minute",
        text=text,
        **more,
    )


def edges(*posts: Post, **more: Any) -> list[tuple[str, str, str, str, str]]:
    found = build_table(posts_table(posts), **more).edges.to_pylist()
    return [(e["source"], e["target"], e["kind"], e["class"], e["rule"]) for e in found]


OLD = post("antenne", 0, STORY)


@pytest.mark.parametrize(
    "link",
    [
        "https://www.antenne.example/antenne/?utm_source=feed",
        "http://antenne.example/antenne/amp/",
        "https://web.archive.org/web/20051014120000/http://antenne.example/antenne",
        "https://web.archive.org/web/20051014120000id_/http:/antenne.example/antenne",
        "http://archive.test/coll/20051014120000/http://antenne.example/antenne",
        "https://cdn.ampproject.org/c/s/antenne.example/antenne",
        "https://www.google.com/url?sa=t&url=http%3A%2F%2Fantenne.example%2Fantenne&usg=x",
        "http://antenne.example/antenne/trackback/",
        "http://m.antenne.example/antenne#respond",
    ],
)
def test_one_page_in_many_spellings(link: str) -> None:
    new = post("relay", 3, "See there.", links=(link,))
    assert ("relay.example/relay", "antenne.example/antenne", "link", "E1", "hyperlink") in edges(OLD, new)


def test_an_address_that_was_redirected_leads_to_the_thread() -> None:
    new = post("relay", 3, "See there.", links=("http://short.example/x1",))
    assert not [e for e in edges(OLD, new) if e[2] == "link"]
    led = {"short.example/x1": "antenne.example/antenne"}
    assert [e[1] for e in edges(OLD, new, redirects=led) if e[2] == "link"] == ["antenne.example/antenne"]


def test_a_link_with_a_fragment_leads_to_the_comment() -> None:
    said = post(
        "c7", 1, "Here too.", kind="comment", site="antenne.example", thread="antenne.example/antenne",
        url="http://antenne.example/antenne?page=2#comment-7",
    )  # fmt: skip
    new = post("relay", 3, "See there.", links=("http://antenne.example/antenne#comment-7",))
    assert ("relay.example/relay", "antenne.example/c7", "link", "E1", "hyperlink") in edges(OLD, said, new)


def test_the_form_of_an_address_in_its_comments_is_the_page_too() -> None:
    said = post(
        "c7", 1, "Here too.", kind="comment", site="antenne.example", thread="antenne.example/antenne",
        url="http://antenne.example/?p=12#comment-7",
    )  # fmt: skip
    new = post("relay", 3, "See there.", links=("http://antenne.example/?p=12",))
    assert ("relay.example/relay", "antenne.example/antenne", "link", "E1", "hyperlink") in edges(
        OLD, said, new
    )


@pytest.mark.parametrize(
    "said",
    [
        "via Antenne",
        "Source : Antenne",
        "lu chez Antenne",
        "(hat tip Antenne)",
        "relayé par Antenne",
        "Quelle: Antenne",
    ],
)
def test_a_source_that_is_named_is_evidence_and_with_a_link_explicit(said: str) -> None:
    bare = post("relay", 3, f"They are down, {said}.")
    assert ("relay.example/relay", "antenne.example/antenne", "relay", "E2", "attribution") in edges(
        OLD, bare
    )
    linked = post("relay", 3, f"They are down, {said}.", links=("http://antenne.example/antenne",))
    assert (
        "relay.example/relay",
        "antenne.example/antenne",
        "relay",
        "E1",
        "attribution with a link",
    ) in edges(OLD, linked)


def test_words_in_common_point_to_who_said_them_first() -> None:
    mid = post("mid", 2, f"I read: {STORY}")
    late = post("late", 5, f"> {STORY}\n\nSad.")
    found = [e for e in edges(late, mid, OLD) if e[4] == "shared phrase"]
    assert found == [
        ("late.example/late", "antenne.example/antenne", "relay", "E2", "shared phrase"),
        ("mid.example/mid", "antenne.example/antenne", "relay", "E2", "shared phrase"),
    ]


def test_the_evidence_of_a_shared_phrase_is_the_span_as_it_stands_there() -> None:
    late = post(
        "late", 5, "Well: the ATTACK began at two in the night and wiped two of eleven servers - so what."
    )
    (edge,) = [
        e for e in build_table(posts_table([OLD, late])).edges.to_pylist() if e["rule"] == "shared phrase"
    ]
    assert edge["evidence"] == "the ATTACK began at two in the night and wiped two of eleven servers"


def test_what_one_author_prints_under_everything_is_no_relay() -> None:
    foot = "This blog is written by somebody in the very small town of Somewhere on the river."
    posts = [post("antenne", 0, foot)] + [
        post(f"n{i}", i + 1, f"{i}. {foot}", site="same.example", author="Luc") for i in range(3)
    ]
    assert not [e for e in edges(*posts) if e[4] == "shared phrase"]


def test_a_formula_of_many_threads_is_no_relay() -> None:
    form = "thank you very much for your kind reply and see you all again soon"
    assert not [
        e for e in edges(*(post(f"s{i}", i, f"{i} {form}") for i in range(20))) if e[4] == "shared phrase"
    ]


def test_a_text_with_many_small_changes_is_a_near_duplicate() -> None:
    words = [f"word{i}" for i in range(120)]
    changed = [w if i % 7 else f"other{i}" for i, w in enumerate(words)]
    found = edges(post("antenne", 0, " ".join(words)), post("late", 5, " ".join(changed)))
    assert ("late.example/late", "antenne.example/antenne", "relay", "E2", "near-duplicate") in found


@pytest.mark.parametrize(
    "url", ["", "mailto:a@b.example", "http://[", "javascript:alert(1)", "http://a.example:x/b"]
)
def test_what_is_no_page_is_left_as_it_is(url: str) -> None:
    assert isinstance(original(url), str)
