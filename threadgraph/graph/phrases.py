"""Words that a post shares with an earlier one of another thread: verbatim spans, and texts that are nearly the same.

The earliest post that says a span in its own words is its source. Spans that anybody might write, or that a
site prints under everything, are left out: they stand in too many posts, come again from one author, or hold no
rare word.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from rensa import RMinHash, RMinHashLSH

from threadgraph.graph.cues import fold
from threadgraph.model import Edge

__all__ = ["MIN_SPAN", "PHRASES", "phrase_edges"]

#: The rules by which posts share words.
PHRASES = ("shared phrase", "near-duplicate")
#: Shorter runs of the same words are chance.
MIN_SPAN = 8
#: A span that more threads than this share is a formula, in a corpus of any size.
_FORMULA = 12
#: A word in a larger share of the posts is not rare, in a corpus of at least so many posts.
_COMMON, _ENOUGH = 0.1, 40
#: One author who says a span so often signs with it.
_SIGNATURE = 3
#: How often each rule is right: a setting of ours.
_PHRASE, _COPY = 0.8, 0.9
_SOURCES = 3
_COPY_WORDS = 25
_ALIKE = 0.6
_PERMUTATIONS, _BANDS, _SEED = 128, 32, 20051014

_WORD = re.compile(r"\w+")
_BASE = np.uint64(0x9E3779B97F4A7C15)

Row = dict[str, Any]


@dataclass(frozen=True)
class _Text:
    row: Row
    spans: list[tuple[int, int]]  # where each word stands
    ids: list[int]
    own: list[bool]  # whether each word is the author's own


def phrase_edges(rows: Sequence[Row]) -> list[Edge]:
    """Edges `relay` of class E2 from posts to the earlier posts of other threads whose words they repeat.

    Parameters
    ----------
    rows : sequence of dict
        Rows with ``POST_SCHEMA``, of any number of threads. Posts without a time are left out: who was
        first isn't known.

    Returns
    -------
    list of Edge
        By rule ``shared phrase`` (at least `MIN_SPAN` words in a row) or ``near-duplicate``; the evidence
        is the longest span, verbatim, as it stands in the later post.
    """
    dated = [r for r in rows if r["published"] is not None and r["kind"] != "trackback" and r["text"]]
    dated.sort(key=lambda r: (r["published"], r["id"]))
    words: dict[str, int] = {}
    texts = [_text(r, words) for r in dated]
    found = dict(_shared(texts))
    edges = []
    for (later, earlier), (start, end) in found.items():
        edges.append(_edge(texts, later, earlier, start, end, PHRASES[0], _PHRASE))
    for later, earlier, start, end in _copies(texts, found):
        edges.append(_edge(texts, later, earlier, start, end, PHRASES[1], _COPY))
    return edges


def _text(row: Row, words: dict[str, int]) -> _Text:
    spans, ids, own = [], [], []
    text = row["text"]
    quoted: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        if line.startswith(">"):
            quoted.append((at, at + len(line)))
        at += len(line) + 1
    k = 0
    for m in _WORD.finditer(text):
        while k < len(quoted) and quoted[k][1] <= m.start():
            k += 1
        spans.append(m.span())
        ids.append(words.setdefault(fold(m[0]), len(words)))
        own.append(not (k < len(quoted) and quoted[k][0] <= m.start()))
    return _Text(row, spans, ids, own)


def _shared(texts: Sequence[_Text]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Pairs (later, earlier) of texts with the longest span that they share, as words of the later."""
    runs, places, holders = _runs(texts)
    if not len(runs):
        return
    rare = _rare(texts)
    order = np.lexsort((places, holders, runs))
    runs, places, holders = runs[order], places[order], holders[order]
    cuts = np.flatnonzero(np.diff(runs)) + 1
    begin, end = np.concatenate([[0], cuts]), np.concatenate([cuts, [len(runs)]])
    hits: dict[tuple[int, int], list[int]] = defaultdict(list)
    for a, b in zip(begin[end - begin > 1].tolist(), end[end - begin > 1].tolist(), strict=True):
        held = holders[a:b].tolist()
        if held[0] == held[-1]:
            continue
        source = _source(texts, held, places[a:b].tolist())
        if source is None or not rare(texts[source[0]], source[1]):
            continue
        for k, place in zip(held, places[a:b].tolist(), strict=True):
            if k > source[0] and _apart(texts[source[0]].row, texts[k].row):
                hits[k, source[0]].append(place)
    best: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (later, earlier), at in hits.items():
        best[later].append((len(at), earlier))
    for later, sources in sorted(best.items()):
        for _, earlier in sorted(sources, key=lambda s: (-s[0], s[1]))[:_SOURCES]:
            yield (later, earlier), _longest(sorted(set(hits[later, earlier])))


