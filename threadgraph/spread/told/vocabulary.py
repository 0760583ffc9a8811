"""The words of French and English for times, folded: what the grammar of `atoms` is made of."""

from __future__ import annotations

import unicodedata

__all__ = [
    "DAY_PARTS",
    "FUTURE",
    "MONTH",
    "MONTHS",
    "NUMBER",
    "NUMBERS",
    "PARTS",
    "PAST",
    "PLANNED",
    "PRESENT",
    "UNIT",
    "UNITS",
    "WEEKDAY",
    "WEEKDAYS",
    "flat",
]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv january jan", "fevrier fevr fev february feb", "mars march mar", "avril avr april apr", "mai may",
            "juin june jun", "juillet juil july jul", "aout august aug", "septembre sept september sep",
            "octobre oct october", "novembre nov november", "decembre dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "lundi monday mon", "mardi tuesday tue tues", "mercredi wednesday wed weds", "jeudi thursday thu thur thurs",
            "vendredi friday fri", "samedi saturday sat", "dimanche sunday sun",
        )
    )
    for name in names.split()
}  # fmt: skip
NUMBERS = {
    name: number
    for number, names in {
        1: "un une one a an", 2: "deux two", 3: "trois three", 4: "quatre four", 5: "cinq five", 6: "six", 7: "sept seven",
        8: "huit eight", 9: "neuf nine", 10: "dix ten", 11: "onze eleven", 12: "douze twelve", 13: "treize thirteen",
        14: "quatorze fourteen", 15: "quinze fifteen", 16: "seize sixteen", 17: "dix-sept seventeen", 18: "dix-huit eighteen",
        19: "dix-neuf nineteen", 20: "vingt twenty", 21: "vingt-et-un twenty-one", 22: "vingt-deux twenty-two",
        23: "vingt-trois twenty-three", 24: "vingt-quatre twenty-four", 30: "trente thirty", 40: "quarante forty",
        25: "vingt-cinq twenty-five", 35: "trente-cinq thirty-five", 36: "trente-six thirty-six",
        45: "quarante-cinq forty-five", 55: "cinquante-cinq fifty-five", 60: "soixante sixty", 72: "soixante-douze seventy-two", 90: "ninety", 48: "quarante-huit forty-eight", 50: "cinquante fifty",
    }.items()
    for name in names.split()
}  # fmt: skip
#: Seconds in what can be counted on a clock; days, months and years go by the calendar.
UNITS = {
    name: unit
    for unit, names in {
        "second": "seconde secondes second seconds", "minute": "minute minutes min mn mins",
        "hour": "heure heures h hour hours hr hrs", "day": "jour jours journee journees day days nuit nuits night nights",
        "week": "semaine semaines week weeks", "fortnight": "quinzaine fortnight fortnights", "month": "mois month months", "year": "an ans annee annees year years",
    }.items()
    for name in names.split()
}  # fmt: skip
#: When the parts of a day begin and end, in hours from its midnight. The night of a day begins on its evening.
DAY_PARTS = {
    "morning": (6.0, 12.0), "early morning": (4.0, 8.0), "late morning": (10.0, 12.0), "noon": (12.0, 14.0), "afternoon": (12.0, 18.0),
    "early afternoon": (12.0, 15.0), "first morning": (6.0, 9.0), "mid morning": (9.0, 11.0), "mid afternoon": (14.0, 16.0), "late afternoon": (16.0, 19.0), "evening": (18.0, 24.0), "night": (22.0, 30.0), "early hours": (0.0, 6.0), "day": (0.0, 24.0),
}  # fmt: skip
PARTS = {
    "matin": "morning", "matinee": "morning", "morning": "morning", "petit matin": "early morning", "aube": "early morning",
    "dawn": "early morning", "early morning": "early morning", "fin de matinee": "late morning", "debut de matinee": "first morning", "milieu de matinee": "mid morning", "mid-morning": "mid morning",
    "milieu d'apres-midi": "mid afternoon", "mid-afternoon": "mid afternoon", "late morning": "late morning",
    "apres-midi": "afternoon", "apres midi": "afternoon", "afternoon": "afternoon", "aprem": "afternoon", "arvo": "afternoon", "debut d'apres-midi": "early afternoon",
    "early afternoon": "early afternoon", "fin d'apres-midi": "late afternoon", "late afternoon": "late afternoon", "soir": "evening",
    "soiree": "evening", "evening": "evening", "debut de soiree": "evening", "fin de soiree": "evening", "nuit": "night", "night": "night",
    "journee": "day", "mi-journee": "noon", "mi journee": "noon", "lunchtime": "noon", "lunch time": "noon", "mat": "morning", "daybreak": "early morning", "sunrise": "early morning", "dusk": "evening", "nightfall": "evening",
}  # fmt: skip


