"""Web archives: the addresses of snapshots, and of the index (CDX) that lists them.

Only addresses are made and taken apart here; `Session` fetches them like any others. A snapshot is asked
for as it was received (``id_``), so that the page's own links and words come, not the archive's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qs, quote, urljoin, urlsplit

from threadgraph.addresses import normal

__all__ = [
    "Archive",
    "Held",
    "Snapshot",
    "archive_of_index",
    "is_index",
    "page_key",
    "raw",
    "read_index",
    "snapshot_of",
]

_SNAPSHOT = re.compile(
    r"(?P<archive>https?://[^?#]+?)/(?P<time>\d{4,14})(?P<mode>[a-z]{2}_)?/(?P<url>https?:/{1,2}(?=[^/]).+)$"
)
_INDEX = re.compile(r"(?:/cdx(?:/search/cdx)?|/cdx-server/cdx|-cdx)/?$")
_WAYBACK = "https://web.archive.org/web"
_WAYBACK_INDEX = "https://web.archive.org/cdx/search/cdx"
_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A page as an archive held it at a time.

    Attributes
    ----------
    archive : str
        The address that stands before the time.
    time : datetime
    url : str
        The page's own address.
    """

    archive: str
    time: datetime
    url: str

    @property
    def address(self) -> str:
        """Where its bytes are, as they were received."""
        return f"{self.archive}/{self.time:%Y%m%d%H%M%S}id_/{self.url}"

    def beside(self, url: str) -> Snapshot:
        """The snapshot of another page at the same time; what is a snapshot already stays that."""
        return snapshot_of(url) or Snapshot(self.archive, self.time, url.split("#")[0])

    def redirected(self, place: str, asked: str) -> str:
        """Where a ``Location`` of this snapshot leads: it was written for the page, not for the archive."""
        there = urljoin(asked, place)
        return there if snapshot_of(there) else self.beside(urljoin(self.url, place)).address

    def dated(self, headers: Iterable[tuple[str, str]]) -> Snapshot:
        """The snapshot that was really given: an archive answers with the nearest one it has."""
        stated = next((v for k, v in headers if k.lower() == "memento-datetime"), None)
        try:
            when = parsedate_to_datetime(stated).astimezone(UTC) if stated else self.time
        except (TypeError, ValueError, OverflowError):
            return self
        return Snapshot(self.archive, when, self.url)


def snapshot_of(address: str) -> Snapshot | None:
    """The snapshot that an address names, or None if it names a page of the living web.

    >>> snapshot_of("https://web.archive.org/web/20051014083000/http://blog.example/a").url
    'http://blog.example/a'
    >>> snapshot_of("http://blog.example/2005/10/14/a") is None
    True
    """
    m = _SNAPSHOT.match(address)
    if m is None:
        return None
    wayback = (urlsplit(m["archive"]).hostname or "").endswith("web.archive.org")
    if not wayback and m["mode"] is None and len(m["time"]) < 8:
        return None  # /2005/http://… may be a page of its own
    try:  # a time may be a year, a month or a day only
        when = datetime.strptime(m["time"] + "00000101000000"[len(m["time"]) :], "%Y%m%d%H%M%S")
    except ValueError:
        return None
    url = re.sub(r"^(https?:)/{1,2}", r"\1//", m["url"]).split("#")[0]
    return Snapshot(m["archive"], when.replace(tzinfo=UTC), url)


def raw(url: str) -> str:
    """The address under which a page's own bytes are: an archive draws its frame around a snapshot else."""
    snapshot = snapshot_of(url)
    return snapshot.address if snapshot is not None else url


def page_key(url: str, why: str) -> str:
    """One name for one wanted page: a link is followed once, whatever the time of the snapshot it stands in."""
    snapshot = snapshot_of(url)
    if snapshot is None or why in ("seed", "page", "interface", "feed"):
        return normal(url)
    return _any_time(snapshot.archive, snapshot.url)


def _any_time(archive: str, url: str) -> str:
    return f"{normal(archive)}/*/{normal(url)}"


