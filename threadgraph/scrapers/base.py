"""What a scraper is: one class that says which pages it knows and reads posts from their bytes.

A scraper never sees a socket. It gets a `Page`, whether that came from the network, a WARC record,
an archive or a file on disk, and gives a `Reading`.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import IO, Any, ClassVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup
from lxml import etree

from threadgraph.addresses import host_of, site_of
from threadgraph.model import Post
from threadgraph.scrapers.reader.charset import decode
from threadgraph.scrapers.reader.sieve import Sieve
from threadgraph.scrapers.reader.stream import lines_of, packing, unpacked, whole

__all__ = ["Page", "Reading", "Request", "Scraper"]


@dataclass(frozen=True)
class Request:
    """A page to fetch next.

    Attributes
    ----------
    url : str
    why : {'seed', 'page', 'interface', 'feed', 'link', 'trackback'}
        ``page`` and ``interface`` belong to a thread that is being read and are always fetched;
        ``link`` and ``trackback`` lead elsewhere and follow the study's rules.
    """

    url: str
    why: str = "page"


@dataclass
class Reading:
    """What a scraper found on one page.

    Attributes
    ----------
    posts : iterable of Post
        In page order; dumps may stream them.
    next : list of Request
    stated : int, optional
        How many replies the platform says the thread has.
    thread_id : str, optional
        The thread that `stated` speaks of.
    notes : list of str
        What this interface can't give, for the ledger.
    trust : int
        Where a post is read by several routes, the fields of the higher number win: 1 a feed that
        cuts, 2 a page, 3 a feed with threading, 4 an interface or a dump.
    """

    posts: Iterable[Post] = ()
    next: list[Request] = field(default_factory=list)
    stated: int | None = None
    thread_id: str | None = None
    notes: list[str] = field(default_factory=list)
    trust: int = 2


class Page:
    """Bytes with an address, decoded and parsed once, on first use.

    Parameters
    ----------
    url : str
    body : bytes
    content_type : str
        As the server said, with its charset.
    fetched : datetime, optional
        When; relative dates count from here, and mean nothing without it.
    capture : str, optional
        Its name in the captures.
    zone : str
        The time zone assumed where a page states none.
    headers : sequence of (str, str)
    file : Path, optional
        A file too large to be held: `body` is then its beginning, and `stream` all of it.
    columns : mapping of str to str, optional
        Which column of a table holds which field of a post.
    """

    def __init__(
        self,
        url: str,
        body: bytes,
        content_type: str = "",
        fetched: datetime | None = None,
        capture: str | None = None,
        zone: str = "UTC",
        headers: Sequence[tuple[str, str]] = (),
        file: Path | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> None:
        self.url = url
        self.body = (whole(body, _UNPACKED) or body) if packing(body[:8]) else body
        self.file = file
        self.columns = columns or {}
        self.content_type = content_type
        self.fetched = fetched
        self.capture = capture
        self.zone = ZoneInfo(zone)
        self.headers = headers

    @cached_property
    def text(self) -> str:
        """The body as text, in the charset that it really is in."""
        return decode(self.body, self.content_type)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page as beautifulsoup4 reads it: the friendly way."""
        return BeautifulSoup(_XML_MARK.sub("", self.text), "lxml")

    @cached_property
    def tree(self) -> Any:
        """The page as an lxml element: the fast way."""
        # etree's own parser: lxml.html's asks Python for the class of every element
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True, collect_ids=False)
        data = self.text.encode("utf-8", "replace").translate(None, _CONTROLS)
        for outside in (b"\xef\xbf\xbe", b"\xef\xbf\xbf"):  # U+FFFE and U+FFFF
            data = data.replace(outside, b"")
        try:
            tree = etree.fromstring(data or b"<html></html>", parser)
        except (ValueError, etree.ParserError, etree.XMLSyntaxError):
            tree = None
        if tree is None:
            tree = etree.fromstring(b"<html><body></body></html>", etree.HTMLParser())
        return tree

    @cached_property
    def json(self) -> Any:
        """The body as JSON, or None where it isn't that."""
        if self.body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
            return None
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None

    @cached_property
    def record(self) -> dict[str, Any]:
        """The object on the first line of JSON Lines (or the whole of the JSON); empty for anything else."""
        if self.looks != "json":
            return {}
        line = self.body.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0]
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = self.json
        return found if isinstance(found, dict) else {}

    @contextmanager
    def stream(self) -> Iterator[IO[bytes]]:
        """All bytes as a file to read from, unpacked: the way for what does not fit into memory."""
        if self.file is None:
            yield BytesIO(self.body)
            return
        with self.file.open("rb") as raw, unpacked(raw) as plain:
            yield plain

    def beside(self, name: str) -> Page | None:
        """The file of another name in the folder of `file`, for what belongs together; None if there is none."""
        place = self.file.with_name(name) if self.file is not None else None
        if place is None or not place.is_file():
            return None
        with place.open("rb") as f:
            return Page(
                self.url.rpartition("/")[0] + f"/{name}", f.read(4096), zone=self.zone.key, file=place
            )

    def lines(self) -> Iterator[bytes]:
        """All lines, with their ends, one at a time.

        Raises
        ------
        ReadError
            If a packed file breaks off, or a line never ends.
        """
        with self.stream() as f:
            yield from lines_of(f)

    @property
    def host(self) -> str:
        """The host name, without ``www.``; with its port where that is odd."""
        return host_of(self.url) or "file"

    @property
    def site(self) -> str:
        """The registered domain."""
        return site_of(self.url) or "file"

    @property
    def path(self) -> str:
        """The path of the address."""
        return urlsplit(self.url).path

    @cached_property
    def low(self) -> bytes:
        """The head and the foot of the body in lower case: where the marks of engines stand."""
        if len(self.body) <= 130_000:
            return self.body.lower()
        return (self.body[:90_000] + self.body[-40_000:]).lower()

    @cached_property
    def _sieve(self) -> Sieve:
        if len(self.body) <= 130_000:
            return Sieve(self.low)
        return Sieve(self.low + self.body[89_000:-39_000].lower())  # no mark has a thousand bytes

    def bears(self, *marks: bytes) -> bool:
        """Whether any of some marks, in lower case, stands in `low`."""
        return any(m in self.low for m in marks if self._sieve.may_hold(m))

    def holds(self, mark: bytes) -> bool:
        """Whether a mark stands in the body, as it is written."""
        return self._sieve.may_hold(mark.lower()) and mark in self.body

    @cached_property
    def generator(self) -> str:
        """What a page says made it, in lower case."""
        at = self.low.find(b"generator")
        while 0 <= at < 120_000:
            start = self.low.rfind(b"<meta", max(0, at - 300), at)
            end = self.low.find(b">", at)
            tag = self.low[start:end] if 0 <= start < at < end else b""
            m = _CONTENT.search(tag)
            if m and b"<" not in tag[1:]:
                return m[1].decode("utf-8", "replace")
            at = self.low.find(b"generator", at + 9)
        return ""

    @cached_property
    def looks(self) -> str:
        """What the first bytes look like: html, xml, json, mail, zip, binary, empty or text."""
        return _looks(self.body, self.content_type)


