"""Who broke the news and who got it from whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from threadgraph.addresses import host_of, normal, site_of
from threadgraph.graph.cues import words_of
from threadgraph.graph.phrases import MIN_SPAN, PHRASES
from threadgraph.graph.threadgraph import ThreadGraph

__all__ = ["before", "broke_rows", "relay_rows", "text_reuse"]

Row = dict[str, Any]


def broke_rows(graph: ThreadGraph, story: Sequence[Row], first: int = 10) -> list[Row]:
    """The earliest posts of a story, with what is known of their time.

    A row is noted "left-censored" when its post names a page as a source that was not collected: somebody
    may have been earlier.
    """
    held = {r["thread_id"] for r in story}
    rows = []
    for r in [r for r in story if r["published"] is not None][:first]:
        away = _not_collected(graph, r)
        note = f"left-censored: links to {', '.join(away[:3])}, not collected" if away else ""
        if r["precision"] not in ("second", "minute"):
            note = "; ".join(filter(None, [note, f"known to the {r['precision']} only"]))
        if r["zone"] == "assumed":
            note = "; ".join(filter(None, [note, "time zone assumed"]))
        rows.append(
            {
                "post": r["id"],
                "site": r["site"],
                "author": graph.name_of(r),
                "time": r["published"],
                "precision": r["precision"],
                "title": r["title"],
                "url": r["url"],
                "note": note,
            }
        )
    return rows if held else []


def _not_collected(graph: ThreadGraph, row: Row) -> list[str]:

    held = {normal(r["url"]) for r in graph.table.to_pylist() if r["url"]} | set(
        graph.table["thread_id"].to_pylist()
    )
    sites = set(graph.table["site"].to_pylist())
    return sorted(
        {host_of(u) for u in row["links"] or () if normal(u) not in held and site_of(u) not in sites}
    )


def relay_rows(graph: ThreadGraph, story: Sequence[Row]) -> list[Row]:
    """Which story post got the news from which earlier one.

    E1: a hyperlink or trackback. E2: an attribution without a link, or a run of `MIN_SPAN` words and
    more that the earlier post says in its own words. A link to a later post is no relay.

    Returns
    -------
    list of dict
        One row a pair, by its strongest edge; ``delay_h`` in hours, ``text_reuse`` in percent.
    """
    by_id = {r["id"]: r for r in story}
    by_thread = {r["thread_id"]: r for r in story}
    every = {r["id"]: r for r in graph.table.to_pylist()}
    best: dict[tuple[str, str], Row] = {}
    for e in graph.edges.to_pylist():
        if e["kind"] not in ("link", "relay") or e["source"] not in by_id:
            continue
        target = by_id.get(e["target"]) or by_thread.get(every[e["target"]]["thread_id"])
        relayer = by_id[e["source"]]
        if target is None or target["thread_id"] == relayer["thread_id"] or not before(target, relayer):
            continue
        key = (relayer["id"], target["id"])
        if key not in best or _rank(e) > _rank(best[key]):
            best[key] = e
    sourced = {a for (a, _), e in best.items() if e["rule"] not in PHRASES}
    for quoting in sorted({a for a, _ in best} - sourced):  # words in common tell most of one of them
        held = {pair: e for pair, e in best.items() if pair[0] == quoting}
        most = max(held, key=lambda pair: (len(held[pair]["evidence"]), pair))
        for pair in held:
            if pair != most:
                del best[pair]
    rows = [
        _row(by_id[a], by_id[b], e)
        for (a, b), e in best.items()
        if e["rule"] not in PHRASES or a not in sourced
    ]
    return sorted(rows, key=lambda r: (r["time"] is None, r["time"], r["relayer"], r["source"]))


def _rank(e: Row) -> tuple[float, bool]:
    return e["probability"], e["rule"] == "hyperlink"


def before(a: Row, b: Row) -> bool:
    """Whether one post was there before another, as far as their times tell."""
    if a["published"] is None or b["published"] is None:
        return False
    if "day" in (a["precision"], b["precision"]):
        return bool(a["published"].date() <= b["published"].date()) and bool(
            a["published"] <= b["published"] or a["precision"] == "day" or b["precision"] == "day"
        )
    return bool(a["published"] < b["published"])


def _row(relayer: Row, source: Row, e: Row) -> Row:
    return {
        "relayer": relayer["id"],
        "source": source["id"],
        "relayer_site": relayer["site"],
        "source_site": source["site"],
        "time": relayer["published"],
        "delay_h": round((relayer["published"] - source["published"]).total_seconds() / 3600, 3),
        "kind": e["kind"],
        "class": e["class"],
        "probability": e["probability"],
        "rule": e["rule"],
        "evidence": e["evidence"],
        "evidence_post": e["evidence_post"],
        "text_reuse": text_reuse(relayer["text"] or "", source["text"] or ""),
    }


def text_reuse(text: str, source: str) -> float:
    """Share of a text's words that stand in the source in runs of `MIN_SPAN` words and more, in percent.

    >>> text_reuse("they say the host is down since this very night again", "the host is down since this very night again")
    81.8
    """
    mine, theirs = words_of(text), words_of(source)
    if not mine:
        return 0.0
    known = {tuple(theirs[i : i + MIN_SPAN]) for i in range(len(theirs) - MIN_SPAN + 1)}
    taken = [False] * len(mine)
    for i in range(len(mine) - MIN_SPAN + 1):
        if tuple(mine[i : i + MIN_SPAN]) in known:
            taken[i : i + MIN_SPAN] = [True] * MIN_SPAN
    return round(100 * sum(taken) / len(mine), 1)
