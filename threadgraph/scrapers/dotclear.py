"""Dotclear: versions 1 and 2, which put the name and the time of a comment into a term and its words below."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["Dotclear"]


class Dotclear(Engine):
    """Posts and comments of a Dotclear blog."""

    name = "dotclear"
    example = "https://luc.example/index.php/2005/10/14/47-panne"
    gives = ("dates", "links", "owner")
    generators = ("dotclear",)
    marks = (
        b"propuls&eacute; par dotclear",
        b"powered by dotclear",
        b"dotclear.org",
        b"dotclear.net",
        b'id="co-list"',
    )
    markups = (
        Markup(
            "dotclear-2",
            "#comments dl > dt, dl#comments > dt",
            "",
            "a[rel*='nofollow'], cite, a:not([href^='#'])",
            "",
            extent="head",
            drop=".comment-number, .comment-info",
        ),
        Markup(
            "dotclear-1",
            "dl.comments > dt, dl#co-list > dt, #comments dl dt",
            "",
            "a:not([href^='#']), strong, cite",
            "",
            extent="head",
        ),
        Markup(
            "dotclear-1-lines",
            "#comments > p.comment-info",
            "",
            "strong",
            "",
            extent="head",
        ),
        Markup(
            "dotclear-list",
            "#comments-list > li, #comments li.comment, ul.comments-list > li",
            ".comment-content, .comment-text",
            ".comment-author a, .comment-author, .comment-info a[rel*='nofollow'], .comment-info",
            ".comment-date, time, .comment-info",
            drop=".comment-info, .comment-number",
        ),
    )