class Scraper(ABC):
    """One source of posts: a file in this folder, or a plug-in of the group ``threadgraph.scrapers``."""

    #: Short and unique; stands in the `source` of every post.
    name: ClassVar[str]
    #: An address or file name that it claims and no other scraper does.
    example: ClassVar[str]
    #: What its posts carry: any of parents, dates, scores, owner, links.
    gives: ClassVar[tuple[str, ...]] = ("dates",)
    #: It reads `Page.stream` or `Page.lines` a piece at a time, so that a file of any size will do.
    streams: ClassVar[bool] = False

    @abstractmethod
    def claims(self, page: Page) -> float:
        """How sure it is that the page is its own, from 0 (not mine) to 1."""

    @abstractmethod
    def read(self, page: Page) -> Reading:
        """The posts on the page, and what to fetch next.

        Raises
        ------
        ReadError
            If the bytes are not what they seemed to be.
        """


#: What a packed page may hold.
_UNPACKED = 64_000_000
_CONTENT = re.compile(rb"""content\s*=\s*["']([^"'>]{1,120})""")
_XML_MARK = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])


_MAGIC = (
    (b"%PDF", "binary"),
    (b"\x89PNG", "binary"),
    (b"GIF8", "binary"),
    (b"\xff\xd8\xff", "binary"),
    (b"\x7fELF", "binary"),
    (b"RIFF", "binary"),
    (b"OggS", "binary"),
    (b"ID3", "binary"),
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "zip"),
    (b"BZh", "zip"),
    (b"\xfd7zXZ", "zip"),
    (b"\x28\xb5\x2f\xfd", "zip"),
)


_TAGS = re.compile(rb"<(?:html|body|div|p|table)", re.I)
#: What no text holds.
_ODD = bytes(b for b in range(32) if b < 9 or b > 13)


def _looks(body: bytes, content_type: str) -> str:
    head = body[:4096]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return "empty" if not body.strip() else "text"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode()
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    low = start.lower()
    odd = len(head) - len(head.translate(None, _ODD))
    if head.count(0) > 8 or odd > len(head) * 0.1:
        return "binary"
    if start[:1] in (b"{", b"["):
        return "json"
    if low.startswith(b"<?xml") and b"<html" not in low[:1000]:
        return "xml"
    if low.startswith((b"<rss", b"<feed", b"<rdf")):
        return "xml"
    if start.startswith(b"From ") or _mail_headers(start):
        return "mail"
    if b"<" in start and ("html" in content_type or _TAGS.search(body, 0, 200_000)):
        return "html"
    if content_type.startswith(("image/", "audio/", "video/", "application/octet-stream", "font/")):
        return "binary"
    return "text"


def _mail_headers(start: bytes) -> bool:
    names = [line.partition(b":")[0].lower() for line in start.split(b"\n\n")[0].splitlines()[:40]]
    return b"from" in names and (b"date" in names or b"message-id" in names)
