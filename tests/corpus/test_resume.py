"""A collection may be killed at any moment: nothing is lost, nothing doubled, and the same command continues."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from threadgraph import Corpus, collect, reread
from threadgraph.corpus import Follow
from threadgraph.demo import DemoServer, write_study
from threadgraph.study import load
from threadgraph.web.captures import read_captures

pytestmark = pytest.mark.slow

KILLS = 20


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        yield running


@pytest.fixture(scope="module")
def seeds(server: DemoServer, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    study = load(write_study(tmp_path_factory.mktemp("study"), server.address))
    return [str(s) for s in study.seeds]


@pytest.fixture(scope="module")
def undisturbed(
    server: DemoServer, seeds: list[str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    follow = Follow(links=True, trackbacks=True, depth=2, hosts=("*.example",))
    folder = tmp_path_factory.mktemp("undisturbed") / "corpus"
    with collect(
        seeds, folder, follow=follow, delay=0, allow_private=True, resolve={"*.example": server.address}
    ) as corpus:
        return contents(corpus)


def contents(corpus: Corpus) -> dict[str, Any]:
    """Every post by its id, without the name of the capture, which differs from run to run."""
    rows = corpus.table().drop_columns(["capture"]).to_pylist()
    found = {r["id"]: r for r in rows}
    assert len(found) == len(rows), "a post is there twice"
    return found


def arguments(server: DemoServer, seeds: list[str], into: Path, delay: float) -> list[str]:
    return [
        "threadgraph", "collect", *seeds, "--into", str(into), "--resolve", f"*.example={server.address}",
        "--allow-private", "--links", "--depth", "2", "--host", "*.example", "--delay", str(delay),
    ]  # fmt: skip


def command(*args: Any) -> list[str]:
    run = "import sys; from threadgraph.cli import main; sys.argv = sys.argv[1:]; main()"
    return [sys.executable, "-c", run, *arguments(*args)]


#: Imports threadgraph once and forks a process for each line: a command as JSON. Answers with its number, then its end.
NURSERY = """
import json, os, sys
from threadgraph.cli import main
for line in sys.stdin:
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        sys.argv = json.loads(line)
        main()
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def received(into: Path) -> int:
    """How many bytes of captures a corpus holds."""
    return sum(file.stat().st_size for file in into.glob("captures/*.warc.gz"))


def until_received(into: Path, size: int, patience: float = 3) -> None:
    """Wait for a point of a collection, however slow the machine is."""
    last = time.monotonic() + patience
    while received(into) < size and time.monotonic() < last:
        time.sleep(0.005)


class Kills(NamedTuple):
    """Corpora whose collection was killed, twenty times altogether; one would do but on a fast machine."""

    folders: list[Path]
    done: list[list[int]]  # pages that were done after each kill


@pytest.fixture(scope="module")
def killed(server: DemoServer, seeds: list[str], tmp_path_factory: pytest.TempPathFactory) -> Kills:
    dice = random.Random(2005)
    kills = Kills([], [])
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as nursery:
        assert nursery.stdin
        assert nursery.stdout
        ended = True
        while sum(map(len, kills.done)) < KILLS:
            if ended:
                kills.folders.append(tmp_path_factory.mktemp("killed") / "corpus")
                kills.done.append([])
            into = kills.folders[-1]
            nursery.stdin.write(json.dumps(arguments(server, seeds, into, 0.05)) + "\n")
            nursery.stdin.flush()
            before = received(into)
            child = int(nursery.stdout.readline())
            if dice.random() < 0.7:  # else at a moment of the start
                until_received(into, before + dice.randrange(45_000))
            time.sleep(dice.uniform(0, 0.4))
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            end = int(nursery.stdout.readline())
            assert end in (-signal.SIGKILL, 4)
            ended = end == 4
            if not ended:
                with Corpus(into, create=True) as corpus:
                    kills.done[-1].append(int((corpus.pages()["state"] == "done").sum()))
                    contents(corpus)
        nursery.stdin.close()
    return kills


@pytest.fixture(scope="module")
def finished(killed: Kills, server: DemoServer, seeds: list[str]) -> list[Path]:
    for into in killed.folders:
        run = subprocess.run(command(server, seeds, into, 0), capture_output=True, text=True, timeout=120)
        assert run.returncode == 4, run.stderr  # the demo has a dead link and a site that forbids robots
    return killed.folders


def test_kills_landed_in_the_middle(killed: Kills, undisturbed: dict[str, Any]) -> None:
    """Each killed run had pages waiting; on a machine of any speed many of them had read some already."""
    assert sum(n > 0 for done in killed.done for n in done) >= KILLS // 2


def test_kill_undoes_no_page(killed: Kills) -> None:
    for done in killed.done:
        assert done == sorted(done)


def test_after_twenty_kills_the_posts_are_those_of_an_undisturbed_run(
    finished: list[Path], undisturbed: dict[str, Any]
) -> None:
    for into in finished:
        with Corpus(into) as corpus:
            assert contents(corpus) == undisturbed


def test_after_twenty_kills_no_page_waits(finished: list[Path]) -> None:
    for into in finished:
        with Corpus(into) as corpus:
            assert "waiting" not in set(corpus.pages()["state"])


def test_every_capture_that_a_post_names_can_be_read(finished: list[Path]) -> None:
    into = finished[0]
    names = {c.name for file in into.glob("captures/*.warc.gz") for c in read_captures(file)}
    with Corpus(into) as corpus:
        assert {p.capture for p in corpus.posts()} <= names


def test_rereading_the_captures_gives_the_same_posts_without_the_tables(
    finished: list[Path], undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    shutil.copytree(finished[0] / "captures", tmp_path / "captures")
    with reread(tmp_path) as corpus:
        assert contents(corpus) == undisturbed


def test_warc_that_is_cut_gives_warcio_its_whole_records(finished: list[Path], tmp_path: Path) -> None:
    largest = max(finished[0].glob("captures/*.warc.gz"), key=lambda p: p.stat().st_size)
    whole = len(list(read_captures(largest)))
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(largest.read_bytes()[:-40])
    seen = 0
    with cut.open("rb") as f:
        records = iter(ArchiveIterator(f))
        while True:
            try:
                seen += next(records).rec_type == "response"
            except (StopIteration, ArchiveLoadFailed, EOFError):
                break
    assert whole - 1 <= seen <= whole
    assert whole - 1 <= len(list(read_captures(cut))) <= whole


def test_ctrl_c_stops_cleanly_and_the_same_command_continues(
    server: DemoServer, seeds: list[str], undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    into = tmp_path / "corpus"
    process = subprocess.Popen(command(server, seeds, into, 0.5), stderr=subprocess.PIPE)
    until_received(into, 20_000, patience=30)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 4, said.decode()
    assert b"Traceback" not in said
    assert b"the same command continues" in said
    with Corpus(into) as corpus:
        assert "waiting" in set(corpus.pages()["state"])
    assert subprocess.run(command(server, seeds, into, 0), capture_output=True).returncode == 4
    with Corpus(into) as corpus:
        assert contents(corpus) == undisturbed
