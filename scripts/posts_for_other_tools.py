"""All posts as JSON Lines, CSV and Parquet: output/posts.jsonl, .csv, .parquet.

usage: python scripts/posts_for_other_tools.py [CORPUS]
"""

import _demo

with _demo.corpus() as corpus:
    for ending in ("jsonl", "csv", "parquet"):
        print(corpus.export(_demo.OUTPUT / f"posts.{ending}"))
    print(
        corpus.ledger()
        .select(["thread_id", "stated", "collected", "deleted"])
        .to_pandas()
        .to_string(index=False)
    )
