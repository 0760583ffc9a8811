"""What the command line prints of a page cannot steer the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from threadgraph.cli import app

PAGE = """<html><head><title>T</title></head><body><h1>T</h1><div class="post"><p>[bold]Down[/bold] &#155;31m since midnight{esc}]0;owned{bel}, they say it is.</p></div></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(esc="\x1b", bel="\x07"), encoding="utf-8")
    return path


def test_control_characters_of_a_page_do_not_reach_the_terminal(page: Path) -> None:
    done = CliRunner().invoke(app, ["extract", str(page)])
    assert done.exit_code == 0
    assert not {"\x1b", "\x07", "\x9b"} & set(done.stdout)


def test_markup_in_a_page_is_printed_as_it_stands(page: Path) -> None:
    assert "[bold]Down[/bold]" in CliRunner().invoke(app, ["extract", str(page)]).stdout


def test_json_lines_are_json_whatever_the_page_holds(page: Path) -> None:
    for line in CliRunner().invoke(app, ["extract", str(page), "--json"]).stdout.splitlines():
        assert "\x1b" not in line
        assert json.loads(line)["kind"] == "post"
