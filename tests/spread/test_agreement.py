"""Coding sheets come back, each coder keeps a column, and agreement is counted as it is published."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from threadgraph.errors import UsageError
from threadgraph.graph import ThreadGraph, build_table
from threadgraph.model import Post, posts_table
from threadgraph.spread import Spread, spread
from threadgraph.spread.agreement import alpha
from threadgraph.visualizer import write_tables
from threadgraph.visualizer._values import records

TEXTS = (
    "Merci. Le serveur 7 est un Debian.",
    "Toutes mes excuses. Changez votre mot de passe.",
    "-- Non, c'est faux.",
    "Merci. Merci.",
)


@pytest.fixture(scope="module")
def graph() -> ThreadGraph:
    posts = [
        Post(id=f"c{k}", thread_id="a", author="Étienne", site="a.example", text=text, position=k,
             published=datetime(2005, 10, 14, 10, k, tzinfo=UTC))
        for k, text in enumerate(TEXTS)
    ]  # fmt: skip
    opening = Post(id="a", thread_id="a", kind="post", author="Luc", site="a.example", text="Une panne.")
    return build_table(posts_table([opening, *posts]))


def sheet(graph: ThreadGraph, folder: Path, name: str, *codes: str, **how: object) -> Path:
    """What a coder makes of the written table: a code for each sentence, by order."""
    write_tables(spread(graph, "Étienne"), folder)
    table = pd.read_csv(folder / "strategy.csv")
    table["human"] = [*codes, *[""] * (len(table) - len(codes))]
    path = folder / name
    table.to_csv(path, index=False, **how)  # type: ignore[call-overload]
    return path


def coded(graph: ThreadGraph, *sheets: Path) -> Spread:
    return spread(graph, "Étienne", codes=sheets)


def test_the_published_examples_come_out() -> None:
    """Krippendorff (2011), sections A, B and C: two observers, binary and nominal; four observers with gaps."""
    assert alpha(list(zip("0100000010", "1110010000", strict=True))) == pytest.approx(0.095, abs=0.0005)
    assert alpha(list(zip("aabbdcccedda", "babbbccceddd", strict=True))) == pytest.approx(0.692, abs=0.0005)
    four = ("123321412___", "1233224125_3", "_3332342251_", "12332441251_")
    gaps = [[None if c == "_" else c for c in unit] for unit in zip(*four, strict=True)]
    assert alpha(gaps) == pytest.approx(0.743, abs=0.0005)


@pytest.mark.parametrize("units", [[], [("a", None)], [("a", "a"), ("a", "a")]])
def test_where_chance_alone_would_agree_there_is_no_alpha(units: list[tuple[str | None, ...]]) -> None:
    assert alpha(units) is None


def test_each_coder_keeps_a_column_and_human_is_what_they_agree_on(
    graph: ThreadGraph, tmp_path: Path
) -> None:
    first = sheet(graph, tmp_path, "a.csv", "thanks", "none", "apology", "instruction")
    second = sheet(graph, tmp_path, "b.csv", "thanks", "none", "diminish", "")
    rows = records(coded(graph, first, second).strategy)
    assert [(r["human"], r["human_1"], r["human_2"]) for r in rows[:4]] == [
        ("thanks", "thanks", "thanks"),
        ("none", "none", "none"),
        (None, "apology", "diminish"),
        ("instruction", "instruction", None),
    ]
    assert [r["suggested"] for r in rows[:4]] == ["thanks", None, "apology", "instruction"]


def test_suggestions_and_coders_are_two_figures(graph: ThreadGraph, tmp_path: Path) -> None:
    first = sheet(graph, tmp_path, "a.csv", "thanks", "none", "apology", "instruction", "denial")
    second = sheet(graph, tmp_path, "b.csv", "thanks", "none", "apology", "instruction", "correction")
    rows = {r["measure"]: r for r in coded(graph, first, second).agreement.to_dict("records")}
    assert rows["coders: all strategies"]["n"] == 5
    assert rows["coders: all strategies"]["alpha"] == pytest.approx(0.78, abs=0.01)
    assert rows["coders: apology or not"]["alpha"] == 1
    assert rows["suggestions against coder 1"]["note"] == "5 of 5 the same"
    assert rows["suggestions against coder 2"]["note"] == "4 of 5 the same"
    agreed = rows["suggestions against what coders agree on"]
    assert (agreed["n"], agreed["note"]) == (4, "4 of 4 the same; 1 on which coders differ left out")


def test_one_coder_has_no_one_to_agree_with(graph: ThreadGraph, tmp_path: Path) -> None:
    rows = coded(graph, sheet(graph, tmp_path, "a.csv", "thanks", "none")).agreement["measure"].tolist()
    assert rows == ["suggestions against coder 1"]


def test_a_sentence_that_a_spreadsheet_would_run_comes_back(graph: ThreadGraph, tmp_path: Path) -> None:
    path = sheet(graph, tmp_path, "a.csv", "", "", "", "", "denial")
    assert "'-- Non" in path.read_text("utf-8")
    assert coded(graph, path).strategy["human"].tolist()[4] == "denial"


def test_the_same_sentence_twice_in_a_post_is_coded_twice(graph: ThreadGraph, tmp_path: Path) -> None:
    path = sheet(graph, tmp_path, "a.csv", "", "", "", "", "", "thanks", "none")
    assert coded(graph, path).strategy["human"].tolist()[5:] == ["thanks", "none"]


def test_a_sheet_as_a_french_spreadsheet_saves_it_is_read(graph: ThreadGraph, tmp_path: Path) -> None:
    path = sheet(graph, tmp_path, "a.csv", "THANKS ", sep=";", encoding="utf-8-sig", lineterminator="\r\n")
    assert coded(graph, path).strategy["human"].tolist()[0] == "thanks"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"post,sentence\nc0,Merci.\n", "no column human"),
        (b"", "no column post and sentence and human"),
        (b"post,sentence,human\nc0,Merci.,thank\n", "line 2: 'thank' is no strategy; known are apology"),
        (b"post,sentence,human\nc0,Merci beaucoup.,thanks\n", r"1 codes belong to no sentence of this corpus \(lines 2\)"),
        (b"post,sentence,human\nc0,d\xe9j\xe0,thanks\n", "not UTF-8"),
        (b'post,sentence,human\nc0,"Merci.,thanks\n', "no CSV file"),
    ],
)  # fmt: skip
def test_a_sheet_that_does_not_fit_is_named_and_left_alone(
    graph: ThreadGraph, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=said) as error:
        coded(graph, path)
    assert "mine.csv" in str(error.value)
    assert path.read_bytes() == content


def test_a_sheet_that_is_not_there_is_named(graph: ThreadGraph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.csv"):
        coded(graph, tmp_path / "gone.csv")
