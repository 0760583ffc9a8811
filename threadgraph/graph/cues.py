"""What the text of a comment says about whom it answers: quotes, ``@name``, ``Name:``, "Name wrote"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from threadgraph.model import EdgeKind

__all__ = ["Cue", "Line", "cues_of", "fold", "own_words", "quotes_of", "words_of"]

#: Words that a quote must share with an earlier post, in a row.
MIN_QUOTE = 4

_WORD = re.compile(r"\w+")
_INLINE = re.compile(r"[«“\"]\s*([^«»“”\"\n]{15,600}?)\s*[»”\"]")
_AT = re.compile(r"(?<![\w.])@\s?([\w][\w.'’-]*(?:\s[\w][\w.'’-]*){0,2})")
_WROTE = re.compile(
    r"^[>\s\[*_-]*(?:(?:le|on|am|el)\s.{4,60}?,\s+)?(.{2,60}?)\s*(?:<[^>]*>)?\s*(?:wrote|writes|said|says|a écrit|écrivait|ecrit|a ecrit|a dit|schrieb|escribió|ha scritto)\s*:\s*$",
    re.I | re.M,
)
_START = re.compile(
    r"^\s*(?:(?:bonjour|bonsoir|salut|hello|hi|hey|hallo|hola|ciao|merci|thanks|thank you|cher|chère|dear|pour|à|a|to|re)\s+)?"
    r"([^\W\d_][\w.'’-]*(?:\s[\w.'’-]+){0,3}?)\s*(?:[:,!]|[–—-]\s|\.{3}|…)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A hint that one post answers another of its thread.

    Attributes
    ----------
    target : int
        The number of the earlier post.
    kind : {'quote', 'mention'}
    probability : float
    rule : str
    evidence : str
        The span, verbatim.
    """

    target: int
    kind: EdgeKind
    probability: float
    rule: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Line:
    """One post of a thread, as the cues see it."""

    author: str | None
    person: str | None
    text: str


def fold(text: str) -> str:
    """Lower case without accents.

    >>> fold("Étienne")
    'etienne'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(fold(text))


def own_words(text: str) -> str:
    """A post's text without the lines that it quotes."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(">"))


def quotes_of(text: str) -> Iterator[str]:
    """What a post quotes: blocks of ``> `` lines (inner levels left out), and longer phrases in quotation marks."""
    block: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith(">") and not re.match(r"^>\s?>", line):
            block.append(line[1:].strip())
        elif line.startswith(">"):
            continue
        elif block:
            yield " ".join(block)
            block = []
    for m in _INLINE.finditer(own_words(text)):
        yield m[1]


def cues_of(at: int, thread: Sequence[Line], padded: Sequence[str]) -> list[Cue]:
    """The cues of one post, best first.

    Parameters
    ----------
    at : int
        Its number in the thread.
    thread : sequence of Line
        In time order.
    padded : sequence of str
        For each post, its own words, folded and joined by single spaces, with a space at both ends.

    Returns
    -------
    list of Cue
        At most one a target and rule.
    """
    post = thread[at]
    found = list(_quoted(at, thread, padded))
    found += _named(at, thread, post)
    best: dict[int, Cue] = {}
    for cue in found:
        if cue.target not in best or cue.probability > best[cue.target].probability:
            best[cue.target] = cue
    return sorted(best.values(), key=lambda c: -c.probability)


def _quoted(at: int, thread: Sequence[Line], padded: Sequence[str]) -> Iterator[Cue]:
    for quote in quotes_of(thread[at].text):
        words = words_of(quote)
        if len(words) < MIN_QUOTE:
            continue
        span = words if len(words) <= 40 else words[:40]
        target = _holder(span, at, thread, padded)
        if (
            target is None and len(words) > 8
        ):  # a quote that was shortened or corrected: its longest half will do
            half = len(words) // 2
            target = _holder(words[:half], at, thread, padded)
            if target is None:
                target = _holder(words[half:], at, thread, padded)
        if target is not None:
            yield Cue(target, "quote", 0.95 if len(words) >= 8 else 0.85, "verbatim quote", quote[:400])


def _holder(words: list[str], at: int, thread: Sequence[Line], padded: Sequence[str]) -> int | None:
    """The earliest post before `at` that says these words itself."""
    needle = f" {' '.join(words)} "
    for i in range(at):
        if needle in padded[i] and (thread[i].person is None or thread[i].person != thread[at].person):
            return i
    return None


def _named(at: int, thread: Sequence[Line], post: Line) -> Iterator[Cue]:
    text = own_words(post.text)
    for m in _AT.finditer(text):
        target = _latest(m[1], at, thread)
        if target is not None:
            length = len(words_of(thread[target].author or "")) or 1
            yield Cue(target, "mention", 0.85, "@name", " ".join(m[0].split()[:length]))
    for m in _WROTE.finditer(post.text):
        target = _latest(m[1], at, thread)
        if target is not None:
            yield Cue(target, "mention", 0.85, "X wrote", m[0].strip()[:120])
    first = next((line for line in text.split("\n") if line.strip()), "")
    start = _START.match(first)
    if start:
        target = _latest(start[1], at, thread)
        if target is not None:
            yield Cue(target, "mention", 0.8, "Name: at the start", start[0].strip())


def _latest(name: str, at: int, thread: Sequence[Line]) -> int | None:
    """The latest earlier post by someone whose name begins what was written."""
    said = words_of(name)
    if not said:
        return None
    for i in range(at - 1, -1, -1):
        author = thread[i].author
        if not author or (thread[i].person is not None and thread[i].person == thread[at].person):
            continue
        full = words_of(author)
        if full and (said[: len(full)] == full or (len(said) > 1 and said == full[: len(said)])):
            return i
    return _first_name(said[0], at, thread)


def _first_name(word: str, at: int, thread: Sequence[Line]) -> int | None:
    """The latest post of the one author whose first name this is; none when two share it."""
    if len(word) < 3:
        return None
    places: dict[str, int] = {}
    for i in range(at):
        author = thread[i].author
        full = words_of(author) if author else []
        if full and full[0] == word and thread[i].person != thread[at].person:
            places[" ".join(full)] = i
    return next(iter(places.values())) if len(places) == 1 else None
