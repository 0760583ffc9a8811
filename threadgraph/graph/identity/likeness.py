"""Two names that may be one person's, and why; two that cannot.

A likeness is no merge by itself: the rules of `evidence` ask for an address beside it, or for a name
that nobody else in the corpus could have.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from threadgraph.graph.identity.names import Name
from threadgraph.graph.identity.nicknames import same_given

__all__ = ["conflict", "likeness", "resembles", "spellings"]

#: The shortest account that is read as an initial and a family name, or the like.
_SHORTEST = 5


def spellings(name: Name) -> dict[str, str]:
    """The accounts that a full name is often made into, each with the way it is made.

    >>> from threadgraph.graph.identity.names import read_name
    >>> spellings(read_name("Anne Roux"))["aroux"]
    'initial and family name'
    """
    made: dict[str, str] = {}
    for words in dict.fromkeys((name.words, name.umlauts)):
        if len([w for w in words if len(w) > 1]) < 2:
            continue
        first, last = words[0], words[-1]
        initials = "".join(w[0] for w in words[:-1])
        ways = {
            "family name and initial": {last + first[0], last + initials},
            "given name and initial": {first + last[0], first + "".join(w[0] for w in words[1:])},
            "initial and family name": {first[0] + last, initials + last},
            "given and family name": {first + last, last + first},
            "all its words": {
                "".join(words),
                "".join(reversed(words)),
                last + "".join(words[:-1]),
                name.glued,
            },
        }
        for way, accounts in ways.items():
            made |= {a: way for a in sorted(accounts) if len(a) >= _SHORTEST}
    return made


def likeness(a: Name, b: Name) -> str | None:
    """Why two names may be one person's: a phrase, or None.

    Examples
    --------
    >>> from threadgraph.graph.identity.names import read_name
    >>> likeness(read_name("Bob Martin"), read_name("Martin, Robert"))
    'a short form of the given name'
    >>> likeness(read_name("Bob Martin"), read_name("Anne Martin")) is None
    True
    """
    if "nobody" in (a.kind, b.kind) or a.bot != b.bot:
        return None
    if a.exact == b.exact:
        return "the same name"
    if a.suffix != b.suffix and a.kind == b.kind == "full":
        return None
    if not a.words or not b.words:
        return None
    if a.glued == b.glued:
        return "the same letters"
    if (a.kind == "full" and b.kind != "full") or (a.kind == b.kind and len(b.words) < len(a.words)):
        a, b = b, a  # a is the shorter one, or the account
    if b.kind == "full" and a.kind in ("word", "account") and a.glued in (made := spellings(b)):
        return f"an account made of {made[a.glued]}"
    best = _matched(a.words, b.words)
    for x, y in ((a.umlauts, b.words), (a.words, b.umlauts)):
        if x and y:
            best = best or _matched(x, y)
    return best


def _matched(short: tuple[str, ...], long: tuple[str, ...]) -> str | None:
    """Whether each word of the shorter name stands in the longer one, whole, short or as an initial."""
    if len(short) > len(long):
        short, long = long, short
    left = list(long)
    pairs: list[tuple[str, str]] = []
    for w in sorted(short, key=len, reverse=True):
        found = (
            next((u for u in left if u == w), None)
            or next((u for u in left if min(len(u), len(w)) > 1 and same_given(u, w)), None)
            or next((u for u in left if 1 in (len(u), len(w)) and u[0] == w[0]), None)
        )
        if found is None:
            return None
        left.remove(found)
        pairs.append((w, found))
    return _told(short, long, pairs, left)


def _told(
    short: tuple[str, ...], long: tuple[str, ...], pairs: list[tuple[str, str]], left: list[str]
) -> str | None:
    whole = [w for w, u in pairs if w == u and len(w) > 1]
    given = [w for w, u in pairs if w != u and min(len(w), len(u)) > 1]
    initials = [(w, u) for w, u in pairs if min(len(w), len(u)) == 1]
    if not whole:
        return "a short form of a part of the name" if given and len(short) == 1 else None
    if any(len(u) == 1 for _, u in initials) and any(len(u) > 1 for u in left):
        return None  # "Jean P. Roux" has a given name of his own, and is no "Paul Roux"
    if given:
        return "a short form of the given name"
    if len(whole) >= 2:
        if not left and not initials:
            return "the same full name"
        ends = {long[0], long[-1]}
        return "the same name but for middle names" if ends <= set(whole) else "two words of a longer name"
    if not initials:
        return "a part of the name"
    if whole[0] in (short[0], long[0]) and whole[0] not in (short[-1], long[-1]):
        return None if any(len(w) == 1 for w in left) else "a given name and an initial"
    return "initials and a family name"


def resembles(a: Name, b: Name) -> bool:
    """Whether an account holds a piece of a name: enough beside an address, never alone.

    >>> from threadgraph.graph.identity.names import read_name
    >>> resembles(read_name("clementine0306"), read_name("Clementine Roux"))
    True
    """
    if not a.glued or not b.glued or a.bot != b.bot:
        return False
    pieces = (w for w in (*a.long, *b.long) if len(w) >= 4)
    if any(w in a.glued and w in b.glued for w in pieces):
        return True
    return SequenceMatcher(None, a.glued, b.glued).ratio() >= 0.7


def conflict(a: Name, b: Name, beside_address: bool = False) -> bool:
    """Whether two names cannot be one person's: both are full, and neither is like the other.

    Beside an address a name may have another spelling, or another family name than before.

    >>> from threadgraph.graph.identity.names import read_name
    >>> conflict(read_name("Anne Roux"), read_name("Anne Blanc")), conflict(read_name("Anne Roux"), read_name("aroux"))
    (True, False)
    """
    if a.kind != "full" or b.kind != "full" or likeness(a, b) is not None:
        return False
    if a.suffix != b.suffix or not beside_address:
        return True
    return a.words[0] != b.words[0] and not _spelled_alike(a.words, b.words)


def _spelled_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether each word is nearly the other's: "Ilya" and "Illia", but not "Anne" and "Paul"."""
    return len(one) == len(other) and all(
        SequenceMatcher(None, a, b).ratio() >= 0.6 for a, b in zip(one, other, strict=True)
    )
