"""Records from pages, against an extractor of text, in one process and one run. Run: ``make bench``.

The pages are those of the dev data folder where it lies beside the checkout (or where
``THREADGRAPH_DATA`` says), else those of the demo. The peer is trafilatura with comments and metadata
on: it gives authors and dates of the page, and the comments as one text.
"""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Callable
from pathlib import Path

import requests
import trafilatura

import threadgraph as tg
from threadgraph.demo import DemoServer, truth

DATA = Path(os.environ.get("THREADGRAPH_DATA", Path(__file__).parents[3] / "shared" / "data"))
FLAT = 10_000


def pages() -> list[tuple[bytes, str]]:
    """Bytes and addresses."""
    found = []
    for index in sorted(DATA.glob("html_*/index.tsv")):
        with index.open(encoding="utf-8", newline="") as f:
            for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
                found.append(((index.parent / "pages" / row["page"]).read_bytes(), row["url"]))
    if found:
        return found
    with DemoServer() as server:
        for page in truth()["page"]:
            host, _, path = page["url"].removeprefix("http://").partition("/")
            body = requests.get(f"http://{server.address}/{path}", headers={"Host": host}, timeout=10).content
            found.append((body, page["url"]))
    return found


def seconds(work: Callable[[], object]) -> float:
    """The CPU time of the better of two runs."""
    runs = []
    for _ in range(2):
        start = time.process_time()
        work()
        runs.append(time.process_time() - start)
    return min(runs)


def resident() -> float:
    """Memory of this process that is in use, in MB."""
    pages_held = int(Path("/proc/self/statm").read_text().split()[1])
    return pages_held * os.sysconf("SC_PAGE_SIZE") / 1e6


def bench_records_against_trafilatura() -> None:
    held = pages()
    ours = seconds(lambda: [tg.extract(body, url) for body, url in held])
    theirs = seconds(
        lambda: [
            trafilatura.extract(
                body, url=url, include_comments=True, with_metadata=True, output_format="json"
            )
            for body, url in held
        ]
    )
    print(
        f"\n{len(held)} pages, CPU time, one process: {len(held) / ours:.1f} pages/s; "
        f"trafilatura with comments {len(held) / theirs:.1f}; {theirs / ours:.2f} × as fast"
    )


def bench_memory_over_many_pages() -> None:
    held = pages()
    marks = {}
    for n in range(FLAT):
        body, url = held[n % len(held)]
        if len(body) < 400_000:
            tg.extract(body, url)
        if n + 1 in (FLAT // 10, FLAT // 2, FLAT):
            marks[n + 1] = resident()
    print("\nmemory: " + ", ".join(f"{mb:.0f} MB after {n:,} pages" for n, mb in marks.items()))
