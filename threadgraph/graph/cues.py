"""What the text of a comment says about whom it answers: quotes, ``@name``, ``Name:``, "Name wrote", ``#12``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from threadgraph.model import EdgeKind

if TYPE_CHECKING:
    from threadgraph.graph.conversation import Conversation

__all__ = ["PRECISION", "Cue", "Line", "cues_of", "fold", "own_words", "quotes_of", "words_of"]

#: Words that a quote must share with an earlier post, in a row.
MIN_QUOTE = 4
#: A quote this long is beyond doubt.
_LONG = 8
#: How often each rule names the parent: shares on real threads (scripts/cue_precision.py, docs/reply-model.md), with ten
#: cases of three in four added, since some rules are rare there.
PRECISION = {
    "long quote": 0.92,
    "short quote": 0.63,
    "@name": 0.79,
    "misspelt @name": 0.79,
    "X wrote": 0.53,
    "Name: at the start": 0.64,
    "number": 0.75,
}

_WORD = re.compile(r"\w+")
_INLINE = re.compile(r"[«“„\"]\s*([^«»“”„\"\n]{15,600}?)\s*[»”“\"]")
#: "what he said >> what I say"
_BEHIND = re.compile(r"^(?!>)(.{15,600}?)\s*(?:>>|&gt;&gt;|»»)", re.M)
_CUT = re.compile(r"\s*[\[(]?\s*(?:\.{3,}|…)\s*[\])]?\s*")
_AT = re.compile(r"(?<![\w.])@\s?([\w][\w.'’-]*(?:\s[\w][\w.'’-]*){0,2})")
_WROTE = re.compile(
    r"^[>\s\[*_-]*(?:(?:le|on|am|el|il|em|op|w dniu)\s.{4,60}?,\s+)?(.{2,60}?)\s*(?:<[^>]*>)?\s*(?:wrote|writes|said|says|a écrit|écrivait|ecrit|a ecrit|a dit|"
    r"schrieb|escribió|ha scritto|escreveu|schreef|napisał\w*)\s*:\s*$",
    re.I | re.M,
)
_START = re.compile(
    r"^\s*(?:(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|hallo|hola|ciao|olá|merci|thanks|thank you|danke|gracias|grazie|cher|chère|dear|pour|à|a|to|re|an|para|per)\s+)?"
    r"([^\W\d_][\w.'’-]*(?:\s[\w.'’-]+){0,3}?)\s*(?:[:,!]|[–—-]\s|\.{3}|…|>)",
    re.I,
)
_NUMBER = re.compile(
    r"(?:(?:https?://\S*)?#\s?(?P<mark>comment-?|c|post-?|p|msg-?)?|\b(?:comment(?:aire)?|post|message|kommentar|comentario|commento|beitrag|n[°ºo]\.?|no\.|nr\.)\s?[#°]?)(?P<n>\d{1,9})\b",
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
        How often the rule is right (`PRECISION`).
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
    """One post of a thread, as the cues see it: who signs, who that is, what he says, and its own mark."""

    author: str | None
    person: str | None
    text: str
    url: str | None = None


def fold(text: str) -> str:
    """Lower case without accents.

    >>> fold("Étienne")
    'etienne'
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(fold(text))


def own_words(text: str) -> str:
    """A post's text without the lines that it quotes."""
    if ">" not in text:
        return text
    return "\n".join(line for line in text.split("\n") if not line.startswith(">"))


def quotes_of(text: str) -> Iterator[str]:
    """What a post quotes, verbatim: blocks of ``> `` lines (inner levels left out), longer phrases in quotation
    marks, and what stands before ``>>`` in a line.

    >>> list(quotes_of("> Down for five hours\\n> and more\\n\\nNo. «since seven this morning», he says."))
    ['Down for five hours\\n> and more', 'since seven this morning']
    """
    lines = text.split("\n")
    # where nobody quotes with one mark, two are how this one quotes
    doubled = not any(re.match(r">(?!\s?>)", line) for line in lines)
    inner = re.compile(r"^>\s?>\s?>" if doubled else r"^>\s?>")
    block: list[str] = []
    for line in [*lines, ""]:
        if line.startswith(">") and not inner.match(line):
            block.append(line)
        elif line.startswith(">"):
            continue
        elif block:
            yield "\n".join(block).lstrip("> ").strip()
            block = []
    said = own_words(text)
    for m in _INLINE.finditer(said):
        yield m[1]
    if ">>" in said or "&gt;&gt;" in said or "»»" in said:
        for m in _BEHIND.finditer(said):
            yield m[1].strip()


