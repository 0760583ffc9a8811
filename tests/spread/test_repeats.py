"""After a correction: who states the old version, who the new one, and who could have read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from threadgraph.graph import build_table
from threadgraph.model import Post, posts_table
from threadgraph.spread import spread

START = datetime(2005, 10, 14, 13, 0, tzinfo=UTC)


def repeats(*said: tuple[str, str, str]) -> list[tuple[str, str, bool]]:
    """Author, version and whether he could have read it, of what is said (thread, author, text), an hour apart."""
    posts = [
        Post(
            id=f"p{n}", thread_id=thread, kind="comment" if any(t == thread for t, _, _ in said[:n]) else "post", author=author,
            site=f"{thread}.example", published=START + timedelta(hours=n), text=text, position=n,
        )
        for n, (thread, author, text) in enumerate(said)
    ]  # fmt: skip
    rows = spread(build_table(posts_table(posts)), "Étienne").repeats.to_dict("records")
    return [(r["author"], r["version"], r["saw"]) for r in rows]


CLAIM = ("a", "Tarek", "On me dit que les 41 000 blogs de la maison ont été effacés.")
CORRECTION = ("a", "Étienne", "> les 41 000 blogs de la maison ont été effacés\nNon, 3 200.")


def test_the_old_version_and_the_new_one_are_told_apart() -> None:
    later = (
        ("b", "Luc", "Tous les 41 000 blogs effacés, quelle histoire."),
        ("c", "Anne", "Il y a 3 200 blogs effacés."),
    )
    assert repeats(CLAIM, CORRECTION, *later) == [("Luc", "old", False), ("Anne", "corrected", False)]


def test_who_posts_under_the_correction_could_have_read_it() -> None:
    later = (
        ("a", "Luc", "Ce sont 41 000 blogs effacés, je le répète."),
        ("b", "Anne", "41 000 blogs effacés."),
    )
    assert repeats(CLAIM, CORRECTION, *later) == [("Luc", "old", True), ("Anne", "old", False)]


def test_what_was_said_before_the_correction_repeats_nothing() -> None:
    assert repeats(("b", "Luc", "Les 41 000 blogs effacés !"), CLAIM, CORRECTION) == []


def test_the_same_number_of_something_else_is_no_repeat() -> None:
    assert repeats(CLAIM, CORRECTION, ("b", "Luc", "J'ai payé 41 000 francs pour ma voiture.")) == []


def test_a_quote_of_the_claim_is_no_repeat() -> None:
    assert (
        repeats(CLAIM, CORRECTION, ("a", "Luc", "> les 41 000 blogs de la maison ont été effacés\nAh bon ?"))
        == []
    )


def test_times_are_compared_as_times() -> None:
    said = (
        ("a", "Bruno", "Le premier avis de maintenance est paru à 11h30."),
        ("a", "Étienne", "> Le premier avis de maintenance est paru à 11h30\nEn fait à 7h40."),
        ("b", "Anne", "Un avis de maintenance est paru ce matin à 7 h 40."),
        ("c", "Luc", "L'avis de maintenance est paru à 11:30, bravo."),
    )
    assert repeats(*said) == [("Anne", "corrected", False), ("Luc", "old", False)]
