"""Who is who in a study: by hand, under pseudonyms, and the focal actor."""

from __future__ import annotations

from pathlib import Path

from threadgraph.corpus import Corpus
from threadgraph.model import Authors, Focal, Post
from threadgraph.spread import spread
from threadgraph.study import Study, graph_of, spread_of

POSTS = (
    Post(id="0", thread_id="t", kind="post", site="a.example", author="Luc Roy", text="Down."),
    Post(id="1", thread_id="t", site="a.example", author="Ondřej Kramařský", text="Since 7:40.", position=1),
    Post(id="2", thread_id="t", site="a.example", author="okramarsky", text="And up again.", position=2),
    Post(id="3", thread_id="u", site="b.example", author="O. Kramařský", text="Up again."),
    Post(id="4", thread_id="u", site="b.example", author="Ondřej", text="Is it?", position=1),
    Post(id="5", thread_id="u", site="b.example", author="frelon", text="It is.", position=2),
)
FOCAL = Focal(name="Kramařský, Ondřej")


def corpus(folder: Path) -> Corpus:
    made = Corpus(folder, create=True)
    made.add(POSTS)
    return made


def test_the_focal_actor_is_all_his_signatures_whatever_the_order_of_his_names(tmp_path: Path) -> None:
    with corpus(tmp_path) as held:
        found = spread(graph_of(held), FOCAL)
    assert [found.graph.person(p)["names"] for p in found.focal_people] == [
        ["Ondřej Kramařský", "okramarsky"]
    ]


def test_who_may_be_the_focal_actor_is_kept_apart_and_named_in_the_limits(tmp_path: Path) -> None:
    with corpus(tmp_path) as held:
        found = spread(graph_of(held), FOCAL)
    assert [r["other_name"] for r in found.possibly_focal] == ["O. Kramařský"]
    assert any("O. Kramařský on b.example" in line for line in found.limits)


def test_by_hand_he_is_the_focal_actor(tmp_path: Path) -> None:
    study = Study(
        "T", (), focal=FOCAL, authors=Authors(same=(("Ondřej Kramařský", "O. Kramařský", "frelon"),))
    )
    with corpus(tmp_path) as held:
        found = spread_of(graph_of(held, study), study)
    assert "frelon" in found.graph.person(found.focal_people[0])["names"]


def test_pseudonyms_hide_who_is_who_and_change_nothing_about_it(tmp_path: Path) -> None:
    by_hand = Authors(same=(("Ondřej", "frelon"),))
    with corpus(tmp_path) as held:
        plain = graph_of(held, Study("T", (), authors=by_hand))
        hidden = graph_of(held, Study("T", (), authors=by_hand, pseudonyms=True))
    told = plain.table["person"].to_pylist()
    kept = hidden.table["person"].to_pylist()
    assert [told.index(p) for p in told] == [kept.index(p) for p in kept]
    text = str(hidden.people.to_pylist()) + str(hidden.candidates.to_pylist())
    assert not [w for w in ("ramarsky", "ramařský", "Ondřej", "ondrej", "frelon") if w in text]
