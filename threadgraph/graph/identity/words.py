"""Words of signatures that are no names, and letters that are written otherwise in English."""

from __future__ import annotations

__all__ = ["ARTICLES", "COMPANY", "CREDENTIALS", "LETTERS", "NOBODY", "PARTICLES", "SUFFIXES", "TITLES"]

_WORDS = {
    "titles": "dr prof professor mr mrs ms mister rev mme mlle herr frau dott dipl med",
    "credentials": "phd md msc bsc ba ma mba esq dds jd frs obe",
    "company": "inc ltd llc gmbh sa sas sarl ag corp corporation co company plc bv srl",
    "particles": "van von der den de del della di da das dos du des la le ter ten zu",
    "articles": "le la les l the el los las der die das il",
    "nobody": (
        "unknown root user admin administrator anonymous anonym anonyme anonimo anonymoususer guest invite gast test tester "
        "nobody none null noreply webmaster info contact me moi name nom noname yourname inconnu ubuntu localhost default "
        "author auteur visitor visiteur owner na noauthor someone quelquun deleted removed"
    ),
}
TITLES = frozenset(_WORDS["titles"].split())
#: Behind a name: what somebody has or is.
CREDENTIALS = frozenset(_WORDS["credentials"].split())
COMPANY = frozenset(_WORDS["company"].split())
#: Left out where two words remain: "Joris van Brakel" is often "Joris Brakel".
PARTICLES = frozenset(_WORDS["particles"].split())
#: "La rédaction" and "The Dude" are names of one word.
ARTICLES = frozenset(_WORDS["articles"].split())
#: What stands where a name should, and is nobody's.
NOBODY = frozenset(_WORDS["nobody"].split())
#: What tells a father from his son.
SUFFIXES = {
    "jr": "jr", "junior": "jr", "fils": "jr", "sr": "sr", "senior": "sr", "pere": "sr", "ii": "ii", "iii": "iii", "iv": "iv",
}  # fmt: skip
LETTERS = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n", "ə": "e",
    # Cyrillic, as names are mostly written in English
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ж": "zh", "з": "z", "и": "i", "і": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    # Greek
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l", "μ": "m",
    "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps",
    "ω": "o",
}  # fmt: skip
