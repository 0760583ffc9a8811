"""`Piece`: a stretch of a text that tells a time, before it is known which."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from threadgraph.spread.told.vocabulary import NUMBERS

__all__ = ["Piece", "english", "lasting", "number", "tail"]

_ENGLISH = re.compile(r"\b(?:the|of|and|was|is|at|on|we|it|by)\b")
_FRENCH = re.compile(r"\b(?:le|la|les|de|du|et|est|a|au|nous|il|en|un)\b")


@dataclass(frozen=True)
class Piece:
    """A stretch of a text that tells a time.

    Attributes
    ----------
    begin, end : int
    day : tuple, optional
        What says the day: ``("date", y, m, d)`` with None for what isn't said, ``("weekday", number, direction)``,
        ``("offset", days, anchor)``, ``("night", first, last)``, ``("span", unit, offset)``, ``("month", y, m, part)``, ``("year", y)``.
    part : str, optional
        A key of `DAY_PARTS`.
    clock : (int, int or None), optional
        Hour and minute.
    shift : (str, int, str), optional
        Unit, how many (below 0: before), and from where: ``post`` or ``event``.
    relation : {'at', 'from', 'until'}
    about : bool
    """

    begin: int
    end: int
    day: tuple[Any, ...] | None = None
    part: str | None = None
    clock: tuple[int, int | None] | None = None
    shift: tuple[str, float, str] | None = None
    relation: str = "at"
    about: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


def number(word: str) -> float:
    """A number in figures or words.

    >>> number("deux"), number("48"), number("half an")
    (2, 48, 0.5)
    """
    word = word.strip()
    if word.isdigit():
        return int(word)
    return {"half an": 0.5, "quelques": 3, "a few": 3, "a couple of": 2}.get(word) or NUMBERS.get(word, 1)


_QUARTERS = {
    "quart d'heure": 15, "trois quarts d'heure": 45, "demi-heure": 30, "une heure et demie": 90, "deux heures et demie": 150,
    "trois heures et demie": 210, "une heure et quart": 75, "deux heures et quart": 135, "half an hour": 30, "half hour": 30,
    "quarter of an hour": 15, "three quarters of an hour": 45, "an hour and a half": 90, "two and a half hours": 150,
}  # fmt: skip


def lasting(words: str) -> int:
    """The minutes of a part of an hour.

    >>> lasting("un quart d'heure"), lasting("an hour and a half")
    (15, 90)
    """
    words = words.replace("demi heure", "demi-heure")
    return _QUARTERS.get(words) or _QUARTERS.get(
        words.removeprefix("une ").removeprefix("un ").removeprefix("a "), 30
    )


def tail(plain: str, at: int) -> str:
    """The last words before a place: what a pattern that ends there looks at, however long the text is."""
    return plain[max(0, at - 60) : at]


@lru_cache(maxsize=64)
def english(plain: str) -> bool:
    """Whether the small words of a text are rather English than French ones."""
    return len(_ENGLISH.findall(plain)) > len(_FRENCH.findall(plain))
