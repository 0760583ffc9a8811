"""Local sources: saved pages, mail, exports, WARC files, and folders of them."""

from __future__ import annotations

import csv
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from threadgraph.addresses import absolute
from threadgraph.errors import UsageError
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


@dataclass(frozen=True)
class LocalPage:
    """A file, or a record of a WARC file, with the address that it had on the web if that is known."""

    name: str
    url: str
    body: bytes
    content_type: str
    fetched: datetime
    headers: list[tuple[str, str]] = field(default_factory=list)
    status: int = 200


def is_local(source: str | Path) -> bool:
    """Whether a source is a path rather than an address."""
    return isinstance(source, Path) or not re.match(r"^[a-z][a-z0-9+.-]+://", str(source), re.I)


def local_pages(source: str | Path, max_bytes: int = 4_000_000_000) -> Iterator[LocalPage]:
    """The pages of a file or a folder.

    A folder may hold an ``index.tsv`` or ``index.csv`` with columns ``page`` (or ``file``) and ``url``:
    where each saved page came from.

    Parameters
    ----------
    source : str or Path
    max_bytes : int
        Larger files are an error.

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
            if file.suffix.lower() in _SKIPPED or (
                file.stem.upper() in ("README", "LICENSE", "INDEX") and file.suffix not in (".html", ".htm")
            ):
                continue
            yield from _file(file, addresses.get(file.name), max_bytes)
    else:
        yield from _file(path, _index(path.parent).get(path.name), max_bytes)


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


def _file(path: Path, url: str | None, max_bytes: int) -> Iterator[LocalPage]:
    size = path.stat().st_size
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
    if size > max_bytes:
        raise UsageError(f"{path} is larger than {max_bytes} bytes; split it")
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or ""
    fetched = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    yield LocalPage(path.name, url or _address(body) or f"file:///{_safe(path.name)}", body, kind, fetched)


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
