"""Cascade measures: on real reply trees, where such lie beside the checkout, against brute force; on one of a million posts. Run: ``make bench``."""

from __future__ import annotations

import gzip
import itertools
import json
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from threadgraph.spread.forest import forest, subtree_sizes

DATA = Path(__file__).parents[3] / "shared" / "data" / "reply_inference"
#: Brute force needs all pairs of posts.
MOST = 400


def threads() -> list[list[int]]:
    """The parents of each thread's posts, by number."""
    found = []
    for file in sorted(DATA.glob("*.jsonl.gz")):
        held: dict[str, list[dict[str, object]]] = defaultdict(list)
        with gzip.open(file, "rt", encoding="utf-8") as f:
            for line in f:
                row = json.loads(line)
                held[str(row["thread"])].append(row)
        for rows in held.values():
            number = {r["id"]: i for i, r in enumerate(rows)}
            parents = [number.get(r["true_parent"], -1) for r in rows]
            found.append([p if p != i else -1 for i, p in enumerate(parents)])
    return found


def bench_measures_of_real_trees_equal_brute_force() -> None:
    if not DATA.is_dir():
        print("\nreal trees: none beside this checkout, not compared")
        return
    trees = same = 0
    took = slow = 0.0
    for parents in threads():
        begun = time.process_time()
        f = forest(parents)
        took += time.process_time() - begun
        g = nx.DiGraph((p, i) for i, p in enumerate(parents) if p >= 0)
        g.add_nodes_from(range(len(parents)))
        for k, root in enumerate(f.root.tolist()):
            tree = g.subgraph({root, *nx.descendants(g, root)})
            if len(tree) > MOST:
                continue
            begun = time.process_time()
            away = list(nx.single_source_shortest_path_length(tree, root).values())
            far = dict(nx.all_pairs_shortest_path_length(tree.to_undirected()))
            pairs = list(itertools.combinations(tree, 2))
            mean = sum(far[a][b] for a, b in pairs) / len(pairs) if pairs else 0.0
            slow += time.process_time() - begun
            trees += 1
            same += (
                f.size[k] == len(tree)
                and f.max_depth[k] == max(away)
                and f.max_breadth[k] == max(away.count(d) for d in set(away))
                and abs(f.structural_virality[k] - mean) < 1e-9
            )
    print(
        f"\nreal trees: {same} of {trees} have the same size, depth, breadth and virality; {took:.2f} s against {slow:.1f} s"
    )
    assert same == trees


def bench_one_tree_of_a_million_posts(tmp_path: Path) -> None:
    dice = np.random.default_rng(20051014)
    n = 1_000_000
    parents = np.concatenate([[-1], (dice.random(n - 1) * np.arange(1, n)).astype(np.int64)])
    ids = [f"t1_{i:x}" for i in range(n)]
    above = [None if p < 0 else ids[p] for p in parents.tolist()]
    pq.write_table(pa.table({"id": ids, "parent_id": above}), tmp_path / "tree.parquet")
    read = min(_cpu(lambda: pq.read_table(tmp_path / "tree.parquet", use_threads=False)) for _ in range(3))
    alone = min(_cpu(lambda: _virality(parents)) for _ in range(3))
    measured = min(_cpu(lambda: forest(parents)) for _ in range(3))
    print(
        f"\na tree of 10⁶ posts: structural virality {alone:.2f} s CPU, {alone / read:.1f} × that of reading ids and parents "
        f"({read:.2f} s; wanted < 3 ×); with size, depth and breadth {measured:.2f} s"
    )


def _virality(parents: npt.NDArray[np.int64]) -> float:
    """The mean distance of all pairs of posts of one tree."""
    below = subtree_sizes(parents).astype(float)
    n = len(below)
    return float(2 * (below * (n - below)).sum() / (n * (n - 1)))


def _cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
