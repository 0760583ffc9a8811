"""Times that texts tell: single expressions, the labelled sets, and wild text."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadgraph.spread.told import Told, told_times
from threadgraph.spread.told.vocabulary import flat

PARIS = ZoneInfo("Europe/Paris")
#: A Friday.
POSTED = datetime(2005, 10, 14, 16, 0, tzinfo=PARIS)
LABELLED = Path(__file__).parent / "told"


def told(text: str, about: date | None = None) -> list[str]:
    return [f"{t.start:%d %H:%M}-{t.end:%d %H:%M}" for t in told_times(text, POSTED, PARIS, about)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("dans la nuit du 13 au 14 octobre", "13 22:00-14 06:00"),
        ("dès le 14 à midi", "14 12:00-14 12:01"),
        ("le matin même", "14 06:00-14 12:00"),
        ("à 7h40 pour le premier", "14 07:40-14 07:41"),
        ("vers 8h30", "14 08:15-14 08:46"),
        ("lundi dernier", "10 00:00-11 00:00"),
        ("Le retour est prévu lundi matin à 8h.", "17 08:00-17 09:00"),
        ("entre 3h et 7h40", "14 03:00-14 07:40"),
        ("du 13 au 15 octobre 2005", "13 00:00-16 00:00"),
        ("il y a deux heures", "14 14:00-14 15:00"),
        ("hier soir vers 22h", "13 21:45-13 23:15"),
        ("We went down at 10:42 last night.", "13 22:42-13 22:43"),
        ("between 3 and 5 pm on Tuesday", "11 15:00-11 17:00"),
        ("at a quarter to seven in the morning", "14 06:45-14 06:46"),
        ("By noon on Friday it was back.", "14 12:00-14 12:01"),
        ("sept heures et demie du matin", "14 07:30-14 07:31"),
    ],
)
def test_an_expression_becomes_an_interval(text: str, wanted: str) -> None:
    assert told(text) == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "une coupure de 8h", "pendant 48h", "24h/24", "11 serveurs, version 2.10", "tous les lundis", "je pense que si",
        "23 heures avant l'attaque", "cinq heures entre les deux", "le 2e serveur", "May I?", "un vendredi",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("La mairie a rouvert lundi, l'école rouvrira lundi.", ["10 00:00-11 00:00", "17 00:00-18 00:00"]),
        ("Mardi, toujours rien.", ["11 00:00-12 00:00"]),
        ("Réunion mardi. On verra.", ["18 00:00-19 00:00"]),
        ("Relogés jusqu'à mercredi.", ["19 00:00-20 00:00"]),
        ("The schools stay shut until Monday.", ["17 00:00-18 00:00"]),
        ("We will restore what was lost on Monday.", ["10 00:00-11 00:00"]),
    ],
)
def test_the_nearest_verb_tells_past_from_future(text: str, wanted: list[str]) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It opened at 9, shut at 2.", ["14 09:00-14 10:00", "14 14:00-14 15:00"]),
        ("Doors at 7, main act at 9 tomorrow.", ["15 19:00-15 20:00", "15 21:00-15 22:00"]),
        ("I woke at 5 and left at quarter to 8.", ["14 05:00-14 06:00", "14 07:45-14 07:46"]),
        ("On Tuesday night at 11:20 it broke; by 2 it was back.", ["11 23:20-11 23:21", "12 02:00-12 03:00"]),
    ],
)
def test_the_order_of_a_tale_tells_the_half_of_the_day(text: str, wanted: list[str]) -> None:
    assert told(text) == wanted


def test_long_lines_take_linear_time() -> None:
    for part in ("1", "12 ", "8h30 ", "walked ", " ", "lundi "):
        begun = time.perf_counter()
        told_times((part * 100_000)[:100_000], POSTED)
        assert time.perf_counter() - begun < 10


def test_later_times_hang_on_earlier_ones() -> None:
    text = "L'attaque a eu lieu dans la nuit du 12 au 13. Le matin même, à 8h30, j'ai prévenu. Deux jours plus tard, tout marchait."
    assert told(text) == ["12 22:00-13 06:00", "13 08:30-13 08:31", "15 00:00-16 00:00"]


def test_a_bare_clock_time_is_of_the_day_that_is_spoken_of() -> None:
    assert told("À 7h40 pour le premier.", about=date(2005, 10, 12)) == ["12 07:40-12 07:41"]


def test_without_a_date_of_writing_only_whole_dates_are_told() -> None:
    assert [t.evidence for t in told_times("hier, puis le 14 octobre 2005 à 7h40")] == [
        "14 octobre 2005 à 7h40"
    ]


def test_what_it_rests_on_is_said() -> None:
    whole, hung, near = told_times("Le 13 octobre 2005 à 9h. Le soir même. Depuis mardi.", POSTED, PARIS)
    assert (whole.anchor, hung.anchor, near.anchor) == ("text", "event", "post")
    assert near.relation == "from"


def scores(name: str) -> tuple[float, float]:
    """Relaxed F1, and the share of labelled expressions whose interval is exactly right."""
    found = labelled = hits = right = 0
    for line in (LABELLED / name).read_text("utf-8").splitlines():
        row = json.loads(line)
        posted = datetime.fromisoformat(row["posted"])
        about = date.fromisoformat(row["about"]) if row["about"] else None
        times = told_times(row["text"], posted, posted.tzinfo or UTC, about)
        found += len(times)
        free = list(times)
        for gold in row["times"]:
            labelled += 1
            begin = row["text"].index(gold["words"])
            end = begin + len(gold["words"])
            over = [t for t in free if t.begin < end and begin < t.stop]
            if over:
                best = max(over, key=lambda t: min(t.stop, end) - max(t.begin, begin))
                free.remove(best)
                hits += 1
                right += (f"{best.start:%Y-%m-%dT%H:%M}", f"{best.end:%Y-%m-%dT%H:%M}") == (
                    gold["start"],
                    gold["end"],
                )
    return 2 * hits / (found + labelled), right / labelled


@pytest.mark.parametrize(
    ("name", "f1", "interval"),
    [
        ("dev.jsonl", 0.99, 0.98),
        ("dev2.jsonl", 0.99, 0.98),
        ("dev3.jsonl", 0.98, 0.98),
        ("dev4.jsonl", 0.99, 0.96),
        ("dev5.jsonl", 0.99, 0.98),
        ("dev6.jsonl", 0.99, 0.97),
        ("dev7.jsonl", 0.98, 0.95),
        ("held.jsonl", 0.96, 0.90),
    ],
)
def test_labelled_expressions_are_told(name: str, f1: float, interval: float) -> None:
    got = scores(name)
    assert got[0] >= f1
    assert got[1] >= interval


def test_a_week_day_beside_a_date_tells_its_year() -> None:
    posted = datetime(2005, 12, 30, 12, tzinfo=PARIS)
    text = "Cette année finit samedi 31 décembre, et on se revoit dimanche 1er janvier à 10h00."
    assert told_times(text, posted, PARIS)[-1].start == datetime(2006, 1, 1, 10, tzinfo=PARIS)


@pytest.mark.parametrize(
    "text", ["Cette année, le 29 février.", "From Tuesday to 29/02.", "du 24 décembre au 29 février"]
)
def test_a_leap_day_is_told_in_a_year_that_has_none(text: str) -> None:
    posted = datetime(2005, 3, 31, 12, tzinfo=PARIS)
    assert all(t.start < t.end for t in told_times(text, posted, PARIS))


WORDS = [g["words"] for f in sorted(LABELLED.glob("dev*.jsonl")) for line in f.read_text().splitlines() for g in json.loads(line)["times"]]  # fmt: skip
JOINS = [" ", ", ", " et ", " and ", ". ", " puis ", " until ", " was ", " sera ", " to ", " au ", "\n"]
EDGES = [datetime(2024, 2, 29, 12), datetime(2005, 3, 31), datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59)]


@given(
    st.lists(st.sampled_from(WORDS) | st.sampled_from(JOINS), max_size=10).map("".join),
    st.sampled_from(EDGES),
    st.none() | st.just(date(2005, 1, 31)),
)
def test_tales_of_all_kinds_of_times_give_intervals(text: str, posted: datetime, about: date | None) -> None:
    assert all(t.start < t.end for t in told_times(text, posted.replace(tzinfo=UTC), PARIS, about))


pieces = st.sampled_from(
    ["le ", "14 ", "octobre ", "à ", "7h40", " du ", "au ", "31 ", "février", "lundi", "hier", "midi", "minuit", "nuit ", "next ", "May ",
     "il y a ", "999 ", "ans ", "2005-02-31", "24h", "entre ", "et ", "dans ", "depuis ", "quelques ", "\n", "’", "İ", ".", "12:99", "between 3 and 5 pm", "99/99/99"]
)  # fmt: skip


@given(
    st.lists(pieces, max_size=14).map("".join) | st.text(max_size=60),
    st.none() | st.datetimes(),
)
def test_wild_text_gives_intervals_with_their_words_or_nothing(text: str, posted: datetime | None) -> None:
    for t in told_times(text, posted.replace(tzinfo=UTC) if posted else None):
        assert isinstance(t, Told)
        assert t.start < t.end
        assert t.evidence == text[t.begin : t.stop]


@given(st.text())
def test_flat_text_keeps_each_character_in_its_place(text: str) -> None:
    assert len(flat(text)) == len(text)
