"""What the words of a comment tell about whom it answers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threadgraph.graph.conversation import Conversation
from threadgraph.graph.cues import Cue, Line, cues_of

NEWS = Line(
    "Luc Roy",
    None,
    "The host has been down since six this morning, they say; the news was relayed by three blogs.",
)
ANNE = Line("Anne Blanc", None, "Where is the status page of these people then?", "http://a.example/p#c4711")


def cues(*lines: Line) -> list[Cue]:
    thread = Conversation([NEWS, ANNE, *lines], [None] * (len(lines) + 2))
    return cues_of(len(lines) + 1, thread)


def told(text: str) -> list[tuple[int, str]]:
    return [(c.target, c.rule) for c in cues(Line("Eve", None, text))]


@pytest.mark.parametrize(
    "text",
    [
        "> down since six this morning\n\nNo, since 7:40.",
        "> DOWN SINCE SIX THIS MORNING, they say\nNo.",
        "> The host has been down (...) they say; the news was relayed by three blogs\nNo.",
        "“down since six this morning, they say” is wrong",
        "« down since six this morning, they say » : non",
        ">> down since six this morning\n\nNo.",
        "the news was relayed by three blogs >> by four, in fact",
        "> down since six\n> this morning, they\n> say\n\nNo.",
    ],
)
def test_a_quote_names_whose_words_it_repeats_however_it_is_set(text: str) -> None:
    assert told(text) == [(0, "verbatim quote")]


def test_the_inner_level_of_a_quote_is_not_answered() -> None:
    assert told(
        "> > down since six this morning, they say\n> Where is the status page of these people\n\nGone."
    ) == [(1, "verbatim quote")]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("@Anne since midnight", "@name"),
        ("@AnneBlanc it is gone", None),
        ("yes, @anne blanc, since midnight", "@name"),
        ("Anne: since midnight", "Name: at the start"),
        ("à Anne : depuis minuit", "Name: at the start"),
        ("Anne Blanc, there is none.", "Name: at the start"),
        ("Anne Blanc wrote:\n\nit is gone", "X wrote"),
        ("Anne a écrit :\nc'est fini", "X wrote"),
        ("Anne Blanc schrieb:\nweg", "X wrote"),
        ("Anne escribió:\nno", "X wrote"),
        ("Annex: since midnight", None),
    ],
)
def test_a_name_is_a_cue_where_it_addresses(text: str, rule: str | None) -> None:
    assert told(text) == ([(1, rule)] if rule else [])


def test_a_misspelt_name_is_told_from_a_word() -> None:
    thread = [NEWS, Line("Veronique", None, "Is it?"), Line("Eve", None, "@Veronnique yes")]
    found = cues_of(2, Conversation(thread, [None] * 3))
    assert [(c.target, c.rule) for c in found] == [(1, "misspelt @name")]


@pytest.mark.parametrize("text", ["see http://a.example/p#c4711", "as comment 4711 says", "cf. n° 4711"])
def test_a_comment_is_named_by_its_number(text: str) -> None:
    assert told(text) == [(1, "number of a comment")]


def test_a_number_that_is_no_comments_is_no_cue() -> None:
    assert told("post 12 of the series on n° 3") == []


def test_nobody_answers_himself() -> None:
    assert told("Eve: note to self") == []
    assert (
        cues_of(
            1,
            Conversation([NEWS, Line("Luc Roy", None, "> down since six this morning\nstill")], [None, None]),
        )
        == []
    )


@given(
    st.lists(
        st.tuples(st.sampled_from(["Anne", "Luc Roy", "Eve", None]), st.text(max_size=80)),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=200, deadline=None)
def test_evidence_is_verbatim_and_points_back(thread: list[tuple[str | None, str]]) -> None:
    lines = [NEWS, ANNE, *(Line(a, None, t) for a, t in thread)]
    c = Conversation(lines, [None] * len(lines))
    for i in range(len(lines)):
        for cue in cues_of(i, c):
            assert 0 <= cue.target < i
            assert cue.evidence
            assert cue.evidence in lines[i].text
