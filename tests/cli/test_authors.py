"""`threadgraph authors`: merges with evidence, candidates, and lines that a study file takes as they are."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from threadgraph.cli import app
from threadgraph.corpus import Corpus
from threadgraph.model import Post

STUDY = 'seeds = ["x.html"]\n[focal]\nname = "Ondřej Kramařský"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    posts = [
        ("1", "a.example", "Ondřej Kramařský"),
        ("2", "a.example", "okramarsky"),
        ("3", "b.example", "O. Kramařský"),
        ("4", "a.example", 'Luc "[bold]\x1b]0;x\x07\\'),
        ("5", "b.example", 'Luc "[bold]\x1b]0;x\x07\\'),
    ]
    with Corpus(tmp_path, create=True) as corpus:
        corpus.add([Post(id=i, thread_id=s, site=s, author=a, text="x") for i, s, a in posts])
    (tmp_path / "study.toml").write_text(STUDY, "utf-8")
    return tmp_path


def said(folder: Path, *more: str) -> str:
    done = CliRunner().invoke(app, ["authors", str(folder), *more])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_focal_actor_stands_apart_from_who_may_be_he(folder: Path) -> None:
    text = said(folder)
    certain, doubtful = text.split("Possibly the focal actor")
    assert "an account made of initial and family name: “okramarsky” on a.example" in certain
    assert "O. Kramařský @ b.example" in doubtful
    assert "O. Kramařský" not in certain


def test_a_candidate_has_a_score_and_a_reason(folder: Path) -> None:
    assert re.search(r"0\.30  the same name, on sites without a link", said(folder))


def test_the_printed_line_merges_when_the_study_takes_it(folder: Path) -> None:
    line = next(x.strip() for x in said(folder).splitlines() if "same = [[" in x and "Luc" in x)
    assert len(tomllib.loads(line)["same"][0]) == 2
    (folder / "study.toml").write_text(f"{STUDY}[authors]\n{line}\n", "utf-8")
    assert "Candidates for review: none" in said(folder)


def test_no_name_can_steer_the_terminal(folder: Path) -> None:
    for text in (said(folder), said(folder, "--json")):
        assert not {"\x1b", "\x07", "\x9b"} & set(text)


def test_json_has_persons_focal_actor_and_candidates(folder: Path) -> None:
    told = json.loads(said(folder, "--json"))
    assert [p["names"] for p in told["focal"]] == [["Ondřej Kramařský", "okramarsky"]]
    assert [r["other_name"] for r in told["possibly_focal"]] == ["O. Kramařský"]
    assert len(told["candidates"]) == 2


def test_a_wrong_name_in_the_study_is_an_error_in_one_line(folder: Path) -> None:
    (folder / "study.toml").write_text(
        STUDY + '[authors]\nsame = [["okramarski", "O. Kramařský"]]\n', "utf-8"
    )
    done = CliRunner().invoke(app, ["authors", str(folder)])
    assert "did you mean 'okramarsky'" in str(done.exception)
