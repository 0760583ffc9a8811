"""Whose words are taken up, who carries posts on, and what is left of the net without an actor."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

from threadgraph.graph import ThreadGraph, build_table
from threadgraph.model import Post, posts_table
from threadgraph.spread import Spread, spread

START = datetime(2005, 10, 14, 8, 0, tzinfo=UTC)


class Talk:
    """A thread that is written post by post, ten minutes apart."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.number = count()

    def says(
        self, author: str, text: str, to: str | None = None, thread: str = "t", minutes: int = 10
    ) -> str:
        n = next(self.number)
        opening = not any(p.thread_id == thread for p in self.posts)
        post = Post(
            id=f"p{n}", thread_id=thread, parent_id=to, kind="post" if opening else "comment", author=author, site="a.example",
            published=START + timedelta(minutes=minutes * n), text=text, position=n,
        )  # fmt: skip
        self.posts.append(post)
        return post.id

    def graph(self) -> ThreadGraph:
        return build_table(posts_table(self.posts))

    def spread(self) -> Spread:
        return spread(self.graph(), "Étienne")


def figure(s: Spread, measure: str) -> dict[str, object]:
    return next(r for r in s.response.to_dict("records") if r["measure"].startswith(measure))


def test_a_phrase_that_others_say_after_him_in_their_own_words_is_taken_up() -> None:
    talk = Talk()
    talk.says("Luc", "La panne dure.")
    mine = talk.says("Étienne", "Nous avons débranché onze serveurs cette nuit.")
    his = talk.says("Anne", "Ils ont débranché onze serveurs cette nuit, tout de même !")
    rows = talk.spread().uptake.to_dict("records")
    assert [(r["post"], r["adopter_post"], r["phrase"]) for r in rows] == [
        (mine, his, "debranche onze serveurs cette nuit")
    ]


def test_what_was_said_before_him_or_is_quoted_is_not_taken_up() -> None:
    talk = Talk()
    talk.says("Luc", "Ils ont débranché onze serveurs cette nuit.")
    talk.says(
        "Étienne", "Nous avons débranché onze serveurs cette nuit. Les autres machines tournent encore."
    )
    talk.says("Anne", "> Les autres machines tournent encore\nVraiment ?")
    assert talk.spread().uptake.empty


def test_common_turns_are_no_phrases() -> None:
    talk = Talk()
    talk.says("Luc", "Bonjour.")
    talk.says("Étienne", "Ce n'est pas ce que je dis.")
    talk.says("Anne", "Ce n'est pas ce que je dis.")
    assert talk.spread().uptake.empty


def test_without_placebos_there_is_no_figure_but_a_reason() -> None:
    talk = Talk()
    talk.says("Luc", "La panne dure.")
    talk.says("Étienne", "Nous avons débranché onze serveurs cette nuit.")
    row = figure(talk.spread(), "uptake")
    assert row["value"] != row["value"]  # none
    assert str(row["note"]).startswith("no figure: 0 of his 1 posts have")


def echoing(of: str) -> Spread:
    """Ten posts by Étienne and ten by each of three others, all of unique words; those of one person are echoed by five."""
    talk = Talk()
    word = (f"mot{k}" for k in count())
    for _ in range(10):
        for author in ("Étienne", "Luc", "Anne", "Paul"):
            said = " ".join(next(word) for _ in range(8))
            talk.says(author, said, minutes=3)
            if author == of:
                for k in range(5):
                    talk.says(f"Écho {k}", said + f" bis{k}", minutes=3)
    return talk.spread()


def test_an_actor_who_is_echoed_stands_out_against_placebo_posts() -> None:
    row = figure(echoing("Étienne"), "uptake")
    assert row["value"] == 50
    assert str(row["note"]).endswith("p = 0.001")


def test_an_actor_who_is_not_echoed_does_not() -> None:
    row = figure(echoing("Luc"), "uptake")
    assert row["value"] == 0
    assert float(str(row["note"]).rsplit("= ", 1)[1]) > 0.5


def star() -> Talk:
    talk = Talk()
    opening = talk.says("Luc", "La panne dure.")
    for k in range(6):
        asked = talk.says(
            f"Client {k}",
            f"Et mon blog numéro {k} ?",
            to=opening if k < 1 else None,
            thread="t" if k < 1 else f"u{k}",
        )
        talk.says("Étienne", "Il revient ce soir.", to=asked, thread="t" if k < 1 else f"u{k}")
    return talk


def test_the_net_falls_apart_without_who_holds_it_together() -> None:
    s = star().spread()
    assert figure(s, "presence: people whom he")["value"] == 6
    assert str(figure(s, "presence: people in the largest")["note"]).startswith(
        "2 without him; 6 components for 1"
    )
    assert figure(s, "presence: pairs")["value"] == 100.0


def test_who_talks_with_nobody_has_no_place_in_the_net() -> None:
    talk = Talk()
    talk.says("Étienne", "Nous revenons ce soir.")
    assert not [r for r in talk.spread().response["measure"] if r.startswith("presence")]


def test_links_and_quotes_of_others_carry_a_post_on() -> None:
    talk = Talk()
    talk.says("Luc", "La panne dure.")
    mine = talk.says("Étienne", "Nous avons débranché onze serveurs cette nuit, par précaution.")
    talk.says("Anne", "> Nous avons débranché onze serveurs cette nuit\nBravo.")
    talk.says("Étienne", "> Nous avons débranché onze serveurs cette nuit\nJe le répète.")
    rows = talk.spread().amplified.to_dict("records")
    assert [(r["author"], r["how"], r["amplifies"]) for r in rows] == [("Anne", "quotes it", mine)]
