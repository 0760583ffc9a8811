"""A mailing list in a real public-inbox: the same mails by its pages, feed, mbox and news server."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from collecting import collected, facts
from debian import install
from letters import FIRST, SAID, mail, truth
from venvs import Server, free_port

from threadgraph import Corpus, build, collect, reread

pytestmark = pytest.mark.servers

PACKAGES = (
    "public-inbox",
    "libplack-perl",
    "libtimedate-perl",
    "libdbd-sqlite3-perl",
    "libsearch-xapian-perl",
    "liburi-perl",
    "git",
)
GROUP = "inbox.comp.hosts"


@dataclass(frozen=True)
class Archive:
    url: str
    news: str


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    install(PACKAGES)
    folder = tmp_path_factory.mktemp("inbox")
    (folder / "emergency").mkdir()
    environment = os.environ | {
        "HOME": str(folder),
        "PI_DIR": str(folder / "pi"),
        "PI_CONFIG": str(folder / "pi" / "config"),
        "PI_EMERGENCY": str(folder / "emergency"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "ORIGINAL_RECIPIENT": "hosts@lists.example",
    }
    for name in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{name}_NAME": "Archive", f"GIT_{name}_EMAIL": "archive@lists.example"}
    url = f"http://127.0.0.1:{free_port()}"
    news = f"nntp://127.0.0.1:{free_port()}"

    def run(*command: str, given: bytes | None = None) -> None:
        done = subprocess.run(command, input=given, capture_output=True, env=environment)
        if done.returncode:
            pytest.fail(f"{' '.join(command)}: {done.stderr[-1500:]!r}", pytrace=False)

    run("public-inbox-init", "-V2", "-L", "full", "--ng", GROUP, "hosts", str(folder / "hosts.git"), f"{url}/hosts", "hosts@lists.example")  # fmt: skip
    run("git", "config", "-f", str(folder / "pi" / "config"), "publicinboxmda.spamcheck", "none")
    run("git", "config", "-f", str(folder / "pi" / "config"), "publicinbox.hosts.filter", "PublicInbox::Filter::Mirror")  # fmt: skip
    for said in SAID:  # one call a mail, as a mail server delivers them
        run("public-inbox-mda", "--no-precheck", given=mail(said))
    servers = [
        Server([f"public-inbox-{kind}", "-l", place, "-W1"], folder / f"{kind}.log", env=environment)
        for kind, place in (("httpd", url), ("nntpd", news))
    ]
    try:
        servers[0].wait_for(f"{url}/hosts/")
        yield Archive(url, news)
    finally:
        for server in servers:
            server.stop()


#: Each address, and which mails are to be had by it.
WAYS = {
    "the list": ("{url}/hosts/", SAID),
    "flat thread": ("{url}/hosts/m1@lists.example/T/", FIRST),
    "nested thread": ("{url}/hosts/m1@lists.example/t/", FIRST),
    "thread of an answer": ("{url}/hosts/m3@lists.example/T/#t", FIRST),
    "one mail": ("{url}/hosts/m5@lists.example/", FIRST),
    "raw mail": ("{url}/hosts/m5@lists.example/raw", [SAID[4]]),
    "feed of a thread": ("{url}/hosts/m1@lists.example/t.atom", FIRST),
    "feed of the list": ("{url}/hosts/new.atom", SAID),
    "mbox": ("{url}/hosts/m1@lists.example/t.mbox.gz", FIRST),
    "news group": ("{news}/" + GROUP, SAID),
    "news article": ("{news}/" + GROUP + "/3", [SAID[2]]),
}


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def corpus(way: str, archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    source = WAYS[way][0].format(url=archive.url, news=archive.news)
    with collected(source, tmp_path_factory.mktemp("corpus") / "list") as opened:
        yield opened


def test_same_mails_as_delivered_with_parents_authors_and_times(way: str, corpus: Corpus) -> None:
    assert facts(corpus) == truth(WAYS[way][1])


def test_mails_of_a_thread_are_one_thread(way: str, corpus: Corpus) -> None:
    roots = {
        f"mail:{s.name}@lists.example": f"mail:{'m1' if s in FIRST else 'm8'}@lists.example" for s in SAID
    }
    assert {p.id: p.thread_id for p in corpus.posts()} == {k: roots[k] for k in truth(WAYS[way][1])}


def test_words_are_whole_in_any_charset_and_quotes_are_kept(corpus: Corpus) -> None:
    said = {f"mail:{s.name}@lists.example": s.text for s in SAID}
    assert [p.text for p in corpus.posts()] == [said[p.id] for p in corpus.posts()]


def test_mails_that_are_not_to_be_had_are_counted_as_missing(way: str, corpus: Corpus) -> None:
    """The one that never reached the list; and where one mail alone was asked for, the one above it."""
    wanted = truth(WAYS[way][1])
    missing = {parent for parent, _, _ in wanted.values() if parent} - wanted.keys()
    assert sum(row["unreachable"] for row in corpus.ledger().to_pylist()) == len(missing) == 1


def test_missing_mail_is_a_placeholder_that_its_answer_points_to(archive: Archive, tmp_path: Path) -> None:
    with collected(f"{archive.url}/hosts/m1@lists.example/T/", tmp_path / "corpus") as corpus:
        g = build(corpus).posts()
    ghost = "mail:ghost@lists.example"
    assert g.nodes[ghost]["status"] == "placeholder"
    assert [s for s, t in g.edges() if t == ghost] == ["mail:m7@lists.example"]


def test_news_are_captured_and_read_again_without_the_server(archive: Archive, tmp_path: Path) -> None:
    with collected(f"{archive.news}/{GROUP}", tmp_path / "corpus") as corpus:
        found = facts(corpus)
    with reread(tmp_path / "corpus") as again:
        assert facts(again) == found == truth(SAID)


def test_group_that_is_not_there_is_said_so(archive: Archive, tmp_path: Path) -> None:
    with collected(f"{archive.news}/inbox.comp.nothing", tmp_path / "corpus", code=4) as corpus:
        [(_, reason)] = corpus.problems()
    assert reason.startswith("NNTP 411")


def test_article_that_is_not_there_is_said_so(archive: Archive, tmp_path: Path) -> None:
    with collected(f"{archive.news}/{GROUP}/99", tmp_path / "corpus", code=4) as corpus:
        [(_, reason)] = corpus.problems()
    assert reason.startswith("NNTP 423")


def test_news_server_on_a_private_address_is_refused_unless_it_is_allowed(
    archive: Archive, tmp_path: Path
) -> None:
    with collect([f"{archive.news}/{GROUP}"], tmp_path / "corpus", delay=0) as corpus:
        [(_, reason)] = corpus.problems()
        assert "private address 127.0.0.1" in reason
        assert len(corpus) == 0
        assert not list(corpus.captures.glob("*"))
