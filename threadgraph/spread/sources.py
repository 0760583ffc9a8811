"""Where each story post got the news from: candidates with probabilities that sum to 1, one of them "from outside".

Log-linear in what tells for an earlier story post: a link, an attribution, words in common, similar content,
closeness in time, and earlier contact between the two sites. The weights were fitted to 160 simulated stories
of many shapes (`simulate`), by maximum likelihood; that of a link, which those stories hide, is a setting.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from threadgraph.graph.conversation import terms_of
from threadgraph.graph.cues import own_words
from threadgraph.graph.phrases import PHRASES
from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread.relays import before

__all__ = ["WEIGHTS", "candidates", "source_rows", "sources_of"]

Row = dict[str, Any]

#: What each kind of evidence adds to the logarithm of a candidate's odds.
WEIGHTS: Mapping[str, float] = {
    "link": 14.0,
    "attribution": 3.7,
    "phrase": 6.4,
    "overlap": 9.9,  # the share of the words it repeats that the candidate says
    "first told": 2.3,  # and of those that the candidate was the first to say
    "rare words": 1.7,  # a doubling of the rare words that both say
    "time": -0.29,  # a doubling of the hours between
    "contact": 1.0,  # a doubling of the earlier links, quotes and comments between the sites
    "fame": 0.8,  # a doubling of the sites that had to do with the candidate's before
    "outside": 11.0,  # that it came from somewhere else altogether
    "outside, many": -0.41,  # and a doubling of the candidates
}
#: Sites that met so often know each other; more contacts tell nothing.
_KNOWN = 3
#: A word in at most this share of the story's posts is rare.
_RARE = 0.15
_STEM = 6
_KEPT = 0.005


@dataclass(frozen=True)
class Evidence:
    """What tells for one candidate."""

    kind: str  # link, attribution, phrase or none
    cls: str
    said: str


def source_rows(graph: ThreadGraph, story: Sequence[Row], hide_links: bool = False) -> list[Row]:
    """For each story post all likely sources, "from outside the corpus" among them.

    Parameters
    ----------
    graph : ThreadGraph
    story : sequence of dict
        Rows of the story's posts.
    hide_links : bool
        Do as if nobody had linked or sent a trackback: for checking the model against the links.

    Returns
    -------
    list of dict
        The probabilities of a post's rows sum to 1, but for candidates below 0.005, whose share the
        others take. ``source`` is None where the news came from outside the corpus.

    Notes
    -----
    A candidate was published before the post, in another thread, by somebody else. P(j) is proportional to
    exp(sum of weights), over all candidates and "outside" (Gomez-Rodriguez et al. 2012 on networks
    of diffusion infer transmission from times alone; here the text and the links speak too).
    """
    dated = [r for r in story if r["published"] is not None]
    known = candidates(graph, dated, hide_links)
    rows: list[Row] = []
    for r, held in zip(dated, known, strict=True):
        odds: dict[int | None, float] = {
            None: WEIGHTS["outside"] + WEIGHTS["outside, many"] * math.log2(1 + len(held))
        }
        for j, facts in held.items():
            odds[j] = sum(WEIGHTS[name] * value for name, value in facts.items() if name in WEIGHTS)
        rows += _shares(r, dated, odds, held)
    return rows


def candidates(graph: ThreadGraph, story: Sequence[Row], hide_links: bool = False) -> list[dict[int, Row]]:
    """What tells for each earlier post as the source of each post of a story.

    Parameters
    ----------
    graph : ThreadGraph
    story : sequence of dict
        Rows of dated posts.
    hide_links : bool

    Returns
    -------
    list of dict of int to dict
        For each post its candidates by their number, each with the values that `WEIGHTS` weighs, and
        with ``class`` and ``evidence``.
    """
    told = _evidence(graph, story, hide_links)
    contact = _contacts(graph, {r["id"] for r in story})
    known_by: dict[str, list[list[Any]]] = defaultdict(list)
    for (_, there), met_at in contact.items():
        known_by[there].append([when for when, _ in met_at])
    content = _Content(story)
    out = []
    for i, r in enumerate(story):
        earlier = [j for j, s in enumerate(story) if _candidate(s, r)]
        held: dict[int, Row] = {}
        for j, (overlap, news, rare) in content.shared(i, earlier).items():
            s = story[j]
            found = told.get((r["id"], s["id"]))
            hours = max(0.0, (r["published"] - s["published"]).total_seconds() / 3600)
            met = sum(k for when, k in contact.get((r["site"], s["site"]), ()) if when < r["published"])
            held[j] = {
                "overlap": overlap,
                "rare words": math.log2(1 + rare),
                "first told": news,
                "time": math.log2(1 + hours),
                "contact": math.log2(1 + min(met, _KNOWN)),
                "fame": math.log2(1 + sum(min(t) < r["published"] for t in known_by[s["site"]])),
                "class": found.cls if found else "E3",
                "evidence": found.said
                if found
                else f"{100 * overlap:.0f} % of its shared words, {100 * news:.0f} % first told there",
            } | ({found.kind: 1.0} if found else {})
        out.append(held)
    return out


def sources_of(rows: Sequence[Row]) -> dict[str, list[tuple[str | None, float]]]:
    """The candidates of each post, the likeliest first.

    Parameters
    ----------
    rows : sequence of dict
        As `source_rows` gives them.
    """
    found: dict[str, list[tuple[str | None, float]]] = defaultdict(list)
    for r in rows:
        found[r["post"]].append((r["source"], r["probability"]))
    return {post: sorted(held, key=lambda h: (-h[1], h[0] or "")) for post, held in found.items()}


def _candidate(s: Row, r: Row) -> bool:
    same = s["person"] is not None and s["person"] == r["person"]
    return s["thread_id"] != r["thread_id"] and not same and before(s, r)


def _shares(
    r: Row, story: Sequence[Row], odds: Mapping[int | None, float], held: Mapping[int, Row]
) -> list[Row]:
    top = max(odds.values())
    weight = {j: math.exp(v - top) for j, v in odds.items()}
    total = sum(weight.values())
    kept = {j: w / total for j, w in weight.items() if w / total >= _KEPT or j is None}
    total = sum(kept.values())
    rows = []
    for j, p in sorted(kept.items(), key=lambda kv: (-kv[1], -1 if kv[0] is None else kv[0])):
        s = story[j] if j is not None else None
        rows.append(
            {
                "post": r["id"],
                "source": s["id"] if s is not None else None,
                "site": r["site"],
                "source_site": s["site"] if s is not None else None,
                "time": r["published"],
                "delay_h": round((r["published"] - s["published"]).total_seconds() / 3600, 3) if s else None,
                "probability": p / total,
                "class": held[j]["class"] if j is not None else "E3",
                "evidence": held[j]["evidence"] if j is not None else "from outside the corpus",
            }
        )
    return rows


def _evidence(graph: ThreadGraph, story: Sequence[Row], hide_links: bool) -> dict[tuple[str, str], Evidence]:
    """The strongest evidence for each pair of a story post and an earlier one."""
    by_id = {r["id"]: r for r in story}
    by_thread = {r["thread_id"]: r for r in story}
    every = {r["id"]: r for r in graph.table.to_pylist()}
    best: dict[tuple[str, str], Evidence] = {}
    for e in graph.edges.to_pylist():
        named = e["rule"] in ("attribution", "attribution with a link")
        if e["kind"] not in ("link", "relay") or e["source"] not in by_id:
            continue
        if hide_links and e["class"] == "E1" and not named:
            continue
        target = by_id.get(e["target"]) or by_thread.get(every[e["target"]]["thread_id"])
        if target is None or target["thread_id"] == by_id[e["source"]]["thread_id"]:
            continue
        linked = e["class"] == "E1" and not hide_links
        kind = "link" if linked else "phrase" if e["rule"] in PHRASES else "attribution"
        key = (e["source"], target["id"])
        if key not in best or WEIGHTS[kind] > WEIGHTS[best[key].kind]:
            best[key] = Evidence(kind, "E1" if linked else "E2", e["evidence"])
    return best


def _contacts(graph: ThreadGraph, story: set[str]) -> dict[tuple[str, str], list[tuple[Any, int]]]:
    """When a site had to do with another before: edges between their posts, and people who write on both."""
    rows = {r["id"]: r for r in graph.table.to_pylist()}
    found: dict[tuple[str, str], list[tuple[Any, int]]] = defaultdict(list)
    for e in graph.edges.to_pylist():
        a, b = rows[e["source"]], rows[e["target"]]
        if a["site"] == b["site"] or e["time"] is None or (e["source"] in story and e["target"] in story):
            continue
        found[a["site"], b["site"]].append((e["time"], 1))
    owners: dict[str, set[str]] = defaultdict(set)
    for r in rows.values():
        if r["kind"] == "post" and r["person"]:
            owners[r["person"]].add(r["site"])
    for r in rows.values():
        if r["kind"] == "comment" and r["published"] is not None:
            for site in owners.get(r["person"] or "", ()):
                if site != r["site"]:  # whoever runs a site reads where he comments
                    found[site, r["site"]].append((r["published"], 1))
    return found


class _Content:
    """The words of story posts, the rarer the weightier, and which post told each first."""

    def __init__(self, story: Sequence[Row]) -> None:
        self.stems = [
            {w[:_STEM] for w in terms_of(f"{r['title'] or ''} {own_words(r['text'] or '')}")} for r in story
        ]
        self.seen = seen = Counter(w for held in self.stems for w in held)
        n = len(story)
        self.few = max(3.0, _RARE * n)
        self.weight = {w: math.log((n + 1) / (k + 0.5)) ** 2 for w, k in seen.items()}
        self.first: dict[str, int] = {}
        for i in sorted(range(n), key=lambda i: (story[i]["published"], story[i]["id"])):
            for w in self.stems[i]:
                self.first.setdefault(w, i)

    def shared(self, i: int, earlier: Sequence[int]) -> dict[int, tuple[float, float, int]]:
        """For each earlier post its shares of the words that post `i` repeats: those it says, and those it told first;
        and how many of the words that both say are rare in the story."""
        said = set().union(*(self.stems[j] for j in earlier)) & self.stems[i] if earlier else set()
        total = sum(self.weight[w] for w in sorted(said)) or 1.0
        out = {}
        for j in earlier:
            both = sorted(said & self.stems[j])
            overlap = sum(self.weight[w] for w in both)
            rare = [w for w in both if self.seen[w] <= self.few]
            news = sum(self.weight[w] for w in rare if self.first[w] == j)
            out[j] = overlap / total, news / total, len(rare)
        return out
