"""Scrapers: one file a source, found automatically; plug-ins by the entry point ``threadgraph.scrapers``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points

from threadgraph.errors import ReadError, UsageError
from threadgraph.scrapers.base import Page, Reading, Request, Scraper

__all__ = ["Page", "Reading", "Request", "Scraper", "read_page", "scraper_for", "scrapers"]

_SURE = 0.01
_NO_PAGE = {
    "empty": "an empty file",
    "binary": "a binary file, not a page",
    "zip": "a compressed file that is broken, too large or of an unknown kind; unpack it first",
}


@cache
def scrapers() -> tuple[Scraper, ...]:
    """One instance of every scraper, ours first, then plug-ins, sorted by name.

    Raises
    ------
    UsageError
        If two scrapers have one name.
    """
    classes: dict[str, type[Scraper]] = {}
    for module in pkgutil.iter_modules(__path__):
        if not module.ispkg:
            loaded = importlib.import_module(f"{__name__}.{module.name}")
            for value in vars(loaded).values():
                if (
                    isinstance(value, type)
                    and issubclass(value, Scraper)
                    and value.__module__ == loaded.__name__
                    and hasattr(value, "name")
                ):
                    _add(classes, value)
    for point in entry_points(group="threadgraph.scrapers"):
        _add(classes, point.load())
    return tuple(classes[name]() for name in sorted(classes))


def _add(classes: dict[str, type[Scraper]], new: type[Scraper]) -> None:
    if new.name in classes and classes[new.name] is not new:
        raise UsageError(f"two scrapers are named {new.name!r}: rename one")
    classes[new.name] = new


def scraper_for(page: Page) -> Scraper:
    """The scraper that is surest of a page.

    Raises
    ------
    ReadError
        If none claims it.
    """
    if page.looks in _NO_PAGE:
        raise ReadError(_NO_PAGE[page.looks])
    sure, best = max(((s.claims(page), s) for s in scrapers()), key=lambda pair: pair[0])
    if sure < _SURE:
        raise ReadError(f"no scraper knows this kind of page ({page.looks})")
    return best


def read_page(page: Page) -> tuple[Scraper, Reading]:
    """What the surest scraper reads on a page.

    Raises
    ------
    ReadError
        If no scraper can read it.
    """
    scraper = scraper_for(page)
    return scraper, scraper.read(page)
