"""Which language a post is in, by its function words; where they don't tell, nobody guesses."""

from __future__ import annotations

import re

from threadgraph.graph.cues import fold

__all__ = ["FUNCTION", "SCORED", "language_of"]

#: Languages that the lexicons know. The others are told apart only so that nobody scores them as one of these.
SCORED = ("fr", "en")

_WORD = re.compile(r"[^\W\d_]+")
#: Function words, folded. A word that two languages share stands in both, and so decides nothing between them.
FUNCTION: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "fr": "le la les l un une des du de d au aux ce cet cette ces c ca cela mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs "
        "je j tu t il elle on nous vous ils elles me m te se s lui y en qui que qu quoi dont ou quel quelle quels quelles "
        "et mais donc car ni si ne n pas plus jamais rien aucun aucune tres trop aussi bien encore deja toujours comme quand pourquoi comment "
        "dans sur sous par pour avec sans chez vers depuis pendant entre avant apres contre a est es suis sommes etes sont etait etaient ete etre "
        "ai as avons avez ont avait avoir fait faire peut faut va vont tout tous toute toutes autre meme voila voici oui non alors enfin sinon surtout seulement vraiment moins beaucoup peu merci bonjour bonsoir salut bravo",
        "en": "the a an of to in on at by for from with without about into over after before between through during against "
        "i you he she it we they me him her us them my your his its our their this that these those who which what when where why how "
        "and or but so if because than then as is are was were be been being am have has had do does did will would can could should may might must "
        "not no never nothing nobody don doesn didn isn wasn aren weren won wouldn couldn shouldn haven hasn t s m re ve ll "
        "all any some very too just there here also yes only ever now more most much again back off up down out same such thanks thank hello please",
        "es": "el los las un una unos unas y e o pero que de del en con por para sin es son esta estan muy no mi tu su sus lo le les se me al como mas hay fue gracias ya ser",
        "de": "der die das den dem des ein eine einen und oder aber ist sind war nicht kein keine ich du er sie es wir ihr mit von zu im in auf fur auch noch nur wie wenn dass sich bei nach hat haben danke so was man",
        "it": "il lo la gli le un una di del della che e ma per con non sono sei come questo questa anche piu si mi ti ci nel nella ho ha hanno grazie molto era da",
        "pt": "o os as um uma e mas que de do da dos das em no na nos nas com por para sem nao sao esta muito eu ele ela voce se me mais foi como obrigado ja ao",
        "nl": "de het een en of maar is zijn was niet geen ik je jij hij zij wij we jullie met van te in op voor ook nog als dat die aan bij dan heeft hebben heb wordt er naar om dank",
    }.items()
}
#: So much of a post must be function words of a language.
_SHARE = 0.12


def language_of(text: str) -> str | None:
    """The language of a text, of seven; None where its function words don't tell, or tell of two alike.

    Parameters
    ----------
    text : str
        A post's own words.

    Returns
    -------
    str or None
        A code of two letters: ``fr``, ``en``, ``es``, ``de``, ``it``, ``pt``, ``nl``.

    Examples
    --------
    >>> language_of("Je ne suis pas content."), language_of("I am not happy."), language_of("Nein, das ist nicht so.")
    ('fr', 'en', 'de')
    >>> language_of("OK") is None
    True
    """
    words = _WORD.findall(fold(text))
    if not words:
        return None
    count = {code: sum(w in known for w in words) for code, known in FUNCTION.items()}
    best, second = sorted(count, key=lambda code: -count[code])[:2]
    if count[best] == count[second] or count[best] < _SHARE * len(words):
        return None
    return best
