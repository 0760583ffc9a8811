"""A headless Chromium that tolerates no message on its console, and a story worth looking at."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from playwright.sync_api import sync_playwright

from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.model import PEOPLE_SCHEMA, Edge, Focal, Post, Story, edges_table, posts_table
from threadgraph.spread.result import Spread, frame

ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def _executable() -> str | None:
    named = os.environ.get("THREADGRAPH_CHROMIUM")
    if named:
        return named
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium, one for the session."""
    executable = _executable()
    if executable is None:
        pytest.fail("no Chromium: install one or set THREADGRAPH_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def page_of(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Open a file; after the test, fail on any warning, error, or request but for the file itself."""
    complaints: list[str] = []
    contexts: list[Any] = []

    def open_file(
        path: Path, width: int = 1440, height: int = 900, fragment: str = "", **options: Any
    ) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            **({"locale": "en-GB", "color_scheme": "light"} | options),
        )
        contexts.append(context)
        page = context.new_page()
        address = path.resolve().as_uri()
        page.on(
            "console",
            lambda m: complaints.append(f"{m.type}: {m.text}") if m.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda e: complaints.append(f"page error: {e}"))
        page.on(
            "request",
            lambda r: (
                complaints.append(f"request: {r.url}")
                if r.url.split("#")[0] != address and not r.url.startswith(("data:", "blob:"))
                else None
            ),
        )
        page.goto(address + fragment)
        if page.locator("#app").count():
            page.wait_for_selector("body[data-ready=yes]", timeout=15000)
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert complaints == []


T0 = datetime(2024, 3, 11, 5, 40, tzinfo=UTC)
TITLE = "The Valbrune reservoir alarm, March 2024"
FOCAL = Focal(name="Hélène Marchetti", aliases=("H. Marchetti",), organisation="Valbrune Water")
SITES = (
    ("vallee-info.example", "Valbrune: residents report cloudy water since dawn", 34, 0.0),
    ("marchetti-eau.example", "What we know about last night’s alarm at Valbrune", 41, 4.2),
    ("forum.hydro.example", "Valbrune turbidity alarm – anyone with sensor data?", 33, 2.6),
    ("lapresse-locale.example", "Eau trouble à Valbrune : la régie enquête", 24, 6.4),
    ("reddit.example/r/valbrune", "Is the tap water safe right now?", 22, 3.1),
    ("blog-des-parents.example", "L’eau de la cantine", 14, 9.5),
    ("waterwatch.example", "Another utility, another silence?", 13, 12.0),
    ("pointrelais.example", "Relay: Valbrune alarm", 7, 7.7),
    ("lists.civil-protection.example", "[cp-announce] Valbrune, notice 1", 6, 5.0),
    ("meteo-amateur.example", "Heavy rain over the plateau", 4, 1.4),
    ("notes.dr-kessler.example", "On turbidity and panic", 5, 26.0),
)
FIRST = ("Anne", "Bruno", "Chloé", "Driss", "Elsa", "Farid", "Gwen", "Hugo", "Inès", "Jonas", "Karim", "Lucie", "Marek",
         "Nadia", "Otto", "Paula", "Quentin", "Rosa", "Samir", "Theo", "Ulla", "Victor", "Wanda", "Yann", "Zoé")  # fmt: skip
ASK = (
    "Is it safe to drink, or should we boil it? My kids drank from the tap at seven.",
    "Depuis quelle heure exactement ? Chez nous l’eau était trouble dès 5 h 40.",
    "Why was nobody told before nine? The alarm rang in the night, did it not?",
    "I measured 4.8 NTU in the upper town at 7:40. Photo on my page.",
    "Et la cantine ? Personne ne répond au téléphone.",
    "The bulletin says “no risk”, the school says “do not drink”. Which is it?",
)
SAY = (
    "Same here, rue du Moulin. It cleared up after ten minutes.",
    "Let us wait for the measurements before we shout.",
    "C’est faux : la coupure a duré quarante minutes, pas quatre heures.",
    "Rain on the plateau always does this, see 2019.",
    "I would rather read it from the engineer than from the press office.",
    "Merci pour le lien, c’est la première explication claire que je lis.",
)
ANSWER = (
    "I was on duty. The alarm rang at 03:12, the valve closed by itself, and the turbidity fell below 1 NTU at 05:55. "
    "Boil water only in the upper town, until noon.",
    "Petit correctif : la vanne s’est fermée à 3 h 12 et non à 7 h. Les relevés sont en ligne, je les complète ce soir.",
    "You are right to ask. We should have called the school at six; that is our mistake and it will not happen again.",
    "Thank you for the measurement. Yours is at the end of the old main, which is why it reads higher than ours.",
)


