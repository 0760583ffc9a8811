"""Posts at rest: files that come in, tables that go out, the ledger, and names that are hidden."""

from __future__ import annotations

import contextlib
import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from threadgraph import Corpus, Post, collect
from threadgraph.corpus import Follow, import_posts
from threadgraph.corpus.pseudonyms import key_of, pseudonymise
from threadgraph.errors import ReadError, UsageError
from threadgraph.model import posts_table
from threadgraph.web import CaptureWriter

PAGE = """<html><head><title>Down</title></head><body><article><h1>Down</h1><div class="entry-content">
<p>Since midnight nothing answers, and nobody at the host picks up the telephone.</p></div></article>
<ol class="comment-list"><li class="comment" id="comment-1"><cite class="fn">Ann</cite>
<div class="comment-meta"><time datetime="2024-03-01T10:00:00Z">1 March</time></div>
<div class="comment-content"><p>The same here since midnight.</p></div></li></ol></body></html>"""
MAIL = b"""From: Anne Martin <anne@host.example>
Date: Mon, 17 Oct 2005 01:12:00 +0200
Subject: What happened
Message-ID: <1@host.example>
Content-Type: text/plain; charset=utf-8

Dear customers, your blogs are back.
"""


def comment(n: int, text: str = "words", **values: object) -> Post:
    given = {
        "id": f"a.example/t#{n}",
        "thread_id": "a.example/t",
        "kind": "comment",
        "author": "Ann",
        "text": text,
        "source": "page",
    }
    return Post(**(given | values))  # type: ignore[arg-type]


# files -------------------------------------------------------------------------------------------


def test_index_of_a_folder_tells_where_pages_came_from(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "one.html").write_text(PAGE)
    (saved / "index.tsv").write_text("page\turl\none.html\thttp://a.example/down\n")
    with collect([saved], tmp_path / "corpus") as corpus:
        assert {p.thread_id for p in corpus.posts()} == {"a.example/down"}


def test_warc_of_another_run_is_a_source(tmp_path: Path) -> None:
    writer = CaptureWriter(tmp_path / "theirs")
    headers = [("Content-Type", "text/html; charset=utf-8")]
    writer.response("http://a.example/down", 200, "OK", headers, PAGE.encode(), datetime.now(UTC))
    writer.close()
    [file] = (tmp_path / "theirs").iterdir()
    with collect([file], tmp_path / "corpus") as corpus:
        assert [(p.kind, p.author) for p in corpus.posts() if p.kind == "comment"] == [("comment", "Ann")]


def test_saved_message_is_a_source(tmp_path: Path) -> None:
    (tmp_path / "message.eml").write_bytes(MAIL)
    with collect([tmp_path / "message.eml"], tmp_path / "corpus") as corpus:
        [post] = corpus.posts()
    assert (post.kind, post.author, post.title) == ("email", "Anne Martin", "What happened")
    assert post.published == datetime(2005, 10, 16, 23, 12, tzinfo=UTC)


def test_file_that_was_read_is_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    for _ in range(2):
        with collect([tmp_path / "page.html"], tmp_path / "corpus") as corpus:
            assert len(corpus) == 2
            captures = list(corpus.captures.iterdir())
    assert len(captures) == 1


# follow ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://blog.example/a", True),
        ("http://www.blog.example/a", True),
        ("http://example/a", True),
        ("http://other.org/a", False),
        ("http://blog.example/photo.JPG", False),
        ("mailto:ann@blog.example", False),
        ("http://[broken", False),
    ],
)
def test_hop_stays_within_the_hosts_of_the_study(url: str, allowed: bool) -> None:
    assert Follow(links=True, hosts=("*.example",)).allows(url) is allowed


def test_hop_starts_only_within_the_window() -> None:
    follow = Follow(
        links=True, start=datetime(2005, 10, 13, tzinfo=UTC), end=datetime(2005, 10, 18, tzinfo=UTC)
    )
    early, due, undated = (
        comment(n, links=(f"http://{n}.example/",), published=when)
        for n, when in enumerate([datetime(2005, 1, 1, tzinfo=UTC), datetime(2005, 10, 14, tzinfo=UTC), None])
    )
    assert [r.url for r in follow.hops([early, due, undated], 0)] == [
        "http://1.example/",
        "http://2.example/",
    ]


def test_no_hop_leads_deeper_than_the_study_says() -> None:
    post = comment(1, links=("http://b.example/",))
    assert [len(list(Follow(links=True, depth=2).hops([post], d))) for d in (0, 1, 2)] == [1, 1, 0]


def test_links_are_not_followed_unless_asked() -> None:
    assert not list(Follow().hops([comment(1, links=("http://b.example/",))], 0))


# ledger ------------------------------------------------------------------------------------------


def test_ledger_counts_replies_deletions_and_parents_that_are_missing(tmp_path: Path) -> None:
    with Corpus(tmp_path, create=True) as corpus:
        corpus.add(
            [
                Post(id="a.example/t", thread_id="a.example/t", kind="post", title="Down", text="opening"),
                comment(1),
                comment(2, status="deleted", text=""),
                comment(3, parent_id="a.example/t#99"),
                comment(4, parent_id="a.example/t#99"),
            ]
        )
        [row] = corpus.ledger().to_pylist()
    assert (row["title"], row["collected"], row["deleted"], row["unreachable"]) == ("Down", 4, 1, 1)


