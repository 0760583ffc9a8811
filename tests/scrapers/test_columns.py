"""Tables with columns of any name."""

from __future__ import annotations

from pathlib import Path

import pytest

import threadgraph as tg
from threadgraph.errors import UsageError
from threadgraph.scrapers.columns import named_columns

TABLE = "nr,said,by,at,to\n1,All down,Anne,2005-10-14T06:30:00Z,\n2,Since when?,Luc,2005-10-14T07:30:00Z,1\n3,Midnight.,Anne,2005-10-14T07:40:00Z,2\n"
TOLD = "text=said,author=by,published=at,parent_id=to,id=nr"


def test_told_columns_outlive_a_reread(tmp_path: Path) -> None:
    (tmp_path / "talk.csv").write_text(TABLE)
    with tg.collect([tmp_path / "talk.csv"], tmp_path / "c", columns=named_columns(TOLD)) as corpus:
        first = corpus.posts()
    with tg.reread(tmp_path / "c") as corpus:
        assert corpus.posts() == first
    assert [(p.id, p.parent_id, p.author) for p in first] == [
        ("talk:1", None, "Anne"),
        ("talk:2", "talk:1", "Luc"),
        ("talk:3", "talk:2", "Anne"),
    ]
    assert {p.thread_id for p in first} == {"talk:1"}


def test_two_tables_keep_what_was_told_of_each(tmp_path: Path) -> None:
    (tmp_path / "talk.csv").write_text(TABLE)
    (tmp_path / "more.csv").write_text("n,words\n7,Still down\n")
    tg.collect([tmp_path / "talk.csv"], tmp_path / "c", columns=named_columns(TOLD)).close()
    with tg.collect([tmp_path / "more.csv"], tmp_path / "c", columns={"text": "words", "id": "n"}) as corpus:
        first = corpus.posts()
    with tg.reread(tmp_path / "c") as corpus:
        assert corpus.posts() == first
        assert corpus.problems() == []
    assert {p.text for p in first} == {"All down", "Since when?", "Midnight.", "Still down"}


def test_a_table_that_does_not_tell_its_text_names_its_columns(tmp_path: Path) -> None:
    (tmp_path / "talk.csv").write_text(TABLE)
    with tg.collect([tmp_path / "talk.csv"], tmp_path / "c") as corpus:
        (problem,) = corpus.problems()
    assert "--columns text=NAME" in problem[1]
    assert "nr, said, by, at, to" in problem[1]


@pytest.mark.parametrize("told", ["text", "text=", "=said"])
def test_half_a_pair_is_refused(told: str) -> None:
    with pytest.raises(UsageError, match="FIELD=COLUMN"):
        named_columns(told)


@pytest.mark.parametrize(
    ("told", "why"), [("txt=said", "no field"), ("text=sad", "no column 'sad'; there are nr")]
)
def test_a_column_that_is_not_there_is_said(told: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "talk.csv").write_text(TABLE)
    with tg.collect([tmp_path / "talk.csv"], tmp_path / "c", columns=named_columns(told)) as corpus:
        assert why in corpus.problems()[0][1]


def test_a_table_of_another_coding_and_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "talk.csv").write_bytes("id;auteur;text;author\n1;x;Ça ne répond plus;Ève\n".encode("cp1252"))
    with tg.collect([tmp_path / "talk.csv"], tmp_path / "c") as corpus:
        (post,) = corpus.posts()
    assert (post.author, post.text) == ("Ève", "Ça ne répond plus")
