"""A mailing list in a real HyperKitty: the same mails by its pages, its mbox, its interface and its feed."""

from __future__ import annotations

import mailbox
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

import pytest
import requests
from collecting import collected, facts
from letters import SAID, mail, truth
from venvs import Server, free_port, venv

from threadgraph import Corpus

pytestmark = pytest.mark.servers

PACKAGES = ("HyperKitty==1.3.12", "Django>=5,<5.1", "whoosh", "setuptools<81")
HERE = Path(__file__).parent / "hyperkitty"
LIST = "hosts@lists.example"
#: The archive files a mail that answers one it never had as a thread of its own.
OLD = [s for s in SAID if s.name not in ("m7", "m8", "m9")]


@dataclass
class Archive:
    url: str
    thread: str = ""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    programs = venv("hyperkitty", *PACKAGES)
    folder, port = tmp_path_factory.mktemp("hyperkitty"), free_port()
    environment = os.environ | {
        "PYTHONPATH": str(HERE),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": "settings",
        "ARCHIVE_FOLDER": str(folder),
    }
    box = mailbox.mbox(folder / "hosts.mbox")
    for said in SAID:
        box.add(message_from_bytes(mail(said)))
    box.close()
    site = f"from django.contrib.sites.models import Site; Site.objects.update(domain='127.0.0.1:{port}')"
    for command in (
        ["migrate", "-v0"],
        ["shell", "-c", site],
        [
            "hyperkitty_import",
            "-l",
            LIST,
            str(folder / "hosts.mbox"),
            "--no-sync-mailman",
            "--since",
            "2000-01-01",
        ],
    ):
        done = subprocess.run(
            [programs / "django-admin", *command], capture_output=True, text=True, env=environment
        )
        if done.returncode:
            pytest.fail(f"{command[0]}: {done.stderr[-1500:]}", pytrace=False)
    server = Server(
        [programs / "django-admin", "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"],
        folder / "django.log",
        env=environment,
    )
    made = Archive(f"http://127.0.0.1:{port}/archives")
    try:
        server.wait_for(f"{made.url}/")
        [mail_] = [m for m in emails(made) if m["message_id"] == "m1@lists.example"]
        made.thread = mail_["message_id_hash"]
        yield made
    finally:
        server.stop()


def emails(archive: Archive) -> list[dict[str, str]]:
    place = f"{archive.url}/api/list/{LIST}/emails/"
    found: list[dict[str, str]] = []
    while place:
        answer = requests.get(place, timeout=30).json()
        found += answer["results"]
        place = answer["next"]
    return found


#: Each address, and which mails are to be had by it.
WAYS = {
    "the list": ("list/{list}/", SAID),
    "all threads": ("list/{list}/latest", SAID),
    "month": ("list/{list}/2024/3/", SAID),
    "thread": ("list/{list}/thread/{thread}/", OLD),
    "message": ("list/{list}/message/{thread}/", OLD),
    "feed": ("list/{list}/feed/", SAID),
    "interface to the list": ("api/list/{list}/", SAID),
    "interface to threads": ("api/list/{list}/threads/", SAID),
    "interface to a thread": ("api/list/{list}/thread/{thread}/", OLD),
    "interface to mails": ("api/list/{list}/thread/{thread}/emails/", OLD),
}


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def corpus(way: str, archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    source = f"{archive.url}/{WAYS[way][0].format(list=LIST, thread=archive.thread)}"
    with collected(source, tmp_path_factory.mktemp("corpus") / "list") as opened:
        yield opened


def test_same_mails_as_imported_with_parents_authors_and_times(way: str, corpus: Corpus) -> None:
    assert facts(corpus) == truth(WAYS[way][1])


def test_words_are_whole_in_any_charset_and_quotes_are_kept(corpus: Corpus) -> None:
    said = {f"mail:{s.name}@lists.example": s.text for s in SAID}
    assert {p.id: p.text for p in corpus.posts()} == {p.id: said[p.id] for p in corpus.posts()}


def test_what_answers_a_mail_that_the_archive_lacks_is_a_thread_of_its_own(corpus: Corpus) -> None:
    assert len({p.thread_id for p in corpus.posts()}) == (1 if len(corpus) == len(OLD) else 3)
