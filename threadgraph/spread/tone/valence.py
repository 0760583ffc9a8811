"""The tone of a text by its words: valence, turned by negation, weighed by degree, by "but" and by marks.

After VADER (Hutto & Gilbert 2014), whose constants these are. Three things differ. French is negated from both sides
("ne … pas"); sentences are scored one by one, and a text is the mean of those in which a word has a tone, since a sum
over a long post ends at 1 or -1; and what a post quotes is not its author's.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from threadgraph.graph.cues import fold
from threadgraph.spread.tone.lexicon import Lexicon, lexicon

__all__ = ["Tone", "tone_of"]

_NEGATED, _CAPITALS, _MARK, _MOST_MARKS, _FLATTEN = -0.74, 0.733, 0.292, 4, 15
_BEFORE_BUT, _AFTER_BUT = 0.5, 1.5
#: Of the degree of a word two or three before, so much is left.
_FAR = (1.0, 0.95, 0.9)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[^\s@]{1,64}@\S+")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
#: A sign of the face, or a word; "n't" is a word of its own, and so is what an apostrophe cuts off in French.
_TOKEN = re.compile(
    r"(?P<sign>(?<!\w)[:;=][-'^o]?(?:[)(\]\[|/\\*]+|[DPpSsOo](?!\w))|(?<!\w)[xX]D+\b|<3+|\^\^|[\U0001F300-\U0001FAFF\u2600-\u27BF])"
    r"|(?P<word>[^\W_]+(?:-[^\W_]+)*)"
)
_GOOD = set("😀😃😄😁😆😊🙂😉😍🥰😘👍👏🙏🎉💪🌹💐❤♥☺✌")
_BAD = set("😢😭😡😠🤬👎🙁☹😞😤😱💩🤮😒")
_MOUTH = {")": 2.0, "]": 2.0, "D": 2.3, "P": 1.3, "p": 1.3, "*": 2.0, "(": -1.9, "[": -1.9, "/": -1.0, "\\": -1.0, "|": -0.4, "S": -0.9, "s": -0.9}  # fmt: skip


@dataclass(frozen=True)
class Tone:
    """The tone of a text.

    Attributes
    ----------
    score : float
        -1 to 1; 0 where no word has a tone.
    words : tuple of str
        What decided it, each with its valence, as "not happy -2.0".
    """

    score: float
    words: tuple[str, ...]


def tone_of(text: str, language: str) -> Tone:
    """The tone of what somebody says.

    Parameters
    ----------
    text : str
        His own words, without quotes.
    language : {'fr', 'en'}

    Returns
    -------
    Tone

    Examples
    --------
    >>> tone_of("Je ne suis pas content.", "fr").words
    ('pas content -1.9',)
    >>> tone_of("This is great!", "en").score > tone_of("This is fine.", "en").score > 0
    True
    """
    known = lexicon(language)
    own = _ADDRESS.sub(" ", text)
    letters = [c for c in own if c.isalpha()]
    shouted = bool(letters) and sum(c.isupper() for c in letters) > 0.7 * len(letters)
    scores, words = [], []
    for sentence in _SENTENCE.split(own):
        found = _valences(sentence, known, shouted)
        if found:
            total = sum(v for v, _ in found)
            marks = min(sentence.count("!"), _MOST_MARKS) * _MARK
            total += math.copysign(marks, total) if total else 0.0
            scores.append(total / math.sqrt(total * total + _FLATTEN))
            words += [f"{w} {v:+.1f}" for v, w in found]
    return Tone(round(sum(scores) / len(scores), 4) if scores else 0.0, tuple(words))


def _valences(sentence: str, known: Lexicon, shouted: bool) -> list[tuple[float, str]]:
    """The words of a sentence that have a tone, weighed."""
    tokens = list(_TOKEN.finditer(sentence))
    folded = ["" if m["sign"] else fold(m["word"]) for m in tokens]
    found: list[tuple[int, float, str]] = []
    at = 0
    while at < len(tokens):
        if tokens[at]["sign"]:
            if value := _sign(tokens[at]["sign"]):
                found.append((at, value, tokens[at]["sign"]))
            at += 1
            continue
        n, value = _held(folded, at, known)
        if value:
            found.append((at, *_weighed(tokens, folded, at, n, value, known, shouted, sentence)))
        at += n
    turn = max((i for i, w in enumerate(folded) if w in known.but and i > 0), default=None)
    if turn is None or not any(i < turn for i, _, _ in found) or not any(i > turn for i, _, _ in found):
        return [(v, w) for _, v, w in found]
    return [(v * (_BEFORE_BUT if i < turn else _AFTER_BUT), w) for i, v, w in found]


def _held(folded: list[str], at: int, known: Lexicon) -> tuple[int, float]:
    """The longest turn that begins at a word, and its valence."""
    longest = known.turns.get(folded[at], 1)
    for n in range(min(longest, len(folded) - at), 0, -1):
        words = " ".join(folded[at : at + n])
        if words in known.valence:
            return n, known.valence[words]
        if n == 1 and "-" in words and (plain := words.replace("-", " ")) in known.valence:
            return 1, known.valence[plain]
    return 1, 0.0


def _weighed(
    tokens: list[re.Match[str]],
    folded: list[str],
    at: int,
    n: int,
    value: float,
    known: Lexicon,
    shouted: bool,
    sentence: str,
) -> tuple[float, str]:
    first = at
    sense = math.copysign(1.0, value)
    said = tokens[at]["word"]
    if said.isupper() and len(said) > 2 and not shouted:
        value += sense * _CAPITALS
    turned = False
    for k, far in enumerate(_FAR, 1):
        if at - k < 0 or folded[at - k] in known.but or (folded[at - k] in known.valence and folded[at - k] not in known.degree and folded[at - k] not in known.before):  # fmt: skip
            break
        word = folded[at - k]
        if word in known.degree:
            value += sense * known.degree[word] * far
            first = at - k
        if _turns(folded, at - k, known):
            turned, first = True, at - k
    if known.after and not turned and _between(folded, at, n, known):
        turned = True
    words = sentence[tokens[first].start() : tokens[at + n - 1].end()]
    return round(value * (_NEGATED if turned else 1.0), 2), " ".join(words.split())


def _turns(folded: list[str], i: int, known: Lexicon) -> bool:
    """Whether a word turns what follows it: "not", "pas", the "t" of "don't", "plus" behind a "ne"."""
    word = folded[i]
    if word == "personne":  # a pronoun, not a noun
        return folded[i + 1 : i + 2] in (["ne"], ["n"], ["a"])
    if word in known.before:
        return True
    if word == "t" and not known.after:
        return i > 0 and folded[i - 1].endswith("n")
    return word == "plus" and bool(known.after) and any(w in ("ne", "n") for w in folded[max(0, i - 4) : i])


def _between(folded: list[str], at: int, n: int, known: Lexicon) -> bool:
    """Whether a word stands between a "ne" and a "pas"."""
    return any(w in ("ne", "n") for w in folded[max(0, at - 3) : at]) and any(
        w in known.after for w in folded[at + n : at + n + 2]
    )


def _sign(sign: str) -> float:
    if sign[0] in _GOOD or sign.startswith("<3") or sign == "^^" or sign[0] in "xX":
        return 1.9
    if sign[0] in _BAD:
        return -1.9
    return _MOUTH.get(sign[-1], 0.0) if sign[0] in ":;=" else 0.0
