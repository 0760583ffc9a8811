"""A session fetches the way a good guest does, and never goes where it must not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from threadgraph.errors import AddressRefused, FetchError, RobotsRefused
from threadgraph.web import CaptureWriter, Guard, Session, read_captures
from threadgraph.web.guard import is_public

Answer = tuple[int, dict[str, str], bytes]


class Site:
    """A server whose answers a test writes down, and which remembers who asked for what and when."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, str, float]] = []  # host, path, when
        self.agents: set[str] = set()
        self.at_once = self.most_at_once = 0
        self.pause = 0.0
        lock = threading.Lock()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                host = self.headers["Host"].partition(":")[0]
                with lock:
                    site.asked.append((host, self.path, time.monotonic()))
                    site.agents.add(self.headers["User-Agent"])
                    site.at_once += 1
                    site.most_at_once = max(site.most_at_once, site.at_once)
                    left = site.answers.get(self.path, [(404, {}, b"")])
                    status, headers, body = left.pop(0) if len(left) > 1 else left[0]
                time.sleep(site.pause)
                with lock:
                    site.at_once -= 1
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def says(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        """What is answered, first call first; the last one stays."""
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        self.answers.setdefault(path, []).append((status, named, body))

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    running = Site()
    yield running
    running.close()


@pytest.fixture
def session(site: Site) -> Iterator[Callable[..., Session]]:
    made: list[Session] = []

    def make(captures: CaptureWriter | None = None, **options: Any) -> Session:
        options = {"delay": 0.0, "allow_private": True, "resolve": {"*.example": site.address}} | options
        made.append(Session(captures, **options))
        return made[-1]

    yield make
    for s in made:
        s.close()


Make = Callable[..., Session]


def test_rules_in_the_first_part_of_a_robots_file_that_is_too_long_count(site: Site, session: Make) -> None:
    site.says("/robots.txt", b"User-agent: *\nDisallow: /private\n" + b"# padding\n" * 100_000)
    site.says("/open", b"open")
    s = session()
    assert s.get("http://a.example/open").body == b"open"
    with pytest.raises(RobotsRefused):
        s.get("http://a.example/private")


def test_robots_of_the_host_that_a_redirect_leads_to_count(site: Site, session: Make) -> None:
    site.says("/go", status=302, Location="http://b.example/private")
    site.says("/robots.txt", b"User-agent: *\nDisallow: /private\n")
    with pytest.raises(RobotsRefused):
        session().get("http://a.example/go")
    assert "/private" not in site.paths()


def test_robots_can_be_left_aside_when_the_study_says_so(site: Site, session: Make) -> None:
    site.says("/robots.txt", b"User-agent: *\nDisallow: /\n")
    site.says("/a", b"a")
    assert session(robots=False).get("http://a.example/a").body == b"a"
    assert site.paths() == ["/a"]


def test_one_request_at_a_time_goes_to_one_host(site: Site, session: Make) -> None:
    site.pause = 0.03
    site.says("/a", b"a")
    s = session(robots=False)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(s.get, ["http://a.example/a"] * 6))
    assert site.most_at_once == 1


def test_hosts_are_asked_side_by_side(site: Site, session: Make) -> None:
    site.pause = 0.2
    site.says("/a", b"a")
    s = session(robots=False)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(s.get, [f"http://{n}.example/a" for n in "abcd"]))
    assert site.most_at_once > 1


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_waited_for(site: Site, session: Make, form: str) -> None:
    seconds = 1 if form == "seconds" else 2  # a date has whole seconds
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
    site.says("/a", status=429, Retry_After="1" if form == "seconds" else date)
    site.says("/a", b"a")
    assert session(robots=False).get("http://a.example/a").body == b"a"
    (_, _, first), (_, _, second) = site.asked
    assert second - first >= 0.9


def test_site_that_asks_for_a_long_pause_is_left_alone(site: Site, session: Make) -> None:
    site.says("/a", status=503, Retry_After="86400")
    with pytest.raises(FetchError, match="come back in 86400 s"):
        session(robots=False).get("http://a.example/a")
    assert len(site.asked) == 1