def _any(words: dict[str, int] | dict[str, str]) -> str:
    return "(?:" + "|".join(sorted(words, key=lambda w: (-len(w), w))) + ")"


MONTH, WEEKDAY, UNIT = _any(MONTHS), _any(WEEKDAYS), _any(UNITS)
NUMBER = rf"(?:\d{{1,3}}|{_any(NUMBERS)})"
#: Verbs that speak of what is still to come: a bare week day or hour is then the next one.
FUTURE = (
    r"\b(?:sera|seront|serons|saur(?:a|ont|ez|ons|ai)|(?!sierra|guerra|terra)[a-z]{1,8}rr(?:a|ai|ons|ez|ont)|(?!assez)[a-z]{2,}(?:erez|irez|drez)|(?:aura|auront)(?! (?!lieu|une|cette|notre|votre|quelque|autre|encore|entre|toute|trois|onze|douze)[a-z]{3,}(?:e|i|u|is|it)e?s?\b)|va|vont|allons|vais|reviendr\w+|rouvr(?:ira|iront|irons)\w*|fer(?:a|ons|ont)|pourr(?:a|ez|ont|ons)|devr(?:a|ont|ez|ait)|"
    r"(?!opera|camera|extra|ultra|aura|environs|avirons|patrons)[a-z]{2,}(?:era|eront|erons|erai|ira|iront|irai|dra|dront|drai|tra|tront|trai)|qu['e] [^.,;]{1,50}?r(?:ait|aient)|prochaine?s? (?!semaine|mois|annee|week|fois|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)[a-z]{4,}|(?:dit|demande|promis|conseille|prie|propose|jure|decide) (?:de |d')(?:me |nous |se |s'|y |en )?[a-z]+(?:er|ir|re|oir)|(?:told|asked|promised|agreed|wants?|hoping|planning)(?: me| us| them| him| her| everyone)? to [a-z]+|rouvre|rouvrons|rouvrent|reprend|"
    r"reprennent|promet\w*|will|won't|shall|'ll|going to|doi(?:t|vent|s) [a-z]+(?:er|ir|re|oir)|should|hopes? to|plans? to|reopens?|resumes?|next (?!to\b|week|month|year|morning|day|night|evening|afternoon|mon|tue|wed|thu|fri|sat|sun)[a-z]{3,}|fly out|flies out|(?:is|are|am|'re|'m) (?:leaving|closing|opening|coming|moving))\b"
)
#: Words for what was or is planned: a day is then the next one, a clock time need not be.
PLANNED = r"\b(?:(?<!ai )(?<!avais )(?<!avait )(?<!avons )(?<!ont )(?<!aient )attendue?s?|prevue?s?|expected|scheduled|due|planned)\b"
_DONE = r"(?<!\bbe )(?<!\bis )(?<!\bare )(?<!\bbeing )(?<!\bget )(?<!'re )(?<!\bto )"
#: Verbs and small words that speak of what was. The "à" of accented text is no "a" there (see `tense`).
PAST = (
    r"\b(?:vien(?:s|t|nent) (?:de |d')(?:me |nous |se |s'|y |en )?[a-z]+(?:er|ir|re|oir)|etai(?:t|ent|s)|avai(?:t|ent|s)|fut|furent|ete|aur(?:a|ont|ai|ons) (?!lieu|une|cette|notre|votre|quelque|autre|encore|entre|toute|trois|onze|douze)[a-z]{3,}(?:e|i|u|is|it)e?s?|"
    r"(?!(?:re|de|contre)?fait\b|parfait|satisfait|lait|trait|portrait|retrait|extrait|souhait|attrait|sait|plait|connait|parait|nait|abstrait|distrait)[a-z]+(?<!r)ait|(?!r)[a-z]+(?<!r)aient|(?:j'|je |tu )(?!fais|sais|vais|connais|parais)[a-z]+(?<!r)ais|"
    r"(?:ai|as|(?<!jusqu')a|avons|avez|ont) (?!(?:mi|midi|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|minuit|une|cette|partir|lieu|onze|douze|treize|quatorze|quinze|seize|trente|quarante|trois|huit|cause|peine|cote|toute|tous|domicile|distance|nouveau|vie|paris|nantes|lille|nice|rennes|ce|cela|que|qui|mi)\b)(?:deja |pas |bien |enfin |tous |ete |[a-z]+ment )?[a-z]+(?:e|es|ee|ees|i|is|it|u|us|ue|(?:ouv|off|ouff)erte?s?|[aeo]inte?s?)|"
    r"(?:s'est|s'etait|se sont|m'est|me suis) [a-z]+|(?:est|sont|suis|es|sommes|etes) (?:deja |bien |enfin |tous |[a-z]+ment )?(?:alle|venu|revenu|arrive|reparti|parti|sorti|ressorti|entre|rentre|monte|remonte|descendu|redescendu|ne|mort|tombe|retombe|reste|retourne|passe|repasse|devenu|paru|apparu|survenu|intervenu|decede|reste|accouru)(?:e|es|s)?|"
    "was|were|had|did|didn't|been|went|came|got|took|lost|"
    + _DONE
    + r"(?:sent|said|told|began|stood|broke|fell|rang|ran|left|woke|rose|blew|flew|drove|kept|held|found|felt|knew|saw|spoke|"
    r"wrote|ate|sat|gave|made|paid|met|won|caught|bought|brought|thought|sold|built|spent|heard|stuck|threw|grew|froze|struck|gone|done|seen|taken|given|[a-z]{3,}(?<!need)ed))\b"
)
#: Verbs of what is, which in the same breath as a week day speak of the next one.
PRESENT = (
    r"\b(?:est|sont|suis|sommes|c'est|faut|(?:re)?pren(?:d|nent|ds|ons)|(?:re)?commencen?t?|demarren?t?|debuten?t?|(?:r|re)?ouvr(?:e|ent|ons)|fermen?t?|(?:re)?part(?:ent|ons)?|pars|"
    r"arriven?t?|(?:re)?vien(?:t|nent|s)|(?:re)?passen?t?|rentren?t?|(?:re)?jouen?t?|votent|(?:on|je|qui) vote|tient|tiennent|(?:a|ont) lieu|finit|finissent|termine|attend|attendent|attendons|"
    r"envoien?t?|recoi(?:t|vent|s)|reunit|organise|prevoit|prevoient|comptent?|fai(?:t|s)|font|met|mettent|mets|rend|rendent|circulent?|restent?|continuent?|manifestent?|pense|peu(?:t|x|vent)|veu(?:t|x|lent)|"
    r"is|are|am|isn't|aren't|(?:it|he|she|that|there|here|who|what)'s|we're|they're|i'm|happens?|has|have|does|do|don't|doesn't|can|can't|might|must|needs?|wants?|says?|expects?|starts?|begins?|opens?|closes|ends|meets?|comes?|go(?:es)?|leaves?|"
    r"arrives?|returns?|plays?|runs?|ships?|fly|flies|takes?|gets?|gives?|moves?|pays?|holds?|votes?|sits?|lands?|hope|think|guess|reckon|calls?|stays?|credits?|launch(?:es)?|lasts)\b"
)


def flat(text: str) -> str:
    """Lower case without accents, each character in its place.

    >>> flat("Dès l’après-midi")
    "des l'apres-midi"
    """
    return "".join(map(_plain, text))


def _plain(c: str) -> str:
    if c in "’‘ʼ":
        return "'"
    if c in "\u00a0\u202f\u2009":
        return " "
    if c in "\u2010\u2011":
        return "-"
    low = c.lower()
    base = unicodedata.normalize("NFD", low)[0] if low else low
    return base if len(base) == 1 else c