def _runs(
    texts: Sequence[_Text],
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """A number for each run of `MIN_SPAN` words, its place in its text, and the number of the text."""
    sizes = np.array([len(t.ids) for t in texts], dtype=np.int64)
    words = np.concatenate([np.array(t.ids, dtype=np.uint64) for t in texts] or [np.zeros(0, np.uint64)])
    if len(words) < MIN_SPAN:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64)
    holder = np.repeat(np.arange(len(texts)), sizes)
    place = np.arange(len(words)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    mixed = (words + np.uint64(1)) * np.uint64(0xD6E8FEB86659FD93)
    mixed ^= mixed >> np.uint64(32)
    n = len(words) - MIN_SPAN + 1
    runs = np.zeros(n, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for k in range(MIN_SPAN):
            runs = runs * _BASE + mixed[k : n + k]
    whole = holder[:n] == holder[MIN_SPAN - 1 :]
    return runs[whole], place[:n][whole], holder[:n][whole]


def _source(texts: Sequence[_Text], held: Sequence[int], places: Sequence[int]) -> tuple[int, int] | None:
    """The earliest text that says a run in its own words, and where; None for a formula or a signature."""
    threads = {texts[k].row["thread_id"] for k in held}
    if len(threads) < 2 or len(threads) > _FORMULA:
        return None
    by = Counter((texts[k].row["site"], texts[k].row["author"]) for k in set(held))
    if max(by.values()) >= _SIGNATURE:
        return None
    for k, place in zip(held, places, strict=True):
        if all(texts[k].own[place : place + MIN_SPAN]):
            return k, place
    return None


def _rare(texts: Sequence[_Text]) -> Any:
    """Whether a run holds two words that are rare among the posts."""
    seen: Counter[int] = Counter()
    for t in texts:
        seen.update(set(t.ids))
    most = max(2.0, _COMMON * len(texts)) if len(texts) >= _ENOUGH else float("inf")

    def rare(text: _Text, place: int) -> bool:
        return sum(seen[w] <= most for w in set(text.ids[place : place + MIN_SPAN])) >= 2

    return rare


def _apart(a: Row, b: Row) -> bool:
    """Whether two posts stand in different threads and are not by one person."""
    if a["thread_id"] == b["thread_id"] or a["published"] >= b["published"]:
        return False
    person = a.get("person")
    return person is None or person != b.get("person")


def _longest(places: Sequence[int]) -> tuple[int, int]:
    """The longest span, as its first word and the one after its last, that runs at some places make together."""
    best = start = previous = places[0]
    longest = 0
    for place in [*places, -2]:
        if place != previous and place != previous + 1:
            if previous - start >= longest:
                best, longest = start, previous - start
            start = place
        previous = place
    return best, best + longest + MIN_SPAN


def _copies(
    texts: Sequence[_Text], found: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[tuple[int, int, int, int]]:
    """Texts that are an earlier one with changes, beyond those found by a span, with the longest common span."""
    index = RMinHashLSH(threshold=0.5, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    long = [k for k, t in enumerate(texts) if len(t.ids) >= _COPY_WORDS]
    sourced = {later for later, _ in found}
    for k in long:
        ids = texts[k].ids
        sketch = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        sketch.update([f"{a} {b} {c}" for a, b, c in zip(ids, ids[1:], ids[2:], strict=False)])
        near = [] if k in sourced else sorted(index.query(sketch))[:20]
        for j in near:
            if not _apart(texts[j].row, texts[k].row):
                continue
            matcher = difflib.SequenceMatcher(None, texts[j].ids, ids, autojunk=False)
            if matcher.ratio() >= _ALIKE:
                block = matcher.find_longest_match()
                yield k, j, block.b, block.b + block.size
                break
        index.insert(k, sketch)


def _edge(
    texts: Sequence[_Text], later: int, earlier: int, start: int, end: int, rule: str, probability: float
) -> Edge:
    row = texts[later].row
    spans = texts[later].spans
    said = row["text"][spans[start][0] : spans[end - 1][1]]
    return Edge(
        source=row["id"],
        target=texts[earlier].row["id"],
        kind="relay",
        cls="E2",
        probability=probability,
        rule=rule,
        evidence=said[:600],
        evidence_post=row["id"],
        url=row["url"],
        time=row["published"],
    )
