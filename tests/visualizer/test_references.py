"""What a measure names as its source is in the list, and BibTeX can read the list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from threadgraph.spread.result import Spread
from threadgraph.visualizer import write_report
from threadgraph.visualizer.methods import DEFINITIONS
from threadgraph.visualizer.references import REFERENCES

NAMED = {s for rows in DEFINITIONS.values() for *_, sources in rows for s in sources.split("; ") if s}


def test_every_source_that_a_definition_names_is_in_the_list() -> None:
    assert NAMED
    assert set(REFERENCES) >= NAMED


def test_every_work_in_the_list_is_named_somewhere() -> None:
    assert set(REFERENCES) - NAMED == {"Juul & Ugander 2021"}  # which the text names


def test_keys_are_unique() -> None:
    keys = [r.key for r in REFERENCES.values()]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", REFERENCES)
def test_an_entry_is_balanced_and_says_what_its_sentence_says(name: str) -> None:
    work = REFERENCES[name]
    entry = work.entry()
    assert entry.count("{") == entry.count("}")
    assert re.match(r"@\w+\{[a-z]+\d{4},\n", entry)
    assert str(work.year) in name
    assert work.title in work.sentence()
    assert not re.search(r"(?<!\\)&", entry)


def test_the_file_beside_a_report_holds_what_the_report_uses(small: Spread, tmp_path: Path) -> None:
    write_report(small, tmp_path)
    held = (tmp_path / "references.bib").read_text("utf-8")
    text = (tmp_path / "methods.txt").read_text("utf-8")
    assert "@article{kaplan1958," in held
    assert "Nonparametric estimation" in text
    assert "goel2016" not in held
    assert "@software{threadgraph," in held
