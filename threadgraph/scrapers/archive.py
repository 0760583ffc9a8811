"""The index of a web archive: which snapshots of a page there are, and which of them differ."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from threadgraph.errors import ReadError
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.web.archive import Held, Snapshot, archive_of_index, is_index, read_index

__all__ = ["ArchiveIndex"]

#: More snapshots of one page than this are thinned out evenly; the first and the last stay.
_MOST = 40
_NO_PAGE = (
    "image/",
    "video/",
    "audio/",
    "text/css",
    "application/javascript",
    "application/x-javascript",
    "font/",
)


class ArchiveIndex(Scraper):
    """Snapshots of a page in a web archive, by its CDX index (pywb, the Wayback Machine)."""

    name = "archive"
    example = "https://web.archive.org/cdx/search/cdx?url=blog.example/2005/10/14/attack/&output=json"
    gives: ClassVar[tuple[str, ...]] = ()

    def claims(self, page: Page) -> float:
        """By the address: an index says nothing of itself."""
        return 0.99 if is_index(page.url) else 0.0

    def read(self, page: Page) -> Reading:
        """No posts, but the snapshots that differ, oldest first."""
        archive, asked = archive_of_index(page.url)
        lines = read_index(page.body)
        good = [h for h in lines if h.status[:1] in ("2", "3", "-", "") and not h.mime.startswith(_NO_PAGE)]
        if not good:
            raise ReadError(
                f"no snapshot of {asked}{_between(page.url)}" + (", only errors" if lines else "")
            )
        fresh: dict[tuple[str, str], Held] = {}
        for h in good:  # the same bytes again say nothing new
            fresh.setdefault((h.url, h.digest or f"{h.time}"), h)
        kept = list(fresh.values())
        if len(kept) > _MOST:
            kept = [kept[round(i * (len(kept) - 1) / (_MOST - 1))] for i in range(_MOST)]
        notes = (
            [f"{len(fresh)} different snapshots, {len(kept)} of them read"] if len(kept) < len(fresh) else []
        )
        return Reading(
            next=[Request(Snapshot(archive, h.time, h.url).address, "page") for h in kept], notes=notes
        )


def _between(index: str) -> str:
    query = parse_qs(urlsplit(index).query)
    ends = [f"{t[:4]}-{t[4:6]}-{t[6:8]}" for name in ("from", "to") if (t := (query.get(name) or [""])[0])]
    return " between " + " and ".join(ends) if len(ends) == 2 else ""
