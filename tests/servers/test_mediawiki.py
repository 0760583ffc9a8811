"""A talk page of a real MediaWiki: the same comments by its page, its interface in two forms, and its history feed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from collecting import Facts, collected, facts, notes
from debian import install
from venvs import Server, free_port

from threadgraph import Corpus

pytestmark = pytest.mark.servers

PACKAGES = (
    "mediawiki",
    "webfs",  # with php-cgi: keeps apt from choosing Apache, which is not used
    "php-cgi",
    "php-cli",
    "php-sqlite3",
    "php-mbstring",
    "php-xml",
    "php-intl",
)
WIKI = Path("/usr/share/mediawiki")
HERE = Path(__file__).parent / "mediawiki"
SETTINGS = """
$wgCacheDirectory = '{folder}/cache'; $wgUploadDirectory = '{folder}/images';
$wgMainCacheType = CACHE_NONE; $wgJobRunRate = 0; $wgRateLimits = []; $wgLocaltimezone = 'UTC';
"""


@dataclass(frozen=True)
class Said:
    """One comment as it is written at the end of the page, whose place says what it answers."""

    user: str
    when: datetime
    indent: str
    text: str
    answers: int | None
    section: str = ""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 3, day, hour, minute, tzinfo=UTC)


MERGE, ANOTHER = "Merge the two pages?", "Sources — the night of the 14th"
SAID = [
    Said("Alice", at(1, 10), "", "Should these two pages be merged? They tell of the same night.", None, MERGE),
    Said("Bob Roe", at(1, 11, 5), ":", "Yes, ''and'' soon: see [[Main Page|the first page]].", 0),
    Said("Carol", at(1, 12), "::", "Agreed with Bob.", 1),
    Said("Alice", at(1, 13), ":::", "Thanks, both of you.", 2),
    Said("Zoë Ünï", at(1, 14), "::", "<blockquote>They tell of the same night.</blockquote>They do not: one tells of the day after.", 1),
    Said("Carol", at(2, 9), ":", "A second answer to Alice, after a night's sleep.", 0),
    Said("Bob Roe", at(3, 10), "", "Which of these sources can be trusted? 日本語 [https://status.example/7 This one] may be.", None, ANOTHER),
    Said("Alice", at(3, 11), "*", "The host's own page, I would say.", 6),
    Said("Carol", at(3, 12), "*", "Neither of them.", 6),
    Said("Bob Roe", at(3, 13, 30), "*:", "Why not?", 8),
]  # fmt: skip


class Wiki:
    """A wiki of its own in a throwaway folder: SQLite, and PHP's server on loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {"MW_CONFIG_FILE": str(folder / "LocalSettings.php")}

    def start(self) -> None:
        for name in ("cache", "images", "db"):
            (self.folder / name).mkdir()
        self._run(
            "install.php", "--confpath", str(self.folder), "--dbtype", "sqlite", "--dbpath", str(self.folder / "db"),
            "--server", self.url, "--scriptpath", "", "--pass", "Not-a-secret-12345", "--skins", "Vector", "Watch", "Admin",
        )  # fmt: skip
        with (self.folder / "LocalSettings.php").open("a") as f:
            f.write(SETTINGS.format(folder=self.folder))
        for user in sorted({s.user for s in SAID}):
            self._run("createAndPromote.php", user, "Not-a-secret-12345")
        page = topic = ""
        for said in SAID:
            if said.section:
                page += f"== {said.section} ==\n"
            page += f"{said.indent}{said.text} [[User:{said.user}|{said.user}]] ([[User talk:{said.user}|talk]]) {signed(said.when)}\n"
            topic = said.section or topic
            self._run("edit.php", "-u", said.user, "-s", f"/* {topic} */ Reply", "Talk:The night", given=page)
        self.server = Server(
            [
                "php",
                "-d",
                "display_errors=0",
                "-S",
                f"127.0.0.1:{self.port}",
                "-t",
                WIKI,
                HERE / "router.php",
            ],
            self.folder / "php.log",
            env=self.environment,
        )
        self.server.wait_for(f"{self.url}/api.php?action=query&meta=siteinfo&format=json")

    def _run(self, script: str, *arguments: str, given: str | None = None) -> None:
        done = subprocess.run(
            ["php", str(WIKI / "maintenance" / script), *arguments],
            input=given,
            capture_output=True,
            text=True,
            env=self.environment,
        )
        if done.returncode:
            pytest.fail(f"{script}: {done.stdout[-800:]} {done.stderr[-800:]}", pytrace=False)


