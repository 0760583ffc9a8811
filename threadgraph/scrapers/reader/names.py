"""Names as pages print them: without the words around them."""

from __future__ import annotations

import re
from functools import lru_cache

from threadgraph.scrapers.reader.furniture import HEADING

__all__ = ["BYLINE", "NOBODY", "ROLE", "SAYS", "clean_name", "is_name"]

#: Words between a name and what its bearer says.
SAYS = (
    "says|said|wrote|writes|replied|commented|a dit|a écrit|dit|écrit|schrieb|schreibt|sagt|sagte|meint|meinte|schreef|schrijft|zegt|zei|"
    "dice|dijo|escribió|comentó|escreveu|disse(?: que)?|diz|falou|comentou|ha scritto|ha detto|scrive|skrev|skriver|siger|sagde|sier|säger|sade|"
    "kirjoitti|sanoi|pisze|napisał(?:a|\\(a\\))?|kaže|je rekao|је рекао|piše|napsal(?:a)?|írta|mondta|yazdı|dedi ki|diyor ki|říká|řekla?|píše|hovorí|napísala?|mówi|powiedział(?:a)?|napisao|napisala|rekla|пише|рекла|каже|пишет|написала?|сказала?|είπε|έγραψε|قال|يقول|كتب"
)

#: A badge beside a name, or the name of whoever has no other.
ROLE = re.compile(
    r"(?:(?:un)?registered (?:commenter|user|member|guest)|(?:site )?(?:admin|administrator|moderator|mod|webmaster|editor|staff|redaktion|rédaction))$",
    re.I,
)

#: How pages call whoever gave no name.
NOBODY = re.compile(
    r"\W*(?:anonym(?:ous|e|us|er|ous user|ous coward)?|anónimo|anônimo|anonimo|utente anonimo|anoniem|anonim|аноним(?:но|ный)?|guest|gast|invité|visiteur|visitor|besucher|invitado|visitante|convidado|ospite|gość|гость|gäst|gjest|gæst|vieras|host|vendég|misafir|ziyaretçi|nobody|unbekannt|inconnu|名無し(?:さん)?|匿名|زائر|غير معروف)\W*",
    re.I,
)

