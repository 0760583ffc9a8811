"""Whether what is told was or is still to come: from the words beside it, the verbs of its clause, sentence and post."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from threadgraph.spread.told.piece import Piece
from threadgraph.spread.told.vocabulary import FUTURE, PAST, PLANNED, PRESENT

__all__ = ["SENTENCE", "Tenses"]

SENTENCE = re.compile(r"[.!?;](?:\s|$)|\n")
_CLAUSE = re.compile(r"[.!?;,:–—()](?:\s|$)|\n| - | \(| (?:et|mais|and|but|because|car|so|donc) ")
_FUTURE, _PAST, _PLANNED, _PRESENT = map(re.compile, (FUTURE, PAST, PLANNED, PRESENT))
_SINCE = re.compile(r"\b(?:depuis|since)(?: \w+)? *$")
_FOR = re.compile(r"\b(?:d'ici|pour)(?: (?:a|=|le))? *$")
_UNTIL = re.compile(r"\b(?:jusqu'(?:a|=|au|en)|until|till|by)(?: at least| au moins)?(?: \w+)? *$")
_OPENS = re.compile(r"\b(?:de|du|from|entre|between) *$")
_TO = re.compile(r" ?(?:a|=|au|et|to|and|until|[-–]) ")
_INSIDE = re.compile(r"\b(?:de|from|entre|between) ")
_NOW = re.compile(r"\b(?:now|maintenant|desormais)\b")
#: A verb farther away says nothing of a time.
_FAR = 600
_HOPE = re.compile(r"\b(?:je suppose|normalement|sans doute|j'espere|i guess|hopefully|fingers crossed|a priori|= priori|en principe|maybe|probably)\b")
_BESIDE = re.compile(r"(?<!partir)(?<!compter)(?<!fin) de $")
#: What may stand between the beginning of a sentence and the day that opens it.
_HEAD = re.compile(r"(?:\W|\b(?:le|la|ce|et|mais|puis|des|dans|du|on|the|in|and|then|but|so|late|early|around)\b)*$")


class Tenses:
    """The tense of the pieces of a text.

    Parameters
    ----------
    text : str
    plain : str
        The same, flat.
    pieces : list of Piece
        A full stop inside one ("Wed. night") ends no sentence.
    """

    def __init__(self, text: str, plain: str, pieces: list[Piece]) -> None:
        self.text = text
        # "à Nantes" is no auxiliary with a participle
        self.plain = "".join("=" if t in "àÀ" else c for t, c in zip(text, plain, strict=True))
        self.whole = self._parted(SENTENCE, pieces)
        self.clauses = self._parted(_CLAUSE, pieces)
        self._known: dict[int, str] = {}

    def of(self, p: Piece) -> str:
        """``past``, ``future``, ``present``, or nothing where no word says."""
        before = self.plain[max(0, p.begin - 24) : p.begin]
        if p.relation in ("from", "since") and _SINCE.search(before):
            return "past"
        if _FOR.search(before):
            return "future"
        clause, sentence = self._around(self.clauses, p), self._around(self.whole, p)
        if p.day is not None and _PLANNED.search(self.plain, *clause):
            return "future"
        for begin, end in (clause, sentence):
            if near := self._nearest(p, begin, end):
                return near
            if (begin, end) == clause and p.day is not None and _NOW.search(self.plain, begin, end):
                return "future"
            if _PRESENT.search(self.plain, begin, end):
                return self._as_present(p, before)
        if _HOPE.search(self.plain, *clause):
            return "future"
        if _UNTIL.search(before) and ((p.day and p.day[0] == "weekday") or self._beside(p) != "past"):
            return "future"
        if p.day and p.day[0] in ("weekday", "date") and self._hangs(p, sentence[0], before):
            return self._beside(p) or self._as_present(p, before)
        return self._as_present(p, before)

    def same_sentence(self, a: int, b: int) -> bool:
        return bisect_right(self.whole[1], a) == bisect_right(self.whole[1], b)

    def _as_present(self, p: Piece, before: str) -> str:
        """People tell the future of a week in the present."""
        ranged = (
            (_OPENS.search(before) and _TO.match(self.plain[p.end : p.end + 8]))
            or _INSIDE.search(self.plain, p.begin, p.end)
        )
        present = bool(_PRESENT.search(self.plain, *self._around(self.whole, p)))
        if (p.day and p.day[0] == "weekday" and not (ranged and (p.clock is None or not present))) or _UNTIL.search(before):
            return "future"
        return "present" if present else ""

    def _hangs(self, p: Piece, begin: int, before: str) -> bool:
        """Whether a day opens its sentence, or stands beside a noun: "mon train de mercredi", "Sunday's outage"."""
        return bool(_HEAD.match(self.plain, begin, p.begin)) or bool(_BESIDE.search(before)) or self.plain.startswith("'s ", p.end)

    def _nearest(self, p: Piece, begin: int, end: int) -> str:
        """The tense of the verb that stands nearest to a piece."""
        best, at = "", _FAR
        for name, verbs in (("future", _FUTURE), ("past", _PAST)):
            for m in verbs.finditer(self.plain, begin, end):
                far = p.begin - m.end() if m.end() <= p.begin else m.start() - p.end if m.start() >= p.end else 0
                if far < at:
                    best, at = name, far
        return best

    def _beside(self, p: Piece) -> str:
        """The tense of the two sentences before, else of the next one."""
        k = bisect_right(self.whole[1], p.begin)
        return next((t for n in (k - 1, k - 2, k + 1) if n >= 0 and (t := self._sentence(n))), "")

    def _sentence(self, k: int) -> str:
        if k not in self._known:
            starts, stops = self.whole
            begin = stops[k - 1] if k else 0
            end = starts[k] if k < len(starts) else len(self.plain)
            end = min(end, begin + _FAR)
            m = _PAST.search(self.plain, begin, end) if k <= len(starts) else None
            later = _FUTURE.search(self.plain, begin, end) if k <= len(starts) else None
            self._known[k] = "past" if m and not later else "future" if later and not m else ""
        return self._known[k]

    def _around(self, parted: tuple[list[int], list[int]], p: Piece) -> tuple[int, int]:
        """The stretch that holds a piece."""
        starts, stops = parted
        before, after = bisect_right(stops, p.begin), bisect_left(starts, p.end)
        begin = stops[before - 1] if before else 0
        end = starts[after] if after < len(starts) else len(self.plain)
        return max(begin, p.begin - _FAR), min(end, p.end + _FAR)

    def _parted(self, ends: re.Pattern[str], pieces: Iterable[Piece]) -> tuple[list[int], list[int]]:
        """Where stretches end and the next ones begin."""
        starts: list[int] = []
        stops: list[int] = []
        every = iter(pieces)
        p = next(every, None)
        for m in ends.finditer(self.plain):
            while p is not None and p.end <= m.start():
                p = next(every, None)
            if p is not None and p.begin <= m.start() < p.end and (
                m.start() < p.end - 1 or self.text[m.end() : m.end() + 1].islower()
            ):
                continue
            starts.append(m.start())
            stops.append(m.end())
        return starts, stops
