"""One thread by all the ways that lead to it: what a page lacks, the interface or the archive gives."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import threadgraph as tg

SOURCES = Path(__file__).parent / "sources"
Answers = dict[str, bytes]
Collect = Callable[[str, Answers], tg.Corpus]


@pytest.fixture
def collect(tmp_path: Path) -> Iterator[Collect]:
    """Collects from an address of a server that answers what a test wrote down, by path and query."""
    held: Answers = {}
    opened: list[tg.Corpus] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = held.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()

    def run(url: str, answers: Answers) -> tg.Corpus:
        held.update(answers)
        places = {"*.example": f"127.0.0.1:{server.server_port}"}
        opened.append(tg.collect([url], tmp_path / "c", allow_private=True, resolve=places, delay=0.0))
        return opened[-1]

    yield run
    for corpus in opened:
        corpus.close()
    server.shutdown()
    server.server_close()
    thread.join()


def fixture(name: str) -> bytes:
    return (SOURCES / name).read_bytes()


def parents(corpus: tg.Corpus) -> dict[str, str | None]:
    return {p.id: p.parent_id for p in corpus.posts()}


def test_a_page_of_mastodon_leads_to_the_whole_thread(collect: Collect) -> None:
    api = "/api/v1/statuses"
    corpus = collect(
        "http://social.example/@anne/1001",
        {
            "/@anne/1001": fixture("mastodon/page.html"),
            f"{api}/1001": fixture("mastodon/status.json"),
            f"{api}/1001/context": fixture("mastodon/context.json"),
            f"{api}/1005/context": b'{"ancestors": [], "descendants": []}',
        },
    )
    assert parents(corpus) == {
        "social.example:1001": None,
        "social.example:1002": "social.example:1001",
        "social.example:1003": "social.example:1002",
        "social.example:1005": "social.example:1001",
    }
    assert {p.thread_id for p in corpus.posts()} == {"social.example:1001"}


def test_a_reply_on_mastodon_is_put_into_the_thread_of_its_root(collect: Collect) -> None:
    root, reply = json.loads(fixture("mastodon/status.json")), json.loads(fixture("mastodon/context.json"))
    api = "/api/v1/statuses"
    corpus = collect(
        f"http://social.example{api}/1002",
        {
            f"{api}/1002": json.dumps(reply["descendants"][0]).encode(),
            f"{api}/1002/context": json.dumps(
                {"ancestors": [root], "descendants": [reply["descendants"][1]]}
            ).encode(),
            f"{api}/1001/context": json.dumps(
                {"ancestors": [], "descendants": reply["descendants"][:2]}
            ).encode(),
            f"{api}/1001": json.dumps(root).encode(),
        },
    )
    assert {p.id: p.thread_id for p in corpus.posts()} == dict.fromkeys(
        ("social.example:1001", "social.example:1002", "social.example:1003"), "social.example:1001"
    )


def test_the_pages_of_a_list_of_lemmy_are_read_to_the_last(collect: Collect) -> None:
    rows = json.loads(fixture("lemmy/comments.json"))["comments"]
    many = [
        rows[0] | {"comment": rows[0]["comment"] | {"id": n, "path": f"0.{n}"}} for n in range(100, 100 + 120)
    ]
    pages = {
        f"/api/v3/comment/list?post_id=7&type_=All&sort=Old&limit=50&page={n + 1}": json.dumps(
            {"comments": many[n * 50 : n * 50 + 50]}
        ).encode()
        for n in range(3)
    }
    corpus = collect(
        "http://lemmy.example/post/7",
        {
            "/post/7": b"<html><body><script>window.isoData = {}</script></body></html>",
            "/api/v3/post?id=7": fixture("lemmy/post.json"),
            **pages,
        },
    )
    assert len(corpus) == 121
    assert {p.thread_id for p in corpus.posts()} == {"lemmy.example:post-7"}


MBOX = b"""From anne at x.example  Fri Oct 14 08:30:00 2005
From: anne at x.example (Anne Martin)
Date: Fri, 14 Oct 2005 08:30:00 +0200
Subject: [hosts] Down since midnight
Message-ID: <1@x.example>

All our blogs are down.

From bob at x.example  Fri Oct 14 09:30:00 2005
From: bob at x.example (Bob Ray)
Date: Fri, 14 Oct 2005 09:30:00 +0200
Subject: [hosts] Down since midnight
In-Reply-To: <1@x.example>
References: <1@x.example>
Message-ID: <2@x.example>

>From what I see, so are mine.
From now on I look at https://status.example/7 only.

"""


def test_the_month_of_pipermail_says_who_answers_whom(collect: Collect) -> None:
    month = "/pipermail/hosts/2005-October"
    corpus = collect(
        f"http://lists.example{month}/000123.html",
        {f"{month}/000123.html": fixture("pipermail/000123.html"), f"{month}.txt.gz": gzip.compress(MBOX)},
    )
    assert parents(corpus) == {"mail:1@x.example": None, "mail:2@x.example": "mail:1@x.example"}
    assert {p.thread_id for p in corpus.posts()} == {"mail:1@x.example"}
    first, second = corpus.posts()
    assert (first.author, second.author) == ("Anne Martin", "Bob Ray")
    assert second.url == "http://lists.example/pipermail/hosts/2005-October/000123.html"
    assert second.text.startswith("From what I see")


def test_the_export_of_hyperkitty_says_who_answers_whom(collect: Collect) -> None:
    base = "/archives/list/hosts@lists.example"
    corpus = collect(
        f"http://lists.example{base}/thread/AAA111/",
        {
            f"{base}/thread/AAA111/": fixture("hyperkitty/thread.html"),
            f"{base}/export/hosts@lists.example-AAA111.mbox.gz?thread=AAA111": gzip.compress(MBOX),
        },
    )
    assert parents(corpus) == {"mail:1@x.example": None, "mail:2@x.example": "mail:1@x.example"}
    assert all(p.url and "/message/" in p.url for p in corpus.posts())


def test_the_stream_of_a_discourse_topic_is_read_to_the_last(collect: Collect) -> None:
    def post(n: int) -> dict[str, object]:
        return {
            "id": 1000 + n,
            "post_number": n,
            "username": f"u{n % 7}",
            "created_at": "2024-03-01T09:00:00.000Z",
            "cooked": f"<p>Post number {n}</p>",
            "reply_to_post_number": n - 1 if n > 2 else None,
            "topic_id": 57,
        }

    stream = [1000 + n for n in range(1, 66)]
    topic = {
        "id": 57,
        "title": "T",
        "posts_count": 65,
        "post_stream": {"posts": [post(n) for n in range(1, 21)], "stream": stream},
    }
    answers = {"/t/57.json": json.dumps(topic).encode()}
    for at in range(20, 65, 20):
        ids = stream[at : at + 20]
        path = "/t/57/posts.json?" + "&".join(f"post_ids%5B%5D={i}" for i in ids)
        rest = {"post_stream": {"posts": [post(i - 1000) for i in ids]}, "id": 57}
        answers[path] = json.dumps(rest).encode()
    corpus = collect("http://forum.example/t/57.json", answers)
    assert len(corpus) == 65
    assert sum(p.parent_id is not None for p in corpus.posts()) == 63
    (row,) = corpus.ledger().to_pylist()
    assert (row["stated"], row["collected"], row["unreachable"]) == (64, 64, 0)
