"""Overblog: the boxes of today, and the lists of its first years."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["Overblog"]


class Overblog(Engine):
    """Posts and comments of Overblog blogs."""

    name = "overblog"
    example = "https://luc.over-blog.com/article-panne-4711.html"
    gives = ("parents", "dates", "links", "owner")
    generators = ("over-blog", "overblog")
    hosts = ("over-blog.com", "over-blog.fr", "over-blog.net", "over-blog.org", "overblog.com")
    marks = (b"over-blog-kiwi", b"fdata.over-blog", b'class="ob-comment', b"over-blog.com/ddata")
    markups = (
        Markup(
            "overblog",
            ".ob-comment, li.ob-comment",
            ".ob-message .ob-text, .ob-text",
            ".ob-user .ob-name, .ob-name",
            ".ob-info .ob-date, .ob-date, time",
            drop=".ob-comment-reply, .ob-list, .ob-answer",
        ),
        Markup(
            "overblog-1",
            "div.commentaire, div.commentContainer, li.commentaire",
            ".texteCommentaire, .commentMessage, .texte, p",
            ".auteurCommentaire, .commentAuthor a, .commentAuthor, .auteur, cite",
            ".dateCommentaire, .commentDate, .date",
            drop=".auteurCommentaire, .dateCommentaire",
        ),
    )
