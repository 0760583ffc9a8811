"""The way of a coding sheet: written by the command, filled in by people, read by the command again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

import threadgraph as tg
from threadgraph.cli import app

PAGE = """post,author,text,thread
a,Luc,"The host is down.",t
b,Anne,"Since when?",t
c,Eve Host,"Sorry for the trouble. Please change your password.",t
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "posts.csv").write_text(PAGE, "utf-8")
    folder = tmp_path / "crisis"
    with tg.collect([tmp_path / "posts.csv"], folder, columns={"id": "post", "thread_id": "thread"}):
        return folder


def spread(corpus: Path, into: Path, *more: str) -> list[dict[str, str]]:
    done = CliRunner().invoke(app, ["spread", str(corpus), "--focal", "Eve Host", "-o", str(into), *more])
    assert done.exit_code == 0, done.output
    with (into / "tables" / "strategy.csv").open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def fill(rows: list[dict[str, str]], path: Path, *codes: str) -> str:
    with path.open("w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, rows[0])
        writer.writeheader()
        writer.writerows(r | {"human": c} for r, c in zip(rows, codes, strict=True))
    return str(path)


def test_two_coders_fill_the_sheet_and_get_their_agreement(corpus: Path, tmp_path: Path) -> None:
    empty = spread(corpus, tmp_path / "first")
    assert [(r["suggested"], r["human"]) for r in empty] == [("apology", ""), ("instruction", "")]
    anne = fill(empty, tmp_path / "anne.csv", "apology", "instruction")
    luc = fill(empty, tmp_path / "luc.csv", "apology", "none")
    rows = spread(corpus, tmp_path / "second", "--codes", anne, "--codes", luc)
    assert [(r["human"], r["human_1"], r["human_2"]) for r in rows] == [
        ("apology", "apology", "apology"),
        ("", "instruction", "none"),
    ]
    assert "coders: all strategies" in (tmp_path / "second" / "tables" / "agreement.csv").read_text("utf-8")
    assert "T6b" in (tmp_path / "second" / "report.html").read_text("utf-8")