_BEFORE = re.compile(
    r"^\W*(?:originally\s+)?(?:(?:(?:comment(?:aire)?|réaction|reaction|réponse|avis|message|kommentar|beitrag)\s*(?:n\s?[°º]|#|nr?\.?)?\s*\d+|comment(?:aire)?|komentar|komentář|komentár|коментар|комментарий|pingback|trackback|antwort|réaction|avis|commento|comentario|comentário|kommentar|komentarz|reactie|risposta|respuesta|antwort|postat|postad|skrivet|skriven|skrevet|geplaatst|inlagt|post|message|written|rédigé|redige|posté|poste|publié|publie|écrit|eingestellt|erstellt|gepostet|veröffentlicht|publicado|pubblicato|scritto|inviato|opublikowan\w+|dodan\w+|"
    r"ecrit|geschrieben|verfasst|escrito|enviado|publicado|posted|submitted|started|asked|answered|author|auteur|"
    r"autor|verfasser|de la part|laissé|napisał)\s*(?:(?:par|by|von|por|de|da|di|at|av|af|door|przez|od|from)(?!\w)|:)\s*:?|(?:par|by|von|vom|por|from|de|di|przez)\s+(?=\S)|"
    r"(?:author|auteur|autor|name|nom)\s*:|(?:作者|楼主|樓主|发表人|發表人|发表者|發表者|投稿者|お名前|名前|글쓴이|작성자|이름|автор|написала?|имя|ник|от|gönderen|yazan|isim|ad[ıi]|skriven av|postad av|skrevet af|skrevet av|postet av|lagt inn av|indsendt af|geplaatst door|geschreven door|door|ime|jméno|jmeno|napsal|név|beküldte|írta|nick|nimi|kirjoittaja|lähettänyt|"
    r"όνομα|από|الاسم|كتب|كتبه|بقلم|الكاتب|nome|firma|firmato|imię)\s*[:：])\s*|^\W*(?:skriven av|postad av|skrevet a[fv]|postet av|lagt inn av|indsendt af|geplaatst door|geschreven door|door)\s+(?=\S)",
    re.I,
)
_AFTER = re.compile(
    rf"\s*(?:(?:\s(?:{SAYS}|permalink|reply|répondre))?\s*(?:[:：|,;•·»–—@-]+|\.{{3}}|…)\s*)+$|"
    rf"\s(?:{SAYS})\s*$",
    re.I,
)
_MARKS = re.compile(r"^[\s#\d.)(\]\[–—|•·«»\"“”-]*\s(?=\S)|^[#|•·–—]+")
_NOT = re.compile(
    r"^(?:\d{1,2}[:.]\d\d\s.*|(?:msg|message|post|comment|note|reply|change)[-_ ]?#?\d+|.*\b(?:standard time|utc\b|gmt[+-]).*|(?:\w+ )?standard|by|on|at|to|par|von|por|from|de|le|am|em|il|den|reply|quote|report|share|like|répondre|citer|edit|link|permalink|permalien|top|home|profile|pm|www|guest post|"
    r"antworten|zitieren|melden|comments?|commentaires?|message|author|auteur|posts?|more|next|previous|login|register|"
    r"email|e-mail|mail|url|website|site web|today|yesterday|new|says|said|wrote|writes|schrieb|schreef|dit|a dit|dice|changed|member|junior member|senior member|"
    r"new member|registered|banned|online|offline|re|aw|antw|fwd?|sv|vs|odp|posted|posté|publié|published|updated|edited|written|geschrieben|veröffentlicht|aktualisiert|publicado|pubblicato|actualizado|aggiornato|atualizado|mis à jour|"
    r"scores?:?\\s*[-+]?\\d+|geplaatst|ingezonden|skrevet|skrivet|skriven|skreven|postad|postat|postet|inlagt|lagt inn|opublikowan[eoy]|dodan[eoy]|napisan[eoy]|objavljeno|zveřejněno|vloženo|přidáno|beküldve|közzétéve|yayınlandı|eklendi|опубликовано|добавлено|написано|eingetragen|geschrieben|erstellt|enviado|postado|inviato|scritto|escrito|escrita|"
    r"ping ?backs?|track ?backs?|views?|hits?|tags?|reacties|yorumlar?|yorum|댓글|коментари|комментарии|комментариев|التعليقات|commenti|comentarios|comentários|kommentare|komentarze|"
    r"(?:user|member|author) ?(?:info|profile|details)|kullanıcı bilgisi|benutzerprofil|perfil|profil|date|datum|data|fecha|time|uhr|uur|heure|ora|hora|"
    r"\W*)$",
    re.I,
)

#: What links and buttons say; no name holds these words.
_DOES = re.compile(
    r"\b(?:log ?in|sign ?(?:in|up)|register now|read more|view (?:all|profile|post)|see (?:all|more)|show more|leave a|post a|add a|write a|click here|report (?:this|post|comment|abuse)|"
    r"reply to|quote this|back to|go to|jump to|send (?:message|email)|permalink|permalien|kommentar melden|beitrag melden|kommentar(?:e)? schreiben|anmelden|einloggen|passwort|"
    r"connexion|s'inscrire|inscrivez|se connecter|signaler|répondre|lire la suite|voir (?:tous|plus|le)|laisser un|iniciar sesi[oó]n|responder|leer m[aá]s|ver m[aá]s|accedi|rispondi|zaloguj|odpowiedz|"
    r"deja un|nombre|version \d|"
    r"newsletter|facebook|twitter|google\+|rss|cookies?|copyright|all rights|advertisement|anzeige|publicit[eé]|page \d+|seite \d+|\d+ (?:comments?|comentarios?|commenti?|kommentare?|komentarz\w*|reactie|reacties|replies|views|posts|points?|votes?|likes?|followers?|fans?|kommentare|antworten|"
    r"commentaires|réponses|messages|beiträge|ago|min|minutes?|hours?|days?|years?))\b",
    re.I,
)

