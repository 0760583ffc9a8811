"""From whom each site had the story, with the evidence: output/relay_sources.csv.

usage: python scripts/relay_sources.py [CORPUS]
"""

import _demo

import threadgraph as tg

with _demo.corpus() as corpus:
    spread = tg.spread(tg.build(corpus))
relays = spread.relays.sort_values("time")
first = relays.drop_duplicates("relayer_site")[
    ["relayer_site", "source_site", "delay_h", "class", "rule", "evidence"]
]
first.to_csv(_demo.OUTPUT / "relay_sources.csv", index=False)
print(first.drop(columns="evidence").to_string(index=False))
