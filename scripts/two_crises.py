"""Two crises side by side, cascades at matched size: output/two_crises.csv.

usage: python scripts/two_crises.py [CORPUS] [FOCAL] [OTHER_CORPUS] [OTHER_FOCAL]

Without a second corpus the story is compared with itself as it went on after its first day.
"""

import sys
from datetime import timedelta

import _demo

import threadgraph as tg

with _demo.corpus() as corpus:
    graph = tg.build(corpus)
first = tg.spread(graph, _demo.focal())
if len(sys.argv) > 4:
    with tg.Corpus(sys.argv[3]) as corpus:
        second = tg.spread(tg.build(corpus), sys.argv[4])
else:
    later = first.broke["time"].min() + timedelta(days=1)
    second = tg.spread(graph, _demo.focal(), start=later)
table = tg.compare(first, second)
table.to_csv(_demo.OUTPUT / "two_crises.csv", index=False)
print(table[["measure", "a", "b", "difference", "p", "note"]].to_string(index=False))
