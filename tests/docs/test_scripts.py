"""The scripts for researchers run as they stand."""

from __future__ import annotations

import gzip
import json
import os
import re
import runpy
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import ROOT

FLOORS = ROOT / "scripts" / "floors.toml"
SCRIPTS = sorted(
    p
    for p in (ROOT / "scripts").glob("*.py")
    if p.name
    not in (
        "_demo.py",
        "cue_precision.py",
        "expect.py",
        "floors.py",
        "sources.py",
        "tone_lexicons.py",
        "train_reply_model.py",
    )
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_a_script_writes_what_it_says(
    script: Path, desk: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = desk()
    monkeypatch.setattr(sys, "argv", [str(script)])
    monkeypatch.syspath_prepend(str(script.parent))
    runpy.run_path(str(script), run_name="__main__")
    said = re.findall(r"output/(\w+\.csv|posts\.jsonl)", script.read_text("utf-8").split('"""')[1])
    assert said
    for name in said:
        assert len((folder / "output" / name).read_text("utf-8").splitlines()) > 1, name


def test_floors_says_when_it_did_not_check(tmp_path: Path) -> None:
    run = [sys.executable, str(ROOT / "scripts" / "floors.py"), str(tmp_path)]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert "not checked" in done.stdout


def test_the_precision_of_cues_is_counted(tmp_path: Path) -> None:
    rows = [
        {"thread": "t", "id": "1", "author": "Luc", "text": "It is down.", "true_parent": None},
        {"thread": "t", "id": "2", "author": "Anne", "text": "Since when?", "true_parent": "1"},
        {"thread": "t", "id": "3", "author": "Eve", "text": "@Anne since seven", "true_parent": "2"},
        {"thread": "t", "id": "4", "author": "Paul", "text": "@Luc no", "true_parent": "3"},
    ]
    with gzip.open(tmp_path / "talk.jsonl.gz", "wt") as f:
        f.writelines(json.dumps(r) + "\n" for r in rows)
    run = [sys.executable, str(ROOT / "scripts" / "cue_precision.py"), str(tmp_path)]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60)
    line = next(x for x in done.stdout.splitlines() if x.startswith("@name"))
    assert line.split() == ["@name", "0.79", "0.50", "(", "2)", "1", "of", "2"]


@pytest.mark.parametrize(("f1", "code"), [(1.0, 0), (0.1, 1)])
def test_floors_fails_when_a_score_fell(tmp_path: Path, f1: float, code: int) -> None:
    names = {name for floors in tomllib.loads(FLOORS.read_text("utf-8")).values() for name in floors}
    scores = dict.fromkeys(names, 1.0) | {"f1": f1, "crashes": 0, "timeouts": 0, "other_snippets_leaked": 0.0}
    scorer = f"print({json.dumps(scores)!r})"
    (tmp_path / "score.py").write_text(scorer, "utf-8")
    run = [sys.executable, str(ROOT / "scripts" / "floors.py"), str(tmp_path)]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stdout + done.stderr
    assert ("FELL" in done.stdout) == bool(code)


@pytest.mark.skipif(os.name != "posix", reason="a shell script")
def test_chromium_is_the_one_that_the_environment_names() -> None:
    run = ["sh", str(ROOT / "scripts" / "chromium.sh"), sys.executable]
    done = subprocess.run(
        run, capture_output=True, text=True, env=os.environ | {"THREADGRAPH_CHROMIUM": "/bin/sh"}, timeout=60
    )
    assert done.stdout.strip() == "/bin/sh"
