"""What kind of answer each sentence of the actor is, suggested by its words, for a person to code.

The groups are those of situational crisis communication theory (Coombs 2007): deny, diminish, rebuild, bolster, and the
information that goes before all of them, instructing and adjusting. A correction of a fact belongs to none of these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from threadgraph.graph.cues import words_of
from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread.exchanges import unquoted
from threadgraph.spread.facts import contrast, sentences
from threadgraph.spread.strategy_cues import CUES

__all__ = ["GROUPS", "share_rows", "strategy_rows", "suggest"]

Row = dict[str, Any]

#: Each strategy with its group.
GROUPS: dict[str, str | None] = {
    "apology": "rebuild",
    "denial": "deny",
    "correction": None,
    "instruction": "instructing",
    "reassurance": "adjusting",
    "diminish": "diminish",
    "thanks": "bolster",
}

_CUES = {name: re.compile("|".join(f"(?:{c})" for c in cues), re.I) for name, cues in CUES.items()}
#: "No host is safe" reads like a denial or a comfort, and is neither.
_FIRST = re.compile(r"(?:aucun|personne)\b[^.]{0,30}n['’]est\s+à\s+l['’]abri|no\s+\w+\s+is\s+immune", re.I)
#: "Merci de ne pas republier" asks, and "rassurez-vous, rien n'est perdu" comforts.
_ASKS = re.compile(
    r"^\W*(?:merci\s+de\s+(?!votre|vos|ton|ta|tes|(?:m['’]|me |nous |l['’]|me l['’]|nous l['’])avoir|ne\s+pas\s+(?:vous|m)\b)|please\b(?!\s+accept))",
    re.I,
)
_COMFORTS = re.compile(
    r"rassurez-vous|soyez\s+rassuré|ne\s+vous\s+inquiét|rest\s+assured|don['’]t\s+(?:worry|panic)|no\s+need\s+to",
    re.I,
)
_ORDER = ("apology", "correction", "reassurance", "diminish", "denial", "instruction", "thanks")


def suggest(sentence: str) -> tuple[str, str] | None:
    """The strategy that a sentence is likely to be, and the words that say so; None where none do.

    Parameters
    ----------
    sentence : str
        French or English. A question is no strategy, unless it thanks or apologises.

    Returns
    -------
    tuple of (strategy of `GROUPS`, cue) or None

    Examples
    --------
    >>> suggest("Je vous présente toutes mes excuses.")
    ('apology', 'vous présente toutes mes excuses')
    >>> suggest("Server 7 is a Debian box.") is None
    True
    """
    sentence = " ".join(sentence.split())
    for name, lead in (("diminish", _FIRST), ("instruction", _ASKS), ("reassurance", _COMFORTS)):
        if m := lead.search(sentence):
            return name, _cue(m)
    asked = sentence.rstrip().endswith("?")
    for name in _ORDER:
        if asked and name not in ("thanks", "apology"):
            continue
        if m := _CUES[name].search(sentence):
            return name, _cue(m)
    return None


def _cue(m: re.Match[str]) -> str:
    return " ".join(m[0].split()).strip(" ,;:.!")


def strategy_rows(graph: ThreadGraph, people: Collection[str], corrections: Sequence[Row]) -> list[Row]:
    """Each sentence of the actor's posts, with a suggestion where its words make one.

    Parameters
    ----------
    graph : ThreadGraph
    people : collection of str
        The persons who are the focal actor.
    corrections : sequence of dict
        Rows of `Spread.corrections`: the sentence that tells the corrected fact is a correction, or a denial.

    Returns
    -------
    list of dict
        By time, in the order of the text; ``human`` is empty, for the coder. A post without words of its own has one
        row without a sentence.
    """
    posts = [r for r in graph.table.to_pylist() if r["person"] in people and r["status"] == "ok"]
    rows = []
    for post in sorted(posts, key=lambda r: (r["published"] is None, r["published"] or 0, r["id"])):
        answers = [r for r in corrections if r["post"] == post["id"] and r["verdict"] == "corrects"]
        for sentence, found in _judged(post["text"] or "", answers):
            rows.append(
                {
                    "post": post["id"],
                    "thread": post["thread_id"],
                    "site": post["site"],
                    "time": post["published"],
                    "sentence": sentence,
                    "suggested": found[0] if found else None,
                    "group": GROUPS[found[0]] if found else None,
                    "cue": found[1] if found else None,
                    "human": None,
                }
            )
    return rows


def _judged(text: str, answers: list[Row]) -> Iterator[tuple[str | None, tuple[str, str] | None]]:
    """Each sentence with its suggestion; in an answer that corrects, the sentence that does so is one."""
    said = [" ".join(s.split()) for s in sentences(unquoted(text)) if words_of(s)]
    found = [suggest(s) for s in said]
    for row in answers:
        answer = _bare(row["correction"])
        among = [i for i, s in enumerate(said) if f" {_bare(s)} " in f" {answer} "]
        new = _bare(str(row["changed"]).rpartition("→")[2]) if row["kind"] != "denial" else ""
        told = [i for i in among if (found[i] or ("",))[0] in ("correction", "denial")]
        held = [i for i in among if new and f" {new} " in f" {_bare(said[i])} "]
        at = next(iter((*held, *told, *among)), None)
        if at is not None and at not in told:
            kind = "denial" if row["kind"] == "denial" else "correction"
            found[at] = kind, contrast(said[at]) or str(row["changed"])
    yield from zip(said, found, strict=True)
    if not said:
        yield None, None


def _bare(text: str) -> str:
    return " ".join(words_of(text))


def share_rows(strategy: Sequence[Row]) -> list[Row]:
    """T6: how many sentences and posts of the actor are suggested to be of each strategy.

    Returns
    -------
    list of dict
        ``share`` is in percent of the sentences with a suggestion; the last row counts those without one. ``coded`` counts
        the sentences on whose code all coders agree, apart from what was suggested for them; ``members``
        are the posts.
    """
    said = [r for r in strategy if r["sentence"]]
    count = Counter(r["suggested"] for r in said)
    human = Counter(r["human"] for r in said if r["human"])
    held = sum(n for name, n in count.items() if name)
    rows = [
        {
            "suggested": name,
            "group": GROUPS[name],
            "sentences": count[name],
            "share": round(100 * count[name] / held, 1) if held else None,
            "posts": len({r["post"] for r in said if r["suggested"] == name}),
            "coded": human[name] if human else None,
            "members": tuple(dict.fromkeys(r["post"] for r in said if r["suggested"] == name)),
        }
        for name in sorted(GROUPS, key=lambda g: -count[g])
        if count[name] or human[name]
    ]
    if count[None]:
        none = tuple(dict.fromkeys(r["post"] for r in said if r["suggested"] is None))
        rows.append({"suggested": None, "group": None, "sentences": count[None], "share": None, "posts": len(none), "coded": human["none"] if human else None, "members": none})  # fmt: skip
    return rows
