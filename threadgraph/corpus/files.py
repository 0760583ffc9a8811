"""Local sources: saved pages, mail, exports, WARC files, and folders of them."""

from __future__ import annotations

import csv
import hashlib
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BufferedIOBase
from pathlib import Path
from typing import cast

from threadgraph.addresses import absolute
from threadgraph.errors import ReadError, UsageError
from threadgraph.scrapers.reader.stream import packing, reading, unpacked
from threadgraph.web.captures import read_captures

__all__ = ["LocalPage", "is_local", "local_pages"]

_SAVED = re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://[^\s<>]+)\s*-->", re.I)
_CANONICAL = (
    re.compile(rb"""<link[^>]+rel=["']?canonical["']?[^>]*href=["']([^"'<>\s]+)""", re.I),
    re.compile(rb"""<link[^>]+href=["']([^"'<>\s]+)["'][^>]*rel=["']?canonical""", re.I),
    re.compile(rb"""<meta[^>]+property=["']og:url["'][^>]*content=["']([^"'<>\s]+)""", re.I),
)
_SKIPPED = {
    ".css",
    ".js",
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".svg",
    ".ico",
    ".woff",
    ".woff2",
    ".tsv",
    ".md",
    ".toml",
}
#: What stands beside ConvoKit's utterances and holds no posts.
_BESIDE_UTTERANCES = {"conversations.json", "speakers.json", "users.json", "corpus.json", "index.json"}
#: What stands beside the posts of a Stack Exchange dump; their reader opens what it needs.
_BESIDE_POSTS = {
    f"{n}.xml" for n in ("Badges", "Comments", "PostHistory", "PostLinks", "Tags", "Users", "Votes")
}
#: Larger files, unpacked, are read as streams.
WHOLE = 20_000_000
_HEAD = 1_000_000


@dataclass(frozen=True)
class LocalPage:
    """A file, or a record of a WARC file, with the address that it had on the web if that is known.

    Of a file too large to be held, `body` is the beginning, unpacked, and `file` says where all of it is.
    """

    name: str
    url: str
    body: bytes
    content_type: str
    fetched: datetime
    headers: list[tuple[str, str]] = field(default_factory=list)
    status: int = 200
    file: Path | None = None

    def origin(self) -> str:
        """What identifies a file that isn't copied into the captures: its name, size and hash."""
        if self.file is None:
            return ""
        with self.file.open("rb") as f:
            digest = hashlib.file_digest(f, "sha256").hexdigest()
        return f"read from {self.file.name}, {self.file.stat().st_size} bytes, SHA-256 {digest}; not copied into the captures"


def is_local(source: str | Path) -> bool:
    """Whether a source is a path rather than an address."""
    return isinstance(source, Path) or not re.match(r"^[a-z][a-z0-9+.-]+://", str(source), re.I)


def local_pages(source: str | Path) -> Iterator[LocalPage]:
    """The pages of a file or a folder.

    A folder may hold an ``index.tsv`` or ``index.csv`` with columns ``page`` (or ``file``) and ``url``:
    where each saved page came from.

    Parameters
    ----------
    source : str or Path

    Yields
    ------
    LocalPage

    Raises
    ------
    UsageError
        If there is no such file.
    """
    path = Path(source)
    if not path.exists():
        raise UsageError(f"no such file or folder: {path} (addresses begin with https://)")
    if path.is_dir():
        addresses = _index(path)
        for file in sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")):
            if (
                file.suffix.lower() in _SKIPPED
                or (file.name in _BESIDE_UTTERANCES and file.with_name("utterances.jsonl").exists())
                or (file.name in _BESIDE_POSTS and file.with_name("Posts.xml").exists())
                or (
                    file.stem.upper() in ("README", "LICENSE", "INDEX")
                    and file.suffix not in (".html", ".htm")
                )
            ):
                continue
            yield from _file(file, addresses.get(file.name))
    else:
        yield from _file(path, _index(path.parent).get(path.name))


def _index(folder: Path) -> dict[str, str]:
    for place in (folder, folder.parent):
        for name, mark in (("index.tsv", "\t"), ("index.csv", ",")):
            if not (place / name).is_file():
                continue
            with (place / name).open(encoding="utf-8", newline="") as f:
                rows = csv.DictReader(f, delimiter=mark)
                found = {r.get("page") or r.get("file") or "": r.get("url") or "" for r in rows}
            return {k: v for k, v in found.items() if k and v}
    return {}


def _file(path: Path, url: str | None) -> Iterator[LocalPage]:
    if path.name.endswith((".warc", ".warc.gz")):
        for capture in read_captures(path):
            robots = capture.url.endswith("/robots.txt")
            if (
                (capture.url.startswith("http") or capture.imported)
                and not robots
                and not 300 <= capture.status < 400
            ):
                yield LocalPage(
                    f"{path.name}#{capture.name.partition('#')[2]}",
                    capture.url,
                    capture.body,
                    capture.header("content-type") or "",
                    capture.fetched,
                    capture.headers,
                    capture.status,
                )
        return
    kind = mimetypes.guess_type(path.name)[0] or ""
    fetched = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    head, large = _beginning(path)
    local = f"file:///{_safe(path.name)}"
    if (
        path.name == "Posts.xml"
    ):  # its folder is named after the site, and its posts need what stands beside it
        local, large = f"file:///{_safe(path.resolve().parent.name)}/{path.name}", True
    body = head if large else path.read_bytes()
    place = url or _address(head) or local
    yield LocalPage(path.name, place, body, kind, fetched, file=path if large else None)


def _beginning(path: Path) -> tuple[bytes, bool]:
    """The first bytes of a file, unpacked, and whether it is too large to be read as a whole."""
    with path.open("rb") as raw:
        packed = packing(raw.read(8)) is not None
        raw.seek(0)
        large = path.stat().st_size > WHOLE
        head = b""
        try:
            with reading(), unpacked(raw) as plain:
                while len(head) < _HEAD and (chunk := cast(BufferedIOBase, plain).read1(_HEAD - len(head))):
                    head += chunk
                size = len(head)
                while packed and not large and (chunk := plain.read(_HEAD)):
                    size += len(chunk)
                    large = size > WHOLE
        except ReadError:  # said when it is read, as a stream: what came before the cut is kept
            large = packed
    return head, large


def _address(body: bytes) -> str | None:
    """Where a saved page says that it came from."""
    head = body[:100_000]
    if b"<" not in head[:2000]:
        return None
    for pattern in (_SAVED, *_CANONICAL):
        if m := pattern.search(head):
            return absolute("", m[1].decode("utf-8", "replace"))
    return None


def _safe(name: str) -> str:
    return re.sub(r"[^\w.,()-]+", "-", name)
