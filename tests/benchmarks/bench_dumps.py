"""A dump of a million lines, NDJSON packed with zstd, into Parquet, against DuckDB's own reader. Run: ``make bench``.

Lines have the fields of Reddit's dumps; one in eight quotes, one in twelve links, one in ten holds an entity.
CPU time and peak memory, each run in a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import numpy as np
import zstandard

from threadgraph.corpus import convert

SEED = 20051014


def ours(dump: str, into: str) -> None:
    convert([dump], into)


def peer(dump: str, into: str) -> None:
    Path(into).mkdir()
    duckdb.execute(
        f"COPY (SELECT * FROM read_ndjson('{dump}', compression='zstd')) TO '{into}/all.parquet' (FORMAT parquet)"
    )


WORK: dict[str, Callable[[str, str], None]] = {"ours": ours, "peer": peer}


def lines(n: int) -> Iterator[bytes]:
    dice = np.random.default_rng(SEED)
    common = [
        "the",
        "server",
        "attack",
        "host",
        "is",
        "down",
        "think",
        "that",
        "you",
        "are",
        "right",
        "about",
        "last",
        "night",
        "people",
        "who",
        "said",
        "mail",
        "reply",
        "blog",
        "café",
        "it's",
        "and",
        "of",
        "to",
        "a",
        "in",
    ]
    words = np.array(common + [f"word{i}" for i in range(3_000)])
    for i in range(n):
        size = min(400, int(dice.geometric(0.03)))
        body = " ".join(words[np.minimum(dice.zipf(1.3, size), len(words)) - 1])
        way = dice.random()
        if way < 0.12:
            body = f"&gt; {body[:60]}\n\n{body}"
        elif way < 0.2:
            body = f"{body}\n\nsee https://example.org/{i}"
        elif way < 0.3:
            body = body.replace(" and ", " &amp; ")
        t = i // 50
        row = {
            "all_awardings": [], "approved_at_utc": None, "author": f"user{min(int(dice.zipf(1.3)), 10**6)}",
            "author_flair_css_class": None, "author_flair_text": None, "author_fullname": f"t2_{i:x}", "body": body,
            "can_gild": True, "collapsed": False, "controversiality": 0, "created_utc": 1323000000 + i, "distinguished": None,
            "edited": False, "gilded": 0, "gildings": {}, "id": f"c{i:x}", "is_submitter": way > 0.95, "link_id": f"t3_{t:x}",
            "locked": False, "no_follow": True, "parent_id": f"t1_c{i - 1:x}" if i % 50 and way < 0.5 else f"t3_{t:x}",
            "permalink": f"/r/hosting/comments/{t:x}/down/c{i:x}/", "retrieved_on": 1400000000,
            "score": int(dice.integers(-5, 500)), "send_replies": True, "stickied": False, "subreddit": "hosting",
            "subreddit_id": "t5_2qh1i", "subreddit_name_prefixed": "r/hosting", "subreddit_type": "public",
        }  # fmt: skip
        yield json.dumps(row, separators=(",", ":")).encode() + b"\n"


def write_dump(path: Path, n: int) -> Path:
    with path.open("wb") as f, zstandard.ZstdCompressor().stream_writer(f) as out:
        for line in lines(n):
            out.write(line)
    return path


def spent(what: str, dump: Path, into: Path) -> tuple[float, float]:
    """CPU seconds and peak memory in MB."""
    code = (
        "import sys, resource; sys.path.insert(0, sys.argv[4]); from bench_dumps import WORK\n"
        "def cpu(): r = resource.getrusage(resource.RUSAGE_SELF); return r.ru_utime + r.ru_stime\n"
        "a = cpu(); WORK[sys.argv[1]](sys.argv[2], sys.argv[3])\n"
        "print(cpu() - a, int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]) / 1024)"
    )
    here = str(Path(__file__).parent)
    ran = subprocess.run(
        [sys.executable, "-c", code, what, str(dump), str(into), here],
        capture_output=True,
        text=True,
        check=True,
    )
    cpu, memory = map(float, ran.stdout.splitlines()[-1].split())
    return cpu, memory


def bench_a_dump_into_parquet() -> None:
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        small = write_dump(there / "small.zst", 10**5)
        large = write_dump(there / "large.zst", 10**6)
        runs = [
            (spent("ours", large, there / f"ours{k}"), spent("peer", large, there / f"peer{k}"))
            for k in range(3)
        ]
        cpu, memory = min(ours for ours, _ in runs)
        theirs, held = min(peer for _, peer in runs)
        print(
            f"\n10⁶ lines of a dump into Parquet: {cpu:.1f} s CPU, {memory:.0f} MB "
            f"({spent('ours', small, there / 'few')[1]:.0f} MB for 10⁵); "
            f"DuckDB's own reader {theirs:.1f} s, {held:.0f} MB: {cpu / theirs:.2f} × its CPU"
        )
