"""News servers (NNTP, RFC 3977): the overview of a group, and its articles one by one.

An address is that of RFC 5538, ``nntp://news.example/comp.hosts`` and ``nntp://news.example/comp.hosts/1201``;
``nntps`` goes by TLS. Python's own client left the standard library with 3.13.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from threadgraph.errors import FetchError, UsageError
from threadgraph.web.guard import Guard

__all__ = ["SCHEMES", "NewsServer", "Unanswered"]

#: Schemes of addresses of news, and their usual ports.
SCHEMES = {"nntp": 119, "nntps": 563}
#: The newest articles of a group that its overview lists.
_LISTED = 10_000
#: RFC 5536: components of letters, digits, ``+``, ``-`` and ``_``.
_GROUP = re.compile(r"[\w+-]+(?:\.[\w+-]+)*", re.A)


class Unanswered(Exception):
    """A fault that may go away when asked again."""


class NewsServer:
    """One connection to one news server, opened at the first question.

    Parameters
    ----------
    url : str
        Any address on it.
    guard : Guard
    deadline : float
        Seconds that one answer may take.
    max_bytes : int
        Size that one answer may have.
    stopping : threading.Event
        Makes a transfer end soon, with an error.
    """

    def __init__(
        self, url: str, guard: Guard, *, deadline: float, max_bytes: int, stopping: threading.Event
    ) -> None:
        parts = urlsplit(url)
        self.host, self.tls = parts.hostname or "", parts.scheme == "nntps"
        try:
            self.port = parts.port or SCHEMES[parts.scheme]
        except ValueError as e:
            raise UsageError(f"not an address of news: {url[:200]}") from e
        self.guard, self.deadline, self.max_bytes, self.stopping = guard, deadline, max_bytes, stopping
        self._socket: socket.socket | None = None
        self._file: BinaryIO | None = None

    def get(self, url: str) -> bytes:
        """What an address of this server names, as it was received: an overview or an article.

        Raises
        ------
        UsageError
            If the address names no group.
        AddressRefused
            If the server has a private address and the study doesn't allow those.
        FetchError
            If there is no such host, group or article, or a password is wanted.
        Unanswered
            If the server can't be reached, or breaks off.
        """
        group, _, number = unquote(urlsplit(url).path.strip("/")).partition("/")
        if not _GROUP.fullmatch(group) or (number and not re.fullmatch(r"\d{1,18}", number)):
            raise UsageError(f"not the address of a group or an article: {url[:200]}")
        try:
            self._open()
            told = self._ask(f"GROUP {group}", "211")
            if number:
                self._ask(f"ARTICLE {number}", "220")
                return self._lines()
            m = re.match(r"211 \d+ (\d+) (\d+)", told)
            if m is None:
                raise FetchError(f"the news server says of the group: {told[:80]}")
            first, last = int(m[1]), int(m[2])
            if last < first:
                return f"{told}\r\n".encode()
            self._ask(f"OVER {max(first, last - _LISTED + 1)}-{last}", "224")
            return f"{told}\r\n".encode() + self._lines()
        except (OSError, ValueError) as e:
            self.close()
            raise Unanswered(f"the news server breaks off ({type(e).__name__})") from e
        except (Unanswered, FetchError):
            self.close()
            raise

    def close(self) -> None:
        """End the connection; the next question opens another."""
        for held in (self._file, self._socket):
            if held is not None:
                held.close()
        self._socket = self._file = None

    def _open(self) -> None:
        if self._file is not None:
            return
        try:
            places = self.guard.addresses(self.host, self.port)
        except OSError as e:
            raise FetchError("no such host") from e
        plain = self._connect(places)
        plain.settimeout(min(30.0, self.deadline))
        if self.tls:
            plain = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        self._socket, self._file = plain, plain.makefile("rb")
        greeting = self._line().decode("utf-8", "replace")
        if not greeting.startswith(("200", "201")):
            raise Unanswered(f"the news server says: {greeting.strip()[:80]}")

    def _connect(self, places: list[tuple[str, int]]) -> socket.socket:
        for place in places:
            try:
                return socket.create_connection(place, timeout=15)
            except OSError:
                continue
        raise Unanswered("cannot connect")

    def _ask(self, question: str, wanted: str) -> str:
        """Send a line and give the first line of the answer, which must begin as wanted."""
        assert self._socket is not None
        self._socket.sendall(f"{question}\r\n".encode("ascii"))
        answer = self._line().decode("utf-8", "replace").strip()
        if answer.startswith(wanted):
            return answer
        if answer.startswith(("400", "502", "403")):
            raise Unanswered(f"the news server says: {answer[:80]}")
        if answer.startswith(("480", "483", "381")):
            raise FetchError(f"the news server wants a password ({answer[:80]})")
        raise FetchError(f"NNTP {answer[:80]}")

    def _line(self) -> bytes:
        assert self._file is not None
        line = self._file.readline(1_000_001)
        if not line.endswith(b"\n"):
            raise Unanswered("the news server breaks off")
        return line

    def _lines(self) -> bytes:
        """The lines of an answer, up to the one that holds a dot; a doubled first dot is one."""
        start, size = time.monotonic(), 0
        lines: list[bytes] = []
        while (line := self._line()) not in (b".\r\n", b".\n"):
            size += len(line)
            if size > self.max_bytes:
                raise FetchError(f"larger than {self.max_bytes} bytes")
            if time.monotonic() - start > self.deadline:
                raise FetchError(f"took longer than {self.deadline:.0f} s")
            if self.stopping.is_set():
                raise FetchError("stopped before it was fetched")
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)
