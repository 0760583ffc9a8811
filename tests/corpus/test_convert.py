"""Dumps into Parquet: the fast way reads what the scraper reads, and nothing is lost on the way."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from threadgraph.cli import app
from threadgraph.corpus.convert import Converted, convert
from threadgraph.errors import ReadError, UsageError
from threadgraph.model import POST_SCHEMA, posts_table
from threadgraph.scrapers import Page
from threadgraph.scrapers.reddit_dump import RedditDump

COMMENT = {
    "id": "c1", "link_id": "t3_a", "parent_id": "t3_a", "author": "eve", "body": "Down here too.", "subreddit": "hosting",
    "created_utc": 1129271400, "score": 3, "is_submitter": False, "permalink": "/r/hosting/comments/a/down/c1/",
}  # fmt: skip
SUBMISSION = {
    "id": "a", "author": "anne", "title": "Down", "selftext": "", "is_self": False, "url": "https://host.example/status",
    "subreddit": "hosting", "created_utc": 1129271300, "score": 41, "permalink": "/r/hosting/comments/a/down/",
}  # fmt: skip


def dump(folder: Path, lines: list[str], name: str = "RC_2005-10.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(line + "\n" for line in lines), "utf-8")
    return path


def posts_of(done: Converted) -> pa.Table:
    return (
        pa.concat_tables([pq.read_table(f) for f in done.files]) if done.files else POST_SCHEMA.empty_table()
    )


def as_scraped(path: Path) -> pa.Table:
    page = Page(path.as_uri(), path.read_bytes()[:50_000], file=path)
    return posts_table(RedditDump().read(page).posts)


words = st.lists(
    st.sampled_from(
        ["down", "é", "\n", "\n\n\n", " ", "\t", "\r\n", ">", "> ", ">> ", "&gt;", "&gt; ", "&amp;", "&amp;gt;", "&quot;", "&",
         "\xa0", "\u200b", "[deleted]", "[removed]", "https://a.example/b).", "http://", "0", "'", '"', "\\", "\x01", "🙂"]
    ),
    max_size=8,
).map("".join)  # fmt: skip
odd = st.sampled_from(
    [
        None,
        "",
        7,
        7.0,
        1.5,
        True,
        False,
        "true",
        "null",
        "é",
        [],
        {},
        ["x"],
        {"a": 1},
        "t1_b",
        "a b",
        "-0",
        "007",
    ]
)
fields = {
    "body": words, "selftext": words, "title": words, "url": words | st.just("https://x.example/?a=1&amp;b=2"), "author": words,
    "score": st.integers(-9, 9), "is_submitter": st.booleans(), "is_self": st.booleans(), "body_html": words,
    "permalink": st.sampled_from(["", None, "/r/x/é/", "//x.example/", "/r/../x", "/r/x/comments/1/_/2/"]), "created_utc": st.sampled_from(["1129271400", 0, 1e9, "soon"]),
    "parent_id": st.sampled_from(["t1_b", "t3_a", "t4_a", "", None]), "removed_by_category": st.sampled_from([None, "deleted", "moderator"]),
}  # fmt: skip


@st.composite
def rows(draw: st.DrawFn) -> dict[str, object]:
    row: dict[str, object] = dict(draw(st.sampled_from([COMMENT, SUBMISSION])))
    for key in draw(st.lists(st.sampled_from(sorted(fields)), max_size=4)):
        row[key] = draw(fields[key])
    if draw(st.booleans()):
        row[draw(st.sampled_from(sorted({*COMMENT, *SUBMISSION} - {"body", "selftext", "title"})))] = draw(
            odd
        )
    return row


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rows(), min_size=1, max_size=12))
def test_the_fast_way_reads_what_the_scraper_reads(
    tmp_path_factory: pytest.TempPathFactory, some: list[dict[str, object]]
) -> None:
    folder = tmp_path_factory.mktemp("dump")
    path = dump(folder, [json.dumps(r) for r in [COMMENT, *some]])
    done = convert([path], folder / "posts")
    assert posts_of(done).to_pylist() == as_scraped(path).to_pylist()


def test_a_dump_packed_with_a_window_of_two_gigabytes_is_read(tmp_path: Path) -> None:
    packer = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(window_log=31, enable_ldm=True)
    )
    path = tmp_path / "RC_2011-12.zst"
    path.write_bytes(packer.compress((json.dumps(COMMENT) + "\n").encode() * 3))
    assert convert([path], tmp_path / "posts").posts == 3


def test_blocks_end_where_lines_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[convert.__module__], "_BLOCK", 1_000)
    path = dump(tmp_path, [json.dumps(COMMENT | {"id": f"c{i}"}) for i in range(40)])
    done = convert([path], tmp_path / "posts")
    assert len(done.files) > 5
    assert posts_of(done).to_pylist() == as_scraped(path).to_pylist()


def test_lines_that_hold_no_post_are_named_and_the_others_kept(tmp_path: Path) -> None:
    lines = [
        json.dumps(COMMENT),
        '{"id": "c2", ',
        "",
        "[1]",
        json.dumps({"kind": "x"}),
        json.dumps(COMMENT | {"id": "c5"}),
    ]
    done = convert([dump(tmp_path, lines)], tmp_path / "posts")
    assert posts_of(done)["id"].to_pylist() == ["reddit.com:t1_c1", "reddit.com:t1_c5"]
    assert done.unread == 3
    named = [json.loads(line) for line in (tmp_path / "posts" / "RC_2005-10.unread.jsonl").open()]
    assert [(n["line"], n["why"]) for n in named] == [
        (2, "no JSON"), (3, "no submission or comment of Reddit"), (4, "no submission or comment of Reddit")
    ]  # fmt: skip


def test_what_was_stopped_goes_on_and_ends_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[convert.__module__], "_BLOCK", 1_000)
    lines = [json.dumps(COMMENT | {"id": f"c{i}"}) if i % 7 != 3 else "{" for i in range(60)]
    path = dump(tmp_path, lines)
    whole = convert([path], tmp_path / "whole")

    def stop(said: str) -> None:
        if said.endswith(": 24 posts"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        convert([path], tmp_path / "posts", progress=stop)
    kept = {f: f.stat().st_mtime_ns for f in (tmp_path / "posts").glob("*.parquet")}
    assert 0 < len(kept) < len(whole.files)
    done = convert([path], tmp_path / "posts")
    assert all(f.stat().st_mtime_ns == t for f, t in kept.items())
    assert posts_of(done).equals(posts_of(whole))
    for name in ("RC_2005-10.unread.jsonl", "RC_2005-10.parts.json"):
        assert (tmp_path / "posts" / name).read_text() == (tmp_path / "whole" / name).read_text()


def test_a_dump_that_changed_is_begun_anew(tmp_path: Path) -> None:
    path = dump(tmp_path, [json.dumps(COMMENT)])
    convert([path], tmp_path / "posts")
    dump(tmp_path, [json.dumps(COMMENT | {"id": "c9"}), json.dumps(SUBMISSION)])
    assert posts_of(convert([path], tmp_path / "posts"))["id"].to_pylist() == [
        "reddit.com:t1_c9",
        "reddit.com:t3_a",
    ]


def test_a_packed_dump_that_breaks_off_leaves_what_came_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[convert.__module__], "_BLOCK", 10_000)
    lines = "".join(
        json.dumps(COMMENT | {"id": f"c{i}", "body": str(hash(str(i)))}) + "\n" for i in range(20_000)
    )
    path = tmp_path / "RC_2011-12.zst"
    path.write_bytes(zstandard.compress(lines.encode())[:-2_000])
    with pytest.raises(ReadError, match="cut or broken"):
        convert([path], tmp_path / "posts")
    assert list((tmp_path / "posts").glob("*.parquet"))


def test_tables_of_any_columns_go_the_way_of_their_scraper(tmp_path: Path) -> None:
    rows = [
        {
            "comment_id": f"x:{i}",
            "conversation": "x:0",
            "user": "Luc",
            "message": f"no {i}",
            "when": 1129271400 + i,
        }
        for i in range(5)
    ]
    path = dump(tmp_path, [json.dumps(r) for r in rows], "forum.ndjson")
    done = convert([path], tmp_path / "posts", columns={"published": "when"})
    table = posts_of(done)
    assert table["text"].to_pylist() == [f"no {i}" for i in range(5)]
    assert table["published"].null_count == 0


def test_a_table_that_breaks_off_leaves_what_came_before(tmp_path: Path) -> None:
    rows = [
        json.dumps({"id": f"x:{i}", "thread": "x:0", "user": "Luc", "text": f"no {i}"}) for i in range(150)
    ]
    with pytest.raises(ReadError, match="no JSON"):
        convert([dump(tmp_path, [*rows, "{"], "forum.ndjson")], tmp_path / "posts")
    assert pq.read_table(tmp_path / "posts" / "forum-00001.parquet").num_rows == 150


def test_files_of_others_are_not_touched(tmp_path: Path) -> None:
    theirs = tmp_path / "posts" / "RC_2005-10-00001.parquet"
    theirs.parent.mkdir()
    theirs.write_bytes(b"theirs")
    with pytest.raises(UsageError, match="not of this work"):
        convert([dump(tmp_path, [json.dumps(COMMENT)])], tmp_path / "posts")
    assert theirs.read_bytes() == b"theirs"


@pytest.mark.parametrize("broken", ["", "[]", "{}", '{"of": 1, "written": 7, "whole": 0}'])
def test_a_broken_record_of_what_was_written_begins_anew(tmp_path: Path, broken: str) -> None:
    path = dump(tmp_path, [json.dumps(COMMENT)])
    convert([path], tmp_path / "posts")
    (tmp_path / "posts" / "RC_2005-10.parts.json").write_text(broken)
    assert convert([path], tmp_path / "posts").posts == 1


def test_a_page_is_no_dump(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<h1>Down</h1><div class=post><p>The host has been down since midnight.</p></div>")
    with pytest.raises(ReadError, match="threadgraph collect"):
        convert([path], tmp_path / "posts")


def test_two_dumps_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        dump(tmp_path / folder, [json.dumps(COMMENT)])
    with pytest.raises(UsageError, match="folders of their own"):
        convert([tmp_path / f / "RC_2005-10.jsonl" for f in ("a", "b")], tmp_path / "posts")


def test_from_the_dump_to_the_standing_of_its_authors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answers = [COMMENT | {"id": f"d{i}", "parent_id": "t1_c1", "author": f"user{i}"} for i in range(4)]
    dump(tmp_path, [json.dumps(r) for r in [SUBMISSION, COMMENT, *answers]])
    said = [CliRunner().invoke(app, line.split()) for line in (
        "convert RC_2005-10.jsonl --into posts", "measure posts -o measures", "standing measures/authors.parquet -o standing.csv"
    )]  # fmt: skip
    assert [s.exit_code for s in said] == [0, 0, 0]
    assert "6 posts measured" in said[1].stdout
    assert (tmp_path / "standing.csv").read_text().splitlines()[1].startswith(("eve,", "anne,"))


def test_a_command_tells_of_lines_that_hold_no_post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    dump(tmp_path, [json.dumps(COMMENT), "{"])
    done = CliRunner().invoke(app, ["convert", "RC_2005-10.jsonl", "--into", "posts"])
    assert "1 posts in 1 files" in done.stdout
    assert "1 lines held no post" in str(done.exception)