def cues_of(at: int, c: Conversation) -> list[Cue]:
    """The cues of one post, best first.

    Parameters
    ----------
    at : int
        Its number in the thread.
    c : Conversation

    Returns
    -------
    list of Cue
        At most one a target.
    """
    found = [*_quoted(at, c), *_named(at, c), *_numbered(at, c)]
    best: dict[int, Cue] = {}
    for cue in found:
        if cue.target not in best or cue.probability > best[cue.target].probability:
            best[cue.target] = cue
    return sorted(best.values(), key=lambda cue: (-cue.probability, cue.target))


def _quoted(at: int, c: Conversation) -> Iterator[Cue]:
    text = c.lines[at].text
    if not any(mark in text for mark in '>«»“„"'):
        return
    for quote in quotes_of(text):
        pieces = [words_of(piece) for piece in _CUT.split(quote)]
        pieces = [p for p in pieces if len(p) >= MIN_QUOTE]
        if not pieces:
            continue
        longest = max(pieces, key=len)
        target = c.holder(longest[:40], at)
        if target is None and len(longest) > 8:  # shortened or corrected: its longer half will do
            half = len(longest) // 2
            target = c.holder(longest[:half], at)
            if target is None:
                target = c.holder(longest[half:], at)
        if target is not None:
            rule = "long quote" if len(longest) >= _LONG else "short quote"
            yield Cue(target, "quote", PRECISION[rule], "verbatim quote", quote[:400])


def _named(at: int, c: Conversation) -> Iterator[Cue]:
    text, naming = c.lines[at].text, c.naming
    own = own_words(text)
    for m in _AT.finditer(own) if "@" in own else ():
        target, words = naming.latest(m[1], at)
        if target is not None:
            span = _span(own, m.start(), m.start(1), words)
            yield Cue(target, "mention", PRECISION["@name"], "@name", span)
            continue
        target = naming.latest_near(m[1].split()[0], at)
        if target is not None:
            span = _span(own, m.start(), m.start(1), 1)
            yield Cue(target, "mention", PRECISION["misspelt @name"], "misspelt @name", span)
    wrote = set()
    for m in _WROTE.finditer(text) if ":" in text else ():
        target, _ = naming.latest(m[1], at)
        if target is not None:
            wrote.add(target)
            yield Cue(target, "mention", PRECISION["X wrote"], "X wrote", m[0].strip()[:120])
    first = next((line for line in own.split("\n") if line.strip()), "")
    start = _START.match(first)
    if start:
        target, _ = naming.latest(start[1], at)
        if target is not None and target not in wrote:
            rule = "Name: at the start"
            yield Cue(target, "mention", PRECISION[rule], rule, start[0].strip())


def _span(text: str, start: int, name: int, words: int) -> str:
    """A text from one place to the end of some words that begin at another."""
    found = list(_WORD.finditer(text, name, name + 120))[: max(1, words)]
    return text[start : found[-1].end()] if found else text[start : name + 1]


def _numbered(at: int, c: Conversation) -> Iterator[Cue]:
    """Comments that are named by their mark or their number: ``#comment-12``, "comment 12", "n° 12"."""
    text = own_words(c.lines[at].text)
    if not any(d in text for d in "0123456789"):
        return
    for m in _NUMBER.finditer(text):
        number = m["n"]
        target = c.marked.get(number)
        if target is None and not m["mark"] and len(number) < 6 and c.marked:
            continue  # the page's own marks are other numbers: what "12" counts is not known
        if target is None and not c.marked:
            target = int(number)  # the opening post is 0
        if target is not None and 0 < target < at and c.author[target] != c.author[at]:
            yield Cue(target, "mention", PRECISION["number"], "number of a comment", m[0].strip())
