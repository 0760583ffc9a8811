"""PunBB and FluxBB: light boards of one markup."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["FluxBB"]


class FluxBB(Engine):
    """Topics of a FluxBB or PunBB board."""

    name = "fluxbb"
    example = "https://board.example/viewtopic.php?id=4711"
    gives = ("dates", "links")
    generators = ("punbb", "fluxbb")
    marks = (b"punbb", b"fluxbb", b'id="punviewtopic"')
    forum = True
    markups = (
        Markup(
            "punbb",
            "div.blockpost",
            ".postmsg, .entry-content",
            ".postleft dt strong, .postleft dt a, .author .username",
            "h2 a, h2 span, .posthead .posted",
            drop=".postsignature, .postedit, h3, .signature",
            forum=True,
        ),
    )
