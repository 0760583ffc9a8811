"""What pages say beside the words of posts: on buttons, and above the form for a comment."""

from __future__ import annotations

import re

__all__ = ["FORM", "FURNITURE", "GUESTBOOK", "HEADING", "NOTE", "REPLIES"]

#: What a link or a button says that does something with a post.
FURNITURE = re.compile(
    r"\W*(?:reply|quote|report|permalink|share|répondre|citer|permalien|antworten|zitieren|melden|link|edit|top|nach oben|#\d*|like|likes?|dislike|"
    r"reply to this|reply to this comment|reply to this post|répondre à ce commentaire|répondre à ce message|signaler(?: un abus| ce commentaire)?|click to expand\.*|responder|citar|delete|flag|"
    r"report (?:abuse|post|comment|this)|report this (?:post|comment)|signaler|log in to reply|log in to post comments|log in or register to post comments|"
    r"reply with quote|multi-?quote|quote this post|gefällt mir|j'aime|me gusta|curtir|mi piace|odpowiedz|cytuj|zgłoś|rispondi|segnala|denunciar|compartir|partager|teilen|save|award|hide|show|"
    r"up ?vote|down ?vote|thumbs? up|thumbs? down|back to top|go to top|haut|expand|view more|read more|see more|voir plus|hide quote|parent|context|full comments|embed|unlike|thanks?|helpful|agree|disagree|"
    r"одговори|ответить|пожаловаться|поделиться|رد|إبلاغ|返信|回复|举报|svar|svara|reageer|beantwoorden|vastaa|yanıtla|cevapla|препорука|preporuka|oceniono|"
    r"abus|abuse|signaler un contenu|lien permanent|enlace permanente|ссылка|ветвь дискуссии|уровень выше|свернуть|развернуть|комментировать|жалоба|thread|parent thread|link to this|#|"
    r"reactie|vastaa|besvara|anmäl|citera|rapporter|ilmoita|válasz|alıntı|şikayet et|shtoja|odgovori|citiraj|prijavi|reagovat|citovat|odkaz|svare|anmeld|responder citando|aufklappen|einklappen|"
    r"cevap yaz|yanıtla|답글|신고|수정/삭제|댓글주소|返信する|通報|引用|举报|收藏|copy link|follow|subscribe|send (?:pm|private message|message)|email|www|pm|find all posts|view (?:public )?profile|more posts|ignore|(?:see |view )?edit history|"
    r"remove|modify|löschen|bearbeiten|ändern|supprimer|modifier|éditer|effacer|excluir|eliminar|borrar|editar|apagar|modifica|elimina|cancella|usuń|edytuj|ta bort|radera|redigera|slett?|rediger|"
    r"verwijderen|bewerken|poista|muokkaa|sil|düzenle|удалить|править|редактировать|изменить|видалити|smazat|upravit|törlés|編集|編集する|削除|修正|管理|수정|삭제|编辑|删除|修改|תגובה|تعديل|حذف)\W*(?:\(?\d+\)?|[+-]?\d+)?(?:\s*razy)?\W*",
    re.I,
)
#: What engines note in a post: that it was edited, by whom; that an advertisement stands there.
NOTE = re.compile(
    r"\W{0,3}(?:(?:last )?edited (?:by|on|at|\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w* \d)|edited\W*$|last (?:edit|modified|updated)(?:ed)?(?: by| on| at|:)|(?:zuletzt )?(?:bearbeitet|geändert) (?:von|am)\b|"
    r"(?:dernière (?:modification|édition)|édité|modifié) (?:par|le)\b|(?:última (?:edición|edição)|[úu]ltima modifica|editado|modificato|modificado) (?:por|da|di|em|el|il)\b|ostatnio edytowan|"
    r"(?:advertisement|anzeige|werbung|publicité|publicidad|reclame|реклама)\W*(?:\(.{0,40}\))?\W*$)",
    re.I,
)
#: The heading of the form for a comment of one's own.
FORM = re.compile(
    r"\W*(?:leave a (?:reply|comment)|post (?:a )?(?:comment|reply|your comment)|add (?:a |your )?(?:comment|reply)|write a (?:comment|reply)|submit (?:a )?comment|your comment|speak your mind|join the (?:discussion|conversation)|"
    r"laisser? un (?:commentaire|message)|laissez (?:un|votre) commentaire|ajouter un commentaire|[ée]crire un commentaire|votre commentaire|poster un commentaire|"
    r"schreibe? (?:einen|eine|deinen) (?:kommentar|antwort)|kommentar (?:schreiben|hinterlassen|verfassen|abgeben)|hinterlasse (?:einen|eine)|neuer kommentar|ihr kommentar|dein kommentar|"
    r"deja (?:un|tu) comentario|escrib[ei]r? un comentario|a[nñ]ad[ei]r? (?:un )?comentario|deixe (?:um|seu) coment[aá]rio|lascia un commento|scrivi un commento|"
    r"dodaj komentarz|napisz komentarz|ostavi(?:te)? komentar|пошаљите коментар|оставите коментар|plaats een reactie|geef een reactie|reageer|اترك تعليق|コメントを(?:書く|投稿))",
    re.I,
)

