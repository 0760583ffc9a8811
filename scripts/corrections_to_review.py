"""What one person seems to have corrected, as a sheet for two coders: output/corrections_to_review.csv.

usage: python scripts/corrections_to_review.py [CORPUS [NAME]]
"""

import _demo

import threadgraph as tg

with _demo.corpus() as corpus:
    spread = tg.spread(tg.build(corpus), focal=_demo.focal())
sheet = spread.corrections[
    ["claim", "claim_author", "correction", "changed", "delay_h", "post", "corrects"]
].copy()
for coder in ("coder_1", "coder_2"):
    sheet[coder] = ""  # yes, no, unclear
sheet.to_csv(_demo.OUTPUT / "corrections_to_review.csv", index=False)
print(sheet[["claim_author", "changed", "delay_h"]].to_string(index=False))
