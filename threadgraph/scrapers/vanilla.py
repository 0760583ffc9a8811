"""Vanilla Forums: a discussion and its comments, each with an id of its own."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["Vanilla"]


class Vanilla(Engine):
    """Discussions of a Vanilla forum."""

    name = "vanilla"
    example = "https://forum.example/discussion/4711/host-down"
    gives = ("dates", "links", "owner")
    generators = ("vanilla",)
    marks = (
        b"vanilla_discussions_index",
        b"vanillaforums.com",
        b"gdn.meta",
        b"gdn = window.gdn",
        b'class="messagelist discussion"',
    )
    forum = True
    markups = (
        Markup(
            "vanilla",
            "div.ItemDiscussion, div.Discussion.Item, li.ItemComment, li.Comment[id^='Comment_']",
            ".Message.userContent, .Message",
            ".AuthorName, .Author .Username, .Author a:not(.PhotoWrap), .Author",
            ".DateCreated time, time",
            drop=".Signature, .UserSignature, .Reactions, .Attachments",
            forum=True,
        ),
    )
