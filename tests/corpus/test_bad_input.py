"""What can't be had or read ends as a line that says what and why, and everything else is collected."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

from threadgraph import Corpus, Post
from threadgraph import collect as gather
from threadgraph.scrapers import Page, Reading
from threadgraph.scrapers.mbox import Mbox
from threadgraph.scrapers.page import HtmlPage


def thread(*comments: str, head: str = "") -> str:
    """A blog page with comments."""
    shown = "".join(
        f'<li class="comment" id="comment-{n}"><div class="comment-author"><cite class="fn">{who}</cite></div>'
        f'<div class="comment-meta"><time datetime="2024-03-01T1{n}:00:00Z">1 March 2024</time></div>'
        f'<div class="comment-content"><p>{text}</p></div></li>'
        for n, (who, text) in enumerate(c.split(": ") for c in comments)
    )
    return (
        f"<html><head>{head}<title>The night it went down</title></head><body><article><h1>The night it went down</h1>"
        '<time datetime="2024-03-01T08:00:00Z">1 March 2024</time><div class="entry-content"><p>Since midnight nothing '
        "answers, and nobody at the host picks up the telephone. I will write here what I hear.</p></div></article>"
        f'<ol class="comment-list">{shown}</ol></body></html>'
    )


GOOD = thread("Ann: The same here since midnight.", "Bob: It is back now, at least for me.")
PAGES: dict[str, tuple[str, bytes]] = {
    "good.example/thread": ("text/html; charset=utf-8", GOOD.encode()),
    "closed.example/robots.txt": ("text/plain", b"User-agent: *\nDisallow: /\n"),
    "closed.example/thread": ("text/html", GOOD.encode()),
    "silent.example/article": ("text/html; charset=utf-8", thread().encode()),
    "files.example/photo": ("image/png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
    "files.example/nothing": ("text/html", b""),
    "large.example/thread": ("text/html", b""),  # written piece by piece
    "liar.example/thread": (
        "text/html; charset=iso-8859-1",
        thread("Zoë: Ça marche à nouveau, grâce à l'équipe.", "Éric: Déjà mieux.").encode(),
    ),
    "cut.example/thread": ("text/html; charset=utf-8", GOOD.encode()[: GOOD.index("at least")]),
}  # fmt: skip

#: Source: what its line must say.
BAD = {
    "http://good.example/gone": r"HTTP 404",
    "http://closed.example/thread": r"robots\.txt.* forbids",
    "http://silent.example/article": r"no comments found",
    "http://files.example/photo": r"binary",
    "http://files.example/nothing": r"empty",
    "http://large.example/thread": r"larger than 20 ?(000000|MB)",
    "http://liar.example/thread": r"says iso-8859-1 but is UTF-8",
    "http://cut.example/thread": r"cut off",
    "http://nowhere.invalid/thread": r"no such host",
}


class Sites(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        place = self.headers.get("Host", "").partition(":")[0] + self.path
        kind, body = PAGES.get(place, ("text/html", b"<h1>Not Found</h1>"))
        self.send_response(200 if place in PAGES else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        if place == "large.example/thread":
            self.end_headers()
            try:
                for _ in range(50):
                    self.wfile.write(b"<p>" + b"word " * 200_000 + b"</p>")
            except OSError:
                return  # the reader had enough
        else:
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Sites)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def threadgraph(*args: object) -> subprocess.CompletedProcess[str]:
    run = "import sys; from threadgraph.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", run, *map(str, args)], capture_output=True, text=True, timeout=120
    )


def collect(address: str, into: Path, *sources: str) -> subprocess.CompletedProcess[str]:
    return threadgraph("collect", *sources, "--into", into, "--resolve", f"*.example={address}", "--allow-private", "--delay", 0)  # fmt: skip


class Run(NamedTuple):
    folder: Path
    collected: subprocess.CompletedProcess[str]
    status: subprocess.CompletedProcess[str]
    seconds: float


@pytest.fixture(scope="module")
def run(address: str, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("bad") / "corpus"
    start = time.monotonic()
    collected = collect(address, folder, *BAD, "http://good.example/thread")
    return Run(folder, collected, threadgraph("status", folder), time.monotonic() - start)


@pytest.mark.parametrize(("source", "why"), BAD.items(), ids=lambda v: v.removeprefix("http://"))
def test_bad_source_is_a_line_of_status_that_says_why(run: Run, source: str, why: str) -> None:
    lines = [line for line in run.status.stdout.splitlines() if source in line]
    assert len(lines) == 1, run.status.stdout
    assert re.search(why, lines[0])


def test_good_page_has_no_line(run: Run) -> None:
    assert "http://good.example/thread" not in run.status.stdout


def test_bad_sources_leave_with_code_4(run: Run) -> None:
    assert (run.collected.returncode, run.status.returncode) == (4, 4)


def test_no_bad_source_ends_in_a_traceback(run: Run) -> None:
    assert "Traceback" not in run.collected.stderr + run.status.stderr


def test_good_page_is_collected_beside_bad_ones(run: Run) -> None:
    with Corpus(run.folder) as corpus:
        found = [(p.author, p.text) for p in corpus.posts() if p.thread_id == "good.example/thread"]
    assert found[1:] == [
        ("Ann", "The same here since midnight."),
        ("Bob", "It is back now, at least for me."),
    ]


def test_what_stands_before_a_cut_is_collected(run: Run) -> None:
    with Corpus(run.folder) as corpus:
        texts = [p.text for p in corpus.posts() if p.thread_id == "cut.example/thread"]
    assert "The same here since midnight." in texts


def test_charset_that_lies_spoils_no_letter(run: Run) -> None:
    with Corpus(run.folder) as corpus:
        found = {p.author: p.text for p in corpus.posts() if p.thread_id == "liar.example/thread"}
    assert found["Zoë"] == "Ça marche à nouveau, grâce à l'équipe."


def test_large_page_is_not_read_to_its_end(run: Run) -> None:
    kept = sum(f.stat().st_size for f in (run.folder / "captures").iterdir())
    assert kept < 1_000_000


def test_page_that_leads_to_nothing_is_not_asked_for_again(run: Run, address: str) -> None:
    """404 and no such host will not change by the next minute."""
    with Corpus(run.folder) as corpus:
        before = corpus.pages().set_index("key")["fetched"].to_dict()
    assert collect(address, run.folder, *BAD).returncode == 4
    with Corpus(run.folder) as corpus:
        after = corpus.pages().set_index("key")["fetched"].to_dict()
    assert str(before) == str(after)


def test_robots_alone_leave_with_code_5(address: str, tmp_path: Path) -> None:
    done = collect(address, tmp_path / "corpus", "http://closed.example/thread")
    assert done.returncode == 5
    assert "robots.txt" in done.stderr


def test_private_address_without_leave_is_refused_with_code_5(address: str, tmp_path: Path) -> None:
    done = threadgraph("collect", f"http://{address}/", "--into", tmp_path / "corpus", "--delay", 0)
    assert done.returncode == 5
    assert "allow_private" in done.stderr


def test_missing_page_alone_leaves_with_code_4(address: str, tmp_path: Path) -> None:
    assert collect(address, tmp_path / "corpus", "http://good.example/gone").returncode == 4


def test_page_that_yields_nothing_leaves_with_code_3(address: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html><body><p>Hello.</p></body></html>")
    done = collect(address, tmp_path / "corpus", str(file))
    assert done.returncode == 3
    assert "no posts found" in done.stderr


def test_folder_that_is_no_corpus_is_one_line_and_code_2(tmp_path: Path) -> None:
    done = threadgraph("status", tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "is no corpus" in done.stderr


def test_unknown_key_of_a_study_is_named_with_the_nearest_right_one(tmp_path: Path) -> None:
    study = tmp_path / "study.toml"
    study.write_text('seeds = ["http://good.example/thread"]\n[follow]\ndepht = 2\n')
    done = threadgraph("run", study, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "'follow.depht'" in done.stderr
    assert "'follow.depth'" in done.stderr


def test_source_that_is_neither_address_nor_file_is_code_2(tmp_path: Path) -> None:
    done = threadgraph("collect", "no-such-file.html", "--into", tmp_path / "corpus")
    assert done.returncode == 2
    assert "no-such-file.html" in done.stderr
    assert not (tmp_path / "corpus").exists()


def test_scraper_that_trips_over_one_page_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = HtmlPage.read

    def trips(self: HtmlPage, page: Page) -> Reading:
        return read(self, page) if "odd" not in page.url else {}["nowhere"]  # type: ignore[return-value]

    monkeypatch.setattr(HtmlPage, "read", trips)
    for name in ("odd", "plain"):
        (tmp_path / f"{name}.html").write_text(GOOD.replace('class="comment-list"', 'class="talk"'))
    with gather([tmp_path / "odd.html", tmp_path / "plain.html"], tmp_path / "corpus") as corpus:
        [row] = [r for r in corpus.pages().itertuples() if r.state == "failed"]
        assert len(corpus) == 3
    assert "fails with KeyError: 'nowhere'" in row.reason


def test_stream_that_trips_keeps_what_came_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Mbox.read

    def trips(self: Mbox, page: Page) -> Reading:
        def some(posts: Iterable[Post]) -> Iterator[Post]:
            yield next(iter(posts))
            raise KeyError("nowhere")

        reading = read(self, page)
        reading.posts = some(reading.posts)
        return reading

    monkeypatch.setattr(Mbox, "read", trips)
    mail = "From a@b Mon Oct 17 01:12:00 2005\nFrom: A <a@b.example>\nDate: Mon, 17 Oct 2005 01:12:00 +0200\nMessage-ID: <{n}@b>\nSubject: Down\n\nIt is down.\n\n"
    (tmp_path / "list.mbox").write_text("".join(mail.format(n=n) for n in range(3)))
    with gather([tmp_path / "list.mbox"], tmp_path / "corpus") as corpus:
        assert len(corpus) == 1
        assert "fails with KeyError" in corpus.pages().iloc[0]["reason"]
