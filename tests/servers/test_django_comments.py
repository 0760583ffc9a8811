"""A blog with django-comments-xtd: the same comments by its page, its interface and its feed."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import pytest
import requests
from collecting import Facts, collected, facts, notes
from venvs import Server, free_port, venv

from threadgraph import Corpus

pytestmark = pytest.mark.servers

PACKAGES = ("django-comments-xtd==2.10.13", "setuptools<81")  # xtd imports pkg_resources
HERE = Path(__file__).parent / "django"
TITLE = "The host is down"
BODY = "Since midnight nothing answers, and nobody picks up the telephone."


@dataclass(frozen=True)
class Said:
    author: str
    when: str
    text: str
    answers: int | None = None
    home: str = ""
    removed: bool = False


SAID = [
    Said("Alice", "2024-03-01T10:01:00+00:00", "Is my blog gone?\n\nSee http://status.example/7", None, "http://alice.example/"),
    Said("Bob", "2024-03-01T10:02:00+00:00", "No, it is saved twice a day.", 0),
    Said("Carol", "2024-03-01T10:03:00+00:00", "Removed words.", 1, removed=True),
    Said("Dave", "2024-03-01T10:04:00+00:00", "An answer to what is removed.", 2),
    Said("Zoë Ünï", "2024-03-01T20:05:00+00:00", "日本語 from here too."),
    Said("Alice", "2024-03-02T10:06:00+00:00", "An answer to Zoë.", 4),
    Said("Erin", "2024-03-02T23:30:00+00:00", "A late answer to Alice, on the next day in Paris.", 0),
    Said("Frank", "2024-03-03T10:08:00+00:00", "The fourth level.", 3),
    Said("Gina", "2024-03-03T10:09:00+00:00", "The fifth level.", 7),
    Said("Frank", "2024-03-03T10:10:00+00:00", "The sixth level.", 8),
]  # fmt: skip


@dataclass(frozen=True)
class Blog:
    url: str
    server: Server


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Blog]:
    programs = venv("django", *PACKAGES)
    folder, port = tmp_path_factory.mktemp("django"), free_port()
    environment = os.environ | {
        "PYTHONPATH": str(HERE),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": "settings",
        "BLOG_FOLDER": str(folder),
    }
    told = json.dumps({"title": TITLE, "body": BODY, "comments": [asdict(s) for s in SAID]})
    done = subprocess.run(
        [programs / "python", HERE / "fill.py", f"127.0.0.1:{port}"],
        input=told,
        capture_output=True,
        text=True,
        env=environment,
    )
    if done.returncode:
        pytest.fail(f"fill.py: {done.stderr[-1500:]}", pytrace=False)
    server = Server(
        [programs / "django-admin", "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"],
        folder / "django.log",
        env=environment,
    )
    try:
        server.wait_for(f"http://127.0.0.1:{port}/post/1/")
        yield Blog(f"http://127.0.0.1:{port}", server)
    finally:
        server.stop()


WAYS = {"page": "/post/1/", "interface": "/comments/api/blog-post/1/", "feed": "/feeds/comments/"}


@pytest.fixture(scope="module", params=WAYS)
def corpus(
    request: pytest.FixtureRequest, blog: Blog, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Corpus]:
    into = tmp_path_factory.mktemp("corpus") / "post"
    with collected(blog.url + WAYS[request.param], into, "--timezone", "Europe/Paris") as opened:
        yield opened


def truth(blog: Blog) -> dict[str, Facts]:
    """Parent, author and time of what was written, by id."""
    host = blog.url.removeprefix("http://")
    found: dict[str, Facts] = {f"{host}/comments/cr/11/1": (None, None, None)}  # the 11th kind of content
    for at, said in enumerate(SAID):
        above = None if said.answers is None else f"{host}:c{said.answers + 1}"
        found[f"{host}:c{at + 1}"] = (above, said.author, datetime.fromisoformat(said.when))
    return found


def test_same_comments_as_in_the_store_with_parents_authors_and_times(blog: Blog, corpus: Corpus) -> None:
    assert facts(corpus) == truth(blog)


def test_all_belong_to_the_thread_that_the_page_opens(blog: Blog, corpus: Corpus) -> None:
    [post] = [p for p in corpus.posts() if p.kind == "post"]
    assert {p.thread_id for p in corpus.posts()} == {post.id}
    assert (post.title, post.text, post.url) == (TITLE, BODY, f"{blog.url}/post/1/")


def test_words_are_whole(corpus: Corpus) -> None:
    found = {p.id.rpartition(":")[2]: p.text for p in corpus.posts() if p.kind == "comment"}
    assert found == {f"c{n}": "" if s.removed else s.text for n, s in enumerate(SAID, 1)}


def test_removed_comment_keeps_its_place_and_loses_its_words(corpus: Corpus) -> None:
    [gone] = [p for p in corpus.posts() if p.status != "ok"]
    assert (gone.status, gone.author, gone.text) == ("removed", "Carol", "")
    assert [p.author for p in corpus.posts() if p.parent_id == gone.id] == ["Dave"]


def test_ledger_counts_the_removed_and_what_stands_below_it(corpus: Corpus) -> None:
    [row] = corpus.ledger().to_pylist()
    assert (row["stated"], row["collected"], row["deleted"], row["unreachable"]) == (10, 10, 1, 0)


def test_feed_knows_the_moment_where_nobody_says_the_zone(blog: Blog, tmp_path: Path) -> None:
    """Pages print the hour of Paris; whoever takes it for another is put right by the feed."""
    with collected(f"{blog.url}/post/1/", tmp_path / "corpus") as corpus:
        found = {p.id: p.published for p in corpus.posts() if p.kind == "comment" and p.status == "ok"}
        said = notes(corpus)
    host = blog.url.removeprefix("http://")
    # the feed leaves out the removed comment
    assert found == {k: v[2] for k, v in truth(blog).items() if ":c" in k and k != f"{host}:c3"}
    assert "the interface prints times without a zone" in said


def test_page_alone_hides_what_answers_a_removed_comment(blog: Blog, tmp_path: Path) -> None:
    page = requests.get(f"{blog.url}/post/1/", timeout=30).content
    (tmp_path / "post.html").write_bytes(page)
    with collected(str(tmp_path / "post.html"), tmp_path / "corpus") as corpus:
        found = {p.author for p in corpus.posts() if p.kind == "comment"}
        said = notes(corpus)
    assert found == {"Alice", "Bob", "Carol", "Zoë Ünï", "Erin"}
    assert "the page hides what answers a removed comment" in said
