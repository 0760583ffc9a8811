"""The relay model against stories whose truth is known: the demo's, and simulated ones. Run: ``make bench``.

Explicit links and trackbacks are hidden. P@1 is the share of posts whose likeliest source is the true one
(from outside the corpus included). Coverage is the share of figures about the true forest that lie in the
90 % interval of 200 sampled ones.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from threadgraph.addresses import normal
from threadgraph.corpus import Corpus
from threadgraph.demo import DemoServer, truth, write_study
from threadgraph.graph import ThreadGraph, build_table
from threadgraph.model import posts_table
from threadgraph.spread import measures
from threadgraph.spread.cascades import DOUBT, sampled_forests
from threadgraph.spread.simulate import simulate
from threadgraph.spread.sources import source_rows, sources_of
from threadgraph.study import graph_of, run

STORIES = 40
SEEDS = range(1_000, 1_000 + STORIES)


def figures(parents: Sequence[int]) -> dict[str, float]:
    """What is said of a forest: of its largest tree, and how many trees there are."""
    trees = measures.trees(parents)
    largest = max(trees, key=len)
    return {
        "size": len(largest),
        "depth": max(measures.depths(parents, largest)),
        "max breadth": measures.max_breadth(parents, largest),
        "structural virality": measures.structural_virality(parents, largest),
        "trees": len(trees),
    }


def judged(seed: int, **more: float) -> tuple[int, int, int, int, list[bool]]:
    """Right and all; right and all of those with a source in the corpus; whether each figure is covered."""
    story = simulate(seed, **more)  # type: ignore[arg-type]
    graph = build_table(posts_table(story.posts))
    rows = sorted(
        (r for r in graph.table.to_pylist() if r["id"] in story.source),
        key=lambda r: (r["published"], r["id"]),
    )
    found = sources_of(source_rows(graph, rows, hide_links=True))
    place = {r["id"]: i for i, r in enumerate(rows)}
    inside = [p for p, s in story.source.items() if s is not None]
    right = {p for p, s in story.source.items() if found[p][0][0] == s}
    options = [[(place[s], q) for s, q in found[r["id"]] if s is not None] for r in rows]
    truth = figures([place[s] if (s := story.source[r["id"]]) is not None else -1 for r in rows])
    drawn = [figures(f) for f in sampled_forests(options, doubt=DOUBT)]
    covered = []
    for name, value in truth.items():
        values = sorted(d[name] for d in drawn)
        low, high = values[int(0.05 * len(values))], values[int(0.95 * len(values)) - 1]
        covered.append(low - 1e-9 <= value <= high + 1e-9)
    return len(right), len(story.source), len(right & set(inside)), len(inside), covered


def bench_simulated_stories() -> None:
    for name, more in (
        ("as it comes", {}),
        ("no phrase, no name", {"phrase": 0.0, "attribution": 0.0}),
        ("many from outside", {"outside": 0.4}),
        ("few sites", {"sites": 8}),
    ):
        rows = [judged(seed, **more) for seed in SEEDS]
        right, n, good, inside = (sum(r[k] for r in rows) for k in range(4))
        cover = [statistics.mean(r[4][k] for r in rows) for k in range(5)]
        print(
            f"\n{name}: P@1 {right / n:.3f} of {n}, with a source in the corpus {good / inside:.3f} of {inside}; "
            f"90 % intervals cover {statistics.mean(cover):.3f} ("
            + ", ".join(f"{k} {c:.2f}" for k, c in zip(figures([-1]), cover, strict=True))
            + ")"
        )


def demo_p_at_1(graph: ThreadGraph, story: Sequence[dict[str, object]], true: dict[str, set[str]]) -> float:
    """The share of posts whose likeliest source in the corpus is one of the true ones."""
    found = sources_of(source_rows(graph, story, hide_links=True))
    asked = [p for p in true if p in found]
    best = {p: next((s for s, _ in found[p] if s is not None), None) for p in asked}
    return statistics.mean(best[p] in true[p] for p in asked)


def bench_the_demo() -> None:
    with tempfile.TemporaryDirectory() as folder, DemoServer() as server:
        run(write_study(Path(folder) / "study", server.address), folder)
        with Corpus(Path(folder) / "corpus") as corpus:
            graph = graph_of(corpus)
    rows = [r for r in graph.table.to_pylist() if r["kind"] in ("post", "notice") and r["published"]]
    rows.sort(key=lambda r: (r["published"], r["id"]))
    held = {r["id"] for r in rows}
    true: dict[str, set[str]] = {}
    for relay in truth()["relay"]:
        pair = normal(relay["relayer"]), normal(relay["source"])
        if held.issuperset(pair):
            true.setdefault(pair[0], set()).add(pair[1])
    print(f"\nthe demo, links hidden: P@1 {demo_p_at_1(graph, rows, true):.3f} of {len(true)} posts")
