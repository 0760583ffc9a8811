"""The tone of each post, by the lexicon or by a scorer of the researcher's own."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from threadgraph.errors import UsageError
from threadgraph.graph.cues import words_of
from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread.exchanges import unquoted
from threadgraph.spread.tone.language import SCORED, language_of
from threadgraph.spread.tone.lexicon import lexicon
from threadgraph.spread.tone.valence import tone_of

__all__ = ["LEXICON", "Scorer", "tone_rows"]

Row = dict[str, Any]
#: Texts to scores of -1 to 1, one each; None or NaN where it has none.
Scorer = Callable[[Sequence[str]], Sequence[float | None]]

#: How the lexicon's scores are labelled.
LEXICON = "lexicon"


def tone_rows(graph: ThreadGraph, people: Collection[str], scorer: Scorer | None = None) -> list[Row]:
    """The tone of each post that holds words of its author's own.

    Parameters
    ----------
    graph : ThreadGraph
    people : collection of str
        The persons who are the focal actor.
    scorer : callable, optional
        Instead of the lexicon: gets the posts' own words, gives a score of -1 to 1 for each.

    Returns
    -------
    list of dict
        By time. A post whose language the lexicon does not know has no tone, and stays in the table.

    Raises
    ------
    UsageError
        If the scorer gives another number of scores, or one outside -1 to 1.
    """
    posts = [
        (r, own)
        for r in graph.table.to_pylist()
        if r["status"] == "ok" and (own := unquoted(r["text"] or "").strip())
    ]
    posts.sort(key=lambda p: (p[0]["published"] is None, p[0]["published"] or 0, p[0]["id"]))
    languages = [language_of(own) for _, own in posts]
    if scorer is None:
        names = _telling(r["author"] for r, _ in posts)
        method, scored = (
            LEXICON,
            [_by_lexicon(own, at, names) for (_, own), at in zip(posts, languages, strict=True)],
        )
    else:
        method = f"own: {getattr(scorer, '__name__', type(scorer).__name__)}"
        scored = [(s, None) for s in _checked(scorer([own for _, own in posts]), len(posts))]
    return [
        {
            "post": r["id"],
            "thread": r["thread_id"],
            "site": r["site"],
            "author": graph.name_of(r),
            "time": r["published"],
            "language": language,
            "tone": score,
            "words": words,
            "method": method,
            "focal": r["person"] in people,
        }
        for (r, _), language, (score, words) in zip(posts, languages, scored, strict=True)
    ]


def _telling(authors: Iterable[str | None]) -> list[str]:
    """Names that hold a word of the lexicons: who is called Grouch is not scolded by his name."""
    known = [lexicon(language).valence for language in SCORED]
    return sorted(
        {
            a
            for a in authors
            if a and len(a) > 2 and a[0].isupper() and any(w in v for w in words_of(a) for v in known)
        },
        key=lambda a: (-len(a), a),
    )


def _by_lexicon(own: str, language: str | None, names: Sequence[str]) -> tuple[float | None, str | None]:
    if language not in SCORED:
        return None, None
    for name in names:
        own = own.replace(name, " ") if name in own else own
    tone = tone_of(own, str(language))
    return tone.score, "; ".join(tone.words)


def _checked(scores: Sequence[float | None], wanted: int) -> list[float | None]:
    given = [None if s is None or math.isnan(s) else float(s) for s in scores]
    if len(given) != wanted:
        raise UsageError(
            f"the tone scorer gave {len(given)} scores for {wanted} texts; it must give one for each"
        )
    wrong = next((s for s in given if s is not None and not -1 <= s <= 1), None)
    if wrong is not None:
        raise UsageError(
            f"the tone scorer gave {wrong:g}; scores must lie from -1 to 1, and None means that there is none"
        )
    return given
