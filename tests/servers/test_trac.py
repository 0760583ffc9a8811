"""A ticket of a real Trac: the same comments by its page and its RSS feed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from collecting import Facts, collected, facts, notes
from venvs import Server, free_port, venv

from threadgraph import Corpus

pytestmark = pytest.mark.servers

PACKAGES = ("Trac==1.6", "setuptools<81")  # Trac imports pkg_resources
FILL = Path(__file__).parent / "trac" / "fill.py"
TITLE = "Nothing answers since midnight"


@dataclass(frozen=True)
class Said:
    """The ticket, or one change of it; a comment's number is its place."""

    author: str
    when: str
    text: str
    answers: int | None = None
    fields: dict[str, str] = field(default_factory=dict)
    title: str = ""


SAID = [
    Said("alice", "2024-03-01T10:00:00+00:00", "The host does not answer, on //no// port.\n\nSee http://status.example/7.", title=TITLE),
    Said("bob", "2024-03-01T10:01:30+00:00", "Here neither."),
    Said("carol", "2024-03-01T10:02:00+00:00", "Replying to [comment:1 bob]:\n> Here neither.\n\nSince when?", 1),
    Said("alice", "2024-03-01T10:03:00+00:00", "Since midnight.", 2, {"status": "accepted", "owner": "alice"}),
    Said("Zoë Ünï", "2024-03-01T11:04:00+00:00", "日本語 from here too.", 1),
    Said("dave", "2024-03-02T10:05:00+00:00", "This answers nobody."),
    Said("bob", "2024-03-02T10:06:00+00:00", "", None, {"priority": "critical"}),
    Said("carol", "2024-03-02T10:07:00+00:00", "It is back.", 3, {"status": "closed", "resolution": "fixed"}),
]  # fmt: skip


@dataclass(frozen=True)
class Trac:
    """A project of its own in a throwaway folder, with SQLite."""

    url: str
    server: Server


@pytest.fixture(scope="module")
def trac(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trac]:
    programs = venv("trac", *PACKAGES)
    folder = tmp_path_factory.mktemp("trac")
    place, port = folder / "project", free_port()
    said = json.dumps([asdict(s) for s in SAID])
    for command in (
        [programs / "trac-admin", place, "initenv", "Night watch", "sqlite:db/trac.db"],
        [programs / "python", FILL, place],
    ):
        done = subprocess.run(command, input=said, capture_output=True, text=True)
        if done.returncode:
            pytest.fail(f"{command[1]}: {done.stdout[-800:]} {done.stderr[-1500:]}", pytrace=False)
    server = Server(
        [programs / "tracd", "-s", "--hostname", "127.0.0.1", "--port", str(port), place], folder / "trac.log"
    )
    try:
        server.wait_for(f"http://127.0.0.1:{port}/ticket/1")
        yield Trac(f"http://127.0.0.1:{port}", server)
    finally:
        server.stop()


@pytest.fixture(
    scope="module",
    params={"page": "/ticket/1", "feed": "/ticket/1?format=rss"}.values(),
    ids=("page", "feed"),
)
def corpus(
    request: pytest.FixtureRequest, trac: Trac, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Corpus]:
    with collected(trac.url + request.param, tmp_path_factory.mktemp("corpus") / "ticket") as opened:
        yield opened


def names(trac: Trac) -> list[str]:
    thread = trac.url.removeprefix("http://") + "/ticket/1"
    return [thread, *(f"{thread}#comment:{n}" for n in range(1, len(SAID)))]


def truth(trac: Trac) -> dict[str, Facts]:
    """Parent, author and time of what was said, by id."""
    ids = names(trac)
    return {
        name: (None if s.answers is None else ids[s.answers], s.author, datetime.fromisoformat(s.when))
        for name, s in zip(ids, SAID, strict=True)
    }


def test_same_comments_as_in_the_store_with_parents_authors_and_times(trac: Trac, corpus: Corpus) -> None:
    assert facts(corpus) == truth(trac)


def test_times_are_those_of_the_store_to_the_second(corpus: Corpus) -> None:
    assert {(p.precision, p.zone, p.published.utcoffset()) for p in corpus.posts() if p.published} == {
        ("second", "stated", UTC.utcoffset(None))
    }


def test_quoted_words_are_kept_apart(corpus: Corpus) -> None:
    texts = {p.id.partition("#")[2]: p.text for p in corpus.posts()}
    assert texts["comment:2"] == "Replying to bob:\n\n> Here neither.\n\nSince when?"
    assert texts[""] == "The host does not answer, on no port.\n\nSee http://status.example/7."


def test_change_without_a_word_is_a_notice_that_says_what_changed(corpus: Corpus) -> None:
    assert [(p.author, p.text) for p in corpus.posts() if p.kind == "notice"] == [
        ("bob", "Priority: major → critical")
    ]


def test_ticket_opens_the_thread_and_its_reporter_owns_it(corpus: Corpus) -> None:
    assert [(p.title, p.is_owner) for p in corpus.posts() if p.kind == "post"] == [(TITLE, True)]
    assert {p.author for p in corpus.posts() if p.is_owner} == {"alice"}


def test_ledger_says_that_all_is_there(corpus: Corpus) -> None:
    [row] = corpus.ledger().to_pylist()
    assert (row["stated"], row["collected"], row["unreachable"]) == (len(SAID) - 1, len(SAID) - 1, 0)


def test_feed_alone_lacks_parents_and_the_ledger_says_so(trac: Trac, tmp_path: Path) -> None:
    feed = requests.get(f"{trac.url}/ticket/1?format=rss", timeout=30).content
    (tmp_path / "ticket.rss").write_bytes(feed)
    with collected(str(tmp_path / "ticket.rss"), tmp_path / "corpus") as corpus:
        found, said = facts(corpus), notes(corpus)
    whole, ids = truth(trac), names(trac)
    assert found[ids[0]] == (None, None, None)
    # an answer that begins "Replying to" still names what it answers
    assert {k: v for k, v in found.items() if v[0]} == {ids[2]: whole[ids[2]]}
    assert {k: v[1:] for k, v in found.items() if k != ids[0]} == {k: whole[k][1:] for k in ids[1:]}
    assert "neither who opened the ticket nor what a comment answers" in said
