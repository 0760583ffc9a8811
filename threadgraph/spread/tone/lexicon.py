"""Words and their valence, French and English, as the package ships them; and the words that turn or weigh others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Lexicon", "lexicon"]

#: How much a word of degree adds to the valence beside it (Hutto & Gilbert 2014).
_MORE, _LESS = 0.293, -0.293

_DEGREE = {
    "fr": (
        "tres trop vraiment tellement si super hyper archi absolument totalement completement extremement particulierement franchement "
        "terriblement incroyablement parfaitement fort bien beaucoup tout sacrement carrement entierement simplement purement",
        "peu assez plutot quelque guere moyennement legerement presque relativement vaguement",
    ),
    "en": (
        "very so too really extremely absolutely totally completely utterly entirely particularly incredibly terribly awfully highly truly "
        "most more such fucking frankly simply especially deeply",
        "slightly somewhat little bit kinda sorta partly marginally almost fairly quite rather relatively",
    ),
}
#: Words that turn the valence of what follows within three words, alone.
_BEFORE = {
    "fr": "pas jamais sans aucun aucune ni rien guere nullement aucunement personne",
    "en": "not no never none nobody nothing neither nor without hardly barely scarcely cannot cant wont dont doesnt didnt isnt wasnt arent werent couldnt shouldnt wouldnt aint",
}
#: French turns a verb from both sides: "ne" before it and one of these after it.
_AFTER = "pas plus jamais guere point rien personne nullement aucunement"
_BUT = {"fr": "mais pourtant cependant toutefois", "en": "but however yet"}
#: Turns of several words, and words of comments on blogs that the sources lack or know in another sense. Ours.
_OURS: dict[str, dict[str, float]] = {
    "fr": {
        "ras le bol": -2.6, "n'importe quoi": -2.2, "rien a redire": 2.4, "au top": 2.6, "bon courage": 2.0, "bonne chance": 1.6,
        "plus de peur que de mal": 1.8, "prendre pour des idiots": -2.6, "prend pour des idiots": -2.6, "mauvaise foi": -2.4,
        "se moque": -2.0, "se moquer": -2.0, "se moquent": -2.0, "foutage de gueule": -3.0, "chapeau": 2.0, "degoute": -2.6,
        "degoutee": -2.6, "gachis": -2.2, "inadmissible": -2.8, "inacceptable": -2.6, "lamentable": -2.6, "nul": -2.2, "nulle": -2.2,
        "honteux": -2.6, "honteuse": -2.6, "decu": -2.2, "decue": -2.2, "decus": -2.2, "decues": -2.2, "ras-le-bol": -2.6,
        "scandaleux": -2.6, "scandaleuse": -2.6, "mepris": -2.4, "furieux": -2.8, "ouf": 1.2, "impeccable": 2.8,
        "formidable": 2.9, "merci": 1.9, "pire": -2.4, "bien vu": 2.0, "bon vent": -1.4, "perdu": -1.5, "perdue": -1.5, "recommande": 1.6,
        "ravi": 2.6, "ravie": 2.6, "soulage": 1.8, "soulagee": 1.8, "soulagement": 1.8, "incompetent": -2.5, "incompetents": -2.5,
        "incompetence": -2.5, "menti": -2.5, "ment": -2.3, "mentent": -2.3, "plante": -1.2, "plantee": -1.2, "galere": -1.9,
        "marre": -2.2, "chapeau bas": 2.6, "felicitations": 2.6, "courage": 1.6, "bonne nouvelle": 2.2, "mauvaise nouvelle": -2.2,
        "fait plaisir": 2.4, "faire plaisir": 2.4, "au secours": -1.6, "tant pis": -1.0, "tant mieux": 1.6, "pas terrible": -1.6,
        "pas mal": 1.4, "pas de souci": 1.2, "pas de probleme": 1.2, "pas de soucis": 1.2, "sans probleme": 1.4, "s'il vous plait": 0.0, "s'il te plait": 0.0,
        "n'hesitez pas": 0.6, "a la hauteur": 1.8, "bonjour": 0.0, "maintenance": 0.0, "serveur": 0.0, "source": 0.0, "sources": 0.0, "forme": 0.0, "ordre": 0.0, "mur": 0.0, "propre": 0.0,
        "impression": 0.0, "mine": 0.0, "prudence": 0.0, "attention": 0.0, "prefere": 0.6, "preferes": 0.6, "quelque part": 0.0, "sans doute": 0.0,
        "fois": 0.0, "nouveau": 0.0, "nouvelle": 0.0, "nouveaux": 0.0, "nouvelles": 0.0, "augmentation": 0.0, "ah": 0.0, "ah bon": 0.0,
        "a la fois": 0.0, "faux numero": 0.0, "fou rire": 1.6, "feu": 0.0, "exactement": 0.8, "panne": -0.6, "non plus": 0.0, "sauvegarde": 0.0, "sauvegardes": 0.0, "attends": 0.0, "attend": 0.0, "m'enerve": -2.2, "enerve": -2.0,
    },
    "en": {
        "spot on": 2.4, "hang in there": 1.8, "nothing to complain about": 2.2, "well done": 2.2, "fed up": -2.4, "let down": -2.0,
        "not bad": 1.4, "no problem": 1.2, "no worries": 1.2, "ripped off": -2.6, "rip off": -2.6, "waste of time": -2.4,
        "used to be": -0.6, "kudos": 2.4, "phew": 1.2, "flawless": 2.9, "down": -0.3, "server": 0.0, "thank you": 1.9, "thanks": 1.9,
        "no longer": 0.0, "no idea": -1.0, "good luck": 1.8, "my ass": -2.2, "keep it up": 2.0, "keep up": 1.2, "shame on you": -2.8,
        "unacceptable": -2.6, "incompetent": -2.5, "unprofessional": -2.3, "refund": -0.6, "pretty": 0.0, "like": 0.6, "mess": -1.8,
        "joke": -1.0, "what a joke": -2.6, "tired of": -2.0, "sick of": -2.4, "looking forward": 1.6, "as well": 0.0, "kind of": 0.0, "well": 0.6, "clear the cache": 0.0, "offline": 0.0,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Lexicon:
    """What a language has to say about tone. All words are folded.

    Attributes
    ----------
    valence : mapping of str to float
        About -4 to 4; of turns of several words too, with a space between them.
    turns : mapping of str to int
        For the first word of a turn, the words of the longest one that begins with it.
    degree : mapping of str to float
        What "very" or "slightly" add to the valence beside them.
    before, after : frozenset of str
        Words that turn what follows; and those that turn what stands between "ne" and them.
    but : frozenset of str
        What follows these counts more, what stands before them less.
    """

    valence: Mapping[str, float]
    turns: Mapping[str, int]
    degree: Mapping[str, float]
    before: frozenset[str]
    after: frozenset[str]
    but: frozenset[str]


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of ``fr`` or ``en``.

    >>> lexicon("en").valence["wonderful"] > 0 > lexicon("fr").valence["honteux"]
    True
    """
    text = (files(__package__) / "data" / f"{language}.tsv").read_text("utf-8")
    valence = {w: float(v) for w, _, v in (line.partition("\t") for line in text.splitlines())}
    valence |= {w.replace("'", " "): v for w, v in _OURS[language].items()}
    more, less = _DEGREE[language]
    turns: dict[str, int] = {}
    for words in (w.split() for w in valence if " " in w):
        turns[words[0]] = max(turns.get(words[0], 1), len(words))
    return Lexicon(
        valence=valence,
        turns=turns,
        degree=dict.fromkeys(more.split(), _MORE) | dict.fromkeys(less.split(), _LESS),
        before=frozenset(_BEFORE[language].split()),
        after=frozenset(_AFTER.split()) if language == "fr" else frozenset(),
        but=frozenset(_BUT[language].split()),
    )
