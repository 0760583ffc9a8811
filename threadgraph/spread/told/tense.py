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
_SINCE = re.compile(r"\b(?:depuis|since)(?: \w+)? *$")
_FOR = re.compile(r"\b(?:d'ici|pour)(?: (?:a|=|le))? *$")
_FORDAY = re.compile(r"\bfor (?:the |next )?$")
_WASFOR = re.compile(r"\b(?:was|were|been) \w+ for (?:the )?$")
_UNTIL = re.compile(r"\b(?:jusqu'(?:a|=|au|en)|until|till|by)(?: at least| au moins)?(?: \w+)? *$")
_OPENS = re.compile(r"\b(?:de|du|from|entre|between) *$")
_TO = re.compile(r" ?(?:a|=|au|et|to|and|until|[-–]) ")
_INSIDE = re.compile(r"\b(?:de|from|entre|between) ")
_PARTICIPLE = re.compile(r"\b[a-zâêîôûç]{2,}ée?s?\b|\b(?:vu|perdu|reçu|tendu|rendu)e?s?\b")
#: Participles that tell of a past where they open a sentence; "annulé lundi" may be said ahead.
_OPENING = re.compile(
    r"\W*(?:(?!ferm|annul|report|pr[eé]v|supprim|interdi|ouver|fix|d[eé]cal|d[eé]plac|programm|confirm|r[eé]serv)[a-zâêîôûç]{2,}é|vu|perdu|reçu|appris|parti|fini|sorti|découvert)e?s?\b"
)
#: Participles of what befalls one, which are seldom said ahead.
_HAPPENED = re.compile(
    r"\b(?:rétablie?|(?:envol|tomb|inond|brûl|arrach|cass|vol|pirat|hack|réveill|répar|relanc|redémarr|plant|arriv|rentr|rest|pass|retrouv|évacu|sauv|bless|tu|noy|emport|touch|frapp|tremp|gel|débit|achet|command|pay|envoy|post|signal|constat|dépann|remont|repêch|crev)ée?|disparue?|détruite?|perdue?|reçue?|partie?|vue?)s?\b"
)
#: Without a verb, these speak of what one went through.
_STILL = r"\b(?:toujours (?:rien|pas|aucun)|rebelote|plus (?:d'|de |rien|aucun|un seul)|encore rien|still (?:nothing|no)|nothing but)"
#: What is mostly spoken of before it takes place.
_PLANS = r"\b(?:retour|reprise|reunion|rdv|rendez-vous|collecte|prochaine?s?|reouverture|ouverture|livraison|manif\w*|greve|ag|rentree|concert|resultats?|remboursements?|depart|finale|audience|maintenance|meeting|next|return|vote|election|appointment|hearing|strike|delivery|launch|release|deadline|exam\w*|parait-il|apparently)\b"
_NOW = r"\b(?:now|maintenant|desormais)\b"
#: A verb farther away says nothing of a time.
_FAR = 600
#: With fewer characters than this beside it, a time stands alone.
_ALONE = 20
_HOPE = r"\b(?:je suppose|normalement|sans doute|j'espere|i guess|hopefully|fingers crossed|a priori|= priori|en principe|maybe|probably|with luck)\b"
_BESIDE = re.compile(r"(?<!partir)(?<!compter)(?<!fin) de $")
#: What may stand between the beginning of a sentence and the day that opens it.
_HEAD = re.compile(
    r"(?:\W|\b(?:le|la|ce|et|mais|puis|des|dans|du|on|the|in|and|then|but|so|late|early|around)\b)*$"
)


