"""The patterns of `atoms`, over flat text: each rule finds one kind of time, and what may stand around it."""

from __future__ import annotations

import re

from threadgraph.spread.told.vocabulary import MONTH, NUMBER, PARTS, UNIT, WEEKDAY

__all__ = [
    "ANY",
    "APPROXIMATE",
    "APPROXIMATE_AFTER",
    "DURATION",
    "DURATION_AFTER",
    "EACH_FIGURE",
    "EACH_LETTER",
    "FROM",
    "GAP",
    "HABIT",
    "NAMED",
    "UNTIL",
    "WHEN",
]

_PART = "(?:" + "|".join(sorted(map(re.escape, PARTS), key=len, reverse=True)) + ")"
_DAY = r"(?:(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|er)?(?![\d\w])|premier)"
_YEAR = r"(?:(?:19|20)\d\d|'\d\d)"
_DOT = r"(?:(?:(?<=janv)|(?<=fevr)|(?<=juil)|(?<=sept)|(?<=avr)|(?<=oct)|(?<=nov)|(?<=dec)|(?<=jan)|(?<=feb)|(?<=aug)|(?<=sep))\.|\.(?= ?\d))?"
_HOURS = r"(?:[01]?\d|2[0-4])"
_WORD_HOURS = r"(?:une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf|vingt(?: et une|-et-une|-deux|-trois)?)"
_EN_HOURS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[1-9]|1[0-2])"
#: What stands after a bare hour and says that it is one.
WHEN = rf"(?:in the (?:morning|afternoon|evening)|at night|(?:that|this|the same|the next|the following|yesterday|tomorrow|last|next|(?:on )?{WEEKDAY}) (?:night|evening|morning|afternoon)|tomorrow|yesterday|tonight|today)\b"
_BARE_END = rf"(?:[:.][0-5]\d)?(?= ?[,;)!?]| ?\.(?!\d)|$| (?:on |the next |next )?{WEEKDAY}\b| (?:on|but|when|then) | and (?!\d)| {WHEN})"
_QUARTERS = r"(?:(?:un |trois )?quarts? d'heure|(?:une )?demi[- ]heure|(?:une|deux|trois) heures? et (?:demie|quart)|(?:a )?half an hour|a half hour|(?:a )?quarter of an hour|three quarters of an hour|an hour and a half|two and a half hours)"
_MINUTE_WORDS = r"(?:cinq|dix|quinze|vingt|vingt-cinq|trente|quarante|quarante-cinq|cinquante|et demie?|et quart|moins (?:le quart|dix|cinq|vingt))"

