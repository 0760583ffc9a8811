"""A signature read as a name: which words are names, which are titles, companies, accounts or nobody.

``Dr. José-María O'Neill (Acme)`` is the full name *jose maria oneill*; ``jmoneill42`` is an account;
``unknown`` is nobody's name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from threadgraph.graph.identity.words import (
    ARTICLES,
    COMPANY,
    CREDENTIALS,
    LETTERS,
    NOBODY,
    PARTICLES,
    SUFFIXES,
    TITLES,
)

__all__ = ["Name", "plain", "read_name"]

_MAIL = re.compile(
    r"<?[^\s<>()]+@[^\s<>()]+>?|[^\s<>()]+\s*[\[({]\s*at\s*[\])}]\s*[^\s<>()]+(?:\s*[\[({]\s*dot\s*[\])}]\s*\w+)*",
    re.I,
)
_COUPLE = re.compile(r"\s(?:&|\+|and|et|und)\s", re.I)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>")
_BOT = re.compile(r"\[bot\]|\(bot\)|(?<![a-z])bot$|(?<=[-_ ])bot(?![a-z])", re.I)
_CUT = re.compile(r"\s+(?:via|aka|a\.k\.a\.|alias|at|chez|from|@|\||/|[-–—])\s+.*$", re.I)
_LETTER = re.compile(r"[^\W\d_]")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_HUMP = re.compile(r"^(?:Mc|Mac|De|Le|La|Du|Di|Da|Van|Von|O|Fitz)[A-Z][a-z]+$")
_HAN = re.compile(r"^[\u3400-\u9fff\uac00-\ud7af]{3,4}$")


@dataclass(frozen=True, slots=True)
class Name:
    """What a signature says about whose it is.

    Attributes
    ----------
    kind : {'full', 'initials', 'word', 'account', 'nobody'}
        Two words and more; one word and initials; one word; a coined word (digits, capitals or signs
        within); nobody's name.
    words : tuple of str
        Folded, in the order given first-last, without titles, suffixes, companies and digits.
    glued : str
        All letters in one word.
    exact : str
        The whole core, folded, with its digits: what an account is compared by.
    suffix : {'', 'jr', 'sr', 'ii', 'iii', 'iv'}
    bot : bool
    umlauts : tuple of str
        `words` with ae, oe, ue where an umlaut or ø stood, else empty.
    """

    kind: str
    words: tuple[str, ...]
    glued: str
    exact: str
    suffix: str = ""
    bot: bool = False
    umlauts: tuple[str, ...] = ()

    @property
    def long(self) -> tuple[str, ...]:
        """The words that are more than an initial."""
        return tuple(w for w in self.words if len(w) > 1)


def plain(text: str) -> str:
    """Folded: lower case, no accents, Latin letters for Greek and Cyrillic ones.

    >>> plain("Søren Łukasz Ждан")
    'soren lukasz zhdan'
    """
    lower = unicodedata.normalize("NFC", text).casefold().replace("й", "y")
    bare = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    return "".join(LETTERS.get(c, c) for c in bare.replace("ου", "ou"))


@lru_cache(maxsize=262144)
def read_name(raw: str) -> Name:
    """The name that a signature is.

    Parameters
    ----------
    raw : str
        As shown.

    Returns
    -------
    Name

    Examples
    --------
    >>> read_name("MARTIN, Anne (Acme Corp.)").words
    ('anne', 'martin')
    >>> read_name("anneMartin42").kind, read_name("Anne M.").kind, read_name("root").kind
    ('account', 'initials', 'nobody')
    """
    text = "".join(
        " " if unicodedata.category(c)[0] == "C" else c for c in unicodedata.normalize("NFKC", raw)
    )
    bot = bool(_BOT.search(text.strip()))
    core = _core(text)
    exact = "".join(c for c in plain(core) if c.isalnum())
    if not exact:
        exact = "".join(plain(core).split())
        return Name("word" if exact else "nobody", (), "", exact, bot=bot)
    if exact in NOBODY:
        return Name("nobody", (), "", exact, bot=bot)
    words, coined = _split(core)
    whole, suffix = _bare([plain(w) for w in words])
    if not whole:
        return Name("account", (), "", exact, bot=bot)
    glued = "".join(whole)
    folded = _without_particles(whole)
    umlauts = _umlauts(core, folded)
    if len(words) == 1 and _HAN.match(words[0]):
        return Name("full", (words[0][0], words[0][1:]), glued, exact, suffix, bot)
    long = [w for w in folded if len(w) > 1]
    if _COUPLE.search(core):
        return Name("word", (glued,), glued, exact, suffix, bot)  # "Anne & Paul Roux" is neither of them
    article = len(folded) == 2 and folded[0] in ARTICLES
    several = len(core.split()) > 1 or (len(folded) > 1 and "." in core)
    if len(long) >= 2 and several and not article and not (bot or any(c.isdigit() for c in core.split()[0])):
        kind = "full"
    elif len(long) == 1 and len(folded) > 1 and several and not article:
        kind = "initials"
    else:
        kind = "account" if coined or any(c.isdigit() for c in exact) or bot else "word"
    return Name(kind, tuple(folded), glued, exact, suffix, bot, umlauts)


def _core(text: str) -> str:
    """Without mails, brackets, quotation marks, "via …", companies; "Last, First" turned round."""
    without = _MAIL.sub(" ", text)
    if not any(c.isalnum() for c in without):
        mail = _MAIL.search(text)
        without = re.split(r"@|\s*[\[({]", mail[0].strip("<>"))[0] if mail else text
    bare = _BRACKETS.sub(" ", without)
    if not any(c.isalnum() for c in bare):
        bare = re.sub(r"[()\[\]{}<>]", " ", without)
    bare = re.sub(r"[\"“”„«»‹›]", " ", bare).strip(" \t'’`,;:*~-–—_")
    bare = re.sub(r"^(?:@|/?u/)", "", bare)
    if "\\" in bare:
        bare = bare.rpartition("\\")[2] or bare
    cut = _CUT.sub("", bare)
    if any(c.isalnum() for c in cut):
        bare = cut
    return _turned(re.sub(r"(?<=\w)['’`´](?=\w)", "", bare))


def _turned(text: str) -> str:
    before, comma, after = text.partition(",")
    if not comma or not after.strip() or not before.strip():
        return text.replace(",", " ")
    rest = [plain(w).strip(".").replace(".", "") for w in after.split()]
    if all(w in SUFFIXES for w in rest):
        return f"{before} {after}"
    if any(w in CREDENTIALS or w in COMPANY for w in rest) or len(rest) > 3:
        return before
    if len(before.split()) > 3:
        return before
    return f"{after} {before}".replace(",", " ")


def _split(core: str) -> tuple[list[str], bool]:
    """Words, at spaces, dots, hyphens, underscores and digits; and whether the name is one coined word."""
    chunks = core.split()
    alone = len(chunks) == 1
    words = [w for chunk in chunks for w in re.split(r"[^\w]|_|\d", chunk) if _LETTER.search(w)]
    coined = alone and ("_" in core or any(c.isdigit() for c in core))
    if alone:  # "AnneRoux" is two words, but "Jake VanderPlas" is not three
        humps = [h for w in words for h in ([w] if _NO_HUMP.match(w) else _HUMP.split(w)) if h]
        coined |= len(humps) > len(words)
        words = humps
    spread: list[str] = []
    for w in words:
        # "JC Martin" and "JCMartin" have initials; "JO MARTIN" may have a name
        initials = coined and len(words) > 1 if alone else not set("AEIOUY") & set(w)
        spread += list(w) if w.isupper() and len(w) <= 2 and initials else [w]
    return spread, coined


def _bare(words: list[str]) -> tuple[list[str], str]:
    """Without titles and generational suffixes, as long as a name is left."""
    words = [w for w in ("".join(c for c in w if c.isalnum()) for w in words) if w]
    suffix = ""
    if len(words) > 2 and words[-1] in SUFFIXES:
        suffix = SUFFIXES[words.pop()]
    while len(words) > 2 and words[-1] in CREDENTIALS:
        words.pop()
    if not suffix and len(words) > 2 and words[-1] in SUFFIXES:
        suffix = SUFFIXES[words.pop()]
    while len(words) > 1 and words[0] in TITLES and any(len(w) > 1 for w in words[1:]):
        words.pop(0)
    return words, suffix


def _without_particles(words: list[str]) -> list[str]:
    kept = [w for w in words if w not in PARTICLES]
    return kept if len([w for w in kept if len(w) > 1]) >= 2 else words


def _umlauts(core: str, folded: list[str]) -> tuple[str, ...]:
    if not re.search(r"[äöüøåÄÖÜØÅ]", unicodedata.normalize("NFC", core)):
        return ()
    pairs = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
    written = "".join(pairs.get(c, c) for c in unicodedata.normalize("NFC", core).casefold())
    words, _ = _split(written)
    long = _without_particles(_bare([plain(w) for w in words])[0])
    return tuple(long) if long != folded else ()
