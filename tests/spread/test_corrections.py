"""Claims, and what answers do to them: which fact changed, what was confirmed, and of which day they speak."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from threadgraph.graph import build_table
from threadgraph.model import Post, posts_table
from threadgraph.spread import spread
from threadgraph.spread.exchanges import Exchange, exchanges
from threadgraph.spread.facts import agrees, changed, contrast
from threadgraph.visualizer.columns import columns

PARIS = ZoneInfo("Europe/Paris")
DAY = datetime(2005, 10, 14, 12, tzinfo=PARIS)


def change(claim: str, answer: str) -> str | None:
    found = changed(claim, answer, said=DAY, answered=DAY, zone=PARIS)
    return str(found) if found else None


@pytest.mark.parametrize(
    ("claim", "answer", "wanted"),
    [
        ("coupé depuis 6 h", "Petit correctif : coupé à 7 h 40.", "6 h → 7 h 40"),
        ("il est sorti dès midi", "En fait à 7h40.", "midi → 7h40"),
        ("the status page was up by noon", "It was up at 7:40.", "noon → 7:40"),
        ("he spoke on Saturday morning", "On Friday at 8:30, by telephone.", "Saturday morning → Friday at 8:30"),
        ("la sauvegarde date d'une semaine", "Elle date du 13 octobre à 3 h.", "une semaine → 13 octobre à 3 h"),
        ("41 000 blogs effacés", "Non, 3 200.", "41000 → 3200"),
        ("ils ont payé 5 000 euros", "0 euro.", "5000 → 0"),
        ("down for five hours", "Actually two.", "five → two"),
        ("deux semaines d'articles perdus", "Une journée, celle de jeudi.", "deux semaines → Une journée"),
        ("le patron, Édouard Valmont", "Étienne. Édouard est mon frère.", "Édouard Valmont → Étienne"),
        ("le secours s'appelle Brumaille", "Ce n'est pas Brumaille, c'est Hauterive.", "Brumaille → Hauterive"),
        ("les mots de passe étaient en clair", "Aucun mot de passe n'est en clair.", "denied: clair, mots, passe"),
    ],
)  # fmt: skip
def test_a_fact_that_changed_is_named(claim: str, answer: str, wanted: str) -> None:
    assert change(claim, answer) == wanted


@pytest.mark.parametrize(
    ("claim", "answer"),
    [
        ("coupé à 7 h 40", "Oui, à 7 h 40."),
        ("coupé à 7 h 40", "Oui, ce vendredi matin."),
        ("down since noon", "Yes, since 12:00."),
        ("3 200 blogs effacés", "Oui, 3200."),
        ("les mots de passe étaient en clair", "Oui, les mots de passe étaient en clair."),
        ("le patron, Étienne Valmont", "Merci ! Étienne."),
    ],
)
def test_agreement_changes_nothing(claim: str, answer: str) -> None:
    assert change(claim, answer) is None


def test_yes_is_told_from_yes_but() -> None:
    assert agrees("Oui, je les ai prévenus") == "Oui"
    assert agrees("Tout à fait.") == "Tout à fait"
    assert agrees("oui, mais à 7h40") is None
    assert contrast("oui, mais à 7h40") == "oui, mais"


@pytest.mark.parametrize(
    "text",
    [
        "il est midi passé >> non, il est dix heures",
        "> il est midi passé\nnon, il est dix heures",
        "« il est midi passé » : non, il est dix heures",
        "il est midi passé >>\nnon, il est dix heures",
        "il est midi passé => non, il est dix heures",
    ],
)
def test_a_quote_and_its_answer_are_told_apart_however_they_are_marked(text: str) -> None:
    assert exchanges(text) == [Exchange("il est midi passé", "non, il est dix heures")]


def test_a_word_in_quotation_marks_is_no_claim() -> None:
    assert exchanges("Ce « bug » nous a coûté la nuit.") == []


def posted(hour: int, minute: int = 0, day: int = 18) -> datetime:
    return datetime(2005, 10, day, hour, minute, tzinfo=UTC)


LESSON = Post(
    id="a", thread_id="a", kind="post", author="Bruno", site="a.example", published=posted(9), title="Une leçon",
    text="L'attaque a lieu dans la nuit du 13 au 14 octobre. La nouvelle a été relayée par Antenne des blogs. "
    "Un message de maintenance est posté le 14 à midi. Trois jours plus tard, le patron écrit à ses clients.",
)  # fmt: skip


def corrections(*answers: str, also: tuple[Post, ...] = ()) -> list[dict[str, object]]:
    posts = [
        Post(id=f"c{k}", thread_id="a", author="Étienne", site="a.example", published=posted(11, k), text=text, position=k + 1)
        for k, text in enumerate(answers)
    ]  # fmt: skip
    graph = build_table(posts_table([LESSON, *also, *posts]))
    return spread(graph, "Étienne", timezone="Europe/Paris").corrections.to_dict("records")


def test_the_case_behind_the_project() -> None:
    """One confirmation with an added time, one correction of noon, both of 14 October, the marks behind the quotes."""
    yes, no = corrections(
        "Merci pour ce billet, deux précisions.\n"
        "la nouvelle a été relayée par Antenne des blogs >> oui, je les ai prévenus le matin même à 8h30\n"
        "Un message de maintenance est posté le 14 à midi >> à 7h40 pour le premier"
    )
    assert (yes["verdict"], yes["changed"]) == ("confirms", "added: le matin même à 8h30")
    assert yes["told_time"] == datetime(2005, 10, 14, 8, 30, tzinfo=PARIS)
    assert (no["verdict"], no["changed"]) == ("corrects", "14 à midi → 7h40")
    assert no["old_time"] == datetime(2005, 10, 14, 12, 0, tzinfo=PARIS)
    assert no["told_time"] == datetime(2005, 10, 14, 7, 40, tzinfo=PARIS)
    assert {yes["corrects"], no["corrects"]} == {"a"}


def test_a_claim_is_found_in_the_thread_where_it_stands() -> None:
    elsewhere = Post(
        id="b", thread_id="b", kind="post", author="Luc", site="b.example", published=posted(8),
        text="On me dit que les mots de passe de tous les clients ont été volés cette nuit.",
    )  # fmt: skip
    rows = corrections(
        "> les mots de passe de tous les clients ont été volés\nNon, aucun mot de passe de clients n'a été volé.",
        also=(elsewhere,),
    )
    assert [(r["corrects"], r["claim_author"], r["kind"]) for r in rows] == [("b", "Luc", "denial")]


def test_what_nobody_said_is_no_claim() -> None:
    assert corrections("> le centre de données a brûlé entièrement à 5 h\nNon, à 6 h.") == []


def test_his_own_words_are_not_corrected() -> None:
    mine = Post(id="m", thread_id="a", author="Étienne", site="a.example", published=posted(10), text="Nous étions prêts à 9 h précises hier.", position=1)  # fmt: skip
    assert corrections("> Nous étions prêts à 9 h précises hier\nEn fait à 10 h.", also=(mine,)) == []


def test_all_are_suggestions() -> None:
    rows = corrections("Un message de maintenance est posté le 14 à midi >> à 7h40")
    assert {r["status"] for r in rows} == {"suggested"}


def test_a_line_without_an_end_is_read() -> None:
    line = "Le site est tombé le 14 à midi - et revenu hier soir = à 7h40, " * 4_000
    assert exchanges(line) == []
    assert exchanges(line + ">> non")[0].answer == "non"


def test_the_explorer_lists_no_confirmation_among_the_corrections() -> None:
    posts = [LESSON, Post(id="c", thread_id="a", author="Étienne", site="a.example", published=posted(11), text="> La nouvelle a été relayée par Antenne des blogs\nOui, à 8h30.", position=1)]  # fmt: skip
    s = spread(build_table(posts_table(posts)), "Étienne")
    assert list(s.corrections["verdict"]) == ["confirms"]
    assert columns(s)["spread"]["corrections"] == []