#: Each rule: a name and a pattern over flat text. Earlier rules win where two begin at one place.
_RULES: list[tuple[str, str]] = [
    ("iso", r"(?P<iso_y>\d{4})-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)(?:[t ](?P<iso_h>\d\d):(?P<iso_i>\d\d)(?::\d\d)?)?"),
    ("dmy", r"(?P<dmy_a>\d{1,2})(?P<dmy_s>[/.-])(?P<dmy_b>\d{1,2})(?P=dmy_s)(?P<dmy_y>\d{4}|\d\d)(?![\d.])"),
    ("dm", r"(?:(?:(?<=le )|(?<=du )|(?<=au )|(?<=on )|(?<=\()|(?<=for )|(?<=by )|(?<=dated )|(?<=until )|(?<=since )|(?<=before )|(?<=after )|(?<=from )|(?<=des )|(?<=depuis )|(?<=avant )|(?<=pour )|(?<=\wdi )|(?<=day )|(?<=nche )|(?<=\bdlc )|(?<=dim )|(?<=sam )|(?<=ven )|(?<=lun )|(?<=mer )|(?<=jeu )|(?<=\bmar )|(?<=lun\. )|(?<=mar\. )|(?<=mer\. )|(?<=jeu\. )|(?<=ven\. )|(?<=sam\. )|(?<=dim\. ))(?P<dm_a>\d{1,2})/(?P<dm_b>\d{1,2})|(?<![\d/.,])(?P<dm_c>\d{1,2})/(?P<dm_d>0[1-9]))(?![/\d%€]|[.,]\d)"),
    ("wabbr", rf"(?P<wa>lun|mar|mer|jeu|ven|sam|dim)(?:\.(?= ?(?:\d|matin|midi|soir|apres|en |a |au|,|dans))| (?=\d{{1,2}}(?:er)?(?:/| ?h\b|h\d| {MONTH}\b|,|$|[.;:)])))(?: ?(?P<wa_d>{_DAY})(?! ?(?:h\b|h\d|heures?|[:%€$/.]\d|{MONTH}\b)))?"),
    ("dpair", rf"(?:les (?P<dp_a>{_DAY}) et (?P<dp_b>{_DAY})|the (?P<dp_c>{_DAY}) and (?:the )?(?P<dp_e>{_DAY}))(?=[.,;:!?)\n]|$| (?:a|au|de|pour|en|dans|puis|mais|at|in|for|but)\b)"),
    ("night", rf"(?:(?:dans |durant |pendant )?(?:toute )?la )?nuit (?:du|de) (?:(?P<night_w>{WEEKDAY}) )?(?P<night_a>{_DAY})?(?: (?P<night_n>{MONTH}))?(?: ?(?:au|a|-) (?:(?P<night_x>{WEEKDAY}) ?)?(?P<night_b>{_DAY})?(?:\.? ?(?P<night_m>{MONTH})\b)?)?(?: (?P<night_y>{_YEAR}))?"),
    ("nightwd", rf"(?:in |on |during )?(?:the )?night of (?P<nw>{WEEKDAY})\b(?: (?:to|into|and) {WEEKDAY}\b)?"),
    ("nighten", rf"(?:the )?night of (?:the )?(?:(?P<ne_m>{MONTH})\.? )?(?P<ne_a>{_DAY})(?: ?(?:to|-|/|into) ?(?:the )?(?:(?P<ne_n>{MONTH})\.? )?(?P<ne_b>{_DAY}))?(?:,? (?P<ne_y>{_YEAR}))?"),
    ("dcourant", rf"(?P<cour>{_DAY}) (?:courant|de ce mois|du mois courant|of this month)\b"),
    ("months", rf"(?:entre|from|between|de) (?P<mm_a>{MONTH})(?: (?P<mm_x>{_YEAR}))? (?:et|to|and|a|through) (?P<mm_b>{MONTH})\b(?: (?P<mm_y>{_YEAR}))?"),
    ("spanpart", r"(?P<sp_part>(?:la )?fin|(?:le )?debut|(?:la )?mi|the end|the beginning|the start|end)(?: (?:of the|of this|du|de l'|de la|de cette|de ce)|-) ?(?P<sp_u>mois|month|annee|year|semaine|week)\b"),
    ("yearpart", r"(?P<yp>debut|mi|fin|early|mid|late)[ -](?P<yp_y>(?:19|20)\d\d)\b"),
    ("season", r"(?:(?:au |l'|a l'|en |in |the |the )?(?P<sea>printemps|ete|automne|hiver|spring|summer|autumn|fall|winter) (?:of |de |d')?(?P<sea_y>(?:19|20)\d\d)\b)"),
    ("dd", rf"(?:les )?(?P<dd_a>{_DAY}) ?(?:-|–|et|and|&|/) ?(?:le |the )?(?P<dd_b>{_DAY})(?: of)? (?P<dd_m>{MONTH})\b{_DOT}(?: (?P<dd_y>{_YEAR}))?"),
    ("dmonth", rf"(?P<dmon_d>{_DAY})(?: of)?[ -]?(?P<dmon_m>{MONTH})\b{_DOT}(?:,? ?(?P<dmon_y>{_YEAR}))?(?: (?:dernier|prochain)\b)?"),
    ("monthd", rf"(?P<mond_m>{MONTH})\.? (?:the )?(?P<mond_d>{_DAY})(?: ?(?:to|-|–|and|through|until) ?(?:the )?(?P<mond_e>{_DAY})(?![:h%]| ?[ap]m))?(?![:h]\d)(?:,? (?P<mond_y>{_YEAR}))?"),
    ("month", rf"(?:(?P<mo_part>debut|mi|fin|early|mid|late|the end of|the beginning of|courant)[ -](?:de |du mois d[e'] ?)?|(?P<mo_in>en |in |au mois d[e'] ?|de |since |depuis |until |till |by |before |after |jusqu'en |avant |d'ici |pour |last |next |d'))?(?P<mo_m>{MONTH})\b(?!\.? (?:the )?{_DAY}(?! ?h\b))(?:\.(?= ?\d))?(?: (?P<mo_y>{_YEAR}))?(?: (?P<mo_dir>dernier|prochain))?"),
    ("sameday", rf"(?:le |la |du |l')(?P<same_fr>{_PART}|jour) meme\b|(?:le |la |du |ce |cette )meme (?P<same_f2>{_PART}|jour)\b|(?:th(?:e|at)) (?:very )?same (?P<same_en>{_PART}|day)|that (?P<same_that>{_PART}|day)\b"),
    ("eve", rf"(?:la |l')(?P<eve>avant-veille|veille)\b(?! (?:de|du|des)\b| d'|r)(?: (?:au |dans la |en )?(?P<eve_p>{_PART}))?|(?:le |du |au )(?P<morrow>surlendemain|lendemain)\b(?! (?:de|du|des)\b| d')(?: (?:dans l[a'] ?|en )?(?P<morrow_p>{_PART}|midi))?|the (?P<before>day|night|evening|morning|afternoon) before\b(?! yesterday| last)|(?:the (?=previous|next|following)|(?=next))(?P<previous>previous|next|following) (?P<previous_p>day|{_PART})\b|(?:le |la )(?:jour|soir|nuit|matin) d'(?P<dav>avant|apres)\b|the (?P<after>day|morning) after\b(?! tomorrow)|(?:la |le )?(?P<suiv>jour|soir|matin|nuit|soiree|matinee) suivante?\b"),
    ("relday", rf"(?P<rel>avant[- ]hier|apres[- ]demain|aujourd'hui|hier|demain|the day before yesterday|the day after tomorrow|yesterday|today|tomorrow)(?: (?:en |dans l[a'] ?|au )?(?P<rel_p>{_PART}))?"),
    ("thispart", rf"(?:ce|cet|cette) (?P<this_fr>{_PART})(?! [-]?la\b)|en (?P<this_in>debut de matinee|milieu de matinee|milieu d'apres-midi|fin de matinee|debut d'apres-midi|fin d'apres-midi|debut de soiree|fin de soiree)|(?P<this_ton>tonight)|this (?P<this_en>{_PART})|last (?P<last_en>night|evening)|(?:la |dans la )?(?P<last_fr>nuit) (?:derniere|passee)\b|(?P<overnight>overnight)"),
    ("span", r"(?:cette|la|l'|ce|le|the|this|last|next|previous|following)? ?(?P<span_u>semaine|mois|an|annee|week-end|weekend|week|month|year) (?P<span_dir>derniere?|prochaine?|passee?|precedente?|suivante?)\b|(?:cette|ce|this)(?:[ ])(?P<span_this>semaine|mois|annee|week-end|weekend|week|month|year)(?:-ci)?\b|(?:the|over the|at the) (?P<span_we>weekend)\b(?! of\b| before\b| after\b)|(?P<span_en>last|next|the (?:previous|following)) (?P<span_enu>week-end|weekend|week|month|year)\b|the (?P<span_ev>weekend|week|month|year) (?P<span_evd>before|after)\b|(?:la |le |l')(?P<span_av>semaine|mois|annee) d'(?P<span_avd>avant|apres)\b"),
    ("eight", rf"(?:(?P<huit>{WEEKDAY}) en (?P<huit_n>huit|quinze)|a week (?:on|from) (?P<aweek>{WEEKDAY})|(?P<wweek>{WEEKDAY}) week\b)"),
    ("wday", rf"(?:le |du |au |on )?(?P<wn_w>{WEEKDAY})\.? (?:the )?(?P<wn_d>(?!premier){_DAY})(?! ?(?:h\b|h\d|heures?|[:%€$/.]\d|am\b|pm\b|{MONTH}\b|et demi|in the|o'clock))"),
    ("weekday", rf"(?:(?P<wd_this>last|next|this|on|le|ce|the following|the previous|following) )?(?P<wd>{WEEKDAY})\b(?!s\b)(?:\.(?= (?:\d|at |morning|afternoon|evening|night)))?(?: (?:of |de la )?(?P<wd_week>last week|next week|this week|semaine derniere|semaine passee|semaine prochaine)\b)?(?: (?P<wd_dir>dernier|prochain|passe|suivant|precedent|(?:before|after)(?=[.,;!?)]|$)))?(?:[*_]*,? (?:dans la |en |au |in the )?(?P<wd_p>{_PART})\b)?"),
    ("ago", rf"(?:il y a|voici|voila) (?:(?:environ|a peine|a peu pres|deja|seulement|encore|tout juste|tout|juste|bientot|presque|plus d[e']|moins d[e']) ?)*(?:(?P<ago_q>{_QUARTERS})|(?P<ago_n>{NUMBER}|quelques) ?(?P<ago_u>{UNIT})\b(?: et demie?)?)|(?P<agoen_q>{_QUARTERS}) ago\b|(?:about |some |just )?(?P<agoen_n>{NUMBER}|half an|a few|a couple of) ?(?P<agoen_u>{UNIT}) ago\b"),
    ("later", rf"(?:(?P<lat_q>{_QUARTERS})|(?P<lat_n>{NUMBER}|quelques|a few|half an) ?(?P<lat_u>{UNIT})) (?P<lat_dir>plus tard|later|afterwards?|plus tot|auparavant|earlier|beforehand|d'apres|(?:apres|after|avant|before)\b(?! (?:l'|[a-z]+(?:[.,;]|$)|qu'|d'|(?:le|la|les|un|une|the|a|an|that|que|son|sa|ses|leur|leurs|mon|ma|notre|de|du|his|her|their|our|my|we|he|she|they|it|you|this|avoir)\b)))\b"),
    ("in", rf"(?:dans|d'ici|sous|within|in)(?: (?:environ|a peu pres|les|about|the next|moins de|less than))? (?P<in_n>{NUMBER}|quelques|a few|half an) ?(?P<in_u>{UNIT})\b(?! ?\d)(?! de\b| d'| of\b)"),
    ("since", rf"(?:depuis|for(?: the (?:last|past))?|these|over the (?:last|past)|ces)(?: (?:pres de|plus de|environ|bientot|deja|now|more than|about|les|almost|nearly))? (?P<since_n>{NUMBER})(?: (?:dernier(?:e)?s?|last|past))? ?(?P<since_u>(?!h\b){UNIT})\b(?! ?\d)(?P<since_now> now| maintenant| derniers?| dernieres?)?"),
    ("clocken", rf"(?P<half>half past|half|(?:a )?quarter past|(?:a )?quarter to|(?:five|ten|twenty|twenty-five|5|10|20|25) (?:minutes )?(?:past|to)) (?P<half_h>{_EN_HOURS}|midnight|noon|midday)\b(?: ?(?P<half_ap>am|pm|a\.m\.|p\.m\.))?|(?P<oc_h>{_EN_HOURS}) o'clock(?: (?P<oc_ap>am|pm))?|(?P<ish_h>{_EN_HOURS})(?::(?P<ish_m>[0-5]\d))? ?-?ish\b"),
    ("tonoon", rf"(?P<tn_l>{_QUARTERS}|{NUMBER} ?(?:minutes?|min|mn)) (?P<tn_d>avant|apres|before|after|past|to) (?P<tn_n>midi|minuit|noon|midday|midnight)\b"),
    ("weekof", rf"(?:la |the |le |ce )?(?P<wo_w>semaine du|week of(?: the)?|week-?end du|weekend of(?: the)?) (?:(?:{WEEKDAY}) )?(?:(?P<wo_n>{MONTH})\.? )?(?P<wo_d>{_DAY})(?: (?P<wo_m>{MONTH})\b)?"),
    ("pair", rf"(?:(?:(?<=between )|(?<=from ))(?P<pa_h>{_EN_HOURS})(?=(?:[:.][0-5]\d)? ?(?:and|to|until|till|-|–) ?{_EN_HOURS}{_BARE_END})|(?<![\d.,:/$£€])(?P<pa_x>1[0-2]|[1-9])(?= ?[-–] ?(?:1[0-2]|[1-9]) {WHEN})|(?P<pa_z>{_EN_HOURS})(?={_BARE_END}))"),
    ("clock", rf"(?<![\d.,:/])(?P<cl_h>{_HOURS}) ?(?:h|heures?)(?: ?(?P<cl_m>[0-5]\d)(?!\d)| (?P<cl_w>{_MINUTE_WORDS}))?(?: ?(?:mn|min))?(?![\w/%])|(?<![\d.,:/])(?P<co_h>{_HOURS})[:.](?P<co_m>[0-5]\d)(?::[0-5]\d)?(?: ?(?P<co_ap>am|pm|a\.m\.|p\.m\.))?(?![\d%:]|[.,]\d)|(?<![\d.,:/])(?P<cp_h>1[0-2]|0?[1-9]) ?(?P<cp_ap>am|pm|a\.m\.|p\.m\.)(?!\w)|(?P<cw_h>{_WORD_HOURS}) heures?(?: (?P<cw_m>{_MINUTE_WORDS}))?(?!\w)"),
    ("military", r"(?:(?<=\bat )|(?<=\bby )|(?<=\bfrom )|(?<=until )|(?<=since )|(?<=before )|(?<=after )|(?<=around )|(?<=\bto ))(?P<mil_h>[01]\d|2[0-3])(?P<mil_m>[0-5]\d)(?![\d.,]\d|\d| ?(?:euros?|dollars?|pounds?|people|km|[%€$£]))"),
    ("wordhour", rf"(?:(?P<wh_h>{_EN_HOURS})(?= (?:sharp )?{WHEN}| sharp\b)|(?<=, )(?P<cm_h>{_EN_HOURS})(?= on {WEEKDAY}\b)|(?<=\bfrom )(?P<fr_h>{_EN_HOURS})(?= ?[,;)!?]| ?\.(?!\d)|$| on\b| onwards?\b)|(?:(?<=\bat )|(?<=\bby )|(?<=until )|(?<=till )|(?<=since )|(?<=around )|(?<=noon about )|(?<=arvo about )|(?<=day about )|(?<=ning about )|(?<=at about )|(?<=row about )|(?<=it's )|(?<=kickoff )|(?<=kick-off )|(?<=doors )|(?<=curfew )|(?<=support )|(?<=curtain )|(?<=just after )|(?<=just before )|(?<=gone )|(?<=till after )|(?<=until after )|(?<=shortly after )|(?<=shortly before )|(?<=instead of )|(?<=nearly )|(?<=almost ))(?P<ba_h>{_EN_HOURS})(?= ?[,;)!?]|:(?!\d)| ?\.(?!\d)|$| (?:and|sharp|now|already|on|in the|this|that|tomorrow|tonight|yesterday|today|last|the|but|before|after|from|near|outside|there|he|she|you|our|my|his|her|everyone|everything|nobody|nothing|no|all|half|most|every|some|instead|here|already|exactly|precisely|flat|local|our time|to|for|again|so|until|till|because|[a-z]+day|or|with|when|as|we|i|it|they)\b))"),
    ("opener", r"(?:(?<=between )|(?<=from )|(?<=entre )|(?<=de ))(?P<op_h>[01]?\d|2[0-4])(?= ?(?:and|to|et|a|-|till|until) ?(?:[01]?\d|2[0-4]) ?(?:h\b|h\d|heures|am\b|pm\b|a\.m|p\.m|[:.]\d\d)| ?(?:and|to|et|a|till|until) (?:noon|midday|midnight|midi|minuit)| ?(?:and|to) ?(?:1[0-2]|[1-9]) (?:tomorrow|yesterday|today|on|this|in the)\b)"),
    ("noon", rf"(?P<noon>(?:midi|minuit)(?: (?P<noon_m>{_MINUTE_WORDS}))?|noon|midday|midnight)\b"),
    ("part", rf"(?:(?:dans|durant|pendant|au cours de|en) (?:toute )?(?:la |l'|le )?|au |le |du |de la |de l'|l'|since |around |after |over |in the |during the |at |by the |by |before |until the |till the |until |a l'|a la |vers la |the (?=(?:morning|evening|night|afternoon) of ))(?P<part>{_PART})\b|(?P<dawn>dawn|daybreak|nightfall)\b|in the (?P<hours>early|small|wee) hours\b|aux (?P<petites>petites heures)\b"),
    ("dayonly", rf"(?:le |(?<!lieu )(?<!place )du |au |depuis le |des le |the |jusqu'au )(?P<day>(?!premier){_DAY})(?= ?[).,;:!?\n](?!\d)|$| (?:a|au|vers|dans|en|et|ou|avant|apres|peu|puis|je|ils?|elles?|tu|vous|ca|c'est|est|sont|etait|avait|sera|seront|tout|plus|rien|pas|mon|ma|notre|should|was|were|is|will|has|had|have|to|we|they|he|she|it|i|so|then|until|till|through|just|by|from|but|dernier|prochain|matin|soir|pour|par|que|qui|mais|il|nous|on|je|j'|at|in|around|and|or|before|after|when|dans|des)\b| \d?\d ?h)"),
    ("year", r"(?:en|in|depuis|since|fin|debut|annee|l'annee|l'an|summer|winter|ete|hiver) (?P<year>(?:19|20)\d\d)\b"),
]  # fmt: skip
#: Where a time may begin; also in "le14" and "at8pm".
_BEGIN = r"(?=[a-z\d'])(?:(?<!\w)|(?=\d)(?:(?<=\ble)|(?<=\bdu)|(?<=\bau)|(?<=\ba)|(?<=\bat)))"
EACH = [(name, re.compile(rf"{_BEGIN}(?:{pattern})")) for name, pattern in _RULES]
_FIGURES = {"iso", "dmy", "dm", "military"}
_EITHER = {
    "dcourant",
    "dd",
    "dmonth",
    "later",
    "tonoon",
    "ago",
    "clocken",
    "pair",
    "clock",
    "wordhour",
    "opener",
}
#: The rules that may begin with a figure, and those that may begin with a letter.
EACH_FIGURE = [(name, rule) for name, rule in EACH if name in _FIGURES | _EITHER]
EACH_LETTER = [(name, rule) for name, rule in EACH if name not in _FIGURES]
ANY = re.compile(
    _BEGIN
    + r"(?:"
    + "|".join(re.sub(r"\(\?P<\w+>", "(?:", p) for _, p in _RULES if "(?P=" not in p)
    + r"|\d)"
)

