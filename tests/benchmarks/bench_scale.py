"""Parquet to replies, author graph and cascade measures, against pandas with networkx and against reading. Run: ``make bench``.

Trees are generated (`trees`): Zipf authors, threads of all sizes. CPU time of this process and its threads; each
row in a process of its own, so that memory is its own too.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from trees import write_posts

from threadgraph.graph.standing import author_measures
from threadgraph.spread.bulk import measure

COLUMNS = ["id", "thread_id", "parent_id", "author", "published"]


def ours(path: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        measure(path, folder)


def scan(path: str) -> None:
    for _ in pq.ParquetFile(path).iter_batches(1 << 20, columns=COLUMNS):
        pass


def peer(path: str) -> None:
    """The same with pandas and networkx: one pass over each tree from its leaves."""
    posts = pd.read_parquet(path, columns=COLUMNS)
    replies = posts.dropna(subset=["parent_id"]).merge(
        posts[["id", "author"]].rename(columns={"id": "parent_id", "author": "answered"}), on="parent_id"
    )
    known = replies.dropna(subset=["author", "answered"])
    known = known[known["author"] != known["answered"]]
    pairs = known.groupby(["author", "answered"])["published"].agg(["size", "min", "max"])
    authors = nx.DiGraph()
    authors.add_edges_from((a, b, {"weight": n}) for (a, b), n in pairs["size"].items())
    forest = nx.DiGraph()
    forest.add_nodes_from(posts["id"])
    forest.add_edges_from(zip(replies["parent_id"], replies["id"], strict=True))
    rows = []
    for root in (n for n, d in forest.in_degree() if d == 0):
        depth = {root: 0}
        for a, b in nx.bfs_edges(forest, root):
            depth[b] = depth[a] + 1
        size = dict.fromkeys(depth, 1)
        for node in reversed(list(depth)):
            for up in forest.predecessors(node):
                size[up] += size[node]
        n = len(depth)
        levels = pd.Series(depth).value_counts()
        virality = 2 * sum(s * (n - s) for s in size.values()) / (n * (n - 1)) if n > 1 else 0.0
        rows.append((root, n, max(depth.values()), int(levels.max()), virality))


WORK: dict[str, Callable[[str], None]] = {"ours": ours, "scan": scan, "peer": peer}


def spent(what: str, path: Path) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and peak memory in MB of one of `WORK`, in a process of its own."""
    code = (
        "import sys, time, resource; sys.path.insert(0, sys.argv[3]); from bench_scale import WORK\n"
        "def cpu(): r = resource.getrusage(resource.RUSAGE_SELF); return r.ru_utime + r.ru_stime\n"
        "a, b = cpu(), time.perf_counter(); WORK[sys.argv[1]](sys.argv[2])\n"
        "print(cpu() - a, time.perf_counter() - b, int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]) / 1024)"
    )
    here = str(Path(__file__).parent)
    ran = subprocess.run(
        [sys.executable, "-c", code, what, str(path), here], capture_output=True, text=True, check=True
    )
    cpu, wall, memory = map(float, ran.stdout.split())
    return cpu, wall, memory


def bench_bulk_measures() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = {n: write_posts(Path(folder) / f"{n}.parquet", n) for n in (10**5, 10**6, 10**7)}
        deep = write_posts(Path(folder) / "deep.parquet", 10**5, deep=True)
        walls = {}
        for n, path in files.items():
            cpu, walls[n], memory = spent("ours", path)
            read = spent("scan", path)[0]
            said = f"\n{n:,} posts: {cpu:.2f} s CPU, {walls[n]:.2f} s, {memory:.0f} MB; {cpu / read:.1f} × the CPU of reading"
            if n < 10**7:
                theirs = spent("peer", path)
                said += f"; pandas with networkx {theirs[0]:.1f} s CPU, {theirs[2]:.0f} MB: {theirs[0] / cpu:.0f} × less"
            print(said)
        broad, chains = spent("ours", files[10**5])[0], spent("ours", deep)[0]
        print(
            f"10⁷ takes {walls[10**7] / walls[10**6]:.1f} × the time of 10⁶; deep chains {chains / broad:.2f} × broad trees"
        )


def bench_author_graph() -> None:
    dice = np.random.default_rng(1)
    n, m = 300_000, 1_400_000
    source, target = np.minimum(dice.zipf(1.5, m), n) - 1, dice.integers(0, n, m)
    keys = np.unique(source * n + target)[:1_000_000]
    rows = pd.DataFrame({"source": keys // n, "target": keys % n, "weight": 1.0 + keys % 3})
    rows = rows[rows["source"] != rows["target"]]
    g = nx.from_pandas_edgelist(rows, "source", "target", "weight", create_using=nx.DiGraph)
    both = g.to_undirected()
    theirs = {}
    for name, work in (
        ("PageRank", lambda: nx.pagerank(g, tol=1e-8)),
        ("components", lambda: list(nx.connected_components(both))),
        ("k-core", lambda: nx.core_number(both)),
        ("Louvain", lambda: nx.community.louvain_communities(both, seed=1, max_level=1)),
    ):
        start = time.process_time()
        work()
        theirs[name] = time.process_time() - start
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "authors.parquet"
        names = rows.assign(source=rows["source"].astype(str), target=rows["target"].astype(str))
        names.to_parquet(path)
        start = time.process_time()
        author_measures(path)
        mine = time.process_time() - start
    said = ", ".join(f"{k} {v:.1f} s" for k, v in theirs.items())
    print(
        f"\nauthor graph of {len(rows):,} edges: {mine:.1f} s CPU from the file for all four; networkx: {said} "
        f"(Louvain's first level only): {sum(theirs.values()) / mine:.0f} × less"
    )
