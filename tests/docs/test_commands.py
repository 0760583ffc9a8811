"""Every command is documented, and its help works."""

from __future__ import annotations

import subprocess
import sys

import pytest
import typer
from documents import ROOT, command

from threadgraph.cli import app
from threadgraph.study import _KEYS

COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_documented(name: str) -> None:
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert f"\n## {name}\n" in text
    assert f"\nthreadgraph {name}" in text
    assert f"`threadgraph {name}" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_works(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(f"threadgraph {name} --help") == 0
    assert name in capsys.readouterr().out


def test_help_lists_every_command() -> None:
    run = [sys.executable, "-c", "from threadgraph.cli import main; main()", "--help"]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    for name in COMMANDS:
        assert f" {name} " in done.stdout


def test_every_key_of_a_study_is_explained() -> None:
    text = (ROOT / "docs" / "first-study.md").read_text("utf-8")
    for section, keys in _KEYS.items():
        for key in keys:
            assert f"`{section}.{key}`" in text if section else f"`{key}`" in text, f"{section}.{key}"