def signed(when: datetime) -> str:
    return f"{when:%H:%M}, {when.day} {when:%B %Y} (UTC)"


def truth(wiki: Wiki) -> dict[str, Facts]:
    """Parent, author and time of what was written, by id."""
    place = f"{wiki.url.removeprefix('http://')}/Talk:The_night#c-"
    ids = [f"{place}{s.user.replace(' ', '_')}-{s.when:%Y%m%d%H%M}" for s in SAID]
    return {
        name: (None if s.answers is None else ids[s.answers], s.user, s.when)
        for name, s in zip(ids, SAID, strict=True)
    }


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wiki]:
    install(PACKAGES)
    made = Wiki(tmp_path_factory.mktemp("wiki"))
    made.start()
    try:
        yield made
    finally:
        made.server.stop()


REVISIONS = "/api.php?action=query&prop=revisions&titles=Talk:The%20night&rvslots=main&rvprop=ids|user|timestamp|content&format=json"
WAYS = {
    "page": "/index.php?title=Talk:The_night",
    "pretty address": "/index.php/Talk:The_night",
    "parsed": "/api.php?action=parse&page=Talk:The%20night&format=json",
    "parsed, version 2": "/api.php?action=parse&page=Talk:The%20night&format=json&formatversion=2",
    "parsed to wikitext": "/api.php?action=parse&page=Talk:The%20night&prop=wikitext&format=json",
    "revision": REVISIONS,
    "all revisions": f"{REVISIONS}&rvlimit=max",
    "revision, version 2": f"{REVISIONS}&formatversion=2",
    "raw": "/index.php?title=Talk:The_night&action=raw",
    "history": "/index.php?title=Talk:The_night&action=history&feed=atom",
    "history in RSS": "/index.php?title=Talk:The_night&action=history&feed=rss",
}


@pytest.fixture(scope="module", params=WAYS)
def corpus(
    request: pytest.FixtureRequest, wiki: Wiki, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Corpus]:
    with collected(wiki.url + WAYS[request.param], tmp_path_factory.mktemp("corpus") / "talk") as opened:
        yield opened


def test_same_comments_as_written_with_parents_authors_and_times(wiki: Wiki, corpus: Corpus) -> None:
    assert facts(corpus) == truth(wiki)


def test_each_section_is_a_thread_with_its_title(corpus: Corpus) -> None:
    posts = corpus.posts()
    assert {p.title for p in posts if p.kind == "post"} == {MERGE, ANOTHER}
    threads = {p.thread_id.partition("#")[2]: 0 for p in posts}
    for p in posts:
        threads[p.thread_id.partition("#")[2]] += 1
    assert threads == {"Merge_the_two_pages?": 6, "Sources_—_the_night_of_the_14th": 4}


def test_quoted_words_are_kept_apart(corpus: Corpus) -> None:
    [text] = [p.text for p in corpus.posts() if p.author == "Zoë Ünï"]
    assert text == "> They tell of the same night.\n\nThey do not: one tells of the day after."


def test_words_are_those_that_are_shown(corpus: Corpus) -> None:
    texts = [p.text for p in corpus.posts() if p.author == "Bob Roe"]
    assert texts[:2] == [
        "Yes, and soon: see the first page.",
        "Which of these sources can be trusted? 日本語 This one may be.",
    ]
    assert {u for p in corpus.posts() for u in p.links if "status" in u} == {"https://status.example/7"}


def test_ledger_says_what_a_talk_page_hides(corpus: Corpus) -> None:
    assert "what nobody signed is part of the comment below it" in notes(corpus)


def test_history_alone_has_comments_and_not_what_they_answer(wiki: Wiki, tmp_path: Path) -> None:
    feed = requests.get(wiki.url + WAYS["history"], timeout=30).content
    (tmp_path / "history.atom").write_bytes(feed)
    with collected(str(tmp_path / "history.atom"), tmp_path / "corpus") as corpus:
        found = facts(corpus)
        said = notes(corpus)
    # of the first change, which made the page, the feed shows no text
    assert found == {k: (None, *v[1:]) for k, v in list(truth(wiki).items())[1:]}
    assert "not what a comment answers" in said


def test_wiki_that_has_no_such_page_is_said_so(wiki: Wiki, tmp_path: Path) -> None:
    source = wiki.url + REVISIONS.replace("The%20night", "Nothing")
    with collected(source, tmp_path / "none", code=4) as corpus:
        assert [reason for _, reason in corpus.problems()] == ["no scraper knows this kind of page (json)"]
