"""The engines of 2005, one a file: from a site of the story to everything its server would send."""

from __future__ import annotations

from collections.abc import Callable

from threadgraph.demo.engines import (
    blogger,
    dotclear1,
    movabletype3,
    phpbb2,
    typepad,
    wordpress15,
    wordpress20,
)
from threadgraph.demo.engines.frame import Resource
from threadgraph.demo.tale import Site

__all__ = ["ENGINES", "Resource", "resources"]

ENGINES: dict[str, Callable[[Site], dict[str, Resource]]] = {
    "blogger": blogger.resources,
    "dotclear1": dotclear1.resources,
    "movabletype3": movabletype3.resources,
    "phpbb2": phpbb2.resources,
    "typepad": typepad.resources,
    "wordpress15": wordpress15.resources,
    "wordpress20": wordpress20.resources,
}


def resources(site: Site) -> dict[str, Resource]:
    """All that one site serves, by path with query."""
    found = ENGINES[site.engine](site)
    if site.robots:
        found["/robots.txt"] = Resource(site.robots.encode(), "text/plain")
    return found
