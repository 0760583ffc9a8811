"""Who is who: what merges, what stays apart, and what is only a candidate."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import threadgraph as tg
from threadgraph.errors import StudyError
from threadgraph.graph import build_table
from threadgraph.graph.identity.likeness import conflict, likeness
from threadgraph.graph.identity.names import read_name
from threadgraph.graph.people import Identities, resolve
from threadgraph.model import Authors, Post, posts_table


def record(name: str, mail: str = "", **more: str) -> dict[str, str]:
    return {"name": name, "email_hash": mail or f"mail of {name}", **more}


def one(*records: dict[str, str]) -> bool:
    """Whether all are one person."""
    return len(set(tg.resolve_names(records))) == 1


def apart(*records: dict[str, str]) -> bool:
    """Whether no two are one person."""
    return len(set(tg.resolve_names(records))) == len(records)


# -- names ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("Anne Roux", ("anne", "roux")),
        ("ROUX, Anne", ("anne", "roux")),
        ("Dr. Anne Roux, PhD", ("anne", "roux")),
        ("Anne Roux (Acme Corp.)", ("anne", "roux")),
        ("“Anne Roux” via some-list", ("anne", "roux")),
        ("Anne Roux <anne@roux.example>", ("anne", "roux")),
        ("Anne.Roux", ("anne", "roux")),
        ("anneRoux", ("anne", "roux")),
        ("Søren Łukasz", ("soren", "lukasz")),
        ("Андрей Ждан", ("andrey", "zhdan")),
        ("Conan O'Brien", ("conan", "obrien")),
        ("J.C. Roux", ("j", "c", "roux")),
        ("Joris van Brakel", ("joris", "brakel")),
        ("Anne Roux (aroux [at] mail [dot] example)", ("anne", "roux")),
        ("anne.roux@mail.example", ("anne", "roux")),
        ("Γιώργος Παπαδόπουλος", ("giorgos", "papadopoulos")),
        ("Jake VanderPlas", ("jake", "vanderplas")),
    ],
)
def test_a_name_is_read_without_what_surrounds_it(raw: str, words: tuple[str, ...]) -> None:
    assert read_name(raw).words == words


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Anne Roux", "full"),
        ("Anne R.", "initials"),
        ("Anne", "word"),
        ("Jean-Luc", "word"),
        ("anne1985", "account"),
        ("AnneRoux", "account"),
        ("Anne & Paul Roux", "word"),
        ("unknown", "nobody"),
        ("root@localhost", "nobody"),
        ("", "nobody"),
        ("dependabot[bot]", "account"),
        ("김철수", "full"),
    ],
)
def test_a_name_has_a_kind(raw: str, kind: str) -> None:
    assert read_name(raw).kind == kind


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_can_be_compared_either_way_round(a: str, b: str) -> None:
    x, y = read_name(a), read_name(b)
    assert (likeness(x, y) is None) == (likeness(y, x) is None)
    assert conflict(x, y) == conflict(y, x)
    assert not conflict(x, x)


# -- what merges ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        "Ondrej Kramarsky",
        "KRAMAŘSKÝ Ondřej",
        "Kramařský, Ondřej",
        "O. Kramařský",
        "Ondřej K.",
        "Ondřej M. Kramařský",
        "okramarsky",
        "OndrejKramarsky",
        "ondrej_kramarsky",
        "Ondřej Kramařský (Acme)",
        "Ondřej Kramařský via list",
        "Dr. Ondřej Kramařský",
    ],
)
def test_a_rare_name_is_one_person_however_it_is_written(other: str) -> None:
    assert one(record("Ondřej Kramařský", "1"), record(other, "2"))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Robert Quillandre", "Bob Quillandre"),
        ("Elizabeth Quillandre", "Liz Quillandre"),
        ("Jürgen Brömmel", "Juergen Broemmel"),
        ("Александр Ждановский", "Aleksandr Zhdanovskiy"),
    ],
)
def test_short_forms_and_other_spellings_of_a_name_are_known(name: str, other: str) -> None:
    assert one(record(name, "1"), record(other, "2"))


def test_one_address_is_one_person_under_a_name_and_an_account() -> None:
    assert one(record("Nadine Ferrer", "1"), record("cocolapin", "1"))


def test_a_new_family_name_at_the_same_address_is_the_same_person() -> None:
    assert one(record("Nadine Ferrer", "1"), record("Nadine Castel", "1"))


def test_the_same_part_before_the_at_and_a_like_name_are_one_person() -> None:
    assert one(record("Anne Roux", "1", local_hash="l"), record("Anne", "2", local_hash="l"))


def test_a_coined_name_is_one_person() -> None:
    assert one(record("zork3ll", "1"), record("zork3ll", "2"))


def test_evidence_goes_from_one_signature_to_the_next() -> None:
    assert one(
        record("Anne Roux", "1"), record("frelon", "1"), record("ROUX Anne", "2"), record("aroux", "2")
    )


# -- what stays apart ----------------------------------------------------------------------------------


def test_a_placeholder_address_of_thirteen_people_merges_nobody() -> None:
    names = ["Anne Roux", "Bob", "chloe7", "Driss Amar", "Elsa K.", "frelon", "Gwen", "H. Ito", "Ines Paz", "jojo", "Kim Lee", "Léo", "Max Mo"]  # fmt: skip
    assert apart(*(record(n, "root@localhost") for n in names))


def test_two_unlike_full_names_at_one_address_are_a_shared_address() -> None:
    assert apart(record("Anne Roux", "1"), record("Bob Martin", "1"))


def test_a_couple_with_one_address_are_two_people() -> None:
    assert apart(record("Anne Martin", "1"), record("Paul Martin", "1"))


@pytest.mark.parametrize("mail", ["", "1"])
def test_a_father_is_not_his_son(mail: str) -> None:
    assert apart(record("John Quill", mail), record("John Quill Jr.", mail))


def test_one_word_names_do_not_merge() -> None:
    assert apart(record("Philippe", "1"), record("philippe", "2"))


def test_a_hyphen_does_not_make_a_given_name_a_full_name() -> None:
    assert apart(record("Jean-Luc", "1"), record("Jean-Luc", "2"))


def test_a_given_name_is_not_the_one_who_bears_it_in_full() -> None:
    assert apart(record("Ondřej", "1"), record("Ondřej Kramařský", "2"))


def test_two_people_with_one_initial_are_not_joined_by_it() -> None:
    labels = tg.resolve_names(
        [record("John Quill"), record("Jane Quill"), record("J. Quill"), record("jquill")]
    )
    assert labels[0] != labels[1]
    assert not {labels[0], labels[1]} & {labels[2], labels[3]}


def test_a_name_that_nobody_else_can_have_is_told_by_counting() -> None:
    crowd = [
        record(f"{g} {f}") for g in ("Wei", "Min", "Li", "Jun", "Hui") for f in ("Wang", "Zhang", "Chen")
    ]
    people = [
        record(f"{g} Wang") for g in ("Bo", "Fei", "Gang", "Hao", "Jie", "Kai", "Lei", "Ming", "Na", "Ping")
    ]
    people += [
        record(f"Wei {f}") for f in ("Xu", "Sun", "Ma", "Zhu", "Hu", "Guo", "He", "Gao", "Lin", "Luo", "Deng")
    ]
    labels = tg.resolve_names([*crowd, *people, record("Wei Wang", "a"), record("Wei Wang", "b")])
    assert labels[-1] != labels[-2]


def test_a_name_at_very_many_addresses_is_common() -> None:
    assert apart(*(record("Anne Roux", str(i)) for i in range(13)))


def test_a_full_name_on_sites_without_a_link_is_no_merge() -> None:
    assert apart(record("Anne Roux", "1", site="a.example"), record("Anne Roux", "2", site="b.example"))


def test_nobodys_name_merges_nobody() -> None:
    assert apart(
        record("Nadine Ferrer", "1"), record("unknown", "1"), record("root", "2"), record("root", "3")
    )


def test_two_records_that_say_nothing_else_are_two_people_of_one_name() -> None:
    assert apart({"name": "Philippe"}, {"name": "Philippe"})


def test_a_record_without_a_name_is_whoever_has_its_address() -> None:
    assert one({"email_hash": "1"}, record("Anne Roux", "1"))


def test_a_bot_is_not_the_person_who_runs_it() -> None:
    assert apart(record("Anne Roux", "1"), record("roux-bot[bot]", "1"))


def test_a_part_before_the_at_that_many_use_is_no_evidence() -> None:
    names = ["Anne Roux", "Anne Blanc", "Bob Kim", "Carl Otto"]
    assert apart(*(record(n, local_hash="info") for n in names))


def test_one_weak_link_never_joins_two_groups_of_other_names() -> None:
    here = [record("Anne Roux", "1"), record("frelon", "1"), record("Roux, Anne", "3")]
    there = [record("Bob Lang", "2"), record("frelon", "2"), record("blang", "2")]
    labels = tg.resolve_names([*here, *there])
    assert labels[0] == labels[2]
    assert labels[0] != labels[3]


# -- any rows in any order -----------------------------------------------------------------------------

RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.one_of(
                st.text(max_size=20),
                st.sampled_from(
                    ["Anne Roux", "A. Roux", "aroux", "Roux, Anne", "Anna Roux", "Anne", "Bob Roux", "root"]
                ),
            ),
            "email_hash": st.sampled_from(["", "1", "2", "3"]),
            "local_hash": st.sampled_from(["", "x", "y"]),
            "url": st.sampled_from(["", "http://a.example/", "http://b.example/~anne", "http://["]),
            "site": st.sampled_from(["", "a.example", "b.example"]),
        }
    ),
    max_size=9,
)


@settings(max_examples=150, deadline=None)
@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(rows: list[dict[str, Any]], chance: random.Random) -> None:
    rows = [r | {"id": f"r{i}"} for i, r in enumerate(rows)]
    labels = dict(zip((r["id"] for r in rows), tg.resolve_names(rows), strict=True))
    mixed = rows[:]
    chance.shuffle(mixed)
    assert dict(zip((r["id"] for r in mixed), tg.resolve_names(mixed), strict=True)) == labels


@pytest.mark.parametrize("row", [{}, {"name": None}, {"name": float("nan"), "url": 7}, {"name": "\ud800"}])
def test_a_record_may_lack_anything(row: dict[str, Any]) -> None:
    assert tg.resolve_names([row, {"id": "b"}]) == ["0", "b"]


def test_many_signatures_do_not_take_the_square_of_the_time() -> None:
    import time

    def seconds(n: int) -> float:
        rows = [record(f"{'abcdefgh'[i % 8]}. Name{i % (n // 4):05}x", str(i)) for i in range(n)]
        start = time.process_time()
        tg.resolve_names(rows)
        return time.process_time() - start

    seconds(500)
    assert seconds(8_000) < 12 * max(seconds(2_000), 0.05)


# -- a corpus ------------------------------------------------------------------------------------------


def post(i: str, author: str | None, site: str = "a.example", thread: str = "", **more: Any) -> Post:
    return Post(id=i, thread_id=thread or f"{site}/{i}", author=author, site=site, **more)


def who(*posts: Post, authors: Authors | None = None) -> Identities:
    return resolve(posts_table(posts), authors)


def test_full_names_merge_on_sites_that_link_to_one_another() -> None:
    found = who(post("1", "Anne Roux", links=("http://b.example/x",)), post("2", "Roux Anne", "b.example"))
    assert len(set(found.persons.to_pylist())) == 1


def test_one_word_names_do_not_merge_on_sites_that_link_to_one_another() -> None:
    found = who(post("1", "Luc", links=("http://b.example/x",)), post("2", "Luc", "b.example"))
    assert len(set(found.persons.to_pylist())) == 2


def test_a_site_that_only_begins_alike_is_not_linked() -> None:
    found = who(post("1", "Anne Roux", links=("http://notb.example/x",)), post("2", "Anne Roux", "b.example"))
    assert len(set(found.persons.to_pylist())) == 2


def test_an_article_and_a_word_are_a_name_of_one_word() -> None:
    found = who(
        post("1", "La rédaction", links=("http://b.example/x",)), post("2", "La rédaction", "b.example")
    )
    assert len(set(found.persons.to_pylist())) == 2


def test_a_link_that_leads_back_to_the_discussion_is_nobodys_home_page() -> None:
    page = "http://a.example/2005/10/attack.html"
    opening = post("0", "Luc Roy", thread="a.example/2005/10/attack.html", kind="post", url=page)
    found = who(opening, *(post(str(i), n, author_url=page) for i, n in enumerate(("Jib", "Maxou"), 1)))
    assert len(set(found.persons.to_pylist())) == 3


def test_two_profiles_of_one_forum_are_two_people() -> None:
    profile = "http://a.example/profile?id="
    found = who(post("1", "Sophie", author_url=f"{profile}1"), post("2", "Sophie", author_url=f"{profile}2"))
    assert len(set(found.persons.to_pylist())) == 2


def test_a_page_below_the_home_page_is_no_other_home_page() -> None:
    found = who(
        post("1", "Luc", author_url="http://luc.example/"),
        post("2", "Luc", author_url="http://luc.example/blog"),
    )
    assert len(set(found.persons.to_pylist())) == 1


def test_the_owners_short_name_in_his_own_thread_is_the_owner() -> None:
    found = who(
        post("1", "Luc Roy", thread="t", is_owner=True), post("2", "Luc", thread="t", is_owner=True), post("3", "Luc", "b.example")
    )  # fmt: skip
    assert [p == found.persons[0].as_py() for p in found.persons.to_pylist()] == [True, True, False]


def test_each_merge_names_its_rule_and_both_signatures() -> None:
    found = who(post("1", "Anne Roux"), post("2", "aroux"))
    assert found.people.to_pylist()[0]["evidence"] == [
        "an account made of initial and family name: “Anne Roux” on a.example and “aroux” on a.example"
    ]


def test_names_that_may_be_one_persons_are_candidates_with_score_and_reason() -> None:
    (row,) = who(post("1", "Luc"), post("2", "Luc", "b.example")).candidates.to_pylist()
    assert (row["name"], row["site"], row["other_site"]) == ("Luc", "a.example", "b.example")
    assert 0 < row["score"] < 1
    assert row["reason"] == "the same name, on sites without a link"


def test_the_graph_holds_the_candidates() -> None:
    graph = build_table(posts_table([post("1", "Luc"), post("2", "Luc", "b.example")]))
    assert graph.candidates.num_rows == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(max_size=12), st.sampled_from(["a.example", "b.example"]), st.sampled_from([None, "http://h.example/"])),
        min_size=1,
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_the_order_of_posts_does_not_matter(
    rows: list[tuple[str, str, str | None]], chance: random.Random
) -> None:
    posts = [post(str(i), a or None, s, author_url=u) for i, (a, s, u) in enumerate(rows)]
    mixed = posts[:]
    chance.shuffle(mixed)
    first, second = who(*posts), who(*mixed)
    assert dict(zip([p.id for p in posts], first.persons.to_pylist(), strict=True)) == dict(
        zip([p.id for p in mixed], second.persons.to_pylist(), strict=True)
    )


# -- by hand -------------------------------------------------------------------------------------------

PHILIPPES = (
    post("1", "Philippe"),
    post("2", "Philippe", "b.example", author_url="http://ph.example/x"),
    post("3", "Anne Roux"),
    post("4", "aroux"),
)


def test_the_study_merges() -> None:
    found = who(*PHILIPPES, authors=Authors(same=(("Philippe @ a.example", "Philippe @ b.example"),)))
    assert found.persons[0] == found.persons[1]
    lines = [line for p in found.people.to_pylist() for line in p["evidence"]]
    assert "the study says so: “Philippe” on a.example and “Philippe” on b.example" in lines


def test_the_study_splits() -> None:
    found = who(*PHILIPPES, authors=Authors(different=(("Anne Roux", "aroux"),)))
    assert found.persons[2] != found.persons[3]


def test_what_the_study_splits_is_no_candidate_any_more() -> None:
    found = who(*PHILIPPES, authors=Authors(different=(("Philippe @ a.example", "Philippe @ b.example"),)))
    assert not found.candidates.num_rows


def test_a_place_may_be_the_home_page() -> None:
    found = who(*PHILIPPES, authors=Authors(same=(("Philippe @ http://www.ph.example/x/", "aroux"),)))
    assert found.persons[1] == found.persons[3]


def test_other_people_keep_their_ids() -> None:
    before = who(*PHILIPPES).persons.to_pylist()
    after = who(*PHILIPPES, authors=Authors(different=(("Anne Roux", "aroux"),))).persons.to_pylist()
    assert before[:3] == after[:3]


def test_an_unknown_name_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(StudyError, match="'Ann Roux'; did you mean 'Anne Roux'"):
        who(*PHILIPPES, authors=Authors(same=(("Ann Roux", "aroux"),)))


def test_a_name_that_is_set_apart_from_itself_is_an_error() -> None:
    with pytest.raises(StudyError, match="write where each stands"):
        who(*PHILIPPES, authors=Authors(different=(("Philippe", "Philippe @ a.example"),)))


def test_a_study_cannot_say_both() -> None:
    pair = ("Anne Roux", "aroux")
    with pytest.raises(StudyError, match="both"):
        who(*PHILIPPES, authors=Authors(same=(pair,), different=(pair,)))


def test_a_candidate_is_written_so_that_the_study_can_copy_it() -> None:
    posts = (
        post("1", "Sophie", author_url="http://s1.example/"),
        post("2", "Sophie", author_url="http://s2.example/"),
    )
    (row,) = who(*posts).candidates.to_pylist()
    pair = (row["written"], row["other_written"])
    assert pair == ("Sophie @ s1.example", "Sophie @ s2.example")
    assert len(who(*posts, authors=Authors(same=(pair,))).people) == 1


def test_build_reads_the_study_in_the_corpus(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text('[authors]\nsame = [["Philippe", "aroux"]]\n', "utf-8")
    with tg.Corpus(tmp_path, create=True) as corpus:
        corpus.add(PHILIPPES)
        assert len(tg.build(corpus).people) == 1