def test_same_id_in_two_threads_stays_two_posts(tmp_path: Path) -> None:
    with Corpus(tmp_path, create=True) as corpus:
        corpus.add([comment(1, "first")])
        corpus.add([comment(1, "second", thread_id="b.example/t")])
        assert sorted(p.text for p in corpus.posts()) == ["first", "second"]


def test_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with Corpus(tmp_path, create=True) as corpus:
        with contextlib.suppress(ZeroDivisionError), corpus.store.transaction():
            corpus.store.add_posts([comment(1)], 4)
            raise ZeroDivisionError
        assert len(corpus) == 0


def test_file_that_is_no_database_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "corpus.duckdb").write_bytes(b"no database at all, but a long enough text" * 200)
    with pytest.raises(UsageError, match="can't be opened") as caught:
        Corpus(tmp_path)
    assert "\n" not in str(caught.value)


def test_threads_come_whole_and_all(tmp_path: Path) -> None:
    posts = [comment(n, id=f"{t}#{n}", thread_id=t) for t in "abcd" for n in range(5)]
    with Corpus(tmp_path, create=True) as corpus:
        corpus.add(posts)
        tables = list(corpus.threads(rows=7))
    assert [set(t["thread_id"].to_pylist()) for t in tables] == [{"a"}, {"b"}, {"c"}, {"d"}]
    assert sum(t.num_rows for t in tables) == 20


# export and import -------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_holds_no_formula(tmp_path: Path, start: str) -> None:
    with Corpus(tmp_path / "c", create=True) as corpus:
        corpus.add([comment(1, f"{start}cmd|'/c calc'!A1", author=f"{start}SUM(1)")])
        path = corpus.export(tmp_path / "posts.csv")
    with path.open(encoding="utf-8", newline="") as f:
        [row] = csv.DictReader(f)
    assert row["text"].startswith("'")
    assert row["author"].startswith("'")


def test_csv_keeps_lines_quotes_and_letters(tmp_path: Path) -> None:
    text = 'Zoë: "ça marche",\nهل تعرفون'
    with Corpus(tmp_path / "c", create=True) as corpus:
        corpus.add([comment(1, text)])
        path = corpus.export(tmp_path / "posts.csv")
    with path.open(encoding="utf-8", newline="") as f:
        [row] = csv.DictReader(f)
    assert row["text"] == text


def test_parquet_holds_every_field(tmp_path: Path) -> None:
    with Corpus(tmp_path / "c", create=True) as corpus:
        corpus.add([comment(1, links=("http://b.example/",), published=datetime(2005, 10, 14, tzinfo=UTC))])
        table = corpus.table()
        assert pq.read_table(corpus.export(tmp_path / "posts.parquet")).equals(table)


def test_json_lines_come_back_as_they_went(tmp_path: Path) -> None:
    post = comment(
        1, links=("http://b.example/",), published=datetime(2005, 10, 14, tzinfo=UTC), precision="second"
    )
    with Corpus(tmp_path / "a", create=True) as a, Corpus(tmp_path / "b", create=True) as b:
        a.add([post])
        assert import_posts(b, a.export(tmp_path / "posts.jsonl")) == 1
        assert b.table().equals(a.table())


def test_unknown_format_is_refused(tmp_path: Path) -> None:
    with Corpus(tmp_path / "c", create=True) as corpus, pytest.raises(UsageError, match="xls"):
        corpus.export(tmp_path / "posts.xls")


def test_json_lines_of_other_tools_are_understood(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "speaker": "Ann", "text": "Down?", "timestamp": "2005-10-14T08:00:00Z"},
        {"id": "2", "speaker": "Bob", "text": "Yes.", "reply_to": "1", "conversation_id": "1"},
    ]
    (tmp_path / "them.jsonl").write_text("\n".join(map(json.dumps, rows)))
    with Corpus(tmp_path / "c", create=True) as corpus:
        assert import_posts(corpus, tmp_path / "them.jsonl") == 2
        found = {p.id: (p.author, p.parent_id, p.thread_id) for p in corpus.posts()}
    assert found == {"1": ("Ann", None, "1"), "2": ("Bob", "1", "1")}


def test_import_that_breaks_in_the_middle_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "them.jsonl").write_text('{"id": "1", "text": "fine"}\n{"id": "2", "text": \n')
    with Corpus(tmp_path / "c", create=True) as corpus:
        with pytest.raises(ReadError, match="line 2"):
            import_posts(corpus, tmp_path / "them.jsonl")
        assert len(corpus) == 0


# pseudonyms --------------------------------------------------------------------------------------


def test_pseudonyms_hide_names_in_columns_and_in_words(tmp_path: Path) -> None:
    with Corpus(tmp_path, create=True) as corpus:
        corpus.add(
            [
                comment(1, "Down.", author="Ann Smith", author_url="http://ann.example/"),
                comment(2, "@Ann Smith: not here.", author="Bob Jones"),
            ]
        )
        rows = pseudonymise(corpus.table(), b"key").to_pylist()
    assert "Ann" not in json.dumps(rows, default=str)
    assert "ann.example" not in json.dumps(rows, default=str)
    assert f"@{rows[0]['author']}" in rows[1]["text"]


def test_public_actor_keeps_his_name() -> None:
    table = pseudonymise(posts_table([comment(1, "By Ann", author="Ann")]), b"key", known=("ann",))
    assert table["author"].to_pylist() == ["Ann"]


def test_key_of_pseudonyms_stays_and_is_for_its_owner_only(tmp_path: Path) -> None:
    key = key_of(tmp_path)
    assert key_of(tmp_path) == key
    assert (tmp_path / "pseudonyms.key").stat().st_mode & 0o077 == 0
