"""NodeBB: its pages, and the same by its interface."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["NodeBB"]


class NodeBB(Engine):
    """Topics of a NodeBB forum."""

    name = "nodebb"
    example = "https://community.example/topic/4711/host-down"
    gives = ("parents", "dates", "links", "owner")
    marks = (b'component="topic"', b"nodebb.min.js", b"/assets/nodebb", b"window.nodebb", b"nodebb-plugin")
    forum = True
    markups = (
        Markup(
            "nodebb",
            "li[component='post'][data-pid]",
            "[component='post/content']",
            "[itemprop='author'] [itemprop='name'], [data-username]:not(li), a[href^='/user/'][data-uid], .fw-bold[href*='/user/'], a[itemprop='author']",
            "[component='post/header'] .timeago, .timeago, time, meta[itemprop='datePublished']",
            drop="[component='post/parent'], [component='post/signature'], .post-signature",
            forum=True,
        ),
    )
