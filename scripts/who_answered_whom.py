"""Who answered whom, without what was only inferred: output/who_answered_whom.csv.

usage: python scripts/who_answered_whom.py [CORPUS]
"""

import _demo

import threadgraph as tg

with _demo.corpus() as corpus:
    graph = tg.build(corpus)
edges = graph.edges.to_pandas()
edges = edges[(edges["class"] != "E3") & edges["kind"].isin(["reply", "quote", "mention"])]
pairs = edges.drop_duplicates(["source", "target"]).assign(
    who=lambda e: e["source"].map(lambda i: graph.post(i)["author"]),
    answered=lambda e: e["target"].map(lambda i: graph.post(i)["author"]),
)
table = pairs.groupby(["who", "answered"]).agg(replies=("time", "size"), first=("time", "min")).reset_index()
table = table.sort_values(["replies", "who"], ascending=[False, True])
table.to_csv(_demo.OUTPUT / "who_answered_whom.csv", index=False)
print(table.head(10).to_string(index=False))
