"""A small static server: all the sites of the story on one loopback port, told apart by host name."""

from __future__ import annotations

import base64
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import unquote

from threadgraph.demo.engines import Resource, resources
from threadgraph.demo.engines.frame import banner
from threadgraph.demo.tale import story

__all__ = ["DemoServer"]

_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")

_MISSING = (
    '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>404 Not Found</title>\n'
    "</head><body>\n{banner}\n<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>\n"
    "<hr>\n<address>Apache/1.3.33 Server</address>\n</body></html>\n"
)


class _Quiet(ThreadingHTTPServer):
    """A reader who hangs up in the middle is no fault of the server."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class DemoServer:
    """Serves the reconstruction on 127.0.0.1, at a port that is free.

    Attributes
    ----------
    port : int
    address : str
        ``127.0.0.1:port``, as the ``resolve`` table of a study wants it.
    hosts : tuple of str
        The names it answers to; any other gets a 404.

    Examples
    --------
    >>> with DemoServer() as server:
    ...     server.address.startswith("127.0.0.1:")
    True
    """

    def __init__(self) -> None:
        sites = {site.host: resources(site) for site in story()}
        self.hosts = tuple(sorted(sites))
        self._server = _Quiet(("127.0.0.1", 0), _handler(sites))
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self.address = f"127.0.0.1:{self.port}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(sites: dict[str, dict[str, Resource]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "Apache/1.3.33"
        sys_version = ""
        timeout = 10

        def do_GET(self) -> None:
            self._send(with_body=True)

        def do_HEAD(self) -> None:
            self._send(with_body=False)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the collector keeps its own log."""

        def _send(self, with_body: bool) -> None:
            host = self.headers.get("Host", "").partition(":")[0].lower()
            found = _find(sites.get(host, {}), self.path)
            self.send_response(found.status)
            self.send_header("Content-Type", found.kind)
            self.send_header("Content-Length", str(len(found.body)))
            if found.location:
                self.send_header("Location", found.location)
            self.end_headers()
            if with_body:
                self.wfile.write(found.body)

    return Handler


def _find(site: dict[str, Resource], path: str) -> Resource:
    path = unquote(path.partition("#")[0])
    if path in site:
        return site[path]
    if site and path.endswith(".gif"):
        return Resource(_PIXEL, "image/gif")
    return Resource(_MISSING.format(banner=banner()).encode(), "text/html; charset=UTF-8", 404)
