"""Which early posts carried the story furthest: output/early_relays.csv.

usage: python scripts/early_relays.py [CORPUS]

A post counts for all that have the story from it, at first or at tenth hand. Where it is not certain who had it
from whom, `expected` sums the probabilities.
"""

import _demo
import networkx as nx
import pandas as pd

import threadgraph as tg

with _demo.corpus() as corpus:
    spread = tg.spread(tg.build(corpus))
carried = {
    post: len(nx.descendants(tree, post)) for tree in tg.cascade_graphs(spread, "relays") for post in tree
}
expected = spread.sources.dropna(subset="source").groupby("source")["probability"].sum()
early = spread.arrivals.head(15).assign(
    carried=lambda t: t["post"].map(carried).fillna(0).astype(int),
    expected=lambda t: t["post"].map(expected).fillna(0.0).round(2),
)
titles = {r["id"]: r["title"] for r in spread.graph.table.select(["id", "title"]).to_pylist()}
table = pd.DataFrame(early[["hours", "site", "carried", "expected", "post"]]).sort_values(
    ["carried", "expected", "hours"], ascending=[False, False, True]
)
table.insert(2, "title", table["post"].map(titles))
table.to_csv(_demo.OUTPUT / "early_relays.csv", index=False)
print(table.drop(columns="post").to_string(index=False))
