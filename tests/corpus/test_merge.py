"""One post read by several routes becomes the same post, whatever the order of reading."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from threadgraph.corpus.merge import merge, merge_all

Row = dict[str, Any]
WHEN = st.sampled_from([None, datetime(2005, 10, 14, tzinfo=UTC), datetime(2005, 10, 14, 8, 30, tzinfo=UTC)])


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A reading; routes of one trust differ in their capture."""
    published = draw(WHEN)
    return {
        "id": "a.example#1",
        "thread_id": "a.example",
        "kind": draw(st.sampled_from(["comment", "trackback"])),
        "author": draw(st.sampled_from([None, "Ann", "ann"])),
        "parent_id": draw(st.sampled_from([None, "a.example#0"])),
        "text": draw(st.sampled_from(["", "Down", "Down again"])),
        "links": draw(st.sampled_from([[], ["http://b.example/"]])),
        "published": published,
        "published_text": None,
        "precision": "unknown" if published is None else draw(st.sampled_from(["day", "minute", "second"])),
        "zone": None if published is None else draw(st.sampled_from(["stated", "assumed"])),
    }


def ranked(readings: list[Row]) -> list[Row]:
    """Each reading by a route of its own trust and with a time of its own, as scrapers give them."""
    return [r | {"trust": n, "capture": f"c{n}"} for n, r in enumerate(readings)]


@given(st.lists(rows(), min_size=2, max_size=2).map(ranked))
def test_two_readings_give_the_same_in_either_order(readings: list[Row]) -> None:
    a, b = readings
    assert merge(a, b) == merge(b, a)


@given(rows().map(lambda r: r | {"trust": 2, "capture": "c"}))
def test_the_same_reading_twice_changes_nothing(row: Row) -> None:
    assert merge(row, dict(row)) == row


@given(st.lists(rows().map(lambda r: r | {"text": r["text"] or "Words"}), min_size=3, max_size=3).map(ranked))
def test_words_and_kind_do_not_depend_on_the_order_of_three_readings(readings: list[Row]) -> None:
    found = [merge_all(order)["a.example#1"] for order in permutations(readings)]
    assert len({(r["text"], r["kind"]) for r in found}) == 1


def test_field_that_the_best_reading_lacks_comes_from_the_second_best() -> None:
    readings = [
        {"id": "1", "trust": 1, "author": "feed", "text": "a"},
        {"id": "1", "trust": 2, "author": "page", "text": "a"},
        {"id": "1", "trust": 4, "author": None, "text": "a"},
    ]
    assert {merge_all(order)["1"]["author"] for order in permutations(readings)} == {"page"}


def test_higher_trust_wins_and_the_lower_completes() -> None:
    page = {"id": "1", "trust": 2, "text": "cut …", "author": "Ann", "kind": "comment"}
    interface = {"id": "1", "trust": 4, "text": "whole", "author": None, "kind": "comment"}
    row = merge(page, interface)
    assert (row["text"], row["author"]) == ("whole", "Ann")


def test_stated_zone_beats_an_assumed_one_of_higher_trust() -> None:
    when = datetime(2005, 10, 14, 8, tzinfo=UTC)
    stated = {"id": "1", "trust": 1, "published": when, "zone": "stated", "precision": "second"}
    assumed = {
        "id": "1",
        "trust": 4,
        "published": when.replace(hour=10),
        "zone": "assumed",
        "precision": "second",
    }
    assert merge(stated, assumed)["published"] == when
