"""SPIP: forums below articles, "le 14 octobre 2005 à 12:10, par X"."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["Spip"]


class Spip(Engine):
    """Articles and forums of SPIP sites."""

    name = "spip"
    example = "https://journal.example/spip.php?article4711"
    gives = ("parents", "dates", "links")
    generators = ("spip",)
    marks = (b"spip.php?", b'class="forum-fil', b'class="forum-message', b"/squelettes-dist/", b"spip_out")
    markups = (
        Markup(
            "spip-1.9",
            "div.forum-message",
            ".forum-texte",
            ".forum-auteur, .forum-chapo .spip_in, .forum-chapo small > a, .forum-chapo small > span",
            ".forum-chapo abbr, .forum-chapo small, .forum-chapo",
            drop=".forum-repondre-message, .forum-lien, .hyperlien",
        ),
        Markup(
            "spip",
            "li.forum-fil, ul.forum > li, li.comment-li, .comments-items > li.comment-item",
            ".forum-texte, .comment-texte, .comment-content",
            ".forum-auteur, .forum-titre + small .spip_in, .comment-meta .fn, .comment-fiche .fn, .forum-chapo .forum-auteur, .forum-chapo .spip_in, .comment-meta abbr ~ span:not(.sep), .comment-meta strong, small a",
            ".forum-chapo abbr, .forum-chapo small, .comment-meta abbr, .comment-date, .forum-chapo, .comment-meta",
            drop=".forum-repondre-message, .repondre, .forum-titre, .forum-lien, .hyperlien",
        ),
    )
