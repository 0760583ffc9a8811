"""What scrapers of HTML have in common: by what an engine is known, and how it prints posts."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from threadgraph.scrapers.base import Page, Reading, Scraper
from threadgraph.scrapers.page import read_html
from threadgraph.scrapers.reader.markup import Markup

__all__ = ["Engine"]


@cache
def _known() -> tuple[str, ...]:
    """How the generators of all engines begin."""
    found = {"wordpress", "mediawiki", "discourse"}
    for engine in Engine.__subclasses__():
        found.update(engine.generators)
    return tuple(sorted(found))


class Engine(Scraper):
    """An engine of blogs or forums, known by its pages.

    Its descriptions are tried first; a page on which none holds is mined, as any other.
    """

    #: How the page's ``generator`` begins, in lower case.
    generators: ClassVar[tuple[str, ...]] = ()
    #: What stands in the engine's pages and in no other's, in lower case.
    marks: ClassVar[tuple[bytes, ...]] = ()
    #: The domains of a host that runs nothing else.
    hosts: ClassVar[tuple[str, ...]] = ()
    #: How it prints posts, the newest version last.
    markups: ClassVar[tuple[Markup, ...]] = ()
    #: The opening post is printed like the others.
    forum: ClassVar[bool] = False

    def claims(self, page: Page) -> float:
        if page.looks != "html":
            return 0.0
        if self.generators and page.generator.startswith(self.generators):
            return 0.88
        if page.generator.startswith(_known()):  # it says what made it, and that is another
            return 0.0
        if self.hosts and page.site in self.hosts:
            return 0.8
        return 0.75 if page.bears(*self.marks) else 0.0

    def read(self, page: Page) -> Reading:
        return read_html(page, self.name, markups=self.markups, forum=self.forum)