class _Words:
    """Where a pattern stands in a text, found once."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        spans = [m.span() for m in pattern.finditer(text)]
        self.starts = [a for a, _ in spans]
        self.stops = [b for _, b in spans]

    def within(self, begin: int, end: int) -> bool:
        k = bisect_left(self.starts, begin)
        return k < len(self.stops) and self.stops[k] <= end

    def nearest(self, p: Piece, begin: int, end: int) -> int:
        """How far the nearest is from a piece, of those between two places; else `_FAR`."""
        k, best = bisect_left(self.starts, p.begin), _FAR
        if k < len(self.starts) and self.stops[k] <= end:
            best = max(0, self.starts[k] - p.end)
        if k and self.starts[k - 1] >= begin:
            best = min(best, max(0, p.begin - self.stops[k - 1]))
        return best


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
        self.low = "".join(low if len(low := c.lower()) == 1 else c for c in text)
        self.whole = self._parted(SENTENCE, pieces)
        self.clauses = self._parted(_CLAUSE, pieces)
        self.future, self.past, self.present, self.planned, self.now, self.hope, self.still, self.plans = (
            _Words(re.compile(words), self.plain)
            for words in (FUTURE, PAST, PRESENT, PLANNED, _NOW, _HOPE, _STILL, _PLANS)
        )
        self.happened = _Words(_HAPPENED, self.low)
        self.participles = _Words(_PARTICIPLE, self.low)

    def of(self, p: Piece, ranged: bool = False) -> str:
        """``past``, ``future``, ``present``, or nothing where no word says; `ranged` for the end of a range."""
        before = self.plain[max(0, p.begin - 24) : p.begin]
        if p.relation in ("from", "since") and _SINCE.search(before):
            return "past"
        if _FOR.search(before) or (
            p.day is not None and _FORDAY.search(before) and not _WASFOR.search(before)
        ):
            return "future"
        clause, sentence = self._around(self.clauses, p), self._around(self.whole, p)
        if p.day is not None and self.planned.within(*clause):
            return "future"
        for stretch in (clause, sentence):
            if near := self._nearest(p, *stretch):
                return near
            if stretch == clause and p.day is not None and self.now.within(*stretch):
                return "future"
            if self.present.within(*stretch):
                return self._as_present(p, before, sentence, ranged)
        if self.hope.within(*clause):
            return "future"
        if self.still.within(*sentence) and not _UNTIL.search(before):
            return "past"
        if p.day and p.day[0] in ("weekday", "date") and self._hangs(p, sentence[0], before):
            return self._beside(p) or self._as_present(p, before, sentence, ranged)
        return self._as_present(p, before, sentence, ranged)

    def opens(self, p: Piece) -> bool:
        """Whether a piece begins its sentence."""
        return not self.plain[self._around(self.whole, p)[0] : p.begin].strip()

    def same_clause(self, a: int, b: int) -> bool:
        return bisect_right(self.clauses[1], a) == bisect_right(self.clauses[1], b)

    def same_sentence(self, a: int, b: int) -> bool:
        return bisect_right(self.whole[1], a) == bisect_right(self.whole[1], b)

    def _as_present(self, p: Piece, before: str, sentence: tuple[int, int], ranged: bool) -> str:
        """People tell the future of a week in the present."""
        present = self.present.within(*sentence)
        if p.day and p.day[0] == "weekday":
            # "open Monday from 9 to 5" is told before, "cut off Monday from 9 to 5" after
            ranged = ranged or bool(_INSIDE.search(self.plain, p.begin, p.end))
            ranged = ranged or bool(_OPENS.search(before) and _TO.match(self.plain, p.end))
            alone = sentence[1] - sentence[0] < p.end - p.begin + _ALONE
            over = ranged and not present and (p.clock is None or alone or self.participles.within(*sentence))
            opened = (
                not present
                and not _UNTIL.search(before)
                and (_OPENING.match(self.low, *sentence) or self.happened.within(*sentence))
            )
            told = not present and not _UNTIL.search(before) and self._opens_told(p, sentence)
            if not over and not opened and not told:
                return "future"
        elif _UNTIL.search(before) and (present or self._beside(p) != "past"):
            return "future"
        return "present" if present else ""

    def _opens_told(self, p: Piece, sentence: tuple[int, int]) -> bool:
        """Whether a piece stands in the first sentence, which announces nothing, and the next one tells what was."""
        k = bisect_right(self.whole[1], p.begin)
        return k == 0 and self._sentence(1) == "past" and not self.plans.within(*sentence)

    def _hangs(self, p: Piece, begin: int, before: str) -> bool:
        """Whether a day opens its sentence, or stands beside a noun: "mon train de mercredi", "Sunday's outage"."""
        return (
            bool(_HEAD.match(self.plain, begin, p.begin))
            or bool(_BESIDE.search(before))
            or self.plain.startswith("'s ", p.end)
        )

    def _nearest(self, p: Piece, begin: int, end: int) -> str:
        """The tense of the verb that stands nearest to a piece."""
        future, past = self.future.nearest(p, begin, end), self.past.nearest(p, begin, end)
        return "" if min(future, past) == _FAR else "future" if future <= past else "past"

    def _beside(self, p: Piece) -> str:
        """The tense of the two sentences before, else of the next one."""
        k = bisect_right(self.whole[1], p.begin)
        return next((t for n in (k - 1, k - 2, k + 1) if (t := self._sentence(n))), "")

    def _sentence(self, k: int) -> str:
        starts, stops = self.whole
        if not 0 <= k <= len(starts):
            return ""
        begin = stops[k - 1] if k else 0
        end = starts[k] if k < len(starts) else len(self.plain)
        past, future = self.past.within(begin, end), self.future.within(begin, end)
        return "" if past == future else "past" if past else "future"

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
            if (
                p is not None
                and p.begin <= m.start() < p.end
                and (m.start() < p.end - 1 or self.text[m.end() : m.end() + 1].islower())
            ):
                continue
            starts.append(m.start())
            stops.append(m.end())
        return starts, stops
