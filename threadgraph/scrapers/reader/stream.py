"""Files too long for memory, packed or not, as one stream of bytes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

import zstandard
from lxml import etree

from threadgraph.errors import ReadError

__all__ = ["elements", "lines_of", "local", "packing", "reading", "unpacked", "whole"]

#: Reddit's dumps were packed with a window of 2 GB; zstd refuses more than 128 MB unless told.
_WINDOW = 2**31
_LONGEST = 64_000_000
_MAGIC = ((b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"), (b"\x28\xb5\x2f\xfd", "zstd"))
_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError, ValueError)


def packing(head: bytes) -> str | None:
    """How some bytes are packed: gzip, bzip2, xz, zstd, or None.

    >>> packing(b"BZh91AY"), packing(b"{}")
    ('bzip2', None)
    """
    return next((name for magic, name in _MAGIC if head.startswith(magic)), None)


def unpacked(raw: IO[bytes]) -> IO[bytes]:
    """A stream of what a packed stream holds; the stream itself where it isn't packed."""
    head = raw.read(8)
    raw.seek(0)
    kind = packing(head)
    if kind == "gzip":
        return cast(IO[bytes], gzip.GzipFile(fileobj=raw, mode="rb"))
    if kind == "bzip2":
        return cast(IO[bytes], bz2.BZ2File(raw))
    if kind == "xz":
        return cast(IO[bytes], lzma.LZMAFile(raw))
    if kind == "zstd":
        return cast(IO[bytes], io.BufferedReader(_Zstd(raw), 1 << 20))
    return raw


class _Zstd(io.RawIOBase):
    """What a zstd stream holds; where it was cut, its end is an error, which the library leaves unsaid."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.raw = raw
        self.reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(
            raw, read_across_frames=True
        )

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        n = self.reader.readinto(buffer)
        if not n and len(buffer) and not _whole_frames(self.raw):
            raise EOFError("the end is missing")
        return int(n)


def _whole_frames(raw: IO[bytes]) -> bool:
    """Whether a file ends where a frame of zstd does: its blocks are walked by their sizes (RFC 8878, 3.1.1)."""
    end = raw.seek(0, io.SEEK_END)
    at = 0
    while at < end:
        raw.seek(at)
        head = raw.read(18)
        if len(head) < 8:
            return False
        if head[:4] != b"\x28\xb5\x2f\xfd":  # a frame to be skipped
            at += 8 + int.from_bytes(head[4:8], "little")
            continue
        at += zstandard.frame_header_size(head)
        last = False
        while not last:
            raw.seek(at)
            block = raw.read(3)
            if len(block) < 3:
                return False
            number = int.from_bytes(block, "little")
            last = bool(number & 1)
            at += 3 + (1 if number >> 1 & 3 == 1 else number >> 3)
        at += 4 * (head[4] >> 2 & 1)
    return at == end


@contextmanager
def reading() -> Iterator[None]:
    """Whatever a broken archive raises is one `ReadError`."""
    try:
        yield
    except _BROKEN as e:
        raise ReadError(f"the file is cut or broken ({str(e)[:120] or type(e).__name__})") from e


def lines_of(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of a stream, with their ends.

    Raises
    ------
    ReadError
        If the stream breaks, or a line is longer than any post.
    """
    while True:
        with reading():
            line = stream.readline(_LONGEST)
        if not line:
            return
        if len(line) >= _LONGEST:
            raise ReadError(f"a line of more than {_LONGEST // 1_000_000} MB: no list of posts")
        yield line


def whole(body: bytes, limit: int) -> bytes | None:
    """What packed bytes hold; None if they are broken or hold more than `limit` bytes."""
    out = []
    size = 0
    try:
        with reading(), unpacked(io.BytesIO(body)) as stream:
            while chunk := stream.read(1 << 20):
                out.append(chunk)
                size += len(chunk)
                if size > limit:
                    return None
    except ReadError:
        return None
    return b"".join(out)


def local(el: Any) -> str:
    """The name of an element without its namespace, declared or not; empty for comments and the like."""
    tag = el.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def elements(stream: IO[bytes], *names: str) -> Iterator[Any]:
    """The outermost elements of some names in an XML stream, each forgotten when the next is asked for.

    Raises
    ------
    ReadError
        If the stream breaks off; what came before was read.
    """
    try:
        with reading():
            tags = [f"{{*}}{n}" for n in names]
            walk = etree.iterparse(
                stream,
                events=("end",),
                tag=tags,
                recover=True,
                resolve_entities=False,
                no_network=True,
                huge_tree=True,
            )
            for _, el in walk:
                if next(el.iterancestors(*tags), None) is not None:
                    continue
                yield el
                el.clear()
                while el.getprevious() is not None and (up := el.getparent()) is not None:
                    del up[0]
    except etree.XMLSyntaxError as e:
        raise ReadError(f"the XML is cut or broken: {e}") from e