GAP = re.compile(
    r"[ ,(\n*_]*(?:(?:a|entre|between|from|avant|before|apres|after|just before|just after|a bit (?:before|after)|some time (?:after|around)|a little (?:before|after)|juste avant|juste apres|un peu avant|un peu apres|au|le|la|du|de|des|en|vers|at|on|in|the|of|around|about|by|dans|dans la|aux environs de|aux alentours de|sur le coup de|environ|about|,|peu avant|peu apres|sharp|precises|pile|shortly before|shortly after|pile,?)[ \n*_]*)*[ ,(\n*_]*$"
)
APPROXIMATE = re.compile(
    r"(?:\b(?:vers|environ|around|about|circa|autour de|aux alentours de|aux environs de|sur les coups de|roughly|approximately|some)|~) *(?:les? |the |de )?$"
)
APPROXIMATE_AFTER = re.compile(r" (?:environ|or so|or thereabouts|a peu pres|approx|roughly|give or take)\b")
#: Names of streets and stations hold dates.
NAMED = re.compile(
    r"\b(?:rue|place|avenue|av\.?|boulevard|bd|square|pont|quai|lycee|college|ecole|station|metro|cours|allee) (?:du|des) $"
)
FROM = re.compile(
    r"\b(?:des|depuis|a partir d[eu']|a compter d[eu']|since|from|as of|starting|apres|after)(?: (?:environ|vers|around|about|au moins|at least))? *(?:les? |la |l'|the |de |on )?$"
)
UNTIL = re.compile(
    r"\b(?:jusqu'(?:a|au|aux|en)|jusque|avant|until|till|by|before|d'ici|up to|no later than|au plus tard)(?: (?:a|au|at least|about|around|au moins|environ))? *(?:les? |la |l'|the |de |on )?$"
)
DURATION = re.compile(
    r"\b(?:pendant|durant|en|toutes les|every|tous les|chaque|par|plus de|moins de|pres de|duree de|durant|quelque|au bout d[e']|total de|de)(?: (?:pres de|plus de|environ|moins de))? *$"
)
DURATION_AFTER = re.compile(
    r" ?(?:de (?!(?:l'apres-midi|la nuit|l'apres midi|l'aprem|la matinee)\b)[a-z]|d'(?!apres)[a-z]|par (?:jour|semaine|le|la)|entre |avant l|apres l|before the|after the|pour (?!le |la |les |l'|un|une|ce|cette|mon|ma|nous|vous|moi|eux)[a-z]+(?:er|ir|re)\b|sur|/|non-stop|durant|d'affilee|plein)"
)
HABIT = re.compile(
    r"\b(?:tous les|toutes les|chaque|every|les|each|un|une|any|some|my|her|his|our|your|their|mon|son|notre|aux) $"
)