@dataclass(frozen=True)
class Archive:
    """A web archive that speaks the CDX protocol, and the time that is wanted from it.

    Parameters
    ----------
    url : str
        What stands before the time in a snapshot's address: ``http://127.0.0.1:8080/coll`` of pywb,
        ``https://web.archive.org/web`` of the Wayback Machine.
    start, end : datetime, optional
        The first and the last moment of snapshots of the sources; links lead to what is nearest.
    index : str, optional
        Where its index answers, if that isn't known from `url`.

    Examples
    --------
    >>> Archive("http://127.0.0.1:8080/coll", datetime(2005, 10, 13), datetime(2005, 10, 18)).source("http://b.example/")
    'http://127.0.0.1:8080/coll/cdx?url=http%3A%2F%2Fb.example%2F&output=json&from=20051013000000&to=20051018000000'
    """

    url: str
    start: datetime | None = None
    end: datetime | None = None
    index: str | None = None

    def source(self, url: str) -> str:
        """What to fetch for a source: the list of its snapshots, or the snapshot that its address names."""
        snapshot = snapshot_of(url)
        if snapshot is not None:
            return snapshot.address
        base = self.url.rstrip("/")
        index = self.index or (_WAYBACK_INDEX if base == _WAYBACK else f"{base}/cdx")
        bounds = "".join(
            f"&{name}={when.astimezone(UTC) if when.tzinfo else when:%Y%m%d%H%M%S}"
            for name, when in (("from", self.start), ("to", self.end))
            if when
        )
        return f"{index}?url={quote(url, safe='')}&output=json{bounds}" + (f"#{base}" if self.index else "")

    def link(self, url: str) -> str:
        """The name of a page when something links to it, as `page_key` gives it."""
        snapshot = snapshot_of(url)
        return _any_time(self.url, snapshot.url if snapshot else url)


@dataclass(frozen=True, slots=True)
class Held:
    """One line of an index."""

    url: str
    time: datetime
    status: str
    mime: str
    digest: str


def is_index(url: str) -> bool:
    """Whether an address asks an index for a page."""
    parts = urlsplit(url)
    return _INDEX.search(parts.path) is not None and "url=" in parts.query


def archive_of_index(index: str) -> tuple[str, str]:
    """The archive that an index belongs to, and the page that it was asked for."""
    parts = urlsplit(index)
    asked = (parse_qs(parts.query).get("url") or [""])[0]
    if parts.fragment:  # never sent: which archive an index of another address belongs to
        return parts.fragment, asked
    place = index.partition("?")[0]
    if place == _WAYBACK_INDEX:
        return _WAYBACK, asked
    return _INDEX.sub("", place), asked


def read_index(body: bytes) -> list[Held]:
    """The lines of an index, in any of its dialects: JSON lines, JSON arrays with a header row, plain text.

    >>> [h.status for h in read_index(b'[["timestamp","original","statuscode"],["20051014083000","http://b.example/","200"]]')]
    ['200']
    """
    text = body.decode("utf-8", "replace").strip()
    rows: list[dict[str, object]] = []
    if text.startswith("["):
        try:
            table = json.loads(text)
        except (ValueError, RecursionError):
            return []
        table = [r for r in table if isinstance(r, list)]
        if table:
            names = [str(n) for n in table[0]]
            rows = [dict(zip(names, r, strict=False)) for r in table[1:]]
    else:
        for line in text.splitlines():
            start = line.find("{")
            if start >= 0:
                try:
                    row = json.loads(line[start:])
                except (ValueError, RecursionError):
                    continue
                if not isinstance(row, dict):
                    continue
                key = line[:start].split()
                rows.append({**({"timestamp": key[1]} if len(key) > 1 else {}), **row})
            elif len(fields := line.split()) >= 6:
                rows.append(dict(zip(_FIELDS, fields, strict=False)))
    return sorted(filter(None, map(_held, rows)), key=lambda h: (h.time, h.url))


def _held(row: dict[str, object]) -> Held | None:
    def first(*names: str) -> str:
        return next((str(row[n]) for n in names if row.get(n) not in (None, "")), "")

    url, stamp = (
        re.sub(r"^(http://[^/?#]+):80(?=[/?#]|$)", r"\1", first("original", "url")),
        first("timestamp"),
    )
    if not url.startswith(("http://", "https://")) or not re.fullmatch(r"\d{14}", stamp):
        return None
    try:
        when = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return Held(url, when, first("statuscode", "status"), first("mimetype", "mime"), first("digest"))
