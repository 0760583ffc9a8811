"""Comments of a real Isso server: the same by its interface, its feed and the page that embeds it."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from collecting import Facts, collected, facts, notes
from venvs import Server, free_port, venv

from threadgraph import Corpus

pytestmark = pytest.mark.servers

PACKAGES = ("isso==0.14.0",)
PAGE = """<!doctype html><html lang="en"><head><title>The host is down</title></head><body>
<article><h1>The host is down</h1><p>Since midnight nothing answers, and nobody picks up the telephone.</p></article>
<script data-isso="{url}/" src="{url}/js/embed.min.js"></script>
<section id="isso-thread" data-isso-id="/night.html" data-title="The host is down"></section></body></html>
"""
SETTINGS = """[general]
dbpath = {folder}/comments.db
host = {site}/
latest-enabled = true
[server]
listen = {url}
public-endpoint = {url}
[guard]
enabled = false
[rss]
base = {site}
limit = 100
[hash]
salt = not-a-secret
"""


@dataclass(frozen=True)
class Said:
    author: str
    text: str
    answers: int | None = None
    filed: int | None = None


#: What was written, what it answers, and under what the server files it: two levels, no more.
SAID = [
    Said("Alice", "Is *my* blog gone? See [the status](https://status.example/7)."),
    Said("Bob", "No: it is saved twice a day.", 0, 0),
    Said("Carol", "And who saves the comments?", 1, 0),
    Said("Dave", "Here nothing works either."),
    Said("Zoë Ünï", "日本語 from here too.", 3, 3),
    Said("Alice", "Nobody does, it seems.", 2, 0),
    Said("Erin", "Delete me, please."),
    Said("Frank", "I answer what is deleted.", 6, 6),
    Said("Gina", "Delete me too: nobody answers me.", 0, 0),
]


@dataclass
class Place:
    """A server, a site of one page that embeds it, and when each comment was received."""

    url: str
    site: str
    when: dict[int, datetime] = field(default_factory=dict)
    doomed: list[tuple[int, Any]] = field(default_factory=list)

    def say(self, said: Said, number: dict[int, int]) -> dict[str, Any]:
        site = f"http://{said.author.split()[0].lower()}.example/"
        answer = requests.post(
            f"{self.url}/new?uri=%2Fnight.html",
            json={
                "author": said.author,
                "email": f"{said.author.split()[0].lower()}@readers.example",
                "website": site if site.isascii() else None,
                "text": said.text,
                "title": "The host is down",
                "parent": None if said.answers is None else number[said.answers],
            },
            headers={"Origin": self.site},
            timeout=30,
        )
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        if said.text.startswith("Delete"):
            self.doomed.append((made["id"], answer.cookies))
        return made


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a test's output is for what fails."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    programs = venv("isso", *PACKAGES)
    folder = tmp_path_factory.mktemp("isso")
    (folder / "site").mkdir()
    files = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder / "site")))
    threading.Thread(target=files.serve_forever, daemon=True).start()
    made = Place(f"http://127.0.0.1:{free_port()}", f"http://127.0.0.1:{files.server_port}")
    (folder / "site" / "night.html").write_text(PAGE.format(url=made.url))
    (folder / "isso.cfg").write_text(SETTINGS.format(folder=folder, url=made.url, site=made.site))
    server = Server([programs / "isso", "-c", folder / "isso.cfg", "run"], folder / "isso.log")
    try:
        server.wait_for(f"{made.url}/info")
        number: dict[int, int] = {}
        for at, said in enumerate(SAID):
            answer = made.say(said, number)
            number[at] = answer["id"]
            made.when[at] = datetime.fromtimestamp(answer["created"], UTC)
        assert list(number.values()) == list(range(1, len(SAID) + 1))
        for gone, cookies in made.doomed:
            assert requests.delete(f"{made.url}/id/{gone}", cookies=cookies, timeout=30).ok
        yield made
    finally:
        server.stop()
        files.shutdown()
        files.server_close()


#: What is deleted and answered keeps its place; what is deleted and not answered is gone.
GONE, EMPTY = 8, 6


def truth(place: Place, host: str) -> dict[str, Facts]:
    """Under what the server files each comment, its author and its time, by id."""
    thread = f"{host.removeprefix('http://')}/night.html"
    return {
        f"{thread}#isso-{n + 1}": (
            None if said.filed is None else f"{thread}#isso-{said.filed + 1}",
            None if n == EMPTY else said.author,
            place.when[n].replace(microsecond=0),
        )
        for n, said in enumerate(SAID)
        if n != GONE
    }


def found(corpus: Corpus) -> dict[str, Facts]:
    return {
        name: (parent, author, when.replace(microsecond=0) if when else None)
        for name, (parent, author, when) in facts(corpus).items()
        if "#" in name
    }


@pytest.fixture(scope="module", params=("page", "feed"))
def corpus(
    request: pytest.FixtureRequest, place: Place, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Corpus]:
    source = {
        "page": f"{place.site}/night.html",
        "feed": f"{place.url}/feed?uri=/night.html",
    }[request.param]
    with collected(source, tmp_path_factory.mktemp("corpus") / "isso") as opened:
        yield opened


def test_same_comments_as_posted_with_parents_authors_and_times(place: Place, corpus: Corpus) -> None:
    assert found(corpus) == truth(place, place.site)


def test_page_opens_the_thread(place: Place, corpus: Corpus) -> None:
    [post] = [p for p in corpus.posts() if p.kind == "post"]
    assert (post.title, post.url) == ("The host is down", f"{place.site}/night.html")
    assert {p.thread_id for p in corpus.posts()} == {post.id}


def test_deleted_comment_that_was_answered_keeps_its_place(corpus: Corpus) -> None:
    assert [(p.id.partition("#")[2], p.text) for p in corpus.posts() if p.status == "deleted"] == [
        (f"isso-{EMPTY + 1}", "")
    ]


def test_words_and_links_are_as_posted(corpus: Corpus) -> None:
    posts = {p.id.partition("#")[2]: p for p in corpus.posts()}
    assert posts["isso-1"].text == "Is my blog gone? See the status."
    assert posts["isso-1"].links == ("https://status.example/7",)
    assert posts["isso-1"].author_url == "http://alice.example/"
    assert posts["isso-5"].text == "日本語 from here too."


def test_ledger_counts_all_and_says_that_the_server_flattens(corpus: Corpus) -> None:
    [row] = corpus.ledger().to_pylist()
    assert (row["stated"], row["collected"], row["deleted"], row["unreachable"]) == (8, 8, 1, 0)
    assert "Isso files an answer to an answer under the first comment" in row["note"]


@pytest.mark.parametrize(
    "query", ["uri=%2Fnight.html", "uri=%2Fnight.html&nested_limit=1", "uri=%2Fnight.html&limit=1"]
)
def test_interface_alone_has_all_under_its_own_name(place: Place, query: str, tmp_path: Path) -> None:
    """No page led here that would say on which site these comments stand."""
    with collected(f"{place.url}/?{query}", tmp_path / "isso") as corpus:
        assert found(corpus) == truth(place, place.url)
        assert "Isso files an answer to an answer" in notes(corpus)
