"""A requests session with manners: robots.txt, one request at a time a host, pauses, limits.

Every response, redirects included, is captured before anybody reads it.
"""

from __future__ import annotations

import logging
import random
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
from protego import Protego
from urllib3.exceptions import HTTPError

from threadgraph.errors import AddressRefused, FetchError, RobotsRefused, UsageError
from threadgraph.web.archive import snapshot_of
from threadgraph.web.captures import CaptureWriter, decode_body
from threadgraph.web.guard import Guard, GuardedAdapter
from threadgraph.web.keys import HidingFilter, Keys
from threadgraph.web.news import SCHEMES, NewsServer, Unanswered

__all__ = ["ADDRESSES", "Response", "Session"]

USER_AGENT = "threadgraph/0.1 (research; comment threads)"
#: Its debugging lines hold whole addresses.
_WIRE = logging.getLogger("urllib3.connectionpool")
#: Schemes of addresses that can be fetched.
ADDRESSES = ("http", "https", *SCHEMES)
_ROBOTS_BYTES = 512_000
_REDIRECTS = 10


@dataclass(frozen=True)
class Response:
    """What a server answered.

    Attributes
    ----------
    url : str
        The address that answered, after redirects.
    asked : str
        The address that was asked for.
    status : int
    headers : list of (str, str)
    body : bytes
        Decoded.
    fetched : datetime
    capture : str or None
        Its name in the captures.
    """

    url: str
    asked: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    fetched: datetime
    capture: str | None