@pytest.fixture(scope="session")
def valbrune() -> Spread:
    """About two hundred posts on eleven sites, one actor who answers, edges of every class and kind."""
    dice = random.Random(11)
    posts: list[Post] = []
    person: dict[str, str | None] = {}
    edges: list[Edge] = []
    openings: list[Post] = []

    def add(post: Post, who: str | None) -> Post:
        posts.append(post)
        person[post.id] = who
        return post

    for k, (site, title, n, start) in enumerate(SITES):
        thread = f"https://{site}/valbrune"
        here: list[Post] = []
        when = T0 + timedelta(hours=start)
        home = "marchetti" in site
        for i in range(n):
            if i:
                when += timedelta(minutes=min(dice.expovariate(1 / 55) + 2, 900))
            focal = (home and (i == 0 or (i > 1 and dice.random() < 0.24))) or (
                not home and i > 3 and dice.random() < 0.07
            )
            name = FOCAL.name if focal else f"{dice.choice(FIRST)} {chr(65 + (dice.randrange(40) + k) % 26)}."
            name = name if i or home else f"{site.split('.')[0]} desk"
            earlier = dice.choice(here[-6:]) if here else None
            text = (
                title if not i else dice.choice(ANSWER if focal else (ASK if dice.random() < 0.45 else SAY))
            )
            if earlier and dice.random() < 0.15:
                text = f"> {earlier.text.splitlines()[0]}\n\n{text}"
            native = k in (2, 4) and i > 0
            post = add(
                Post(
                    id=f"{site}:{i}",
                    thread_id=thread,
                    parent_id=earlier.id if native and earlier else None,
                    kind="post" if i == 0 else "email" if "lists" in site else "comment",
                    site=site,
                    author=name,
                    is_owner=(home and focal) or None,
                    published=when if not (k == 6 and i in (5, 6)) else None,
                    published_text=None if not (k == 6 and i in (5, 6)) else "a few days ago",
                    precision="minute",
                    title=title if i == 0 else "",
                    text=text
                    if i
                    else f"{title}. Reports since 05:40; the operator has been asked for the readings.",
                    links=(f"https://{SITES[0][0]}/valbrune",) if i == 0 and k else (),
                    url=f"{thread}#c{i}",
                    position=i,
                ),
                "p:focal" if focal else f"p:{site if i == 0 else name}",
            )
            if i == 0:
                openings.append(post)
            if earlier:
                quoted = text.startswith("> ")
                cls, p, rule, evidence = (
                    ("E1", 1.0, "native parent", f"in-reply-to {earlier.id}")
                    if native
                    else ("E2", 0.93, "verbatim quote", earlier.text.splitlines()[0])
                    if quoted
                    else (
                        "E3",
                        round(dice.uniform(0.34, 0.97), 2),
                        "reply ranker",
                        "addressing 0.41, time gap 0.22, text 0.19",
                    )
                )
                edges.append(
                    Edge(
                        source=post.id,
                        target=earlier.id,
                        kind="reply",
                        cls=cls,
                        probability=p,
                        rule=rule,  # type: ignore[arg-type]
                        evidence=evidence,
                        evidence_post=post.id,
                        url=post.url,
                        time=post.published,
                    )
                )
                if focal and "correctif" in text:
                    edges.append(
                        Edge(
                            source=post.id,
                            target=earlier.id,
                            kind="correct",
                            cls="E2",
                            probability=0.8,
                            rule="contrast cue",
                            evidence="Petit correctif : la vanne s’est fermée à 3 h 12",
                            evidence_post=post.id,
                            url=post.url,
                            time=post.published,
                        )
                    )
            here.append(post)
    by_time = sorted(openings, key=lambda p: p.published or T0)
    for i, post in enumerate(by_time[1:], 1):
        source = by_time[max(0, i - dice.choice((1, 1, 2, 3)))]
        cls, p, evidence = dice.choice(
            (
                ("E1", 1.0, f"via {source.site}"),
                ("E2", 0.86, f"as relayed by {source.site.split('.')[0]}"),
                ("E3", 0.61, "shared phrase: cloudy water since dawn"),
            )
        )
        edges.append(
            Edge(
                source=post.id,
                target=source.id,
                kind="relay",
                cls=cls,
                probability=p,
                rule="attribution",  # type: ignore[arg-type]
                evidence=evidence,
                evidence_post=post.id,
                url=post.url,
                time=post.published,
            )
        )
        if i % 3 == 0:
            edges.append(
                Edge(
                    source=post.id,
                    target=by_time[0].id,
                    kind="link",
                    cls="E1",
                    probability=1.0,
                    rule="hyperlink",
                    evidence=by_time[0].url or "",
                    evidence_post=post.id,
                    url=post.url,
                    time=post.published,
                )
            )
    table = posts_table(posts)
    table = table.append_column("person", pa.array([person[p.id] for p in posts], pa.string()))
    return _spread(
        ThreadGraph(table, edges_table(edges), _people(posts, person), title=TITLE), posts, edges, person
    )