def test_failing_server_is_asked_again_and_then_given_up(site: Site, session: Make) -> None:
    site.says("/a", status=500, Retry_After="0")
    with pytest.raises(FetchError, match="HTTP 500"):
        session(robots=False, retries=1).get("http://a.example/a")
    assert len(site.asked) == 2


def test_missing_page_is_not_asked_for_again(site: Site, session: Make) -> None:
    with pytest.raises(FetchError, match="HTTP 404"):
        session(robots=False).get("http://a.example/gone")
    assert len(site.asked) == 1


def test_body_that_is_not_what_its_coding_says_is_an_error_of_one_page(site: Site, session: Make) -> None:
    site.says("/a", b"no gzip at all", Content_Encoding="gzip")
    with pytest.raises(FetchError, match="Content-Encoding"):
        session(robots=False).get("http://a.example/a")


def test_transfer_that_breaks_is_no_page(site: Site, session: Make) -> None:
    site.says("/a", b"half", Content_Length="8", Connection="close")
    with pytest.raises(FetchError, match="broke"):
        session(robots=False, retries=0).get("http://a.example/a")


def test_loopback_is_refused_without_leave(site: Site, session: Make) -> None:
    with pytest.raises(AddressRefused, match="allow_private"):
        session(allow_private=False, resolve={}).get(f"http://{site.address}/")
    assert site.asked == []


def test_name_that_leads_to_a_private_address_is_refused(site: Site, session: Make) -> None:
    with pytest.raises(AddressRefused):
        session(allow_private=False).get("http://a.example/")
    assert site.asked == []


def test_redirect_to_a_private_address_is_refused(
    site: Site, session: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first hop is let through as if it were public; the second one leads to the same machine by its number."""
    open_ = Guard.addresses
    monkeypatch.setattr(
        Guard, "addresses", lambda self, host, port: open_(Guard(True, self.resolve), host, port)
        if host == "a.example" else open_(self, host, port),
    )  # fmt: skip
    site.says("/go", status=302, Location=f"http://{site.address}/secret")
    with pytest.raises(AddressRefused):
        session(allow_private=False, robots=False).get("http://a.example/go")
    assert site.paths() == ["/go"]


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"],
)  # fmt: skip
def test_address_is_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "64:ff9b::101:101"])
def test_address_is_public(address: str) -> None:
    assert is_public(address)


def test_every_response_is_captured_redirects_and_errors_too(
    site: Site, session: Make, tmp_path: Path
) -> None:
    writer = CaptureWriter(tmp_path)
    s = session(writer)
    site.says("/go", status=301, Location="/a")
    site.says("/a", b"a")
    answer = s.get("http://a.example/go")
    with pytest.raises(FetchError):
        s.get("http://a.example/gone")
    writer.close()
    [file] = tmp_path.iterdir()
    kept = list(read_captures(file))
    assert [(c.url, c.status) for c in kept] == [
        ("http://a.example/robots.txt", 404),
        ("http://a.example/go", 301),
        ("http://a.example/a", 200),
        ("http://a.example/gone", 404),
    ]
    assert answer.capture == kept[2].name


@pytest.mark.parametrize(
    "body", [b"words " * 200, bytes(range(256)) * 4, b""], ids=["text", "bytes", "empty"]
)
def test_captures_before_a_cut_are_read_whole_and_the_cut_one_is_left(tmp_path: Path, body: bytes) -> None:
    writer = CaptureWriter(tmp_path)
    sizes = []
    for n in range(3):
        writer.response(f"http://a.example/{n}", 200, "OK", [("X", "y")], body, datetime.now(UTC))
        sizes.append(next(tmp_path.iterdir()).stat().st_size)
    writer.close()
    [file] = tmp_path.iterdir()
    whole = file.read_bytes()
    for size in range(sizes[0] - 20, sizes[2] - 8):  # the last 8 bytes are a checksum
        file.write_bytes(whole[:size])
        read = list(read_captures(file))
        least = sum(size >= s for s in sizes)
        assert [c.body for c in read] == [body] * len(read)
        assert least <= len(read) <= least + 1
