"""Study files: what they say, and what an error in one says."""

from __future__ import annotations

from pathlib import Path

import pytest

from threadgraph.errors import StudyError
from threadgraph.model import Authors
from threadgraph.study import load

GOOD = 'title = "T"\nseeds = ["https://a.example/x", "mail.eml"]\ntimezone = "Europe/Paris"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "study.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_are_careful(tmp_path: Path) -> None:
    study = load(written(tmp_path, GOOD))
    assert (study.manners.delay, study.manners.robots, study.manners.allow_private) == (1.0, True, False)
    assert not study.follow.links


def test_local_seeds_stand_beside_the_study(tmp_path: Path) -> None:
    assert load(written(tmp_path, GOOD)).seeds == ("https://a.example/x", tmp_path / "mail.eml")


def test_the_last_day_of_the_window_is_included(tmp_path: Path) -> None:
    study = load(written(tmp_path, GOOD + "[window]\nstart = 2005-10-13\nend = 2005-10-18\n"))
    assert study.start is not None
    assert study.end is not None
    assert study.start.isoformat() == "2005-10-13T00:00:00+02:00"
    assert study.end.isoformat() == "2005-10-19T00:00:00+02:00"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('seedz = ["https://a.example"]\n', "'seedz'; did you mean 'seeds'"),
        (GOOD + "[folow]\nlinks = true\n", "'folow'; did you mean 'follow'"),
        (GOOD + "[follow]\nlink = true\n", "'follow.link'; did you mean 'follow.links'"),
        (GOOD + "[follow]\ndelay = 1\n", "'follow.delay'; did you mean 'manners.delay'"),
        (GOOD + '[follow]\nlinks = "yes"\n', "follow.links must be a bool, not a str"),
        (GOOD + "[focal]\naliases = []\n", "needs a name"),
        ('title = "T"\n', "no seeds"),
        (GOOD.replace("Paris", "Pariss"), "unknown timezone"),
        ("seeds = [", "not valid TOML"),
        (GOOD + "follow = 3\n", "follow is a section"),
        ("seeds = [3]\n", "must be a list of texts"),
        (GOOD + "[authors]\nsames = []\n", "'authors.sames'; did you mean 'authors.same'"),
        (GOOD + '[authors]\nsame = ["Anne", "Bob"]\n', "groups of two names and more"),
        (GOOD + '[authors]\ndifferent = [["Anne"]]\n', "groups of two names and more"),
    ],
)
def test_an_error_names_the_key_and_the_nearest_right_one(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(StudyError) as caught:
        load(written(tmp_path, text))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value).strip()[:300]


def test_authors_merged_and_kept_apart_by_hand(tmp_path: Path) -> None:
    text = GOOD + '[authors]\nsame = [["Anne Roux", "aroux @ b.example"]]\ndifferent = [["Bob", "Rob"]]\n'
    assert load(written(tmp_path, text)).authors == Authors(
        same=(("Anne Roux", "aroux @ b.example"),), different=(("Bob", "Rob"),)
    )


def test_a_missing_study_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="no study file"):
        load(tmp_path / "study.toml")
