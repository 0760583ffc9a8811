"""A key reaches its service and nothing else: not the corpus, a log, a message or an export."""

from __future__ import annotations

import gzip
import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

import threadgraph as tg
from threadgraph.errors import FetchError, UsageError
from threadgraph.web import Session
from threadgraph.web.captures import read_captures
from threadgraph.web.keys import Keys

KEY = "s3cret/Key+0123456789=="
LIST = "http://disqus.com/api/3.0/threads/listPosts.json?thread=501"


class Service:
    """A server that wants a key and repeats it wherever a careless one would."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []  # host, path, Authorization
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host = self.headers["Host"].partition(":")[0]
                parts = urlsplit(self.path)
                query = {k: v[-1] for k, v in parse_qs(parts.query).items()}
                said = self.headers.get("Authorization") or ""
                service.asked.append((host, self.path, said))
                key = query.get("api_key") or said.removeprefix("Bearer ")
                if parts.path == "/robots.txt":
                    self.answer(404, b"")
                elif parts.path.endswith("/moved.json"):
                    self.answer(
                        302, b"", Location=f"/api/3.0/threads/listPosts.json?thread=501&api_key={quote(key)}"
                    )
                elif parts.path.endswith("/away.json"):
                    self.answer(302, b"", Location="http://elsewhere.example/")
                elif parts.path.endswith("/broken.json"):
                    self.answer(403, f"the key {key} may not".encode(), X_Key=key)
                elif host == "disqus.com" and key == KEY:
                    body = json.dumps(
                        {
                            "cursor": {"hasNext": False},
                            "code": 0,
                            "request": f"{key} {quote(key)}",
                            "response": [POST | {"raw_message": key}],
                        }
                    )
                    self.answer(200, gzip.compress(body.encode()), Content_Encoding="gzip", X_Echo=key)
                elif host == "api.github.com" and key == KEY:
                    self.answer(200, json.dumps(ISSUE).encode())
                else:
                    self.answer(200, b"<p>a page</p>")

            def answer(self, status: int, body: bytes, **headers: str) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


POST = {"id": "9001", "thread": "501", "forum": "blog", "message": "<p>Here too</p>", "createdAt": "2005-10-14T07:30:00", "parent": None, "author": {"name": "Luc"}, "isDeleted": False}  # fmt: skip
ISSUE = {"url": "x", "html_url": "https://github.com/host/panel/issues/12", "number": 12, "title": "Down", "user": {"login": "anne"}, "comments": 0, "created_at": "2024-03-01T09:00:00Z", "body": "Down."}  # fmt: skip


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Service]:
    running = Service()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("THREADGRAPH_DISQUS_KEY", KEY)
    monkeypatch.setenv("THREADGRAPH_GITHUB_KEY", KEY)
    yield running
    running.close()


def spelt(data: bytes) -> list[str]:
    """The spellings of the key that some bytes hold."""
    forms = (KEY, quote(KEY), quote(KEY, safe=""), KEY.replace("/", "\\/"))
    return [f for f in forms if f.encode() in data]


def test_a_corpus_made_with_a_key_does_not_hold_it(
    service: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    places = dict.fromkeys(("disqus.com", "api.github.com", "elsewhere.example"), service.address)
    sources = [LIST, *(f"http://disqus.com/api/3.0/{n}.json" for n in ("moved", "away", "broken"))]
    sources.append("http://api.github.com/repos/host/panel/issues/12")
    with tg.collect(sources, tmp_path / "c", allow_private=True, resolve=places, delay=0.0) as corpus:
        assert {p.author for p in corpus.posts()} == {"Luc", "anne"}
        said = json.dumps(
            [corpus.problems(), corpus.pages().to_csv(), corpus.ledger().to_pylist()], default=str
        )
        corpus.export(tmp_path / "c" / "posts.jsonl")
        corpus.export(tmp_path / "c" / "posts.csv")
    assert any(f"api_key={quote(KEY, safe='')}" in path for _, path, _ in service.asked), "it was sent"
    assert any(said == f"Bearer {KEY}" for host, _, said in service.asked if host == "api.github.com")
    assert all(
        not spelt(f"{path} {auth}".encode())
        for host, path, auth in service.asked
        if host == "elsewhere.example"
    )
    held = [f for f in (tmp_path / "c").rglob("*") if f.is_file()]
    assert {f.suffix for f in held} >= {".duckdb", ".gz", ".csv", ".jsonl"}
    for file in held:
        assert spelt(file.read_bytes()) == [], file
        if file.name.endswith(".warc.gz"):
            assert spelt(gzip.decompress(file.read_bytes())) == [], file
            bodies = [c.body for c in read_captures(file)]
            assert any(b"KEY-HIDDEN" in b for b in bodies)
            assert all(spelt(b) == [] for b in bodies)
    assert spelt(said.encode()) == []
    assert spelt("\n".join(r.getMessage() for r in caplog.records).encode()) == []
    assert spelt("".join(capfd.readouterr()).encode()) == []


def test_a_key_is_not_sent_in_the_clear(service: Service) -> None:
    """Only over https, or to servers that the study says are its own."""
    session = Session(delay=0.0, allow_private=True, resolve={"disqus.com": service.address})
    session._own = False
    session.get(LIST)
    session.close()
    assert all(spelt(path.encode()) == [] for _, path, _ in service.asked)


def test_an_error_does_not_name_it(service: Service) -> None:
    session = Session(delay=0.0, allow_private=True, resolve={"disqus.com": "127.0.0.1:1"}, retries=0)
    with pytest.raises(FetchError) as caught:
        session.get(LIST)
    session.close()
    chain: BaseException | None = caught.value
    while chain is not None:
        assert spelt(str(chain).encode()) == []
        chain = chain.__cause__


def test_an_address_with_a_key_in_it_is_refused_before_anything_is_kept(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="THREADGRAPH_DISQUS_KEY") as caught:
        tg.collect([f"{LIST}&api_key={quote(KEY)}"], tmp_path / "c")
    assert spelt(str(caught.value).encode()) == []
    assert not (tmp_path / "c").exists()


def test_the_file_of_the_user_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(
        f'disqus = "{KEY}"\nyoutube = "from-the-file"\n[hosts."git.example"]\nheader = "PRIVATE-TOKEN"\nkey = "glpat-0123456789"\n'
    )
    keys = Keys({"THREADGRAPH_YOUTUBE_KEY": "from-the-environment"}, file)
    assert keys.signed("https://git.example/api/v4/x") == (
        "https://git.example/api/v4/x",
        {"PRIVATE-TOKEN": "glpat-0123456789"},
    )
    assert keys.signed("https://www.googleapis.com/youtube/v3/x")[0].endswith("key=from-the-environment")
    assert keys.signed("https://disqus.com/by/luc/") == ("https://disqus.com/by/luc/", {})
    assert KEY not in repr(keys)


def test_a_broken_file_is_said_without_its_words(tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_text(f"disqus = {KEY}\n")
    with pytest.raises(UsageError, match="TOML") as caught:
        Keys({}, tmp_path / "keys.toml")
    assert spelt(str(caught.value).encode()) == []
