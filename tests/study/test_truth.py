"""The demo's story is invented, so its truth is known: what the whole way finds is held against it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from threadgraph.addresses import normal
from threadgraph.corpus import Corpus
from threadgraph.demo import truth
from threadgraph.graph import ThreadGraph
from threadgraph.spread import Spread

PARIS = ZoneInfo("Europe/Paris")
TRUTH = truth()
PAGES = [p for p in TRUTH["page"] if p["robots"]]
SHUT = {normal(p["url"]) for p in TRUTH["page"] if not p["robots"]}


def clock(time: datetime) -> str:
    return time.astimezone(PARIS).strftime("%Y-%m-%d %H:%M")


def wall(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M")


def focal_truth() -> list[dict[str, Any]]:
    return [f for f in TRUTH["focal"] if normal(f["page"]) not in SHUT]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: normal(p["url"]))
def test_every_page_gives_its_opening_post_and_all_its_comments(
    page: dict[str, Any], demo_corpus: Corpus
) -> None:
    rows = [r for r in demo_corpus.table().to_pylist() if r["thread_id"] == normal(page["url"])]
    kinds = [r["kind"] for r in rows]
    assert (kinds.count("post"), kinds.count("comment"), kinds.count("trackback")) == (
        1,
        page["comments"],
        page["trackbacks"],
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda p: normal(p["url"]))
def test_the_opening_post_has_its_title_and_time(page: dict[str, Any], demo_corpus: Corpus) -> None:
    post = next(r for r in demo_corpus.table().to_pylist() if r["id"] == normal(page["url"]))
    assert post["title"] == page["title"]
    assert clock(post["published"]) == wall(page["time"])


def test_every_comment_has_an_author_and_a_time(demo_corpus: Corpus) -> None:
    comments = [r for r in demo_corpus.table().to_pylist() if r["kind"] == "comment"]
    assert not [r["id"] for r in comments if not r["author"] or r["published"] is None]


def test_the_removed_comment_is_marked(demo_corpus: Corpus) -> None:
    removed = [r for r in demo_corpus.table().to_pylist() if r["status"] == "removed"]
    assert len(removed) == sum(p["removed"] for p in PAGES)


def test_what_could_not_be_had_is_in_the_ledger_with_the_reason(demo_corpus: Corpus) -> None:
    problems = dict(demo_corpus.problems())
    assert all("404" in problems[url] for url in TRUTH["story"]["dead_links"])
    assert all("robots" in problems[url] for url in TRUTH["story"]["refused"])
    assert all("UTF-8" in problems[url] for url in TRUTH["story"]["mislabelled"])


def test_the_owner_told_it_first_and_then_the_news_blog(demo_spread: Spread) -> None:
    rows = demo_spread.broke.to_dict("records")
    own, third = TRUTH["broke"]["own_page"], TRUTH["broke"]["third_page"]
    assert [r["post"] for r in rows[:2]] == [normal(own), normal(third)]
    assert clock(rows[0]["time"]) == wall(TRUTH["broke"]["own_time"])
    assert rows[1]["author"] == TRUTH["broke"]["third_author"]


def test_stealing_thunder_is_the_time_between_the_two(demo_spread: Spread) -> None:
    row = next(
        r for r in demo_spread.response.to_dict("records") if r["measure"].startswith("stealing thunder")
    )
    hours = (TRUTH["broke"]["third_time"] - TRUTH["broke"]["own_time"]).total_seconds() / 3600
    assert row["value"] == pytest.approx(hours, abs=0.01)


def true_relays() -> set[tuple[str, str]]:
    pairs = {(normal(r["relayer"]), normal(r["source"])) for r in TRUTH["relay"]}
    return {(a, b) for a, b in pairs if not {a, b} & SHUT and "eml" not in b}


def found_relays(spread: Spread, graph: ThreadGraph) -> set[tuple[str, str]]:
    return {
        (graph.post(a)["thread_id"], graph.post(b)["thread_id"])
        for a, b in zip(spread.relays["relayer"], spread.relays["source"], strict=True)
    }


def test_every_link_and_trackback_between_posts_is_found_as_a_relay(
    demo_spread: Spread, demo_graph: ThreadGraph
) -> None:
    assert true_relays() - found_relays(demo_spread, demo_graph) == set()


def test_no_relay_is_invented(demo_spread: Spread, demo_graph: ThreadGraph) -> None:
    extra = found_relays(demo_spread, demo_graph) - true_relays()
    assert {a for a, _ in extra} <= {
        f"mail:{'20051017001500.4F2A1@courrier.cumulo.example'}"
    }  # the mail links to the diary


def test_all_comments_of_the_focal_actor_are_found_under_all_his_signatures(demo_spread: Spread) -> None:
    found = {(r["thread"], clock(r["time"])) for r in demo_spread.replies.to_dict("records")}
    assert found == {(normal(f["page"]), wall(f["time"])) for f in focal_truth()}


def test_what_he_answers_is_found_wherever_the_text_tells(
    demo_spread: Spread, demo_graph: ThreadGraph
) -> None:
    by_place = {(r["thread"], clock(r["time"])): r for r in demo_spread.replies.to_dict("records")}
    right = 0
    for f in focal_truth():
        answered = by_place[normal(f["page"]), wall(f["time"])]["answers"]
        target = demo_graph.post(answered) if isinstance(answered, str) else None
        if f["answers"] == "opening post":
            right += target is not None and target["kind"] == "post"
        else:
            right += target is not None and (target["author"], clock(target["published"])) == (
                f["answers_author"],
                wall(f["answers_time"]),
            )
    assert right >= 28  # of 32; the others give no cue in their words


def test_corrections_that_are_suggested_are_true(demo_spread: Spread, demo_graph: ThreadGraph) -> None:
    true = {(normal(f["page"]), wall(f["time"])) for f in focal_truth() if f["intent"] == "correct"}
    found = {
        (demo_graph.post(r["post"])["thread_id"], clock(r["time"]))
        for r in demo_spread.corrections.to_dict("records")
    }
    assert found <= true
    assert len(found) >= 9  # of 12; three change a name or a day in words that no rule reads yet


def test_each_correction_names_the_claim_and_whose_it_was(demo_spread: Spread) -> None:
    claims = {f["claim"]: f["claim_author"] for f in focal_truth() if f["intent"] == "correct"}
    for row in demo_spread.corrections.to_dict("records"):
        claim = next(c for c in claims if c in row["claim"] or row["claim"] in c)
        assert row["claim_author"] == claims[claim]


@pytest.mark.parametrize(
    ("intent", "strategies", "least"),
    [
        ("correct", {"correction", "denial"}, 12),  # of 12
        ("thank", {"thanks"}, 5),  # of 7
        ("reassure", {"reassurance", "denial"}, 2),  # of 3
    ],
)
def test_what_his_comments_are_for_is_suggested(
    demo_spread: Spread, intent: str, strategies: set[str], least: int
) -> None:
    held = {(r["thread"], clock(r["time"]), r["suggested"]) for r in demo_spread.strategy.to_dict("records")}
    true = [(normal(f["page"]), wall(f["time"])) for f in focal_truth() if f["intent"] == intent]
    assert sum(any((*place, s) in held for s in strategies) for place in true) >= least


def test_people_who_sign_with_one_address_are_one_person(demo_graph: ThreadGraph) -> None:
    people = demo_graph.people.to_pylist()
    for person in TRUTH["person"]:
        holders = [p for p in people if person["url"] in p["urls"]]
        assert len(holders) == 1, person["url"]


def test_namesakes_stay_apart(demo_graph: ThreadGraph) -> None:
    focal = [p for p in demo_graph.people.to_pylist() if "Étienne Valmont" in p["names"]]
    assert len(focal) == 1
    philippes = [p for p in demo_graph.people.to_pylist() if p["name"] == "Philippe"]
    assert len(philippes) == sum(n["name"] == "Philippe" for n in TRUTH["namesakes"])
