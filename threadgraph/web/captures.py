"""Captures: every response as it was received, in WARC files that other archive tools read.

A run appends to a file of its own. If the process dies while it writes, only the last record of
that file is cut; `read_captures` stops there and nothing else is lost.
"""

from __future__ import annotations

import io
import threading
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

__all__ = ["Capture", "CaptureWriter", "decode_body", "read_captures"]

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Capture:
    """One stored response.

    Attributes
    ----------
    url : str
        What was asked for.
    status : int
        The HTTP status; 200 for a file that was imported.
    headers : list of (str, str)
    body : bytes
        Decoded (no gzip).
    fetched : datetime
        When it was received, UTC.
    name : str
        WARC file name, ``#``, record id: the `capture` of a post.
    """

    url: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    fetched: datetime
    name: str
    imported: bool = field(default=False)

    def header(self, name: str) -> str | None:
        """The value of a header, whatever its case."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


class CaptureWriter:
    """Appends responses to one WARC file; safe to share between threads.

    Parameters
    ----------
    folder : Path
        Made if it isn't there. The file is created at the first record.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._file: io.BufferedWriter | None = None
        self._writer: WARCWriter | None = None
        self._name = ""

    def response(
        self,
        url: str,
        status: int,
        reason: str,
        headers: Headers,
        raw: bytes,
        fetched: datetime,
        request: Headers = (),
    ) -> str:
        """Store one response as received and return its name."""
        kept = [(k, v) for k, v in headers if k.lower() not in ("transfer-encoding", "content-length")]
        kept.append(("Content-Length", str(len(raw))))
        with self._lock:
            writer = self._open()
            http = StatusAndHeaders(f"{status} {reason}".strip(), kept, protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(raw),
                http_headers=http,
                warc_headers_dict={"WARC-Date": _warc_date(fetched)},
            )
            asked = None
            if request:
                path = url.split("/", 3)[3] if url.count("/") > 2 else ""
                line = StatusAndHeaders(f"GET /{path} HTTP/1.1", list(request), is_http_request=True)
                asked = writer.create_warc_record(
                    url, "request", http_headers=line, warc_headers_dict={"WARC-Date": _warc_date(fetched)}
                )
            if asked is not None:
                writer.write_request_response_pair(asked, record)
            else:
                writer.write_record(record)
            self._flush()
            return self._label(record)

    def imported(self, url: str, content_type: str, body: bytes, fetched: datetime) -> str:
        """Store a file that came from disk and return its name."""
        with self._lock:
            writer = self._open()
            record = writer.create_warc_record(
                url,
                "resource",
                payload=io.BytesIO(body),
                warc_content_type=content_type,
                warc_headers_dict={"WARC-Date": _warc_date(fetched)},
            )
            writer.write_record(record)
            self._flush()
            return self._label(record)

    def close(self) -> None:
        """Close the file, if one was opened."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = self._writer = None

    def _open(self) -> WARCWriter:
        if self._writer is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
            number = 0
            while True:
                path = self.folder / f"{stamp}-{number:03d}.warc.gz"
                try:
                    self._file = path.open("xb")
                    break
                except FileExistsError:
                    number += 1
            self._name = path.name
            self._writer = WARCWriter(self._file, gzip=True)
            info = self._writer.create_warcinfo_record(
                path.name, {"software": "threadgraph", "format": "WARC File Format 1.0"}
            )
            self._writer.write_record(info)
        return self._writer

    def _flush(self) -> None:
        if self._file is not None:
            self._file.flush()

    def _label(self, record: object) -> str:
        rec_id = record.rec_headers.get_header("WARC-Record-ID")  # type: ignore[attr-defined]
        return f"{self._name}#{rec_id.strip('<>')}"


def _warc_date(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_captures(path: Path, max_bytes: int = 50_000_000) -> Iterator[Capture]:
    """The responses of one WARC file, ours or another tool's, in the order of the file.

    Parameters
    ----------
    path : Path
        A ``.warc`` or ``.warc.gz`` file. A file that is cut short gives what is whole.
    max_bytes : int
        Bodies longer than this (decoded) are cut.

    Yields
    ------
    Capture
    """
    with path.open("rb") as f:
        records = iter(ArchiveIterator(f))
        while True:
            try:
                record = next(records)
                if record.rec_type not in ("response", "resource"):
                    continue
                headers = record.http_headers.headers if record.http_headers else []
                raw = record.raw_stream.read()
                if not record.http_headers:
                    headers = [("Content-Type", record.rec_headers.get_header("Content-Type") or "")]
            except StopIteration:
                return
            except (ArchiveLoadFailed, EOFError, zlib.error, OSError, AttributeError, TypeError, ValueError):
                return  # the tail of a file whose writer was killed, maybe in the middle of a header
            if record.rec_type == "response" and record.http_headers is None:
                continue
            if getattr(record.raw_stream, "limit", 1) > 0:  # shorter than its header says, or no such header
                return
            when = record.rec_headers.get_header("WARC-Date") or "1970-01-01T00:00:00Z"
            rec_id = (record.rec_headers.get_header("WARC-Record-ID") or "").strip("<>")
            status = 200
            if record.http_headers:
                code = str(record.http_headers.get_statuscode() or "")
                status = int(code) if code.isdigit() else 0
                stated = next((v for k, v in headers if k.lower() == "content-length"), "")
                chunked = any(k.lower() == "transfer-encoding" and "chunked" in v.lower() for k, v in headers)
                if chunked:
                    raw = _unchunk(raw)
                elif stated.isdigit() and len(raw) < int(stated):
                    return
            try:
                body = decode_body(headers, raw, max_bytes)
            except (ValueError, zlib.error):
                body = b""
            yield Capture(
                url=record.rec_headers.get_header("WARC-Target-URI") or "",
                status=status,
                headers=[(str(k), str(v)) for k, v in headers],
                body=body,
                fetched=datetime.fromisoformat(when.replace("Z", "+00:00")).astimezone(UTC),
                name=f"{path.name}#{rec_id}",
                imported=record.rec_type == "resource",
            )


def _unchunk(raw: bytes) -> bytes:
    """Undo chunked transfer coding, as archives of other tools keep it; as is when it isn't that."""
    out: list[bytes] = []
    at = 0
    while True:
        end = raw.find(b"\r\n", at)
        if end < 0:
            return raw if not out else b"".join(out)
        try:
            size = int(raw[at:end].split(b";")[0], 16)
        except ValueError:
            return raw if not out else b"".join(out)
        if size == 0:
            return b"".join(out)
        out.append(raw[end + 2 : end + 2 + size])
        at = end + 2 + size + 2


def decode_body(headers: Headers, raw: bytes, max_bytes: int) -> bytes:
    """Undo the content coding of a body, giving up past `max_bytes`.

    Raises
    ------
    ValueError
        If the decoded body is longer than `max_bytes`.
    zlib.error
        If it isn't what its header says.
    """
    coding = next((v.lower().strip() for k, v in headers if k.lower() == "content-encoding"), "")
    if coding in ("gzip", "x-gzip", "deflate") and raw:
        wbits = 47 if coding != "deflate" or raw[:1] == b"\x78" else -15
        out, data = b"", raw
        while data:  # several gzip members may follow one another
            unpack = zlib.decompressobj(wbits)
            out += unpack.decompress(data, max_bytes + 1 - len(out))
            if len(out) > max_bytes:
                raise ValueError(f"larger than {max_bytes} bytes")
            if not unpack.eof or not unpack.unused_data.startswith(b"\x1f\x8b"):
                break
            data = unpack.unused_data
        return out
    if len(raw) > max_bytes:
        raise ValueError(f"larger than {max_bytes} bytes")
    return raw
