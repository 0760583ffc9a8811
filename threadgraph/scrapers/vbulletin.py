"""vBulletin: versions 3 to 5, whose posts carry their number in an id."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["VBulletin"]


class VBulletin(Engine):
    """Threads of a vBulletin forum, versions 3 to 5."""

    name = "vbulletin"
    example = "https://forum.example/showthread.php?t=4711"
    gives = ("dates", "links")
    generators = ("vbulletin",)
    marks = (b"powered by vbulletin", b"vbulletin_global.js", b"jelsoft enterprises", b"vbulletin solutions")
    forum = True
    markups = (
        Markup(
            "vbulletin-3",
            "table[id^='post'].tborder",
            "div[id^='post_message_'], td[id^='td_post_'] > div[id^='post_message_']",
            "a.bigusername, div[id^='postmenu_'] a, div[id^='postmenu_']",
            "td.thead, td.thead div.normal, .thead",
            drop="div.smallfont > strong, fieldset, hr",
            forum=True,
        ),
        Markup(
            "vbulletin-4",
            "li.postbit, li.postbitlegacy, li[id^='post_'].postcontainer",
            "blockquote.postcontent, .postcontent",
            "a.username strong, .username strong, a.username, .username_container .username, .username",
            ".postdate .date, .postdate, .date",
            drop=".lastedited, .signature, .signaturecontainer, .attachments",
            forum=True,
        ),
        Markup(
            "vbulletin-5",
            "li.b-post[data-node-id]",
            ".b-post__content .js-post__content-text, .js-post__content-text",
            ".author [itemprop='name'], .author a, .author",
            "time[itemprop='dateCreated'], .b-post__timestamp time, .b-post__timestamp",
            drop=".b-post__signature, .bbcode_postedby",
            forum=True,
        ),
    )