_WORDS = (
    "comments?|commentaires?|kommentare?n?|kommentar(?:er|erna|en)?|kommentteja|kommentit|kommenttia|komment(?:ek)?|responses?|réponses?|replies|reactions?|réactions?|"
    "antworten|svar|comentarios?|comentários?|comentaris|commenti|commento|risposte|respuestas|respostas|komentarze|komentarzy|komentarz|komentar|коментар|komentář|komentár|odpowiedzi|komentari|komentara|komentáře|komentářů|"
    "коментари|коментара|комментарии|комментариев|комментария|комментарий|коментарі|отзывы|отзывов|ответы|opinie|opinii|opinions|avis|reacties?|thoughts|meinungen|feedback|"
    "تعليقات|التعليقات|تعليق|الردود|تعليقا|yorumlar|yorum|discussion|diskussion|diskusse|keskustelu|hozzászólás(?:ok)?|σχόλια|σχόλιο|(?:この記事(?:へ|に対する)の)?コメント(?:一覧)?|评论(?:列表)?|条评论|評論|留言|回复|댓글|덧글|תגובות|bình luận"
)
_BOOK = (
    "guest ?book|livre d['’]or|g[äa]e?stebuch|libro de (?:visitas|firmas|invitados)|libro degli ospiti|księg[ai] gości|gastenboek|gästbok(?:en)?|gjestebok|gæstebog|vieraskirja|"
    "livro de visitas|гостевая|книга отзывов|návštěvní kniha|kniha návštěv|vendégkönyv|ziyaretçi defteri|knjiga (?:gostiju|utisaka)|ゲストブック|방명록|留言(?:板|本|簿)|سجل الزوار"
)
#: The heading of a list of comments: "3 comments", "Responses to …", "Kommentare".
HEADING = re.compile(
    rf"\W*(?:\d+|no|one|two|three|four|five|six|seven|eight|nine|ten|deux|trois|quatre|cinq|zwei|drei|vier|fünf|add|all|the|les|die|alle|los|i|aucun|view|post)?\W*(?:(?:reader|user|leser|visitor|your|vos)s?\W*)?(?:{_WORDS}|{_BOOK})(?![^\W\d_])"
    rf"(?:\W*\d*\W*(?:件|개|条)?\W*(?:(?:and|et|und|y|e|o|og|och|en|i|и)\W+)?(?:(?:{_WORDS}|trackbacks?|pingbacks?)\W*){{0,3}}|"
    r"\s*(?:on|to|sur|à|zu|a|su|op|o|for|so far|bisher|in|:)(?![^\W\d_]).{0,90})",
    re.I,
)
#: A book in which visitors write.
GUESTBOOK = re.compile(rf"(?<![^\W\d_])(?:{_BOOK})(?![^\W\d_])", re.I)
#: How many comments a post has, as lists of posts say it: "4 comments", "Comments (4)".
REPLIES = re.compile(
    r"\W*(?:(?:\d+|no|keine|aucun|nessun)\W+(?:comments?|commentaires?|kommentare?|kommentarer?|comentarios?|comentários?|commenti|commento|komentarz[ey]?|reacties?|yorum|комментари\w*)|"
    r"(?:comments?|commentaires?|kommentare?|comentarios?|comentários?|commenti|komentarze|reacties|комментарии|コメント)\s*[(\[]\s*\d+\s*[)\]])\W*",
    re.I,
)
