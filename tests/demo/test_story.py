"""The invented story holds together, and the table of its truth agrees with it."""

from __future__ import annotations

import email
import email.policy
import tomllib
from collections import defaultdict, deque
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from threadgraph.demo import Comment, Entry, Site, story, truth
from threadgraph.demo.engines import ENGINES
from threadgraph.demo.markup import links
from threadgraph.demo.study import write_study
from threadgraph.demo.tale import NOTICE, PARIS, mail

MAIL = "courriel-clients.eml"


@pytest.fixture(scope="module")
def pages() -> dict[str, tuple[Site, Entry]]:
    return {site.url(entry.path): (site, entry) for site in story() for entry in site.entries}


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    return truth()


def paris(time: datetime) -> datetime:
    return time.replace(tzinfo=PARIS)


def test_as_large_as_the_case_asks(pages: dict[str, tuple[Site, Entry]]) -> None:
    comments = [c for _, entry in pages.values() for c in entry.comments]
    assert len(pages) >= 28
    assert len(story()) >= 10
    assert len(comments) >= 170
    assert len({(c.author, c.url) for c in comments}) >= 60
    assert {site.engine for site in story()} == set(ENGINES)
    assert sum(c.removed for c in comments) == 1


def test_time_runs_forward(pages: dict[str, tuple[Site, Entry]]) -> None:
    for url, (_, entry) in pages.items():
        times = [c.at for c in entry.comments]
        assert times == sorted(set(times)), url
        assert all(at > entry.at for at in times), url
        assert all(ping.at > entry.at for ping in entry.trackbacks), url
        for comment in entry.comments:
            earlier = {c.at for c in entry.comments if c.at < comment.at}
            assert comment.answers is None or comment.answers in earlier, (url, comment)


def test_links_lead_to_earlier_pages_and_one_is_dead(
    pages: dict[str, tuple[Site, Entry]], known: dict[str, Any]
) -> None:
    homes = {site.home for site in story()}
    dead = set()
    for _, entry in pages.values():
        said = [(entry.at, entry.text), *((c.at, c.text) for c in entry.comments)]
        for at, text in said:
            for link in links(text):
                if link in pages:
                    assert pages[link][1].at < at, (entry.path, link)
                elif link not in homes:
                    dead.add(link)
        for ping in entry.trackbacks:
            pinging = pages[ping.url][1]
            assert (pinging.at <= ping.at, pinging.title) == (True, ping.title)
    assert sorted(dead) == known["story"]["dead_links"]


def test_every_page_is_within_reach_of_the_seeds(pages: dict[str, tuple[Site, Entry]], tmp_path: Any) -> None:
    study = tomllib.loads(write_study(tmp_path, "127.0.0.1:1").read_text("utf-8"))
    seeds = [s for s in study["seeds"] if s.startswith("http")]
    far = dict.fromkeys(seeds, 0)
    queue = deque(seeds)
    while queue:
        url = queue.popleft()
        site, entry = pages[url]
        if site.robots:
            continue
        reached = links(entry.text) + [p.url for p in entry.trackbacks]
        reached += [link for c in entry.comments for link in links(c.text)]
        for link in reached:
            if link in pages and link not in far:
                far[link] = far[url] + 1
                queue.append(link)
    assert set(far) == set(pages)
    assert max(far.values()) <= study["follow"]["depth"]
    assert len(pages) < study["follow"]["pages"]


def test_truth_counts_every_page(pages: dict[str, tuple[Site, Entry]], known: dict[str, Any]) -> None:
    rows = {row["url"]: row for row in known["page"]}
    assert set(rows) == set(pages)
    for url, row in rows.items():
        site, entry = pages[url]
        assert (row["site"], row["engine"], row["author"]) == (site.host, site.engine, entry.author)
        assert (row["title"], paris(row["time"])) == (entry.title, entry.at)
        assert row["comments"] == len(entry.comments)
        assert row["removed"] == sum(c.removed for c in entry.comments)
        assert row["trackbacks"] == len(entry.trackbacks)
        assert row["robots"] == (not site.robots)


def test_truth_holds_every_relay_and_no_other(
    pages: dict[str, tuple[Site, Entry]], known: dict[str, Any]
) -> None:
    for row in known["relay"]:
        source = known["story"]["email"] if row["source"] == MAIL else pages[row["source"]][1].at
        assert paris(row["source_time"]) == (paris(source) if row["source"] == MAIL else source)
        assert row["source_time"] < row["time"]
        assert row["how"] in {"link", "via", "trackback", "attribution"}
    linked = {(url, link) for url, (_, entry) in pages.items() for link in links(entry.text) if link in pages}
    pinged = {(p.url, url) for url, (_, entry) in pages.items() for p in entry.trackbacks}
    rows = defaultdict(set)
    for row in known["relay"]:
        rows[row["how"]].add((row["relayer"], row["source"]))
    assert rows["link"] | rows["via"] == linked
    assert not rows["link"] & rows["via"]
    assert rows["trackback"] == pinged
    assert not rows["attribution"] & linked


