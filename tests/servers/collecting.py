"""What tests of servers share: the real command, and what a corpus says of each post."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from threadgraph import Corpus

#: Parent, author and time of a post.
Facts = tuple[str | None, str | None, datetime | None]

_COMMAND = "from threadgraph.cli import main; main()"


def collect(source: str, into: Path, *more: str, code: int = 0) -> str:
    """Collect from loopback by the command that users type; its exit code must be the one expected."""
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, "collect", source, "--into", str(into), "--allow-private", "--delay", "0", *more],
        capture_output=True,
        text=True,
        timeout=300,
    )  # fmt: skip
    assert done.returncode == code, done.stderr + done.stdout
    return done.stdout


@contextmanager
def collected(source: str, into: Path, *more: str, code: int = 0) -> Iterator[Corpus]:
    """The corpus that a source gives."""
    collect(source, into, *more, code=code)
    with Corpus(into) as corpus:
        yield corpus


def facts(corpus: Corpus) -> dict[str, Facts]:
    """What each post of a corpus says of itself, by id."""
    return {p.id: (p.parent_id, p.author, p.published) for p in corpus.posts()}


def notes(corpus: Corpus) -> str:
    """What the ledger says is missing, of all threads."""
    return "; ".join(row["note"] or "" for row in corpus.ledger().to_pylist())
