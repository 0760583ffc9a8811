"""Printed dates of many languages, and what is not one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadgraph.scrapers.reader.dates import day_first, find_date, machine_date, read_date

PRINTED = [
    ("Le vendredi 14 octobre 2005 à 08:30, par Anne", "2005-10-14T08:30"),
    ("14 octobre 2005 à 8h30", "2005-10-14T08:30"),
    ("October 14th, 2005 at 1:02 pm", "2005-10-14T13:02"),
    ("Friday, October 14, 2005 6:47:00 PM", "2005-10-14T18:47"),
    ("Posté le: Ven 14 Oct 2005 9:12", "2005-10-14T09:12"),
    ("Oct 14, 2005 | 12:05 AM", "2005-10-14T00:05"),
    ("2005-10-14 08:30:12", "2005-10-14T08:30"),
    ("14.10.2005, 08:30 Uhr", "2005-10-14T08:30"),
    ("14/10/2005 08:30", "2005-10-14T08:30"),
    ("am 3. März 2020 um 9:05", "2020-03-03T09:05"),
    ("5 de abril de 2020, 17:45", "2020-04-05T17:45"),
    ("4. april 2020 kl. 10.12", "2020-04-04T10:12"),
    ("mar. 14 mars 2006", "2006-03-14T00:00"),
    ("Apr 3 '20 at 12:30", "2020-04-03T12:30"),
]


@pytest.mark.parametrize(("text", "wall"), PRINTED)
def test_a_printed_date_is_read(text: str, wall: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.when.isoformat()[:16] == wall


@pytest.mark.parametrize(
    "text", ["call 555 1234", "version 2.0.1", "in 2005 we met", "10:30", "1,234 posts", ""]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_date(text) is None


def test_relative_dates_count_from_when_the_page_was_fetched() -> None:
    now = datetime(2005, 10, 16, 12, tzinfo=UTC)
    found = read_date("3 hours ago", now=now)
    assert found is not None
    assert (found.when.hour, found.precision) == (9, "hour")


def test_a_relative_date_means_nothing_on_a_page_of_unknown_age() -> None:
    assert find_date("3 hours ago") is None


def test_one_impossible_month_decides_for_the_whole_page() -> None:
    assert day_first(["10/05/2005", "13/05/2005"])
    assert not day_first(["10/05/2005", "10/13/2005"])


def test_a_stated_zone_is_kept_apart_from_an_assumed_one() -> None:
    stated, assumed = machine_date("2005-10-14T08:30:00+02:00"), machine_date("2005-10-14T08:30:00")
    assert stated is not None
    assert assumed is not None
    assert (stated.zone, assumed.zone) == ("stated", "assumed")
    assert stated.when.hour == 6


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    find_date(text, now=datetime(2020, 1, 1, tzinfo=UTC))
    machine_date(text)


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)))
def test_every_iso_date_comes_back(when: datetime) -> None:
    found = machine_date(when.isoformat(timespec="seconds"))
    assert found is not None
    assert found.when.replace(tzinfo=None) == when.replace(microsecond=0)
