"""How often each cue of a reply names the parent, on real threads: the figures of ``threadgraph.graph.cues.PRECISION``.

    python scripts/cue_precision.py DATA/reply_inference

Reads every ``*.jsonl.gz`` of a folder: one post a line with ``thread``, ``id``, ``author``, ``published``, ``text`` and
``true_parent``. Posts whose parent is not known are left aside.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from threadgraph.graph.conversation import Conversation
from threadgraph.graph.cues import PRECISION, Line, cues_of, words_of


def _by_length(quote: str) -> str:
    return "long quote" if len(words_of(quote)) >= 8 else "short quote"


def main(folder: Path) -> None:
    names = sorted(folder.glob("*.jsonl.gz"))
    right: dict[str, Counter[str]] = defaultdict(Counter)
    given: dict[str, Counter[str]] = defaultdict(Counter)
    for path in names:
        threads = defaultdict(list)
        with gzip.open(path, "rt", encoding="utf-8") as f:
            for line in f:
                row = json.loads(line)
                threads[row["thread"]].append(row)
        for rows in threads.values():
            c = Conversation([Line(r["author"], None, r["text"]) for r in rows], [None] * len(rows))
            for at, row in enumerate(rows):
                if row.get("scored") is False or row["true_parent"] is None:
                    continue
                parents = {row["true_parent"], *row.get("alt_parents", ())}
                for cue in cues_of(at, c)[:1]:  # the best one, as edges follow it
                    rule = cue.rule if cue.kind != "quote" else _by_length(cue.evidence)
                    given[rule][path.name] += 1
                    right[rule][path.name] += rows[cue.target]["id"] in parents
    short = [p.name.removesuffix(".jsonl.gz") for p in names]
    print(f"{'rule':22}{'table':>6}{'all':>16}" + "".join(f"{s:>22}" for s in short))
    for rule in PRECISION:
        n, k = sum(given[rule].values()), sum(right[rule].values())
        cells = "".join(f"{right[rule][p.name]:>12} of {given[rule][p.name]:<6}" for p in names)
        print(f"{rule:22}{PRECISION[rule]:>6}{k / n if n else 0:>8.2f} ({n:>5}){cells}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
