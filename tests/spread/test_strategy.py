"""What kind of answer a sentence is, suggested by its words; the code itself is a person's."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from threadgraph.graph import build_table
from threadgraph.model import Post, posts_table
from threadgraph.spread import spread
from threadgraph.spread.strategy import GROUPS, share_rows, suggest
from threadgraph.visualizer._values import records

LABELLED = Path(__file__).parent / "labelled"


def strategies(*texts: str) -> list[dict[str, object]]:
    opening = Post(id="a", thread_id="a", kind="post", author="Luc", site="a.example", published=datetime(2005, 10, 14, 9, tzinfo=UTC),
                   text="Le message de maintenance est posté le 14 à midi. Les mots de passe étaient en clair.")  # fmt: skip
    posts = [
        Post(id=f"c{k}", thread_id="a", author="Étienne", site="a.example", text=text, position=k + 1,
             published=datetime(2005, 10, 14, 10, k, tzinfo=UTC))
        for k, text in enumerate(texts)
    ]  # fmt: skip
    return records(spread(build_table(posts_table([opening, *posts])), "Étienne").strategy)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Merci de votre patience.", "thanks"),
        ("Merci de ne pas republier avant ce soir.", "instruction"),
        ("Rassurez-vous, aucun billet n'est perdu.", "reassurance"),
        ("Excusez-moi, êtes-vous là ?", None),
        ("Pouvez-vous me rappeler ?", None),
        ("Est-ce que je n'ai jamais menti ?", None),
        ("Quand un chiffre est faux, je le change là où il est écrit.", None),
        ("L'officier n'avait jamais entendu le mot.", None),
        ("Nous sommes arrivés, et non sans peine.", None),
        ("Cela fait cinq heures, et non trente.", "correction"),
        ("I never said that.", "denial"),
        ("Please accept our apologies.", "apology"),
        ("Please send your logs to the team.", "instruction"),
        ("Nobody could have foreseen this.", "diminish"),
    ],
)
def test_words_that_look_alike_are_told_apart(sentence: str, wanted: str | None) -> None:
    found = suggest(sentence)
    assert (found[0] if found else None) == wanted


def test_the_cue_is_words_of_the_sentence() -> None:
    for name in ("dev", "held", "fresh", "fresh2"):
        for row in labelled(name):
            found = suggest(row["text"])
            assert found is None or found[1] in " ".join(row["text"].split())


def test_each_sentence_has_a_row_and_the_human_code_is_empty() -> None:
    rows = strategies("Merci. Le serveur 7 est un Debian.", "Bonjour.")
    assert [(r["sentence"], r["suggested"], r["group"]) for r in rows] == [
        ("Merci.", "thanks", "bolster"),
        ("Le serveur 7 est un Debian.", None, None),
        ("Bonjour.", None, None),
    ]
    assert {r["human"] for r in rows} == {None}


def test_what_he_quotes_is_not_his_answer() -> None:
    rows = strategies("> Toutes mes excuses, disait-il.\nLe serveur 7 est un Debian.")
    assert [r["suggested"] for r in rows] == [None]


def test_a_post_of_quotes_only_has_one_row_without_a_sentence() -> None:
    (row,) = strategies("> Le message de maintenance est posté")
    assert (row["sentence"], row["suggested"]) == (None, None)


def test_a_correction_found_by_its_fact_is_suggested_where_the_fact_stands() -> None:
    rows = strategies("> Le message de maintenance est posté le 14 à midi\nBonjour Luc. À 7 h 40.")
    assert [r["suggested"] for r in rows] == [None, "correction"]
    assert rows[1]["cue"] == "14 à midi → 7 h 40"


def test_a_denied_claim_is_a_denial() -> None:
    rows = strategies("> Les mots de passe étaient en clair\nAucun mot de passe n'était en clair.")
    assert [r["suggested"] for r in rows] == ["denial"]


def test_shares_are_of_the_sentences_with_a_suggestion() -> None:
    rows = share_rows(strategies("Merci. Merci bien. Toutes mes excuses.", "Le serveur 7 est un Debian."))
    assert [(r["suggested"], r["sentences"], r["share"], r["posts"]) for r in rows] == [
        ("thanks", 2, 66.7, 1),
        ("apology", 1, 33.3, 1),
        (None, 1, None, 1),
    ]


def labelled(name: str) -> list[dict[str, str]]:
    return [
        json.loads(line) for line in (LABELLED / f"strategy_{name}.jsonl").read_text("utf-8").splitlines()
    ]


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [("dev", 0.95, 0.95), ("held", 0.95, 0.95), ("fresh", 0.95, 0.95), ("fresh2", 0.95, 0.95), ("unseen", 0.85, 0.45)],
)  # fmt: skip
def test_labelled_sentences_are_suggested(name: str, precision: float, recall: float) -> None:
    """Rules were made with the first four before their eyes, so these are no estimates; the last came after the rules."""
    pairs = Counter((r["strategy"], (suggest(r["text"]) or ("none",))[0]) for r in labelled(name))
    for strategy in GROUPS:
        predicted = sum(n for (_, p), n in pairs.items() if p == strategy)
        true = sum(n for (t, _), n in pairs.items() if t == strategy)
        right = pairs[strategy, strategy]
        print(f"{name} {strategy}: P {right}/{predicted} R {right}/{true}")
    suggested = sum(n for (_, p), n in pairs.items() if p != "none")
    held = sum(n for (t, _), n in pairs.items() if t != "none")
    right = sum(pairs[s, s] for s in GROUPS)
    assert right / suggested >= precision
    assert right / held >= recall
