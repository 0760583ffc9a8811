"""How fast pages are read and cascades measured, as ratios to a peer in the same run. Run: ``make bench``."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import networkx as nx
import requests
from bs4 import BeautifulSoup

import threadgraph as tg
from threadgraph.demo import DemoServer, truth
from threadgraph.spread.measures import structural_virality, trees


def best_of(times: int, work: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def bench_pages_against_parsing_alone() -> None:
    pages = []
    with DemoServer() as server:
        for page in truth()["page"]:
            host, _, path = page["url"].removeprefix("http://").partition("/")
            body = requests.get(f"http://{server.address}/{path}", headers={"Host": host}, timeout=10).content
            pages.append((page["url"], body))
    reading = best_of(5, lambda: [tg.extract(body, url) for url, body in pages])
    parsing = best_of(
        5,
        lambda: [
            BeautifulSoup(body.removeprefix(b'<?xml version="1.0"?>'), "html.parser") for _, body in pages
        ],
    )
    print(
        f"\nreading {len(pages)} pages: {len(pages) / reading:.0f} pages/s; {reading / parsing:.2f} × what html.parser alone takes"
    )


def bench_structural_virality_against_all_pairs() -> None:
    dice = random.Random(1)
    parents = [-1, *(dice.randrange(i) for i in range(1, 2000))]
    (tree,) = trees(parents)
    graph = nx.Graph((i, p) for i, p in enumerate(parents) if p >= 0)
    ours = best_of(5, lambda: structural_virality(parents, tree))
    theirs = best_of(1, lambda: nx.average_shortest_path_length(graph))
    print(f"\nstructural virality of 2,000 posts: {theirs / ours:.0f} × faster than networkx over all pairs")
