"""blogSpirit and Hautetfort: a comment ends with "Écrit par : X | le …"."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["BlogSpirit"]


class BlogSpirit(Engine):
    """Posts and comments of blogSpirit and Hautetfort blogs."""

    name = "blogspirit"
    example = "https://luc.hautetfort.com/archive/2005/10/14/panne.html"
    gives = ("dates", "links")
    hosts = ("hautetfort.com", "blogspirit.com", "blogspirit.net")
    generators = ("blogspirit", "hautetfort")
    marks = (
        b"hautetfort.com/media",
        b"blogspirit.com/media",
        b"blogspirit.com/themes",
        b"hautetfort.com/themes",
    )
    markups = (
        Markup(
            "blogspirit",
            "#comments ~ p.posted, #comments p.posted, .comments p.posted, div.comment > p.posted",
            "",
            "a:not([href^='#']):not([href*='#c'])",
            "",
            extent="foot",
            stop="h1, h2, h3, h4, form, p.posted",
        ),
    )
