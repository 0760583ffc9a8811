"""Canalblog: a comment ends with "Posté par X, le …"."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["Canalblog"]


class Canalblog(Engine):
    """Posts and comments of Canalblog blogs."""

    name = "canalblog"
    example = "https://luc.canalblog.com/archives/2005/10/14/4711.html"
    gives = ("dates", "links")
    hosts = ("canalblog.com",)
    generators = ("canalblog",)
    marks = (b"storage.canalblog", b"canalblog.com/sharedimages", b"canalblog.com/docs")
    markups = (
        Markup(
            "canalblog",
            "div.comment_item, li.comment_item, div.commentaire_item, .comments-list .comment",
            ".comment_body, .comment-content, .itembody",
            ".comment_author, .comment-author, .itemfooter a:not([href^='#']), .itemfooter",
            ".comment_date, .comment-date, .itemfooter",
            drop=".itemfooter, .comment_author, .comment_date, h3",
        ),
        Markup(
            "canalblog-1",
            ".blogbody div.itemfooter, #comments div.itemfooter",
            "",
            "a:not([href^='#'])",
            "",
            extent="foot",
            stop="h1, h2, form, div.itemfooter",
        ),
    )