def _people(posts: list[Post], person: dict[str, str | None]) -> pa.Table:
    rows: dict[str, dict[str, Any]] = {}
    for p in posts:
        who = person[p.id]
        if who is None:
            continue
        row = rows.setdefault(
            who,
            {
                "person": who,
                "name": p.author,
                "names": [],
                "urls": [],
                "sites": [],
                "posts": 0,
                "evidence": [],
            },
        )
        row["posts"] += 1
        for key, value in (("names", p.author), ("sites", p.site)):
            if value not in row[key]:
                row[key].append(value)
    rows["p:focal"]["names"].append("H. Marchetti")
    rows["p:focal"]["urls"].append("https://marchetti-eau.example/")
    return pa.Table.from_pylist(list(rows.values()), schema=PEOPLE_SCHEMA)


def _spread(
    graph: ThreadGraph, posts: list[Post], edges: list[Edge], person: dict[str, str | None]
) -> Spread:
    by_id = {p.id: p for p in posts}

    def hours(e: Edge) -> float | None:
        a, b = by_id[e.source].published, by_id[e.target].published
        return round((a - b).total_seconds() / 3600, 2) if a and b else None

    openings = sorted((p for p in posts if p.kind == "post"), key=lambda p: p.published or T0)
    relays = [
        {
            "relayer": e.source, "source": e.target, "relayer_site": by_id[e.source].site,
            "source_site": by_id[e.target].site, "time": e.time, "delay_h": hours(e), "kind": e.kind, "class": e.cls,
            "probability": e.probability, "rule": e.rule, "evidence": e.evidence, "evidence_post": e.evidence_post,
            "text_reuse": 12.5,
        }
        for e in edges if e.kind == "relay"
    ]  # fmt: skip
    replies = [
        {
            "post": e.source, "thread": by_id[e.source].thread_id, "site": by_id[e.source].site, "time": e.time,
            "answers": e.target, "answers_author": by_id[e.target].author, "delay_h": hours(e), "class": e.cls,
            "probability": e.probability, "rule": e.rule, "evidence": e.evidence,
            "excerpt": by_id[e.source].text[:120], "url": e.url,
        }
        for e in edges if e.kind == "reply" and person[e.source] == "p:focal" and person[e.target] != "p:focal"
    ]  # fmt: skip
    corrections = [
        {
            "post": e.source, "corrects": e.target, "author": by_id[e.source].author,
            "claim": "l’eau était trouble dès 5 h 40", "claim_author": by_id[e.target].author,
            "correction": "la vanne s’est fermée à 3 h 12 et non à 7 h", "cue": "petit correctif", "changed": "time: 7 h → 3 h 12",
            "claim_time": by_id[e.target].published, "time": e.time, "delay_h": hours(e), "status": "suggested",
        }
        for e in edges if e.kind == "correct"
    ]  # fmt: skip
    delays = sorted(d for r in replies if isinstance(d := r["delay_h"], float) and d >= 0)
    at_risk, share = 74, 1.0
    survival: list[dict[str, object]] = [{"hours": 0.0, "unanswered": 1.0, "at_risk": at_risk}]
    for d in delays:
        share *= 1 - 1 / at_risk
        survival.append({"hours": d, "unanswered": round(share, 4), "at_risk": at_risk})
        at_risk -= 2
    chronicle: list[dict[str, object]] = [
        {
            "time": p.published, "precision": p.precision, "kind": "broke" if i == 0 else "post",
            "sentence": f"{p.author} {'breaks the news' if i == 0 else 'writes'} on {p.site}: “{p.title}”.", "site": p.site,
            "posts": (p.id,), "class": "E1",
        }
        for i, p in enumerate(openings)
    ]  # fmt: skip
    chronicle += [
        {
            "time": r["time"], "precision": "minute", "kind": "relay",
            "sentence": f"{r['relayer_site']} relays the news from {r['source_site']}, {r['delay_h']:.1f} h later.",
            "site": r["relayer_site"], "posts": (r["relayer"], r["source"]), "class": r["class"],
        }
        for r in relays
    ]  # fmt: skip
    chronicle += [
        {
            "time": r["time"], "precision": "minute", "kind": "focal reply",
            "sentence": f"{FOCAL.name} answers {r['answers_author']} on {r['site']}.", "site": r["site"],
            "posts": (r["post"], r["answers"]), "class": r["class"],
        }
        for r in replies
    ]  # fmt: skip
    chronicle.sort(key=lambda r: str(r["time"]))
    cascades: list[dict[str, object]] = [
        {
            "root": openings[0].id, "site": openings[0].site, "author": openings[0].author, "title": openings[0].title,
            "time": openings[0].published, "edges": spec, "size": size, "depth": depth, "max_breadth": breadth,
            "structural_virality": virality, "t50_h": 4.4, "r1": 1.5, "sites": size,
        }
        for spec, size, depth, breadth, virality in (
            ("E1", 5, 2, 3, 1.8), ("E1+E2", 9, 4, 3, 2.6), ("all", 11, 5, 4, 2.94),
        )
    ]  # fmt: skip
    response = [
        ("threads answered", 63.6, 40.1, 81.2, "%", 11, ""),
        ("questions answered", 38.5, 27.0, 51.4, "%", 74, ""),
        ("median response time", 2.4, 1.6, 4.1, "h", 74, "Kaplan–Meier, unanswered ones censored"),
        ("stealing thunder", -4.2, None, None, "h", 1, "third parties told it first"),
        ("reach", 58.0, None, None, "authors", 8, ""),
    ]
    return Spread(
        graph=graph,
        focal=FOCAL,
        focal_people=("p:focal",),
        story=Story(terms=("valbrune",)),
        story_posts=tuple(p.id for p in openings),
        broke=frame("broke", [
            {"post": p.id, "site": p.site, "author": p.author, "time": p.published, "precision": p.precision,
             "title": p.title, "url": p.url, "note": "" if i else "left-censored: one named site was not collected"}
            for i, p in enumerate(openings[:3])]),
        relays=frame("relays", relays),
        sources=frame("sources", []),
        cascades=frame("cascades", cascades),
        replies=frame("replies", replies),
        response=frame("response", [dict(zip(("measure", "value", "low", "high", "unit", "n", "note"), r, strict=True)) for r in response]),
        survival=frame("survival", survival),
        corrections=frame("corrections", corrections),
        chronicle=frame("chronicle", chronicle),
        limits=(
            "1 site that others name was not collected: radio-plateau.example.",
            "2 posts carry no time and stand in page order.",
            "71 % of reply edges are inferred; figures about structure are given three ways.",
            "Association, not effect.",
        ),
    )  # fmt: skip
