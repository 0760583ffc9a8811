"""Files of any size: packed or not, they are read a piece at a time."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard

import threadgraph as tg
from threadgraph.errors import ReadError
from threadgraph.scrapers import Page, read_page

ROW = {"author": "anne", "subreddit": "hosting", "link_id": "t3_k49rw", "parent_id": "t3_k49rw"}
PACK = {
    "": lambda b: b,
    ".gz": lambda b: gzip.compress(b[: len(b) // 2]) + gzip.compress(b[len(b) // 2 :]),
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": lambda b: zstandard.ZstdCompressor().compress(b),
}


def rows(count: int, size: int = 10) -> bytes:
    return b"".join(
        json.dumps({**ROW, "id": f"c{n}", "body": "x" * size, "created_utc": 1129271400 + n}).encode() + b"\n"
        for n in range(count)
    )


@pytest.mark.parametrize("ending", PACK)
def test_a_packed_dump_is_read_as_it_is(ending: str) -> None:
    scraper, reading = read_page(Page(f"file:///RC.ndjson{ending}", PACK[ending](rows(50))))
    assert scraper.name == "reddit_dump"
    assert [p.id for p in reading.posts] == [f"reddit.com:t1_c{n}" for n in range(50)]


def test_a_dump_with_a_window_of_two_gigabytes_is_read(tmp_path: Path) -> None:
    settings = zstandard.ZstdCompressionParameters.from_level(3, window_log=31)
    dump = tmp_path / "RC_2005-10.zst"
    with dump.open("wb") as f, zstandard.ZstdCompressor(compression_params=settings).stream_writer(f) as out:
        out.write(rows(1000))
    with tg.collect([dump], tmp_path / "corpus") as corpus:
        assert len(corpus) == 1000


@pytest.mark.parametrize("ending", [".gz", ".xz", ".zst"])
def test_of_a_dump_that_is_cut_the_whole_lines_are_kept_and_the_cut_is_said(
    ending: str, tmp_path: Path
) -> None:
    body = PACK[ending](b"".join(rows(1, size=n % 997) for n in range(60_000)))
    dump = tmp_path / f"RC{ending}"
    dump.write_bytes(body[: len(body) * 2 // 3])
    with tg.collect([dump], tmp_path / "corpus") as corpus:
        assert len(corpus) > 0
        assert "broken" in corpus.problems()[0][1] or "no JSON" in corpus.problems()[0][1]


def test_a_packed_file_that_is_no_dump_is_a_page_like_any_other() -> None:
    page = Page("https://blog.example/feed.xml.gz", gzip.compress(b'<?xml version="1.0"?><rss></rss>'))
    assert page.looks == "xml"


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, 9)
    with pytest.raises(ReadError, match="compressed"):
        read_page(Page("https://blog.example/feed.xml.gz", bomb))


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    dump = tmp_path / "endless.ndjson"
    dump.write_bytes(rows(1) + b"x" * 70_000_000)
    with tg.collect([dump], tmp_path / "corpus") as corpus:
        assert len(corpus) == 1
        assert "line of more than" in corpus.problems()[0][1]


def test_a_large_dump_stays_where_it_is_and_its_posts_outlive_a_reread(tmp_path: Path) -> None:
    dump = tmp_path / "RC.ndjson"
    dump.write_bytes(rows(300, size=80_000))
    with tg.collect([dump], tmp_path / "corpus") as corpus:
        assert len(corpus) == 300
        kept = sum(f.stat().st_size for f in corpus.captures.rglob("*")) if corpus.captures.exists() else 0
        assert kept == 0
        (note,) = corpus.store.table("SELECT note FROM notes")["note"].to_pylist()
        assert "SHA-256" in note
    with tg.reread(tmp_path / "corpus") as corpus:
        assert len(corpus) == 300


COLLECT = """
import resource, sys, threadgraph as tg
with tg.collect([sys.argv[1]], sys.argv[2]) as corpus:
    print(len(corpus), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for count in (20_000, 80_000):
        dump = tmp_path / f"RC{count}.ndjson"
        dump.write_bytes(rows(count, size=3_000))
        command = [sys.executable, "-c", COLLECT, str(dump), str(tmp_path / f"corpus{count}")]
        held, peak = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        assert int(held) == count
        peaks.append(int(peak))
    assert peaks[1] < peaks[0] + 450, peaks


SOURCES = Path(__file__).parent / "sources"


def test_a_dump_of_stack_exchange_is_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "serverfault.com"
    folder.mkdir()
    for name in ("Posts.xml", "Comments.xml", "Users.xml"):
        (folder / name).write_bytes((SOURCES / "stackexchange_dump" / name).read_bytes())
    with tg.collect([folder], tmp_path / "corpus") as corpus:
        assert corpus.problems() == []
        posts = {p.id.partition(":")[2]: p for p in corpus.posts()}
    assert {i: (p.parent_id or "").partition(":")[2] for i, p in posts.items()} == {
        "post-7": "",
        "post-8": "post-7",
        "post-10": "post-7",
        "comment-31": "post-7",
        "comment-32": "post-8",
    }
    assert {p.thread_id for p in posts.values()} == {"serverfault.com:post-7"}
    assert [posts[i].author for i in ("post-7", "post-8", "post-10", "comment-31")] == [
        "Anne",
        "Luc O'Neil",
        "user9",
        "Eve",
    ]
