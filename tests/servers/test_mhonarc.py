"""A mailing list as a real MHonArc writes it out: the same mails from its threads, its dates or one of its pages."""

from __future__ import annotations

import functools
import mailbox
import subprocess
import threading
from collections.abc import Iterator
from email import message_from_bytes
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from collecting import collected, facts
from debian import install
from letters import FIRST, SAID, mail, truth

from threadgraph import Corpus

pytestmark = pytest.mark.servers


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a test's output is for what fails."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    install(("mhonarc",))
    folder = tmp_path_factory.mktemp("mhonarc")
    (folder / "html").mkdir()
    box = mailbox.mbox(folder / "hosts.mbox")
    for said in SAID:
        box.add(message_from_bytes(mail(said)))
    box.close()
    done = subprocess.run(["mhonarc", "-outdir", folder / "html", folder / "hosts.mbox"], capture_output=True)
    if done.returncode:
        pytest.fail(f"mhonarc: {done.stderr[-1500:]!r}", pytrace=False)
    pages = functools.partial(Quiet, directory=str(folder / "html"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


#: Each page, and which mails are to be had from it.
WAYS = {
    "threads.html": SAID,
    "maillist.html": SAID,
    "msg00002.html": [
        s for s in FIRST if s.name != "m7"
    ],  # the mail above that one is not there to lead to it
}


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def corpus(way: str, archive: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with collected(f"{archive}/{way}", tmp_path_factory.mktemp("corpus") / "list") as opened:
        yield opened


def test_same_mails_as_written_out_with_parents_authors_and_times(way: str, corpus: Corpus) -> None:
    assert facts(corpus) == truth(WAYS[way])


def test_words_are_whole_in_any_charset_and_quotes_are_kept(corpus: Corpus) -> None:
    said = {f"mail:{s.name}@lists.example": s.text for s in SAID}
    assert {p.id: p.text for p in corpus.posts()} == {p.id: said[p.id] for p in corpus.posts()}


def test_subjects_of_any_alphabet_are_read(corpus: Corpus) -> None:
    said = {f"mail:{s.name}@lists.example": s.subject for s in SAID}
    assert {p.id: p.title for p in corpus.posts()} == {p.id: said[p.id] for p in corpus.posts()}


def test_mails_of_a_thread_are_one_thread(corpus: Corpus) -> None:
    first = {f"mail:{s.name}@lists.example" for s in FIRST}
    assert {p.thread_id for p in corpus.posts() if p.id in first} == {"mail:m1@lists.example"}
