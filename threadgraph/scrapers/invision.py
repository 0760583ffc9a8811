"""Invision Power Board and Invision Community: post blocks of version 2 and 3, articles of version 4."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["Invision"]


class Invision(Engine):
    """Topics of an Invision community."""

    name = "invision"
    example = "https://forum.example/topic/4711-host-down/"
    gives = ("dates", "links", "owner")
    generators = ("ip.board", "invision")
    marks = (
        b"powered by invision",
        b"ipb_url_filter",
        b"ipb.vars[",
        b"ipssettings",
        b"data-ips-hook",
        b"invision power services",
    )
    forum = True
    markups = (
        Markup(
            "ipboard-3",
            "div.post_block[id^='post_id_']",
            "div.entry-content, .post.entry-content",
            "[itemprop='creator name'] , .author [itemprop='name'], span.author, h3 .author, .post_username",
            "abbr.published, .posted_info abbr, .posted_info",
            drop=".signature, .edit, .ipsLikeBar, p.citation",
            forum=True,
        ),
        Markup(
            "invision-4",
            "article[id^='elComment_'], div.cPost[id^='elComment_']",
            "[data-role='commentContent'], .cPost_contentWrap > .ipsType_richText, .ipsType_richText",
            ".cAuthorPane_author strong a, .cAuthorPane_author a, .cAuthorPane_author, h3.ipsType_sectionHead a",
            ".ipsComment_meta time, .ipsType_reset > a > time, time",
            drop="[data-role='memberSignature'], .ipsQuote_citation .ipsQuote_expand, .ipsItemControls, .ipsType_editedMessage",
            forum=True,
        ),
    )
