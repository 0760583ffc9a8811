"""Coverage and response time of the three who write most: output/compare_people.csv.

usage: python scripts/compare_people.py [CORPUS]
"""

import _demo
import pandas as pd

import threadgraph as tg

with _demo.corpus() as corpus:
    graph = tg.build(corpus)
people = graph.people.to_pandas().sort_values("posts", ascending=False).head(3)
rows = []
for name in people["name"]:
    measured = tg.spread(graph, focal=name).response.set_index("measure")["value"]
    rows.append({"name": name} | measured[measured.index.str.startswith(("coverage", "response"))].to_dict())
table = pd.DataFrame(rows)
table.to_csv(_demo.OUTPUT / "compare_people.csv", index=False)
print(table.iloc[:, :3].to_string(index=False))
