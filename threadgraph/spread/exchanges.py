"""A post as quotes and what its author answers to each: ``> `` lines, "quote >> answer", «quote» answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from threadgraph.graph.conversation import terms_of
from threadgraph.graph.runs import LENGTH, Runs

__all__ = ["Exchange", "Statements", "exchanges", "unquoted"]

#: A quotation needs as many words, or it is an expression put in marks.
_LEAST = 3
#: What stands between a quote and the answer in one line.
_BEHIND = re.compile(r"(?:>{2,9}|»»|-{1,3}>|={1,3}>|→)(?=\s|$)")
_MARKED = re.compile(r"«\s*([^«»]{8,600}?)\s*»|“([^“”]{8,600}?)”|(?<![\w=])\"([^\"\n]{8,600}?)\"(?!\w)")
_LEADS = re.compile(r"^[\s>:–—,.;…-]+")
_CUT = re.compile(r"\s*(?:\[?\(?(?:…|\.\.\.+)\)?\]?)\s*")


@dataclass(frozen=True)
class Exchange:
    """Words that somebody quotes, and what he answers to them.

    Attributes
    ----------
    quote, answer : str
        Verbatim; of a block of lines the marks are taken off.
    """

    quote: str
    answer: str


def exchanges(text: str) -> list[Exchange]:
    """The quotes of a text, each with what follows it up to the next.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Exchange
        In the order of the text; a quote that nothing follows has an empty answer.

    Examples
    --------
    >>> exchanges("posted on the 14th at noon >> at 7:40 for the first one")
    [Exchange(quote='posted on the 14th at noon', answer='at 7:40 for the first one')]
    >>> exchanges("> Down since six.\\n> For sure.\\nNo, since 7:40.\\n\\nAnd «all blogs are lost»: 3,200 are.")[1]
    Exchange(quote='all blogs are lost', answer='3,200 are.')
    """
    found: list[tuple[str, list[str]]] = []
    block: list[str] = []
    for line in text.split("\n"):
        if line.startswith(">") and not re.match(r">\s?>\s?\S", line):
            block.append(line[1:].strip())
            continue
        if line.startswith(">") and not block:
            block.append(line.lstrip("> ").strip())
            continue
        if block:
            found.append(("\n".join(block), []))
            block = []
        if behind := _behind(line):
            found.append((_bare(behind[0]), [behind[1]]))
            continue
        marked = [m for m in _MARKED.finditer(line) if len(terms_of(_said(m))) >= _LEAST]
        if not marked and found:
            found[-1][1].append(line)
        at = 0
        for k, m in enumerate(marked):
            if found and line[at : m.start()].strip() and k == 0:
                found[-1][1].append(line[: m.start()])
            end = marked[k + 1].start() if k + 1 < len(marked) else len(line)
            found.append((_said(m), [line[m.end() : end]]))
            at = end
    if block:
        found.append(("\n".join(block), []))
    return [Exchange(q, _LEADS.sub("", "\n".join(a)).strip()) for q, a in found]


def _behind(line: str) -> tuple[str, str] | None:
    """A quote with the mark behind it, and what follows the mark."""
    m = _BEHIND.search(line)
    quote = line[: m.start()].rstrip() if m else ""
    if m is None or not quote or ">" in quote or quote.endswith(("-", "=")) or len(terms_of(quote)) < _LEAST:
        return None
    return quote, line[m.end() :].lstrip(" \t")


def _said(m: re.Match[str]) -> str:
    return next(g for g in m.groups() if g is not None).strip()


def _bare(quote: str) -> str:
    marked = _MARKED.search(quote)
    return _said(marked) if marked else quote.strip()


class Statements:
    """Where each of some posts says what others quote.

    Parameters
    ----------
    rows : sequence of dict
        Rows of a graph's table, in the order of time; titles count as said.
    """

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        self.rows = list(rows)
        own = [f"{r['title'] or ''}\n{unquoted(r['text'] or '')}" for r in self.rows]
        self.words = [terms_of(t) for t in own]
        self.runs = Runs(self.words)
        self.threads: dict[str, list[int]] = {}
        for i, r in enumerate(self.rows):
            self.threads.setdefault(r["thread_id"], []).append(i)
        self.number = {r["id"]: i for i, r in enumerate(self.rows)}

    def holder(self, quote: str, by: dict[str, Any]) -> dict[str, Any] | None:
        """The post of somebody else that says a quote, before it was quoted: in the same thread, else anywhere.

        Parameters
        ----------
        quote : str
            Of a cut one ("… …") the longest piece counts.
        by : dict
            The row of the post that quotes.
        """
        pieces = [terms_of(p) for p in _CUT.split(quote)]
        words = max(pieces, key=len)
        if len(words) < _LEAST:
            return None
        held = self._say(words, self._near(words, by), by)
        if held is None and len(words) > LENGTH:
            held = self._say(words, self._anywhere(words), by)
        if held is None and len(words) > 2 * LENGTH:  # shortened or corrected on the way: a good part will do
            part = max(words[: len(words) * 2 // 3], words[len(words) // 3 :], key=len)
            held = self._say(part, self._near(part, by), by)
        return held

    def _anywhere(self, words: Sequence[str]) -> list[int]:
        """Posts that say the first words in a row."""
        return [int(i) for i in self.runs.holders(words[:LENGTH])[0]]

    def _near(self, words: Sequence[str], by: dict[str, Any]) -> list[int]:
        """Those of the thread that can say some words: all of it, where they are too few for the index."""
        if len(words) < LENGTH:
            return self.threads.get(by["thread_id"], [])
        return [i for i in self._anywhere(words) if self.rows[i]["thread_id"] == by["thread_id"]]

    def _say(self, words: Sequence[str], among: Iterable[int], by: dict[str, Any]) -> dict[str, Any] | None:
        needle = f" {' '.join(words)} "
        for i in among:
            row = self.rows[i]
            if row["id"] == by["id"] or (row["person"] is not None and row["person"] == by["person"]):
                continue
            if row["published"] and by["published"] and row["published"] > by["published"]:
                continue
            if needle in f" {' '.join(self.words[i])} ":
                return row
        return None


def unquoted(text: str) -> str:
    """What a post says itself: neither quoted lines nor what stands before ``>>``."""
    kept = []
    for line in text.split("\n"):
        if line.startswith(">"):
            continue
        behind = _behind(line)
        kept.append(behind[1] if behind else line)
    return "\n".join(kept)
