"""phpBB: version 2 prints tables without marks, version 3 named boxes."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["PhpBB"]


class PhpBB(Engine):
    """Topics of a phpBB board, versions 2 and 3."""

    name = "phpbb"
    example = "https://board.example/viewtopic.php?f=2&t=17"
    gives = ("dates", "links")
    generators = ("phpbb",)
    marks = (b"powered by phpbb", b"phpbb group", b'class="forumline"', b'id="phpbb"', b"phpbb.com")
    forum = True
    markups = (
        Markup(
            "phpbb-2",
            "xpath:.//table[contains(@class, 'forumline')]//tr[td//span[@class='postbody'] and td/span[@class='name']]",
            "span.postbody, td.quote, td.code",
            "span.name b, span.name",
            "td + td span.postdetails, span.postdetails",
            drop="span.gensmall, span.genmed",
            forum=True,
        ),
        Markup(
            "phpbb-3",
            "div.post[id^='p'], div.panel.post",
            ".postbody .content, .content",
            ".author .username, .author .username-coloured, .author strong, .postprofile .username, .postprofile a.username-coloured, .postprofile dt a",
            "p.author time, p.author, .author",
            drop=".signature, .notice, blockquote > div > cite > .responsive-hide, .attachbox, .inline-attachment",
            forum=True,
        ),
    )
