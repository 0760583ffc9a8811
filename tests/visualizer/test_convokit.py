"""A corpus for ConvoKit: what it demands of conversations holds, and our own reader gets the same posts back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from threadgraph import extract
from threadgraph.graph import build_table
from threadgraph.model import Post, posts_table
from threadgraph.spread.result import Spread
from threadgraph.visualizer import write_convokit

SAID = [
    Post(id="t#2", thread_id="t", parent_id="t#1", author="Eve", site="a.example", text="Since seven.", position=2),
    Post(id="t", thread_id="t", kind="post", author="Luc", site="a.example", title="Down", text="The host is down.", position=0),
    Post(id="t#1", thread_id="t", author="Anne", site="a.example", text="Since when?", position=1),
    Post(id="u", thread_id="u", kind="post", site="a.example", text="Up again.", position=0),
]  # fmt: skip


def utterances(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "utterances.jsonl").read_text("ascii").splitlines()]


def test_each_conversation_has_one_root_and_all_else_answers_something_in_it(tmp_path: Path) -> None:
    rows = utterances(write_convokit(build_table(posts_table(SAID)), tmp_path))
    inside: dict[object, list[object]] = {}
    for r in rows:
        inside.setdefault(r["conversation_id"], []).append(r["id"])
    roots = [r for r in rows if r["reply-to"] is None]
    assert sorted(str(r["id"]) for r in roots) == ["t", "u"]
    assert all(r["id"] == r["conversation_id"] for r in roots)
    assert all(r["reply-to"] in inside[r["conversation_id"]] for r in rows if r["reply-to"] is not None)


def test_how_an_answer_is_known_is_said_beside_it(tmp_path: Path) -> None:
    rows = {r["id"]: r for r in utterances(write_convokit(build_table(posts_table(SAID)), tmp_path))}
    assert (rows["t#2"]["reply-to"], rows["t#2"]["meta"]["reply_to_class"]) == ("t#1", "E1")  # type: ignore[index]
    assert rows["t#1"]["reply-to"] == "t"


def test_people_without_a_name_are_not_one_person(tmp_path: Path) -> None:
    posts = [*SAID, Post(id="v", thread_id="v", kind="post", site="a.example", text="Where?", position=0)]
    speakers = json.loads(
        (write_convokit(build_table(posts_table(posts)), tmp_path) / "speakers.json").read_text()
    )
    assert len(speakers) == 5


def test_our_own_reader_reads_it_again(small: Spread, tmp_path: Path) -> None:
    folder = write_convokit(small.graph, tmp_path)
    read = extract((folder / "utterances.jsonl").read_bytes(), "file:///corpora/small/utterances.jsonl")
    assert {p.text for p in read} == set(small.graph.table["text"].to_pylist())


def test_hostile_text_stays_text(story_of: Callable[..., Spread], tmp_path: Path) -> None:
    folder = write_convokit(story_of("alarm </script>\u2028").graph, tmp_path)
    assert all(line.isascii() for line in (folder / "utterances.jsonl").read_text("ascii").splitlines())
    assert sorted(p.name for p in folder.iterdir()) == [
        "conversations.json",
        "corpus.json",
        "index.json",
        "speakers.json",
        "utterances.jsonl",
    ]
