"""Corrections: a quote of an earlier statement, a cue of contrast, and a changed fact.

Automatic counts of corrections are suggestions: published stance models find denials with F1 of
.26 to .5. A row is confirmed only by a human.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from threadgraph.graph.cues import fold, own_words, words_of
from threadgraph.graph.threadgraph import ThreadGraph

__all__ = ["changed_fact", "contrast", "correction_rows", "denied"]

Row = dict[str, Any]

_CUE = re.compile(
    r"\b(?:petit[e]? (?:correctif|correction|précision|rectificatif)|correctif|rectificatif|rectification|je (?:rectifie|corrige|précise|démens)|"
    r"pour être (?:exact|précis)|en fait|en réalité|à vrai dire|plus exactement|plus précisément|contrairement à|au contraire|il ne s['’]agit pas|"
    r"ce n['’](?:est|était) pas|ce n['’]étaient? pas|n['’](?:est|était|a|avait|ont) pas|non pas|pas (?:tout à fait|exactement)|c['’]est (?:inexact|faux|une erreur)|"
    r"(?:oui|non),? mais|erreur|et non|mais bien|plutôt que|(?:a )?(?:small |minor )?correction|actually|in fact|to be (?:exact|precise)|"
    r"not (?:quite|exactly)|that['’]s (?:wrong|not (?:right|true))|rather than|instead of)\b|\boui,? mais\b|^\s*non\b|^\s*faux\b|\bpas \d|\bnon,",
    re.I | re.M,
)
_FACT = re.compile(
    r"\b\d{1,2}\s?[:h]\s?\d{0,2}\b|\b\d+(?:[.,]\d+)*\s?%?|\b[A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]+)*"
)
_NUMBERS = {
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "onze": 11,
    "douze": 12,
    "quinze": 15,
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "cent": 100,
    "mille": 1000,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twenty": 20,
    "hundred": 100,
}


def contrast(text: str) -> str | None:
    """The first cue of contrast in a text, verbatim.

    >>> contrast("Petit correctif : le site était coupé à 7h40.")
    'Petit correctif'
    """
    m = _CUE.search(text)
    return m.group().strip() if m else None


def changed_fact(claim: str, correction: str) -> str | None:
    """What differs: a time, number or name of the claim that the correction replaces by one of its kind.

    >>> changed_fact("coupé depuis 6h00", "coupé à 7h40")
    '6h00 → 7h40'
    """
    for kind in (_times, _numbers, _names):
        old, new = kind(claim), kind(correction)
        gone = [v for k, v in old.items() if k not in new]
        come = [v for k, v in new.items() if k not in old]
        if (gone and come) or (kind is not _names and old and come):
            return f"{(gone or list(old.values()))[0]} → {come[0]}"
    return None


def denied(claim: str, correction: str) -> str | None:
    """What a correction denies: words of the claim in a sentence with a negation.

    >>> denied("les mots de passe étaient stockés en clair", "aucun mot de passe n'est conservé en clair")
    'denied: clair, mots, passe'
    """
    stems = {w.rstrip("sx"): w for w in words_of(claim) if len(w) >= 4}
    for sentence in re.split(r"(?<=[.!?;])\s+|\n", correction):
        if _NEGATION.search(sentence):
            shared = {stems[w.rstrip("sx")] for w in words_of(sentence) if w.rstrip("sx") in stems}
            if len(shared) >= 2:
                return f"denied: {', '.join(sorted(shared))}"
    return None


_NEGATION = re.compile(
    r"\b(?:aucune?s?|jamais|personne|rien|ne|n['’]\w+|pas|sans|no|not|never|none|nobody|nothing|\w+n['’]t)\b",
    re.I,
)


def _replaces(claim: str, correction: str) -> bool:
    """Whether a time, number or name takes the place of one in the claim, in the first sentences."""
    first = " ".join(re.split(r"(?<=[.!?])\s+", " ".join(correction.split()))[:2])
    return changed_fact(claim, first) is not None or denied(claim, first) is not None


def _times(text: str) -> dict[Any, str]:
    found: dict[Any, str] = {}
    for m in re.finditer(r"\b(\d{1,2})\s?(?:h|:|heures?)\s?(\d{2})?\b", text):
        found[int(m[1]), int(m[2] or 0)] = m[0].strip()
    for word, key in (("midi", (12, 0)), ("minuit", (0, 0)), ("noon", (12, 0)), ("midnight", (0, 0))):
        if re.search(rf"\b{word}\b", text, re.I):
            found[key] = word
    return found


def _numbers(text: str) -> dict[Any, str]:
    """Numbers in figures and in words, and single units of time, in the order of the text."""
    plain = re.sub(r"\b\d{1,2}\s?(?:h|:|heures)\s?(?:\d{2})?\b", " ", text)
    plain = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}\b)", "", plain)
    found: dict[Any, str] = {}
    for m in _NUMBER.finditer(plain):
        if m["digits"]:
            found.setdefault(float(m["digits"].replace(",", ".")), m[0])
        elif m["unit"]:
            found.setdefault(m[0].lower(), m[0])
        elif fold(m[0]) in _NUMBERS:
            found.setdefault(float(_NUMBERS[fold(m[0])]), m[0])
    return found


_NUMBER = re.compile(
    r"(?P<digits>\d+(?:[.,]\d+)?)"
    r"|(?P<unit>\b(?:une?|one|a)\s(?:heure|jour|journée|semaine|mois|année|an|hour|day|week|month|year)\b)"
    r"|\b(?!(?:une?|one)\b)[^\W\d_]{2,10}\b",
    re.I,
)


def _names(text: str) -> dict[Any, str]:
    found = {}
    for sentence in re.split(r"(?<=[.!?:])\s+|\n", text):
        for m in re.finditer(r"(?<=\s)[A-ZÀ-Þ][\w’'-]{2,}|\b[A-Z]{3,}\b", sentence):
            found[fold(m[0])] = m[0]
    return found


def correction_rows(graph: ThreadGraph, people: Sequence[str]) -> list[Row]:
    """Posts that quote an earlier statement, contrast it, and change a fact.

    Parameters
    ----------
    graph : ThreadGraph
    people : sequence of str
        Whose corrections are wanted; empty: anybody's.

    Returns
    -------
    list of dict
        By time; ``status`` is always ``suggested``.
    """
    every = {r["id"]: r for r in graph.table.to_pylist()}
    rows = []
    seen: set[tuple[str, str, str]] = set()
    for e in graph.edges.to_pylist():
        if e["kind"] != "quote":
            continue
        post, target = every[e["source"]], every[e["target"]]
        if (people and post["person"] not in people) or (
            target["person"] is not None and post["person"] == target["person"]
        ):
            continue
        own = _near(post["text"] or "", e["evidence"])
        cue, changed = contrast(own), changed_fact(e["evidence"], own) or denied(e["evidence"], own)
        if (
            changed is None
            or (cue is None and not _replaces(e["evidence"], own))
            or (post["id"], target["id"], e["evidence"]) in seen
        ):
            continue
        seen.add((post["id"], target["id"], e["evidence"]))
        rows.append(
            {
                "post": post["id"],
                "corrects": target["id"],
                "author": graph.name_of(post),
                "claim": e["evidence"],
                "claim_author": graph.name_of(target),
                "correction": " ".join(own.split())[:400],
                "cue": cue or "another fact after the quote",
                "changed": changed,
                "claim_time": target["published"],
                "time": post["published"],
                "delay_h": round((post["published"] - target["published"]).total_seconds() / 3600, 3)
                if post["published"] and target["published"]
                else None,
                "status": "suggested",
            }
        )
    return sorted(rows, key=lambda r: (r["time"] is None, r["time"], r["post"]))


def _near(text: str, quote: str) -> str:
    """The author's own words that follow a quote, up to the next quote; failing that all his words."""
    lines = text.split("\n")
    folded = " ".join(words_of(quote))
    last = None
    block: list[str] = []
    for i, line in enumerate(lines):
        if line.startswith(">"):
            block.append(line.lstrip("> "))
            if folded and folded in " ".join(words_of(" ".join(block))):
                last = i
        elif line.strip():
            block = []
    if last is None:
        return own_words(text)
    after: list[str] = []
    for line in lines[last + 1 :]:
        if line.startswith(">"):
            if any(a.strip() for a in after):
                break
            continue
        after.append(line)
    return "\n".join(after) if any(a.strip() for a in after) else own_words(text)
