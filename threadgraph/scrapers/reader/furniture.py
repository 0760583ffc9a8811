"""What pages say beside the words of posts: on buttons, and above the form for a comment."""

from __future__ import annotations

import re

__all__ = ["FORM", "FURNITURE"]

#: What a link or a button says that does something with a post.
FURNITURE = re.compile(
    r"\W*(?:reply|quote|report|permalink|share|répondre|citer|permalien|antworten|zitieren|melden|link|edit|top|nach oben|#\d*|like|likes?|dislike|"
    r"reply to this|reply to this comment|reply to this post|répondre à ce commentaire|répondre à ce message|signaler(?: un abus| ce commentaire)?|click to expand\.*|responder|citar|delete|flag|"
    r"report (?:abuse|post|comment|this)|report this (?:post|comment)|signaler|log in to reply|log in to post comments|log in or register to post comments|"
    r"reply with quote|multi-?quote|quote this post|gefällt mir|j'aime|me gusta|curtir|mi piace|odpowiedz|cytuj|zgłoś|rispondi|segnala|denunciar|compartir|partager|teilen|save|award|hide|show|"
    r"up ?vote|down ?vote|thumbs? up|thumbs? down|back to top|go to top|haut|expand|view more|read more|see more|voir plus|hide quote|parent|context|full comments|embed|unlike|thanks?|helpful|agree|disagree|"
    r"одговори|ответить|пожаловаться|поделиться|رد|إبلاغ|返信|回复|举报|svar|svara|reageer|beantwoorden|vastaa|yanıtla|cevapla|препорука|preporuka|oceniono|"
    r"copy link|follow|subscribe|send (?:pm|private message|message)|email|www|pm|find all posts|view (?:public )?profile|more posts|ignore)\W*(?:\(?\d+\)?|[+-]?\d+)?(?:\s*razy)?\W*",
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
