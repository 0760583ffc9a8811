"""A blog of 2005 as pywb replays it: what `collect --archive` reads is what was written into the WARC."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from venvs import Server, free_port, venv
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from threadgraph import Corpus, reread

pytestmark = pytest.mark.servers

PACKAGES = ("pywb==2.10.0", "setuptools<81")  # pywb imports pkg_resources
POST = "http://blog.example/2005/10/14/panne/"
SHORT = "http://blog.example/?p=12"
OTHER = "http://autre.example/cumulo-en-panne.html"
GONE = "http://perdu.example/rien.html"


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2005, 10, day, hour, minute, tzinfo=UTC)


@dataclass
class Said:
    """One comment as it is written: the table that all tests compare with."""

    number: int
    author: str
    when: datetime
    text: str
    answers: list[Said] = field(default_factory=list)


BOB = Said(2, "Bob", at(14, 9, 5), "Ici non plus, rien ne marche depuis minuit.")
ALICE = Said(1, "Alice", at(14, 8, 30), "Mon blog ne répond plus non plus, que se passe-t-il ?", [BOB])
CARLA = Said(3, "Carla", at(15, 21, 10), "La panne vient du routeur, dit leur page d'accueil.")
DAVID = Said(4, "David", at(15, 22, 45), "Merci Carla, enfin une explication qui se tient.")
EMMA = Said(5, "Emma", at(16, 7, 0), "Tout est revenu chez moi ce matin, et chez vous ?")
LATE = Said(6, "Farid", at(21, 12, 0), "Une semaine après, toujours pas d'excuses de leur part.")
CARLA.answers = [DAVID]
BRUNO = Said(1, "Bruno", at(14, 18, 0), "Je confirme, la page de secours dit la même chose que vous.")

#: When the archive came by, and which comments stood there.
VISITS = [
    (at(14, 12), [ALICE]),
    (at(14, 20), [ALICE]),  # the same bytes once more
    (at(16, 12), [ALICE, CARLA, EMMA]),
    (at(23, 12), [ALICE, CARLA, EMMA, LATE]),
]


def printed(when: datetime) -> str:
    return f"{when.day} octobre {when.year} à {when.hour}h{when.minute:02}"


def item(said: Said) -> str:
    below = "".join(map(item, said.answers))
    return (
        f'<li class="comment" id="comment-{said.number}"><b class="author">{said.author}</b> '
        f'<small class="date">{printed(said.when)}</small><p>{said.text}</p>'
        + (f'<ol class="children">{below}</ol>' if below else "")
        + "</li>"
    )


def page(title: str, when: datetime, text: str, comments: list[Said]) -> bytes:
    return (
        f'<!DOCTYPE html><html lang="fr"><head><title>{title}</title></head><body><div class="post"><h2>{title}</h2>'
        f'<p class="date">{printed(when)}</p><div class="entry"><p>{text}</p></div></div>'
        f'<h3>{len(comments)} commentaires</h3><ol class="commentlist">{"".join(map(item, comments))}</ol></body></html>'
    ).encode()


def opening(comments: list[Said]) -> bytes:
    text = (
        "Depuis minuit le serveur de Cumulo ne répond plus et personne ne décroche le téléphone. "
        f'<a href="{OTHER}">Un autre blog</a> en parle, <a href="{GONE}">celui-ci</a> aussi.'
    )
    return page("La panne de Cumulo", at(14, 7, 45), text, comments)


def write(path: Path) -> None:
    """The WARC: four visits, a redirect, a revisit, a linked page at three times, an error page."""
    with path.open("wb") as f:
        writer = WARCWriter(f, gzip=True)

        def record(url: str, when: datetime, body: bytes, status: str = "200 OK", **headers: str) -> Any:
            lines = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
            head = StatusAndHeaders(status, [*lines, *headers.items()], protocol="HTTP/1.1")
            return writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(body),
                http_headers=head,
                warc_headers_dict={"WARC-Date": f"{when:%Y-%m-%dT%H:%M:%SZ}"},
            )

        for when, comments in VISITS:
            last = record(POST, when, opening(comments))
            writer.write_record(last)
        again = writer.create_revisit_record(
            POST,
            last.rec_headers.get_header("WARC-Payload-Digest"),
            POST,
            f"{VISITS[-1][0]:%Y-%m-%dT%H:%M:%SZ}",
            http_headers=StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1"),
        )
        again.rec_headers.replace_header("WARC-Date", "2005-10-25T12:00:00Z")
        writer.write_record(again)
        writer.write_record(record(SHORT, at(16, 13), b"", "301 Moved Permanently", Location=POST))
        writer.write_record(record(POST, at(17), b"too busy", "503 Service Unavailable"))
        told = "Le blog de la panne raconte bien la nuit de Cumulo, et leur page de secours ne dit pas mieux."
        for when, comments in ((at(1), []), (at(15), [BRUNO]), (at(15) + timedelta(days=900), [])):
            words = (
                told if comments or when > at(2) else "Cette page n'existait pas encore, revenez plus tard."
            )
            writer.write_record(record(OTHER, when, page("Cumulo en panne", at(14, 17, 0), words, comments)))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    programs = venv("pywb", *PACKAGES)
    folder = tmp_path_factory.mktemp("pywb")
    write(folder / "blog.warc.gz")
    for command in (["init", "coll"], ["add", "coll", "blog.warc.gz"]):
        subprocess.run([programs / "wb-manager", *command], cwd=folder, check=True, capture_output=True)
    port = free_port()
    server = Server(
        [programs / "wayback", "-b", "127.0.0.1", "-p", str(port), "-d", folder], folder / "pywb.log"
    )
    try:
        server.wait_for(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}/coll"
    finally:
        server.stop()


def command(*arguments: str, code: int = 0) -> str:
    run = "import sys; from threadgraph.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", run, *arguments], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == code, done.stderr + done.stdout
    return done.stdout


def between(archive: str, into: Path, *more: str, source: str = POST, code: int = 0) -> str:
    return command(
        "collect", source, "--archive", archive, "--from", "2005-10-13", "--to", "2005-10-18", "--into", str(into),
        "--allow-private", "--delay", "0", *more, code=code,
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(archive: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("corpus") / "archived"
    between(archive, into, "--links", "--depth", "1", code=4)  # one link leads to what the archive never saw
    return into


@pytest.fixture(scope="module")
def corpus(folder: Path) -> Iterator[Corpus]:
    with Corpus(folder) as opened:
        yield opened


def truth() -> dict[str, tuple[str | None, str | None, datetime]]:
    """Parent, author and time of all that stood on the page until the 18th, and on the page that it links to."""
    found: dict[str, tuple[str | None, str | None, datetime]] = {}

    def enter(thread: str, comments: list[Said], parent: str) -> None:
        for said in comments:
            name = f"{thread}#comment-{said.number}"
            found[name] = (parent if parent != thread else None, said.author, said.when)
            enter(thread, said.answers, name)

    blog, other = "blog.example/2005/10/14/panne", "autre.example/cumulo-en-panne.html"
    found[blog] = (None, None, at(14, 7, 45))
    enter(blog, [ALICE, CARLA, EMMA], blog)
    found[other] = (None, None, at(14, 17, 0))
    enter(other, [BRUNO], other)
    return found


def test_posts_are_those_of_the_time_under_their_own_names(corpus: Corpus) -> None:
    assert {p.id for p in corpus.posts()} == set(truth())


def test_same_parents_as_written(corpus: Corpus) -> None:
    threads = {p.id for p in corpus.posts() if p.kind == "post"}
    found = {p.id: None if p.parent_id in threads else p.parent_id for p in corpus.posts()}
    assert found == {k: v[0] for k, v in truth().items()}


def test_same_authors_as_written(corpus: Corpus) -> None:
    assert {p.id: p.author for p in corpus.posts()} == {k: v[1] for k, v in truth().items()}


def test_same_times_as_written(corpus: Corpus) -> None:
    assert {p.id: p.published for p in corpus.posts()} == {k: v[2] for k, v in truth().items()}


def test_same_words_as_written(corpus: Corpus) -> None:
    texts = {p.id: p.text for p in corpus.posts()}
    said = {
        "blog.example/2005/10/14/panne": [ALICE, BOB, CARLA, DAVID, EMMA],
        "autre.example/cumulo-en-panne.html": [BRUNO],
    }
    for thread, comments in said.items():
        assert [texts[f"{thread}#comment-{c.number}"] for c in comments] == [c.text for c in comments]


def test_addresses_are_the_pages_own(corpus: Corpus) -> None:
    assert not [u for p in corpus.posts() for u in (p.url or "", *p.links) if "127.0.0.1" in u]


def test_equal_snapshots_are_read_once(corpus: Corpus) -> None:
    """Of five lines in the index two are equal, one is an error, two are too late."""
    read = [u for u in corpus.pages()["url"] if u.endswith(POST)]
    assert [u[-len(POST) - 18 : -len(POST) - 4] for u in read] == [
        "20051014120000",
        "20051016120000",
    ]


def test_link_leads_to_the_snapshot_that_is_nearest_in_time(corpus: Corpus) -> None:
    [url] = [u for u in corpus.pages()["url"] if u.endswith(OTHER)]
    assert "/20051015000000id_/" in url


def test_what_the_archive_never_saw_is_a_gap_with_its_reason(corpus: Corpus) -> None:
    [(url, reason)] = corpus.problems()
    assert url.endswith(GONE)
    assert "404" in reason


def test_pages_were_fetched_when_the_archive_came_by(corpus: Corpus) -> None:
    pages = corpus.pages()
    seen = pages[pages["final"] == POST]["fetched"]
    assert sorted(t.to_pydatetime() for t in seen) == [at(14, 12), at(16, 12)]


def test_rereading_the_captures_gives_the_same_posts(folder: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(folder, tmp_path / "copy")
    (tmp_path / "copy" / "corpus.duckdb").unlink()
    with reread(tmp_path / "copy") as again:
        found = {p.id: (p.published, p.text) for p in again.posts()}
    with Corpus(folder) as corpus:
        assert found == {p.id: (p.published, p.text) for p in corpus.posts()}


def test_redirect_in_the_archive_leads_to_the_snapshot_beside_it(archive: str, tmp_path: Path) -> None:
    between(archive, tmp_path / "short", source=SHORT)
    with Corpus(tmp_path / "short") as corpus:
        assert {p.id for p in corpus.posts()} == {k for k in truth() if k.startswith("blog.")}


def test_snapshot_given_by_its_address_is_that_one(archive: str, tmp_path: Path) -> None:
    into = tmp_path / "one"
    command(
        "collect", f"{archive}/20051014120000/{POST}", "--into", str(into), "--allow-private", "--delay", "0"
    )
    with Corpus(into) as corpus:
        assert {p.author for p in corpus.posts() if p.kind == "comment"} == {"Alice", "Bob"}
        assert {p.url for p in corpus.posts() if p.kind == "post"} == {POST}


def test_page_that_the_archive_never_saw_is_said_so(archive: str, tmp_path: Path) -> None:
    between(archive, tmp_path / "none", source=GONE, code=4)
    with Corpus(tmp_path / "none") as corpus:
        [(_, reason)] = corpus.problems()
    assert reason == f"no snapshot of {GONE} between 2005-10-13 and 2005-10-18"


def test_dry_run_names_the_index_and_fetches_nothing(archive: str, tmp_path: Path) -> None:
    said = between(archive, tmp_path / "dry", "--dry-run")
    assert said.split()[:2] == ["0", "seed"]
    assert "/coll/cdx?url=http%3A%2F%2Fblog.example" in said
    assert not (tmp_path / "dry").exists()
