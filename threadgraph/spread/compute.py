"""`spread`: from a graph, a focal actor and a story to the frames of a `Spread`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from threadgraph.errors import NothingFound
from threadgraph.graph.cues import fold
from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.model import Focal, Story
from threadgraph.spread.agreement import agreement_rows
from threadgraph.spread.arrivals import arrival_rows
from threadgraph.spread.cascades import cascade_rows, generation_rows
from threadgraph.spread.chronicle import chronicle_rows
from threadgraph.spread.coding import coded
from threadgraph.spread.corrections import correction_rows
from threadgraph.spread.focal import reply_rows
from threadgraph.spread.nulls import criticism_rows, dialogue_rows
from threadgraph.spread.presence import amplified_rows, presence_rows
from threadgraph.spread.relays import broke_rows, relay_rows
from threadgraph.spread.repeats import repeat_rows
from threadgraph.spread.response import response_rows
from threadgraph.spread.result import Spread, frame
from threadgraph.spread.said import told_rows
from threadgraph.spread.sources import source_rows
from threadgraph.spread.story import focal_people, possibly_focal, story_rows
from threadgraph.spread.strategy import strategy_rows
from threadgraph.spread.tone.change import change_rows
from threadgraph.spread.tone.posts import LEXICON, Scorer, tone_rows
from threadgraph.spread.uptake import uptake_rows

__all__ = ["spread"]

Row = dict[str, Any]


def spread(
    graph: ThreadGraph,
    focal: Focal | str | None = None,
    story: Story | str | None = None,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    timezone: str = "UTC",
    tone: Scorer | None = None,
    codes: Sequence[str | Path] = (),
) -> Spread:
    """How a story and one actor's replies spread.

    Parameters
    ----------
    graph : ThreadGraph
    focal : Focal or str, optional
        Whose replies are followed; a text is his name.
    story : Story or str, optional
        What the news is; a text is a term. Without one every opening post belongs to it.
    start, end : datetime, optional
        The window, aware.
    timezone : str
        Of the clock times that texts tell ("at 7:40"), and of those that report and figures show.
    tone : callable, optional
        Scores the tone of posts instead of the lexicon: gets a list of texts, gives a score of -1 to 1 for each, or None.
    codes : sequence of str or Path
        Coding sheets, one a coder: the table ``strategy`` as CSV with the column ``human`` filled in.

    Returns
    -------
    Spread

    Raises
    ------
    NothingFound
        If nobody in the graph is the focal actor, or no post tells the story.
    UsageError
        If a coding sheet does not fit, or the scorer of tone gives what is no score.

    Examples
    --------
    >>> from threadgraph.graph import build_table
    >>> from threadgraph.model import Post, posts_table
    >>> graph = build_table(posts_table([
    ...     Post(id="a", thread_id="a", kind="post", author="Luc Roy", site="a.example", text="The host is down."),
    ...     Post(id="b", thread_id="a", author="Anne", site="a.example", text="Since when?", position=1),
    ...     Post(id="c", thread_id="a", author="Eve Host", site="a.example", text="@Anne since 7:40", position=2),
    ... ]))
    >>> spread(graph, focal="Eve Host").replies[["answers_author", "class"]].values.tolist()
    [['Anne', 'E2']]
    """
    focal = Focal(name=focal) if isinstance(focal, str) else focal
    story = Story(terms=(story,)) if isinstance(story, str) else story
    people = focal_people(graph, focal)
    if focal is not None and not people:
        raise NothingFound(_nobody(graph, focal))
    doubtful = possibly_focal(graph, people)
    rows = story_rows(graph, story, start, end)
    if not rows:
        raise NothingFound("no post tells the story: check its terms and the window, or leave them out")
    broke = broke_rows(graph, rows)
    relays = relay_rows(graph, rows)
    sources = source_rows(graph, rows)
    cascades = cascade_rows(graph, rows, relays, sources)
    replies = reply_rows(graph, people, start, end) if people else []
    response, waits, survival = response_rows(
        graph, rows, replies, people, end, focal.organisation if focal else None
    )
    uptake, figures = uptake_rows(graph, people)
    response += [
        *figures,
        *presence_rows(graph, people),
        *dialogue_rows(graph, people),
        *criticism_rows(graph, people),
    ]
    zone = ZoneInfo(timezone)
    corrections = correction_rows(graph, people, zone)
    told = told_rows(graph, rows, zone, _days(corrections, zone))
    tones = tone_rows(graph, people, tone)
    change, placebos = change_rows(tones, replies) if people else ([], [])
    strategy, coders = coded(strategy_rows(graph, people, corrections), codes)
    chronicle = chronicle_rows(
        graph, rows, broke, relays, replies, corrections, told, people, focal.name if focal else None
    )
    return Spread(
        graph=graph,
        focal=focal,
        focal_people=people,
        story=story,
        story_posts=tuple(r["id"] for r in rows),
        broke=frame("broke", broke),
        relays=frame("relays", relays),
        sources=frame("sources", sources),
        arrivals=frame("arrivals", arrival_rows(rows)),
        cascades=frame("cascades", cascades),
        generations=frame("generations", generation_rows(cascades)),
        replies=frame("replies", replies),
        response=frame("response", response),
        waits=frame("waits", waits),
        survival=frame("survival", survival),
        corrections=frame("corrections", corrections),
        repeats=frame("repeats", repeat_rows(graph, corrections, zone)),
        uptake=frame("uptake", uptake),
        amplified=frame("amplified", amplified_rows(graph, people)),
        tone=frame("tone", tones),
        tone_change=frame("tone_change", change),
        tone_placebos=frame("tone_placebos", placebos),
        strategy=frame("strategy", strategy, coders),
        agreement=frame("agreement", agreement_rows(strategy, coders)),
        told=frame("told", told),
        chronicle=frame("chronicle", chronicle),
        timezone=timezone,
        limits=(*_limits(graph, rows), *_toneless(tones), *_doubts(doubtful)),
        possibly_focal=doubtful,
    )


def _days(corrections: Sequence[Row], zone: tzinfo) -> dict[str, date]:
    """Of posts that correct or confirm a time, the day that they speak of."""
    return {c["post"]: c["told_time"].astimezone(zone).date() for c in corrections if c["told_time"]}


def _nobody(graph: ThreadGraph, focal: Focal) -> str:
    """An error that names the most similar signatures."""
    words = set(fold(focal.name).split())
    near = [str(p["name"]) for p in graph.people.to_pylist() if words & set(fold(str(p["name"])).split())]
    hint = f"did you mean {', '.join(near[:3])}?" if near else "give his name as he signs"
    return f"nobody in this corpus signs as {focal.name!r}; {hint}"


def _doubts(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    names = [f"{r['other_name']} on {r['other_site']}" if r["other_site"] else r["other_name"] for r in rows]
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return [
        f"Possibly the focal actor too, and not counted as his: {'; '.join(names[:8])}{more}. "
        "The study file can say who they are."
    ]


def _toneless(tones: Sequence[Row]) -> list[str]:
    """How many posts have words, and no tone."""
    without = sum(r["tone"] is None for r in tones)
    if not without:
        return []
    why = (
        "no score" if tones[0]["method"] != LEXICON else "a language that nothing tells, or without a lexicon"
    )
    return [f"Of {len(tones)} posts with words of their own, {without} have no tone: {why}."]


def _posts(n: int, one: str, many: str) -> str:
    return f"{n} post {one}" if n == 1 else f"{n} posts {many}"


def _limits(graph: ThreadGraph, story: list[Row]) -> list[str]:
    table = graph.table.to_pylist()
    found = ["What is shown is association, not effect: who came later need not have come because."]
    classes = Counter(e["class"] for e in graph.edges.to_pylist())
    total = sum(classes.values()) or 1
    found.append(
        f"Of {sum(classes.values())} edges, {100 * classes['E1'] / total:.0f} % are explicit, "
        f"{100 * classes['E2'] / total:.0f} % evidenced by the text, {100 * classes['E3'] / total:.0f} % inferred."
    )
    undated = sum(r["published"] is None and r["status"] != "placeholder" for r in table)
    assumed = sum(r["zone"] == "assumed" for r in table)
    coarse = sum(r["published"] is not None and r["precision"] not in ("second", "minute") for r in table)
    if undated or coarse or assumed:
        found.append(
            f"Clocks: {_posts(undated, 'has', 'have')} no time, {coarse} none finer than an hour, {assumed} state no time zone."
        )
    gone = sum(r["status"] in ("deleted", "removed") for r in table)
    missing = sum(r["status"] == "placeholder" for r in table)
    if gone or missing:
        found.append(
            f"{_posts(gone, 'was', 'were')} deleted or removed; {missing} that others answer could not be had."
        )
    if graph.ledger is not None:
        short = [
            r for r in graph.ledger.to_pylist() if r["stated"] is not None and r["stated"] > r["collected"]
        ]
        if short:
            lost = sum(r["stated"] - r["collected"] for r in short)
            found.append(f"{len(short)} threads state {lost} replies more than were collected.")
    if sum(r["published"] is None for r in story):
        found.append(
            f"{sum(r['published'] is None for r in story)} posts of the story have no time and stand in no order."
        )
    return found
