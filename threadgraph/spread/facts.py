"""Facts that a claim and an answer to it state, compared by value: times as intervals, quantities, names, denials."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from threadgraph.graph.cues import fold, words_of
from threadgraph.spread.told import Told, told_times
from threadgraph.spread.told.piece import number
from threadgraph.spread.told.vocabulary import NUMBER, UNIT, UNITS, flat

__all__ = ["Change", "agrees", "changed", "contrast", "denied", "quantities", "sentences"]

_CUE = re.compile(
    r"\b(?:petit[e]? (?:correctif|correction|précision|rectificatif)|correctif|rectificatif|rectification|je (?:rectifie|corrige|précise|démens)|"
    r"pour être (?:exact|précis)|en fait|en réalité|à vrai dire|plus exactement|plus précisément|contrairement à|au contraire|il ne s['’]agit pas|"
    r"ce n['’](?:est|était) pas|ce n['’]étaient? pas|n['’](?:est|était|a|avait|ont) pas|non pas|pas (?:tout à fait|exactement)|c['’]est (?:inexact|faux|une erreur)|"
    r"(?:oui|non),? mais|erreur|et non|mais bien|plutôt que|(?:a )?(?:small |minor )?correction|actually|in fact|to be (?:exact|precise)|"
    r"not (?:quite|exactly)|that['’]s (?:wrong|not (?:right|true))|rather than|instead of)\b|\boui,? mais\b|^\s*non\b|^\s*faux\b|\bpas \d|\bnon,",
    re.I | re.M,
)
_AGREES = re.compile(
    r"^\W*(?:oui|ouais|exact(?:ement)?|tout à fait|absolument|effectivement|en effet|c['’]est (?:vrai|exact|juste|bien (?:ça|cela))|je confirme|confirmé|"
    r"yes|yep|yeah|right|correct|indeed|exactly|absolutely|true|confirmed|that['’]s (?:right|true|correct))\b(?!\s*,?\s*(?:mais|but|sauf|except)\b)",
    re.I,
)
_HOURS = {
    "second": 1 / 3600,
    "minute": 1 / 60,
    "hour": 1.0,
    "day": 24.0,
    "week": 168.0,
    "month": 730.0,
    "year": 8766.0,
}
_LENGTH = re.compile(rf"(?<![\w:,.])({NUMBER}) ?({UNIT})\b")
_WORDS = {
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


@dataclass(frozen=True)
class Change:
    """A fact that an answer puts in the place of one of the claim.

    Attributes
    ----------
    kind : {'time', 'quantity', 'name', 'denial'}
    old, new : str
        As they are said.
    told : Told, optional
        The new time.
    """

    kind: str
    old: str
    new: str
    told: Told | None = None

    def __str__(self) -> str:
        return f"denied: {self.old}" if self.kind == "denial" else f"{self.old} → {self.new}"


def contrast(text: str) -> str | None:
    """The first cue of contrast in a text, verbatim.

    >>> contrast("Petit correctif : le site était coupé à 7h40.")
    'Petit correctif'
    """
    m = _CUE.search(text)
    return m.group().strip() if m else None


def agrees(text: str) -> str | None:
    """The words with which an answer says yes, verbatim; None also where a "but" follows.

    >>> agrees("Oui, je les ai prévenus."), agrees("Oui, mais à 7h40.")
    ('Oui', None)
    """
    m = _AGREES.match(text)
    return m.group().strip(" \t\n.,:;!—–-") if m else None


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [s for s in re.split(r"(?<=[.!?;…])\s+|\n", text) if s.strip()]


def changed(
    claim: str,
    answer: str,
    *,
    said: datetime | None = None,
    answered: datetime | None = None,
    zone: tzinfo = UTC,
    about: date | None = None,
) -> Change | None:
    """What differs: a time, quantity or name of the claim that the answer replaces by one of its kind, or denies.

    Parameters
    ----------
    claim, answer : str
    said, answered : datetime, optional
        When.
    zone : tzinfo
        Of clock times in them.
    about : date, optional
        The day that is spoken of, where the claim itself tells none.

    Returns
    -------
    Change or None

    Examples
    --------
    >>> str(changed("coupé depuis 6h00", "coupé à 7h40", said=datetime(2005, 10, 14, 12, tzinfo=UTC), answered=datetime(2005, 10, 14, 13, tzinfo=UTC)))
    '6h00 → 7h40'
    """
    old = told_times(claim, said, zone, about)
    new = told_times(answer, answered, zone, old[0].start.date() if old else about)
    blank, other = _without(claim, old), _without(answer, new)
    if old and new:
        return _other_time(old, new) or _others(claim, answer, blank, other)
    if _lengths(blank) and _lengths(other) and not _told_first(new, other):
        return _other_quantity(blank, other)
    if new and (length := _LENGTH.search(flat(blank))) and new[0].precision != "month":
        return Change("time", claim[length.start() : length.end()], new[0].evidence, new[0])
    return _others(claim, answer, blank, other)


def _told_first(told: Sequence[Told], blank: str) -> bool:
    """Whether an answer tells a time before it tells a length of time."""
    length = _LENGTH.search(flat(blank))
    return bool(told) and (length is None or told[0].begin < length.start())


def _others(claim: str, answer: str, blank: str, other: str) -> Change | None:
    return _other_quantity(blank, other) or _other_name(claim, answer) or denied(claim, answer)


def _other_time(old: Sequence[Told], new: Sequence[Told]) -> Change | None:
    """A time of the answer that lies outside the one of the claim that it can be held against; clocks go against clocks."""
    for b in new:
        same = [a for a in old if (a.clock is None) == (b.clock is None)] or list(old)
        if any(a.start < b.end and b.start < a.end for a in old):
            return None  # it says the same, more or less exactly
        return Change("time", same[0].evidence, b.evidence, b)
    return None


def _without(text: str, told: Sequence[Told]) -> str:
    for t in reversed(told):
        text = text[: t.begin] + " " * (t.stop - t.begin) + text[t.stop :]
    return text


def _other_quantity(claim: str, answer: str) -> Change | None:
    old, new = _lengths(claim), _lengths(answer)
    if old and new:
        value, shown = next(iter(new.items()))
        return None if value in old else Change("quantity", next(iter(old.values())), shown)
    a, b = _numbers(claim), _numbers(answer)
    come = [v for k, v in b.items() if k not in a]
    gone = [v for k, v in a.items() if k not in b]
    if a and come:
        return Change("quantity", (gone or list(a.values()))[0], come[0])
    return None


def quantities(text: str) -> set[float]:
    """The numbers of a text, in figures or words, and the lengths of time in hours.

    >>> sorted(quantities("deux serveurs sur 11, et trois jours"))
    [2.0, 3.0, 11.0, 72.0]
    """
    return set(_numbers(text)) | set(_lengths(text))


def _lengths(text: str) -> dict[float, str]:
    """Lengths of time, in hours."""
    return {
        round(number(m[1]) * _HOURS[UNITS[m[2]]], 3): text[m.start() : m.end()]
        for m in _LENGTH.finditer(flat(text))
    }


def _numbers(text: str) -> dict[Any, str]:
    """Numbers in figures and in words, in the order of the text."""
    plain = re.sub(r"\b\d{1,2}\s?(?:h|:|heures)\s?(?:\d{2})?\b", " ", text)
    plain = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}\b)", "", plain)
    found: dict[Any, str] = {}
    for m in _NUMBER.finditer(plain):
        if m["digits"]:
            found.setdefault(float(m["digits"].replace(",", ".")), m[0])
        elif fold(m[0]) in _WORDS:
            found.setdefault(float(_WORDS[fold(m[0])]), m[0])
    return found


_NUMBER = re.compile(r"(?P<digits>\d+(?:[.,]\d+)?)|\b(?!(?:une?|one)\b)[^\W\d_]{2,10}\b")
_NAME = r"[A-ZÀ-Þ][a-zß-ÿ][\w’'-]*"
_NAMES = re.compile(rf"(?:(?<=[a-zß-ÿ,;:»\d)] )|(?<=d['’])|(?<=l['’]))({_NAME}(?: {_NAME})*)")
_BUT = re.compile(
    rf"(?:[Cc]['’](?:est|était)|[Ii]t['’]?s|[Ii]t (?:is|was)|s['’]appelle|mais|but)\s+({_NAME}(?: {_NAME})*)"
)
_FIRST = re.compile(
    rf"^\W*(?:(?:[Nn]on|[Nn]o|[Ff]aux)\W+)?(?:(?:c['’]est|[Cc]['’]était|[Ii]l s['’]agit d(?:e |['’])|[Ii]t['’]?s|[Ii]t is|[Ii]t was|[Tt]hat was|s['’]appelle)\s+)?({_NAME}(?: {_NAME})*)(?=\s*(?:[.,;!)]|$))"
)


def _other_name(claim: str, answer: str) -> Change | None:
    """A name that stands for itself at the head of the answer, where the claim has another."""
    old = [n for n in _NAMES.findall(claim) if not n.isupper()]
    m = _FIRST.match(answer)
    if not m or fold(m[1]) in _COMMON:
        for name in old:  # "not X but Y"
            if re.search(
                rf"\b(?:pas|not|non|plutôt que|instead of|rather than)\s+(?:\w+['’]?\s*){{0,2}}{re.escape(name)}\b",
                answer,
            ) and (m := _BUT.search(answer)):
                return Change("name", name, m[1]) if m[1] != name else None
        return None
    new = set(words_of(m[1]))
    if not old or any(set(words_of(n)) == new for n in old):
        return None
    return Change("name", old[-1], m[1])


_COMMON = {
    "merci", "bonjour", "bonsoir", "salut", "oui", "non", "yes", "no", "thanks", "hello", "hi", "bravo", "desole", "sorry", "bref",
    "enfin", "voila", "exact", "faux", "vrai", "pardon", "certes", "well", "indeed", "true", "false", "wrong", "right", "exactement",
    "absolument", "jamais", "never", "personne", "nobody", "rien", "nothing", "dommage", "courage", "correction", "erreur", "maybe",
    "effectivement", "correct", "parfait", "rassurez-vous", "attention", "precision", "rectification", "correctif",
}  # fmt: skip


def denied(claim: str, answer: str) -> Change | None:
    """What an answer denies: words of the claim in a sentence with a negation.

    >>> str(denied("les mots de passe étaient stockés en clair", "aucun mot de passe n'est conservé en clair"))
    'denied: clair, mots, passe'
    """
    stems = {w.rstrip("sx"): w for w in words_of(claim) if len(w) >= 4}
    for sentence in sentences(answer):
        if _NEGATION.search(sentence):
            shared = {stems[w.rstrip("sx")] for w in words_of(sentence) if w.rstrip("sx") in stems}
            if len(shared) >= 2:
                return Change("denial", ", ".join(sorted(shared)), "")
    return None


_NEGATION = re.compile(
    r"\b(?:aucune?s?|jamais|personne|rien|ne|n['’]\w+|pas|sans|no|not|never|none|nobody|nothing|\w+n['’]t)\b",
    re.I,
)
