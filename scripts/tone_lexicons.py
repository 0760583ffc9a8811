"""Make the lexicons of tone from the packages that hold their words. Run once, by hand:

    pip download --no-deps vaderSentiment==3.3.2 vaderSentiment-fr==1.3.4 textblob-fr==0.2.0
    python scripts/tone_lexicons.py FOLDER   # where they were unpacked

Valences are those of VADER, about -4 to 4. A French word that both French sources hold has the mean of the two; the
polarity of Pattern (-1 to 1) counts four times. One that only Pattern holds must be subjective by its own figure, since
its adjectives are those of reviews of books (long, premier). Function words have no valence.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path
from statistics import mean

from threadgraph.graph.cues import fold
from threadgraph.spread.tone.language import FUNCTION

INTO = Path(__file__).resolve().parents[1] / "threadgraph" / "spread" / "tone" / "data"
SUBJECTIVE = 0.5
#: They tell a language and a tone.
BOTH = {"merci", "bravo", "thanks", "thank", "please"}
WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-' ][^\W_]+)*")


def one(folder: Path, name: str) -> str:
    return next(folder.rglob(name)).read_text("utf-8")


def english(folder: Path) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for line in one(folder / "vaderSentiment", "vader_lexicon.txt").splitlines():
        word, valence, *_ = line.split("\t")
        found[fold(word)].append(float(valence))
    return found


def french(folder: Path) -> dict[str, list[float]]:
    vader: dict[str, list[float]] = defaultdict(list)
    for line in one(folder / "vaderSentiment-fr", "fr_lexicon.txt").splitlines():
        word, _, valence = line.rpartition("->")
        if valence:
            vader[fold(word.strip(" ,").replace("’", "'"))].append(float(valence))
    pattern: dict[str, list[float]] = defaultdict(list)
    for form, polarity, subjectivity in re.findall(
        r'<word form="([^"]+)"[^>]*polarity="([^"]+)" subjectivity="([^"]+)"',
        one(folder / "textblob-fr", "fr-sentiment.xml"),
    ):
        word = fold(form.replace("’", "'"))
        if word in vader or float(subjectivity) >= SUBJECTIVE:
            pattern[word].append(4 * float(polarity))
    return {w: [mean(s[w]) for s in (vader, pattern) if w in s] for w in {**vader, **pattern}}


def main() -> None:
    folder = Path(sys.argv[1])
    for language, words in (("en", english(folder)), ("fr", french(folder))):
        kept = {
            w: round(mean(v), 2)
            for w, v in words.items()
            if len(w) > 1 and WORD.fullmatch(w) and (w in BOTH or w not in FUNCTION[language])
        }
        lines = [f"{w}\t{v:g}" for w, v in sorted(kept.items()) if abs(v) >= 0.3]
        (INTO / f"{language}.tsv").write_text("\n".join(lines) + "\n", "utf-8")
        print(language, len(lines))


if __name__ == "__main__":
    main()
