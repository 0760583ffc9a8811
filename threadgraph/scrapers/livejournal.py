"""LiveJournal and its kin (Dreamwidth): comments as a tree of twigs, or of boxes that a margin indents."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["LiveJournal"]


class LiveJournal(Engine):
    """Entries and comments of LiveJournal and Dreamwidth."""

    name = "livejournal"
    example = "https://anne.livejournal.com/4711.html"
    gives = ("parents", "dates", "links")
    hosts = ("livejournal.com", "dreamwidth.org", "insanejournal.com")
    marks = (
        b"b-tree-twig",
        b"class='ljcmt_full'",
        b'class="ljcmt',
        b'class="comment-thread comment-depth',
        b"livejournal.com/js/",
    )
    markups = (
        Markup(
            "dreamwidth",
            "div.comment-thread",
            "div.comment-content",
            ".comment-poster .ljuser b, .comment-poster b, .comment-poster",
            ".datetime span:not(.comment-datetimelink), .datetime",
            drop=".comment-menu, .comment-links, .footer",
        ),
        Markup(
            "livejournal-twigs",
            "div.b-tree-twig",
            ".b-leaf-article, .b-leaf-content",
            ".b-leaf-username-name, .ljuser b, .i-ljuser-username b, .b-leaf-username",
            ".b-leaf-createdtime time, .b-leaf-createdtime, .b-leaf-shorttime",
            drop=".b-leaf-actions, .b-leaf-footer",
        ),
    )
