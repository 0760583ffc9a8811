"""The tone of what people say in their own words, and the gap where nobody can tell."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from threadgraph.errors import UsageError
from threadgraph.graph import build_table
from threadgraph.model import Post, posts_table
from threadgraph.spread import spread
from threadgraph.spread.tone.language import language_of
from threadgraph.spread.tone.posts import Scorer
from threadgraph.spread.tone.valence import tone_of

LABELLED = Path(__file__).parent / "labelled"


def tones(*texts: str, author: str = "Luc", scorer: Scorer | None = None) -> list[dict[str, object]]:
    posts = [
        Post(id=f"p{k}", thread_id="t", kind="comment" if k else "post", author=author, site="a.example", text=text,
             published=datetime(2005, 10, 14, 8, k, tzinfo=UTC), position=k)
        for k, text in enumerate(texts)
    ]  # fmt: skip
    return spread(build_table(posts_table(posts)), tone=scorer).tone.to_dict("records")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le serveur est revenu ce matin.", "fr"),
        ("The server is back this morning.", "en"),
        ("El servidor no funciona desde esta mañana, gracias por nada.", "es"),
        ("Der Server ist noch nicht wieder da.", "de"),
        ("Il server non funziona da questa mattina.", "it"),
        ("O servidor não funciona desde ontem, mas já foi pior.", "pt"),
        ("De server is nog niet terug, maar er wordt aan gewerkt.", "nl"),
        ("OK", None),
        ("3 200", None),
        ("Сервер не работает", None),
        ("", None),
    ],
)
def test_function_words_tell_the_language(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("language", "good", "bad"),
    [
        ("fr", "Je suis content.", "Je ne suis pas content."),
        ("fr", "Je recommande ce site.", "Je ne recommande pas ce site."),
        ("fr", "Un service avec plaisir.", "Un service sans plaisir."),
        ("fr", "J'ai confiance.", "Je n'ai plus confiance."),
        ("fr", "J'ai confiance.", "Je n'ai aucune confiance."),
        ("fr", "Ils ont toujours été honnêtes.", "Ils n'ont jamais été honnêtes."),
        ("en", "This is good.", "This is not good."),
        ("en", "I trust them.", "I don't trust them."),
        ("en", "I was happy.", "I wasn't happy."),
        ("en", "They were honest.", "They were never honest."),
        ("en", "There is hope.", "There is no hope."),
    ],
)
def test_a_negation_turns_what_it_speaks_of(language: str, good: str, bad: str) -> None:
    assert tone_of(good, language).score > 0 > tone_of(bad, language).score


def test_only_so_much_is_no_negation() -> None:
    assert tone_of("Je ne suis que content.", "fr").score > 0


@pytest.mark.parametrize(
    ("language", "less", "more"),
    [
        ("fr", "C'est bon.", "C'est très bon."),
        ("fr", "C'est un peu triste.", "C'est triste."),
        ("en", "It is good.", "It is very good."),
        ("en", "It is slightly sad.", "It is sad."),
        ("en", "It is great.", "It is great!!"),
        ("en", "It is great news.", "It is GREAT news."),
    ],
)
def test_degree_capitals_and_marks_weigh(language: str, less: str, more: str) -> None:
    a, b = tone_of(less, language).score, tone_of(more, language).score
    assert abs(b) > abs(a) or (a < 0 and a > b)


@pytest.mark.parametrize(
    ("language", "text", "sign"),
    [
        ("fr", "C'est bon mais c'est triste.", -1),
        ("fr", "C'est triste mais c'est bon.", 1),
        ("en", "It is good but it is sad.", -1),
        ("en", "It is sad but it is good.", 1),
    ],
)
def test_what_follows_but_counts_more(language: str, text: str, sign: int) -> None:
    assert tone_of(text, language).score * sign > 0


def test_signs_of_the_face_have_a_tone_and_addresses_have_none() -> None:
    assert tone_of("Le voici :-)", "fr").score > 0 > tone_of("Le voici :(", "fr").score
    assert tone_of("Voir http://great.example/love:/", "fr").words == ()


def test_accents_may_be_left_out() -> None:
    assert tone_of("Je suis decue.", "fr").score == tone_of("Je suis déçue.", "fr").score < 0


def test_what_is_quoted_is_not_his_tone() -> None:
    said, quoted = tones(
        "Le voici, mais c'est honteux.", "> Le voici, mais c'est honteux.\nJe ne le dirais pas."
    )
    assert float(str(said["tone"])) < 0
    assert quoted["tone"] == 0
    assert quoted["words"] == ""


def test_a_language_without_a_lexicon_leaves_a_gap_and_no_zero() -> None:
    german, nothing, french = tones("Das ist nicht schön und ich bin nicht froh.", "42", "Le voici.")
    assert german["language"] == "de"
    assert pd.isna(german["tone"])
    assert pd.isna(nothing["tone"])
    assert french["tone"] == 0


def test_the_limits_say_how_many_posts_have_no_tone() -> None:
    posts = [
        Post(id=str(k), thread_id="t", kind="post", author="Luc", site="a.example", text=text)
        for k, text in enumerate(("Das ist es nicht.", "Le voici.", "> cité"))
    ]
    limits = spread(build_table(posts_table(posts))).limits
    assert any(x.startswith("Of 2 posts with words of their own, 1 have no tone") for x in limits)


def test_a_row_names_the_words_that_decided() -> None:
    (row,) = tones("Je ne suis pas content, mais merci.")
    assert [w.rpartition(" ")[0] for w in str(row["words"]).split("; ")] == ["pas content", "merci"]
    assert row["method"] == "lexicon"


def test_nobody_is_scolded_by_his_name() -> None:
    (row,) = tones("Le Grincheux a raison, je le dis.", author="Le Grincheux")
    assert row["words"] == ""


def test_a_scorer_of_ones_own_is_asked_once_and_named() -> None:
    asked: list[Sequence[str]] = []

    def encoder(texts: Sequence[str]) -> list[float | None]:
        asked.append(texts)
        return [0.5, None]

    first, second = tones("> cité\nDas ist es.", "Le voici.", scorer=encoder)
    assert asked == [["Das ist es.", "Le voici."]]
    assert (first["tone"], first["method"]) == (0.5, "own: encoder")
    assert pd.isna(second["tone"])


@pytest.mark.parametrize(("scores", "said"), [([0.1], "1 scores for 2 texts"), ([0.1, 1.5], "from -1 to 1")])
def test_a_scorer_that_does_not_fit_is_refused(scores: list[float], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        tones("Le voici.", "Et là.", scorer=lambda texts: scores)


def macro_f1(name: str, language: str) -> float:
    """Of negative, neutral and positive, from ±.05 on; a comment in no known language has none of these."""
    counted: Counter[tuple[str, str | None]] = Counter()
    for line in (LABELLED / f"tone_{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["lang"] != language:
            continue
        known = language_of(row["text"])
        score = tone_of(row["text"], known).score if known in ("fr", "en") else None
        found = (
            None
            if score is None
            else "positive"
            if score >= 0.05
            else "negative"
            if score <= -0.05
            else "neutral"
        )
        counted[row["tone"], found] += 1
    f1 = []
    for tone in ("negative", "neutral", "positive"):
        predicted = sum(n for (_, p), n in counted.items() if p == tone)
        true = sum(n for (t, _), n in counted.items() if t == tone)
        f1.append(2 * counted[tone, tone] / (predicted + true))
    return sum(f1) / 3


@pytest.mark.parametrize(
    ("name", "language", "floor"),
    [("dev", "fr", 0.95), ("dev", "en", 0.9), ("held", "fr", 0.85), ("held", "en", 0.85), ("fresh", "fr", 0.8), ("fresh", "en", 0.78)],
)  # fmt: skip
def test_labelled_comments_have_their_tone(name: str, language: str, floor: float) -> None:
    got = macro_f1(name, language)
    print(f"{name} {language}: macro-F1 {got:.3f}")
    assert got >= floor
