"""Movable Type and TypePad: a comment ends with its signature, or stands in a box of its own."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["MovableType"]


class MovableType(Engine):
    """Posts and comments of Movable Type and TypePad blogs."""

    name = "movabletype"
    example = "https://anne.typepad.com/weblog/2005/10/panne.html"
    gives = ("dates", "links", "owner")
    generators = ("movable type", "http://www.movabletype", "http://www.typepad", "typepad")
    hosts = ("typepad.com", "typepad.fr", "blogs.com")
    marks = (
        b"mt-comments.cgi",
        b'<p class="comment-footer">',
        b"comments-open-footer",
        b"typepad.com/t/comments",
    )
    markups = (
        Markup(
            "movabletype-4",
            "div.comments-content div.comment[id^='comment-'], div.comment[id^='comment-'].by-, div.comment[id^='comment-'] , li.comment[id^='comment-']",
            ".comment-content",
            ".comment-footer a:not([href*='#comment']), .byline .vcard.author, .comment-footer .author, .comment-header .author, .byline .author",
            ".comment-footer abbr.published, .byline abbr.published, .comment-footer, .byline",
            drop=".comment-footer, .comment-header, .byline",
        ),
        Markup(
            "movabletype-footer",
            "p.comment-footer, span.comment-post, p.posted",
            "",
            "a:not([href^='#']):not([href*='#c'])",
            "",
            extent="foot",
            stop="h1, h2, h3, h4, form, p.posted, p.comment-footer, div.comments-head",
        ),
    )