def test_truth_names_who_broke_it(pages: dict[str, tuple[Site, Entry]], known: dict[str, Any]) -> None:
    broke = known["broke"]
    own, third = pages[broke["own_page"]], pages[broke["third_page"]]
    assert min(entry.at for _, entry in pages.values()) == own[1].at == paris(broke["own_time"])
    others = [e for s, e in pages.values() if s.host not in ("etat-cumulo.example", "valmont.example")]
    assert min(others, key=lambda e: e.at) is third[1]
    assert third[1].author == broke["third_author"]


def comments_of_the_focal_actor(
    pages: dict[str, tuple[Site, Entry]], signatures: list[str]
) -> dict[tuple[str, datetime], Comment]:
    return {
        (url, c.at): c
        for url, (_, entry) in pages.items()
        for c in entry.comments
        if c.url == "http://valmont.example/" and c.author in signatures
    }


def test_truth_holds_every_comment_of_the_focal_actor(
    pages: dict[str, tuple[Site, Entry]], known: dict[str, Any]
) -> None:
    said = comments_of_the_focal_actor(pages, known["story"]["signatures"])
    rows = {(row["page"], paris(row["time"])): row for row in known["focal"]}
    assert set(rows) == set(said)
    elsewhere = {row["page"] for row in known["focal"] if not row["own"]}
    assert len(elsewhere) >= 8
    for key, row in rows.items():
        comment, (_, entry) = said[key], pages[row["page"]]
        assert row["signature"] == comment.author
        answered: Entry | Comment = entry
        if comment.answers:
            answered = next(c for c in entry.comments if c.at == comment.answers)
        assert row["answers"] == ("comment" if comment.answers else "opening post")
        assert (row["answers_author"], paris(row["answers_time"])) == (answered.author, answered.at)
        assert timedelta(minutes=row["delay_minutes"]) == comment.at - answered.at
        assert row["intent"] in {"correct", "reassure", "thank", "inform"}


def test_corrections_quote_what_was_said(pages: dict[str, tuple[Site, Entry]], known: dict[str, Any]) -> None:
    said = comments_of_the_focal_actor(pages, known["story"]["signatures"])
    corrections = [row for row in known["focal"] if row["intent"] == "correct"]
    assert len(corrections) >= 8
    assert {row["changed"] for row in corrections} == {"time", "number", "name", "fact"}
    for row in corrections:
        entry = pages[row["page"]][1]
        comment = said[row["page"], paris(row["time"])]
        earlier = [(entry.at, entry.author, entry.text)] + [(c.at, c.author, c.text) for c in entry.comments]
        claim = next(text for at, _, text in earlier if at == paris(row["answers_time"]))
        assert row["claim"] in claim
        assert row["wrong"] in row["claim"]
        assert f"> {row['claim']}" in comment.text
        assert row["correction"] in comment.text
        assert row["right"].lower() in comment.text.lower()


def test_quotes_of_the_focal_actor_are_all_in_the_table(
    pages: dict[str, tuple[Site, Entry]], known: dict[str, Any]
) -> None:
    said = comments_of_the_focal_actor(pages, known["story"]["signatures"])
    quoting = {key for key, c in said.items() if c.text.startswith(">")}
    table = {(r["page"], paris(r["time"])) for r in known["focal"] if r["intent"] == "correct"}
    assert quoting == table


def test_people_and_namesakes(pages: dict[str, tuple[Site, Entry]], known: dict[str, Any]) -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for _, entry in pages.values():
        for comment in entry.comments:
            names[comment.url].add(comment.author)
    for row in known["person"]:
        assert set(row["names"]) == names[row["url"]]
    for row in known["namesakes"]:
        assert row["name"] in {c.author for c in pages[row["page"]][1].comments}
    assert sum(row["name"] == "Philippe" for row in known["namesakes"]) >= 4


def test_mail_is_a_mail(known: dict[str, Any]) -> None:
    message = email.message_from_bytes(mail(), policy=email.policy.default)
    assert "Étienne Valmont" in str(message["From"])
    assert parsedate_to_datetime(str(message["Date"])) == paris(known["story"]["email"])
    body = message.get_body()
    assert body is not None
    text = body.get_content()
    assert text.startswith(NOTICE)
    assert "3 200 blogs" in text
