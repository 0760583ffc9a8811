"""Several actors: a folder each, how they compare, and names that are no paths."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

import threadgraph as tg
from threadgraph.cli import app
from threadgraph.study import load, spread_of

PAGE = """post,author,text,thread
a,Luc,"The host is down.",t
b,Anne,"Since when?",t
c,Eve Host,"Sorry for the trouble.",t
d,../../Mallory,"I knew it.",t
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "posts.csv").write_text(PAGE, "utf-8")
    folder = tmp_path / "crisis"
    with tg.collect([tmp_path / "posts.csv"], folder, columns={"id": "post", "thread_id": "thread"}):
        return folder


def spread(corpus: Path, into: Path, *names: str) -> str:
    actors = [word for n in names for word in ("--focal", n)]
    done = CliRunner().invoke(app, ["spread", str(corpus), "-o", str(into), *actors])
    assert done.exit_code == 0, done.output
    return done.output


def test_each_actor_has_a_report_of_his_own(corpus: Path, tmp_path: Path) -> None:
    spread(corpus, tmp_path / "out", "Eve Host", "Anne")
    for name, place in (("Eve Host", "eve-host"), ("Anne", "anne")):
        assert f"<dd>{name}</dd>" in (tmp_path / "out" / place / "report.html").read_text("utf-8")
        assert (tmp_path / "out" / place / "tables" / "replies.csv").is_file()


def test_the_first_is_compared_with_each_other(corpus: Path, tmp_path: Path) -> None:
    spread(corpus, tmp_path / "out", "Eve Host", "Anne", "Luc")
    with (tmp_path / "out" / "comparison.csv").open(encoding="utf-8", newline="") as f:
        pairs = {(r["actor_a"], r["actor_b"]) for r in csv.DictReader(f)}
    assert pairs == {("Eve Host", "Anne"), ("Eve Host", "Luc")}


def test_a_name_is_no_path(corpus: Path, tmp_path: Path) -> None:
    spread(corpus, tmp_path / "out", "Eve Host", "../../Mallory")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["comparison.csv", "eve-host", "mallory"]


def test_coding_sheets_are_of_one_actor(corpus: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["spread", str(corpus), "--focal", "Eve Host", "--focal", "Anne", "--codes", "a.csv"]
    )
    assert done.exit_code == 2 or "one --focal" in str(done.exception)


def test_a_study_can_name_several(corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "study.toml"
    file.write_text(
        'seeds = ["posts.csv"]\n[[focal]]\nname = "Eve Host"\n[[focal]]\nname = "Anne"\naliases = ["Anne R."]\n',
        "utf-8",
    )
    study = load(file)
    assert study.focal is not None
    assert (study.focal.name, [o.name for o in study.others]) == ("Eve Host", ["Anne"])
    with tg.Corpus(corpus) as held:
        assert spread_of(tg.build(held), study, focal=study.others[0]).focal == study.others[0]


def test_a_key_that_no_actor_has_is_named(tmp_path: Path) -> None:
    file = tmp_path / "study.toml"
    file.write_text('seeds = ["posts.csv"]\n[[focal]]\nname = "Eve"\nalias = ["E."]\n', "utf-8")
    with pytest.raises(tg.ThreadgraphError, match=r"did you mean 'focal\.aliases'"):
        load(file)