#: What forms and labels leave behind a name, and before it.
_RESIDUE = re.compile(
    r"^(?:n[°º]\s*\d+\s+)?(?:posté par|comment from|commentaire de|kommentar von|comentario de|commento di|postado por)\s*:?\s+|^(?:name|from|nom|nombre|nome|autor|author)\s*:\s*|"
    r"\s+(?:URL|HP|WWW|home ?page|site web)$|\s*(?:\(\s*\)|\(#?\d{3,9}\)|\[(?:visitor|member|guest|visiteur|besucher|invité|gast|visitatore|membro|membre|mitglied|miembro|visitante|invitado|ospite|utente|bezoeker|lid)\]|\b(?:date|time|datum|zeit|fecha|data|schreef|skrev|dice|tarih|dato|dátum|dag|päivä|дата|время|datums|ngày|日期|日付|발표일|publié sur|postet|posted|over)\s*:?)$",
    re.I,
)

#: What stands between a name in a link of its own and what its bearer says.
_SAYING = re.compile(rf"\W*(?:{SAYS})\W*", re.I)
#: How engines call whoever gave no name and is known by his machine.
_MACHINE = re.compile(r"\d{1,3}(?:\.(?:\d{1,3}|[x*]{1,3})){3}")
#: What other field follows a name: "Anne, city: Lyon".
_LABELLED = re.compile(r"\s*[,;/|]\s*[^\W\d_]{2,12}\s*[:：].*$")
#: An address in brackets, or the brackets that are left of it.
_MAIL = re.compile(
    r"\s*(?:<\s*(?:[^<>\s]+@[^<>\s]+)?\s*>|\(\s*[^()\s]+@[^()\s]+\s*\)|\[\s*[^\[\]\s]+@[^\[\]\s]+\s*\])\s*"
)

#: "Posted by X" in a line of text; the group is what follows.
BYLINE = re.compile(
    r"(?:(?:\b(?:posted|gönderen|yazan|door|skriven|skrivet|postad|postat|skrevet|reported|asked|written|submitted|rédigé|redige|posté|poste|publié|écrit|ecrit|geschrieben|verfasst|escrito|enviado|"
    r"publicado|comment(?:aire)?|message|par|by|von|por|from|author|auteur|autor)|^\W*de)\s*(?:par|by|von|por|de|av|af|door)?\s*:?\s+|(?:作者|楼主|樓主|发表人|發表人|发表者|發表者|投稿者|お名前|名前|글쓴이|작성자|автор|написала?|имя|gönderen|yazan|كتب|كتبه|بقلم|الكاتب)\s*[:：]\s*)(?P<name>.+)$",
    re.I,
)


@lru_cache(maxsize=16384)
def clean_name(text: str | None) -> str | None:
    """A name without the words that pages put around it, or None if nothing is left.

    >>> clean_name(" Rédigé par :  Luc Besson  a dit : "), clean_name("#12 Anne says:")
    ('Luc Besson', 'Anne')
    """
    if not text:
        return None
    name = " ".join(text.replace("\u200b", "").split())
    if "://" in name:
        name = " ".join(re.sub(r"https?://\S+", " ", name).split()) or name
    if _SAYING.fullmatch(_MARKS.sub("", name)):
        return None
    for _ in range(3):
        shorter = _AFTER.sub("", _BEFORE.sub("", _MARKS.sub("", name)))
        if not shorter or shorter == name:
            break
        name = shorter
    if "<" in name or "@" in name:
        name = _MAIL.sub(" ", name)
    name = _RESIDUE.sub("", name)
    if ":" in name or "：" in name:
        name = _LABELLED.sub("", name)
    name = name.strip(" \t,;|•·»«@")
    name = name.removesuffix(":").removesuffix(" #").rstrip()
    return name[:200] or None


@lru_cache(maxsize=16384)
def is_name(text: str | None) -> bool:
    """Whether a short text could be a name.

    >>> is_name("Philippe"), is_name("Répondre"), is_name("This is a whole sentence, and a long one.")
    (True, False, False)
    """
    if not text:
        return False
    text = text.strip()
    if not 1 <= len(text) <= 60 or text.count(" ") > 5 or _NOT.match(text):
        return False
    if text[0] == "#" and text[1:2].isdigit():
        return False
    if _MACHINE.fullmatch(text):
        return True
    if "“" in text and "”" not in text:
        return False  # the beginning of a quotation
    if HEADING.fullmatch(text) or _DOES.search(text) or (text[-1] in ".!?" and text.count(" ") > 1):
        return False
    return any(c.isalnum() for c in text) and not re.fullmatch(r"[\d\s.,:/#-]+", text) and "://" not in text
