"""Simple Machines Forum: versions 1 (tables) and 2 (boxes)."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["SimpleMachines"]


class SimpleMachines(Engine):
    """Topics of a Simple Machines forum."""

    name = "smf"
    example = "https://forum.example/index.php?topic=4711.0"
    gives = ("dates", "links")
    generators = ("smf", "simple machines")
    marks = (b"simple machines", b"smf_theme_url", b"smf_scripturl", b"smf_script_url")
    forum = True
    markups = (
        Markup(
            "smf-2",
            "#forumposts div.windowbg, #forumposts div.windowbg2",
            "div.post div.inner, .inner",
            ".poster h4 a, .poster h4",
            ".keyinfo .smalltext, .keyinfo .page_number + a, .keyinfo a.smalltext, .postinfo .smalltext",
            drop=".signature, .smalltext.modified, .quoteheader .topslice_quote",
            forum=True,
        ),
    )
