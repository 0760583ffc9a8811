"""Whom a post names: at its start, after ``@``, before "wrote", or anywhere among its words."""

from __future__ import annotations

import bisect
import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from threadgraph.graph.cues import Line, own_words, words_of

__all__ = ["Naming"]

_TAG = re.compile(r"(?<![\w.])@\s?(\w[\w.'’-]*)")
_WROTE = re.compile(
    r"\b(?:wrote|writes|said|says|a écrit|écrivait|ecrit|a ecrit|a dit|schrieb|escribió|ha scritto|napisał\w*|пишет|писал\w*|escreveu|schreef)\s*:",
    re.I,
)
_NUMBER = re.compile(
    r"(?:#\s?(?:comment-?|c|post-?|p)?|\b(?:comment(?:aire)?|post|message|kommentar|comentario|beitrag|n[°ºo]\.?|no\.?|nr\.?)\s?#?)(\d{1,5})\b",
    re.I,
)
_OPENS = 5
_MARKS = " \t,;:!.…–—-@>*_|[](){}<>~`^\"'"

Ways = dict[str, float]


class Naming:
    """The authors that the posts of one thread name.

    Parameters
    ----------
    lines : sequence of Line
    author : array of int
        The number of each post's author, -1 for none.
    """

    def __init__(self, lines: Sequence[Line], author: npt.NDArray[np.int64]) -> None:
        self.lines = lines
        self.author = author.tolist()
        self.posts: dict[int, list[int]] = defaultdict(list)
        self.begun: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self.full: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self.first: dict[str, set[int]] = defaultdict(set)
        self._words: dict[int, tuple[str, ...]] = {}
        for i, (line, a) in enumerate(zip(lines, self.author, strict=True)):
            self.posts[a].append(i)
            words = tuple(words_of(line.author or ""))
            if a >= 0 and words and len("".join(words)) > 1:
                self.full[words].add(a)
                for n in range(2, len(words)):
                    self.begun[words[:n]].add(a)
                if len(words[0]) > 2:
                    self.first[words[0]].add(a)
                self._words.setdefault(a, words)
        self._longest = max((len(k) for k in self.full), default=0)
        self._said: Counter[str] = Counter()
        self._found: dict[int, dict[int, Ways]] = {}
        self._texts: dict[int, tuple[list[str], str]] = {}
        for k, line in enumerate(lines):
            said = words_of(own_words(line.text))
            self._said.update(set(said))
            self._texts[k] = (said, line.text)

    def rarity(self, a: int) -> float:
        """How rarely the first word of an author's name stands in the thread's texts: 0 in all posts, 1 in one."""
        words = self._words.get(a)
        if not words or len(self.lines) < 2:
            return 1.0
        return float(1 - np.log1p(self._said[words[0]]) / np.log1p(len(self.lines)))

    def of(self, i: int) -> dict[int, Ways]:
        """The authors that a post names, and how: start, at, wrote, anywhere, each 0 to 1."""
        if i not in self._found:
            self._found[i] = self._names(i)
        return self._found[i]

    def latest(self, name: str, at: int) -> tuple[int | None, int]:
        """The last post before `at` by the one whose name begins a text, and how many words the name has.

        Nobody where two earlier authors share it, and never the author of the post itself.
        """
        words = words_of(name)
        for n in range(min(self._longest, len(words)), 0, -1):
            hit = self._earlier(self.full.get(tuple(words[:n]), ()), at)
            if hit:
                return max(self.posts[a][k] for a, k in hit), n
        begun = self.begun.get(tuple(words), ()) if len(words) > 1 else ()
        hit = self._earlier(begun, at) or self._earlier(self.first.get(words[0], ()) if words else (), at)
        if len(hit) == 1:
            return self.posts[hit[0][0]][hit[0][1]], len(words) if begun else 1
        return None, 0

    def latest_near(self, word: str, at: int) -> int | None:
        """The last post before `at` by the one whose name a word misspells; None where that may be two."""
        near = self._earlier([a for a, _ in self._near("".join(words_of(word)))], at)
        return self.posts[near[0][0]][near[0][1]] if len(near) == 1 else None

    def _earlier(self, authors: Iterable[int], at: int) -> list[tuple[int, int]]:
        """Of some authors those who wrote before a post that isn't theirs, each with the place of his last post."""
        found = []
        for a in sorted(authors):
            k = bisect.bisect_left(self.posts[a], at) - 1
            if k >= 0 and a != self.author[at]:
                found.append((a, k))
        return found

    def numbers(self, i: int) -> list[int]:
        """The comments that a post names by their number."""
        text = self.lines[i].text
        return [int(m[1]) for m in _NUMBER.finditer(text)] if any(c.isdigit() for c in text) else []

    def _names(self, i: int) -> dict[int, Ways]:
        words, text = self._texts[i]
        found: dict[int, Ways] = {}
        for k in range(len(words)):
            for a, worth in self._at(words, k):
                ways = found.setdefault(a, {"start": 0.0, "at": 0.0, "wrote": 0.0, "anywhere": 0.0})
                ways["anywhere"] = max(ways["anywhere"], worth)
                if k == 0:
                    ways["start"] = max(ways["start"], worth)
                elif k <= 2:
                    ways["start"] = max(ways["start"], 0.5 * worth)
        for m in _TAG.finditer(text) if "@" in text else ():
            tagged = words_of(text[m.start(1) : m.start(1) + 60])
            hits = list(self._at(tagged, 0)) or self._near(tagged[0] if tagged else "")
            for a, worth in hits:
                ways = found.setdefault(a, {"start": 0.0, "at": 0.0, "wrote": 0.0, "anywhere": 0.0})
                ways["at"] = max(ways["at"], worth)
        for m in _WROTE.finditer(text) if ":" in text else ():
            before = words_of(text[max(0, m.start() - 90) : m.start()])
            for k in range(max(0, len(before) - 6), len(before)):
                for a, worth in self._at(before, k):
                    ways = found.setdefault(a, {"start": 0.0, "at": 0.0, "wrote": 0.0, "anywhere": 0.0})
                    ways["wrote"] = max(ways["wrote"], worth)
        if words and not any(w["start"] or w["at"] for w in found.values()):
            for a, worth in self._near(words[0]):
                found.setdefault(a, {"start": 0.0, "at": 0.0, "wrote": 0.0, "anywhere": 0.0})["start"] = worth
        return found

    def _at(self, words: Sequence[str], k: int) -> list[tuple[int, float]]:
        """The authors whose name stands at a place among words, and how surely."""
        for n in range(min(self._longest, len(words) - k), 0, -1):
            hit = self.full.get(tuple(words[k : k + n]))
            if hit:
                return [(a, 1.0 / len(hit)) for a in sorted(hit)]
        hit = self.first.get(words[k]) if k < len(words) else None
        if hit and len(hit) <= 3:
            return [(a, 0.7 / len(hit)) for a in sorted(hit)]
        return []

    def _near(self, word: str) -> list[tuple[int, float]]:
        """The author whose name a word misspells."""
        if len(word) < 5 or self._said[word] > 3 or not self.first:
            return []
        close = difflib.get_close_matches(
            word, [n for n in self.first if abs(len(n) - len(word)) < 2 and n[0] == word[0]], 1, 0.84
        )
        hit = self.first[close[0]] if close else set()
        return [(next(iter(hit)), 0.6)] if len(hit) == 1 else []
