"""Slashcode: stories of Slashdot and its kin, whose comments stand in a tree."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["Slashcode"]


class Slashcode(Engine):
    """Stories and comments of Slashdot and other Slash sites."""

    name = "slashcode"
    example = "https://slash.example/story/05/10/14/0812"
    gives = ("parents", "dates", "scores", "links")
    generators = ("slash", "slashcode")
    hosts = ("slashdot.org", "soylentnews.org", "barrapunto.com")
    marks = (b'id="commentlisting"', b'class="commentsub"', b'id="comment_body_')
    markups = (
        Markup(
            "slashcode",
            "li.comment[id^='tree_']",
            "div[id^='comment_body_'], .commentBody",
            ".by a, .details .by, .by",
            ".details .otherdetails, .otherdetails, .details",
            drop=".commentSub, .sig, .quotesig",
        ),
    )