class _Host:
    """The clock and the rules of one host."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.free_at = 0.0
        self.rules: Protego | None = None
        self.closed: str | None = None
        self.asked = False
        self.news: NewsServer | None = None


class Session:
    """Fetches pages the way a good guest does.

    Parameters
    ----------
    captures : CaptureWriter, optional
        Where responses are stored; none are kept without one.
    delay : float
        Seconds between two requests to one host; a longer crawl-delay of its robots.txt wins.
    robots : bool
        Whether robots.txt (RFC 9309) is obeyed.
    allow_private : bool
        Whether loopback and private addresses may be reached.
    resolve : mapping of str to str
        Host patterns and the address that serves them, as in `Guard`.
    contact : str, optional
        An e-mail address or page, sent with the User-Agent so that a site's owner can complain.
    deadline : float
        Seconds that one page may take, pauses apart.
    max_bytes : int
        Size that a page may have, decoded.
    retries : int
        How often a failing server (5xx, 429, no answer) is asked again.
    keys : Keys, optional
        By default those of the environment and of the user's file. They are sent over https only, or where
        `allow_private` says that the servers are one's own.

    Examples
    --------
    >>> session = Session(delay=2.0, contact="researcher@university.example")
    >>> session.user_agent.endswith("researcher@university.example)")
    True
    """

    def __init__(
        self,
        captures: CaptureWriter | None = None,
        *,
        delay: float = 1.0,
        robots: bool = True,
        allow_private: bool = False,
        resolve: Mapping[str, str] | None = None,
        contact: str | None = None,
        deadline: float = 60.0,
        max_bytes: int = 20_000_000,
        retries: int = 2,
        keys: Keys | None = None,
    ) -> None:
        self.captures = captures
        self.delay = delay
        self.robots = robots
        self.deadline = deadline
        self.max_bytes = max_bytes
        self.retries = retries
        self.keys = Keys() if keys is None else keys
        self._own = allow_private
        self._hiding = HidingFilter(self.keys)
        _WIRE.addFilter(self._hiding)
        self.user_agent = USER_AGENT if not contact else f"{USER_AGENT[:-1]}; {contact})"
        self.stopping = threading.Event()
        self._requests = requests.Session()
        self._requests.trust_env = False  # no netrc passwords, no cookies of the user's browser
        self._guard = Guard(allow_private, dict(resolve or {}))
        adapter = GuardedAdapter(self._guard, pool_connections=64)
        self._requests.mount("http://", adapter)
        self._requests.mount("https://", adapter)
        self._requests.headers.clear()
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def get(self, url: str, accept: str | None = None) -> Response:
        """Fetch one address, following redirects.

        Parameters
        ----------
        url : str
            ``http`` or ``https``; or ``nntp`` or ``nntps``, of a group of news or one of its articles.
        accept : str, optional
            Media types to prefer.

        Returns
        -------
        Response
            Of whatever status below 400.

        Raises
        ------
        RobotsRefused, AddressRefused
            If manners or safety forbid it.
        FetchError
            If there is no such host, no answer, an error status, too many bytes or too many redirects.
        """
        asked = url
        for _ in range(_REDIRECTS):
            response = self._polite(url, asked, accept)
            place = _header(response.headers, "location")
            if response.status in (301, 302, 303, 307, 308) and place:
                snapshot = snapshot_of(url)
                url = snapshot.redirected(place, url) if snapshot is not None else urljoin(url, place)
                continue
            if response.status >= 400:
                raise FetchError(f"HTTP {response.status}")
            return response
        raise FetchError(f"more than {_REDIRECTS} redirects")

    def ready_in(self, host: str) -> float:
        """Seconds until a host may be asked again."""
        return max(0.0, self._host(host).free_at - time.monotonic())

    def stop(self) -> None:
        """Make every pause and transfer end soon, with an error."""
        self.stopping.set()

    def close(self) -> None:
        """Close all connections."""
        self._requests.close()
        for host in self._hosts.values():
            if host.news is not None:
                host.news.close()
        _WIRE.removeFilter(self._hiding)

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name.lower(), _Host())

    def _polite(self, url: str, asked: str, accept: str | None) -> Response:
        parts = urlsplit(url)
        news = parts.scheme in SCHEMES
        if parts.scheme not in ADDRESSES or not parts.hostname:
            raise UsageError(f"not a web address: {url[:200]}")
        host = self._host(parts.netloc.rpartition("@")[2])
        with host.lock:
            if self.robots and not news:
                self._ask_robots(host, url)
                if host.closed:
                    raise RobotsRefused(host.closed)
                if host.rules is not None and not host.rules.can_fetch(url, "threadgraph"):
                    raise RobotsRefused("robots.txt of the site forbids this page")
            return self._retrying(host, url, asked, accept)

    def _ask_robots(self, host: _Host, url: str) -> None:
        """Read a host's robots.txt once: 4xx allows all, no answer or 5xx forbids all (RFC 9309)."""
        if host.asked:
            return
        parts = urlsplit(url)
        place = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
        text = ""
        try:
            for _ in range(6):
                answer = self._retrying(host, place, place, None, head=_ROBOTS_BYTES)
                place_next = _header(answer.headers, "location")
                if answer.status in (301, 302, 303, 307, 308) and place_next:
                    place = urljoin(place, place_next)
                    continue
                if answer.status >= 500 or answer.status == 429:
                    host.closed = f"robots.txt answers HTTP {answer.status}, so nothing may be fetched now"
                elif answer.status < 300:
                    text = answer.body.decode("utf-8", "replace")
                break
        except FetchError as e:
            if self.stopping.is_set() or "no such host" in str(e) or "cannot connect" in str(e):
                raise
            host.closed = f"robots.txt can't be read ({e}), so nothing may be fetched now"
        host.rules = Protego.parse(text)
        host.asked = True

    def _retrying(
        self, host: _Host, url: str, asked: str, accept: str | None, head: int | None = None
    ) -> Response:
        tries = 0
        while True:
            self._pause(host)
            try:
                response = (
                    self._article(host, url)
                    if urlsplit(url).scheme in SCHEMES
                    else self._once(url, asked, accept, head)
                )
            except _Passing as e:
                if tries >= self.retries:
                    raise FetchError(str(e)) from e
                wait = 2.0**tries * (0.5 + random.random())  # noqa: S311 - jitter, not a secret
            else:
                if response.status not in (429, 500, 502, 503, 504) or tries >= self.retries:
                    return response
                wait = _retry_after(response) or 2.0**tries * (0.5 + random.random())  # noqa: S311
                if wait > 300:
                    raise FetchError(f"HTTP {response.status}; the site asks to come back in {wait:.0f} s")
            finally:
                host.free_at = time.monotonic() + self._delay(host)
            tries += 1
            host.free_at = max(host.free_at, time.monotonic() + wait)

    def _delay(self, host: _Host) -> float:
        stated = host.rules.crawl_delay("threadgraph") if host.rules is not None else None
        return max(self.delay, min(float(stated), 120.0)) if stated else self.delay

    def _pause(self, host: _Host) -> None:
        wait = host.free_at - time.monotonic()
        if self.stopping.is_set() or (wait > 0 and self.stopping.wait(wait)):
            raise FetchError("stopped before it was fetched")

    def _once(self, url: str, asked: str, accept: str | None, head: int | None) -> Response:
        """One request; of `head` bytes only the first are read, whatever the size."""
        headers = {
            "User-Agent": self.user_agent,
            "Accept": accept
            or "text/html,application/xhtml+xml,application/json,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Encoding": "gzip, deflate",
        }
        start = time.monotonic()
        # the key is added as the request leaves: what is captured, named or said is the address without it
        place, secret = self.keys.signed(url) if url.startswith("https:") or self._own else (url, {})
        signed = place != url or bool(secret)
        try:
            answer = self._requests.get(
                place,
                headers=headers | secret,
                stream=True,
                allow_redirects=False,
                timeout=(15, min(30, self.deadline)),
            )
        except AddressRefused:
            raise
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, ValueError) as e:
            # requests looks at where a redirect leads, too
            raise FetchError(self.keys.hide(f"not a web address, or leads to none: {e}")) from None
        except requests.RequestException as e:
            raise _failure(e) from (None if signed else e)
        with answer:
            raw = self._read(answer, start, head)
            fetched = datetime.now(UTC)
            pairs = [(str(k), str(v)) for k, v in answer.raw.headers.items()]
            if signed:
                pairs, raw = self._without_key(pairs, raw)
            name = None
            if self.captures is not None:
                sent = [("Host", urlsplit(url).netloc), *headers.items()]
                name = self.captures.response(
                    url, answer.status_code, answer.reason or "", pairs, raw, fetched, sent
                )
            try:
                body = decode_body(pairs, raw, self.max_bytes)
            except ValueError as e:
                raise FetchError(str(e)) from e
            except zlib.error as e:
                raise FetchError(f"the body isn't what its Content-Encoding says ({e})") from e
        return Response(url, asked, answer.status_code, pairs, body, fetched, name)

    def _without_key(self, pairs: list[tuple[str, str]], raw: bytes) -> tuple[list[tuple[str, str]], bytes]:
        """Headers and body of an answer that may repeat the key that it was asked with."""
        pairs = [(k, self.keys.hide(v)) for k, v in pairs]
        try:
            body = decode_body(pairs, raw, self.max_bytes)
        except (ValueError, zlib.error):
            return pairs, b""  # what can't be looked into can't be kept
        hidden = self.keys.hide_bytes(body)
        if hidden == body:
            return pairs, raw
        return [(k, v) for k, v in pairs if k.lower() != "content-encoding"], hidden

    def _article(self, host: _Host, url: str) -> Response:
        """An article of news or the overview of a group, by the connection that a host keeps open."""
        if host.news is None or host.news.tls != (urlsplit(url).scheme == "nntps"):
            host.news = NewsServer(
                url,
                self._guard,
                deadline=self.deadline,
                max_bytes=self.max_bytes,
                stopping=self.stopping,
            )
        try:
            raw = host.news.get(url)
        except Unanswered as e:
            raise _Passing(str(e)) from e
        fetched, kind = datetime.now(UTC), "text/plain"
        name = self.captures.imported(url, kind, raw, fetched) if self.captures is not None else None
        return Response(url, url, 200, [("Content-Type", kind)], raw, fetched, name)

    def _read(self, answer: requests.Response, start: float, head: int | None) -> bytes:
        stated, limit = answer.headers.get("Content-Length", ""), self.max_bytes
        if head is None and stated.isdigit() and int(stated) > limit:
            raise FetchError(f"larger than {limit} bytes ({stated} stated)")
        chunks, size = [], 0
        read: Callable[..., bytes] = answer.raw.read1
        try:
            while chunk := read(65536, decode_content=False):
                chunks.append(chunk)
                size += len(chunk)
                if head is not None and size >= head:
                    return b"".join(chunks)[:head]
                if size > limit:
                    raise FetchError(f"larger than {limit} bytes")
                if time.monotonic() - start > self.deadline:
                    raise FetchError(f"took longer than {self.deadline:.0f} s")
                if self.stopping.is_set():
                    raise FetchError("stopped before it was fetched")
        except (HTTPError, OSError) as e:
            raise _Passing(f"the connection broke ({type(e).__name__})") from e
        if stated.isdigit() and size < int(stated):
            raise _Passing(f"the connection broke after {size} of {stated} bytes")
        return b"".join(chunks)


class _Passing(Exception):
    """A fault that may go away when asked again."""


def _failure(e: requests.RequestException) -> Exception:
    text = str(e)
    if "no such host" in text:
        return FetchError("no such host")
    if "cannot connect" in text:
        return _Passing("cannot connect")
    if isinstance(e, requests.Timeout):
        return _Passing("no answer in time")
    if isinstance(e, requests.exceptions.SSLError):
        return FetchError("the site's certificate can't be trusted")
    return _Passing(f"no proper answer ({type(e).__name__})")


def _header(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    return next((v for k, v in headers if k.lower() == name), None)


def _retry_after(response: Response) -> float | None:
    """Seconds that a Retry-After header asks for, in either of its two forms."""
    value = (_header(response.headers, "retry-after") or "").strip()
    if value.isdigit():
        return float(value)
    if value:
        try:
            return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
        except (TypeError, ValueError):
            return None
    return None
