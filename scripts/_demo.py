"""Which corpus a script reads: the one named on its command line, else the demo's, made if it isn't there."""

import sys
from pathlib import Path

import threadgraph as tg
from threadgraph.demo import DemoServer, write_study

OUTPUT = Path("output")


def corpus() -> tg.Corpus:
    OUTPUT.mkdir(exist_ok=True)
    if len(sys.argv) > 1:
        return tg.Corpus(sys.argv[1])
    folder = OUTPUT / "demo"
    if not (folder / "corpus" / "corpus.duckdb").is_file():
        with DemoServer() as server:
            tg.run(write_study(folder / "study", server.address), folder)
    return tg.Corpus(folder / "corpus")


def focal(default: str = "Étienne Valmont") -> str:
    return sys.argv[2] if len(sys.argv) > 2 else default
