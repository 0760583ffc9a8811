"""Whom a post names as its source: "via X", "lu chez X", "relayed by X", with X a site or an author of the corpus."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from threadgraph.addresses import host_of
from threadgraph.graph.cues import own_words, words_of

__all__ = ["Names", "attributed"]

Row = dict[str, Any]

_SOURCE = re.compile(
    r"(?:\b(?:via|vía|source|sources|quelle|quellen|fuente|fonte|bron|vu (?:sur|chez)|lu (?:sur|chez)|trouvé (?:sur|chez)|repéré (?:sur|chez)|selon|d['’]après|"
    r"relayée?s? par|reprise? par|annoncée?s? par|signalée?s? par|repérée?s? par|raconte|rapporte|merci à|"
    r"h/t|hat[- ]tip(?: to)?|hattip(?: to)?|according to|(?:seen|spotted|found|read) (?:on|at|by|over at)|as reported by|reported by|relayed by|first told by|thanks to|tip from|"
    r"gefunden bei|gesehen bei|gelesen bei|laut|visto en|leído en|según|visto su|letto su|secondo|gevonden bij|za)\b\s*:?\s*(?:le blog (?:de |d['’])?|le site (?:de |d['’])?|the blog (?:of )?|l['’]|le |la |les |the |el |il |der |die |das )?)"
    r"([\w][\w'’.&-]*(?:\s[\w'’.&-]+){0,4})",
    re.I,
)
#: Shorter names are words.
_LEAST = 4


class Names:
    """The sites and authors of a corpus that opened threads, by name.

    Parameters
    ----------
    openings : iterable of dict
        Rows of opening posts.
    """

    def __init__(self, openings: Sequence[Row]) -> None:
        self.by: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for r in openings:
            host = host_of(r["url"]) or r["site"] or ""
            names = {r["author"] or "", host, host.split(".")[0], (r["site"] or "").split(".")[0]}
            for words in {tuple(words_of(n)) for n in names}:
                if words and len("".join(words)) >= _LEAST:
                    self.by[words].append(r)
            squeezed = "".join(words_of(host.split(".")[0]))
            if len(squeezed) >= _LEAST:  # "Point Blog" for pointblog.example
                self.by[squeezed,].append(r)

    def earlier(self, phrase: str, by: Row) -> Row | None:
        """The latest earlier opening post of the one site that a phrase names first; None where it names none, or two.

        Parameters
        ----------
        phrase : str
            What follows "via".
        by : dict
            The post that says so.
        """
        words = words_of(phrase)
        for n in range(len(words), 0, -1):
            for start in (0, 1):
                said = tuple(words[start : start + n])
                found: list[Row] = [
                    r
                    for r in (*self.by.get(said, ()), *(self.by.get(("".join(said),), ()) if n > 1 else ()))
                    if _earlier(r, by) and r["site"] != by["site"]
                ]
                if found and len({r["site"] for r in found}) == 1:
                    return max(found, key=lambda r: (r["published"], r["id"]))
        return None


def attributed(r: Row, names: Names) -> Iterator[tuple[Row, str]]:
    """The posts that a post names as its source, each with the words that say so, verbatim.

    Parameters
    ----------
    r : dict
    names : Names

    Yields
    ------
    tuple of (dict, str)
    """
    text = own_words(r["text"] or "")
    for m in _SOURCE.finditer(text):
        target = names.earlier(m[1], r)
        if target is not None:
            yield target, m[0].strip()


def _earlier(r: Row, than: Row) -> bool:
    return r["published"] is not None and than["published"] is not None and r["published"] < than["published"]
