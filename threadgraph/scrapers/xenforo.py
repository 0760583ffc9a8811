"""XenForo: version 1 prints list items, version 2 articles that name their author."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["XenForo"]


class XenForo(Engine):
    """Threads of a XenForo forum."""

    name = "xenforo"
    example = "https://forum.example/threads/host-down.4711/"
    gives = ("dates", "links", "owner")
    generators = ("xenforo",)
    marks = (b'id="xenforo"', b'id="xf"', b"xenforo ltd", b'data-app="public"')
    forum = True
    markups = (
        Markup(
            "xenforo-1",
            "li.message[id^='post-']",
            "blockquote.messageText, .messageText",
            ".messageUserInfo a.username, a.username, .username",
            ".messageMeta .DateTime, .DateTime, .datePermalink",
            drop=".messageTextEndMarker, .quoteExpand, .signature, .attachedFiles, .quoteContainer .quoteExpand",
            forum=True,
        ),
        Markup(
            "xenforo-2",
            "article.message[data-author], article.message--post",
            ".message-body .bbWrapper, .bbWrapper",
            ".message-name .username, .message-name",
            ".message-attribution-main time, time.u-dt",
            drop=".message-signature, .bbCodeBlock-expandLink, .message-lastEdit, .bbCodeBlock-shrinkLink",
            forum=True,
        ),
    )
