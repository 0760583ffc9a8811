"""The session's manners and its limits, against real servers on loopback."""

from __future__ import annotations

import gzip
import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from threadgraph.errors import AddressRefused, FetchError, RobotsRefused, UsageError
from threadgraph.web import CaptureWriter, Session, read_captures

Answer = tuple[int, dict[str, str], bytes]


class Site:
    """A server whose answers a test writes; it remembers who asked, when, and how many at once."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[], Answer]] = {}
        self.asked: list[tuple[float, str, str]] = []
        self.at_once = self.most_at_once = 0
        lock = threading.Lock()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                with lock:
                    site.asked.append((time.monotonic(), self.path, self.headers["User-Agent"]))
                    site.at_once += 1
                    site.most_at_once = max(site.most_at_once, site.at_once)
                status, headers, body = site.answers.get(self.path, lambda: (404, {}, b"nothing"))()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                with lock:
                    site.at_once -= 1

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def page(self, path: str, body: bytes = b"hello", status: int = 200, **headers: str) -> str:
        self.answers[path] = lambda: (status, {k.replace("_", "-"): v for k, v in headers.items()}, body)
        return self.url + path

    def paths(self) -> list[str]:
        return [p for _, p, _ in self.asked if p != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session(delay=0.0, allow_private=True, deadline=5, max_bytes=100_000, retries=1)
    yield made
    made.close()


def test_a_page_comes_as_it_was_sent(site: Site, session: Session) -> None:
    answer = session.get(site.page("/a", b"hello"))
    assert (answer.status, answer.body) == (200, b"hello")


def test_the_user_agent_says_who_asks_and_whom_to_write_to(site: Site) -> None:
    session = Session(delay=0, allow_private=True, contact="lab@university.example")
    session.get(site.page("/a"))
    session.close()
    assert all("threadgraph" in agent and "lab@university.example" in agent for *_, agent in site.asked)


def test_robots_are_asked_once_and_obeyed(site: Site, session: Session) -> None:
    site.page("/robots.txt", b"User-agent: *\nDisallow: /private/\n")
    session.get(site.page("/open"))
    with pytest.raises(RobotsRefused):
        session.get(site.page("/private/x"))
    assert [p for _, p, _ in site.asked] == ["/robots.txt", "/open"]


def test_a_broken_robots_file_forbids_all(site: Site, session: Session) -> None:
    site.page("/robots.txt", b"", status=503)
    with pytest.raises(RobotsRefused, match="503"):
        session.get(site.page("/open"))


def test_a_missing_robots_file_allows_all(site: Site, session: Session) -> None:
    assert session.get(site.page("/open")).status == 200


def test_requests_to_one_host_follow_one_another_with_a_pause(site: Site) -> None:
    session = Session(delay=0.15, allow_private=True)
    urls = [site.page(f"/{i}") for i in range(4)]
    threads = [threading.Thread(target=session.get, args=(u,)) for u in urls]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    session.close()
    times = sorted(t for t, *_ in site.asked)
    assert site.most_at_once == 1
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.14


def test_a_crawl_delay_longer_than_ours_is_kept(site: Site, session: Session) -> None:
    site.page("/robots.txt", b"User-agent: *\nCrawl-delay: 0.3\n")
    session.get(site.page("/a"))
    session.get(site.page("/b"))
    times = [t for t, p, _ in site.asked if p != "/robots.txt"]
    assert times[1] - times[0] >= 0.29


def test_retry_after_is_waited_for(site: Site, session: Session) -> None:
    left = [1]

    def busy() -> Answer:
        return (429, {"Retry-After": "1"}, b"") if left and left.pop() else (200, {}, b"now")

    site.answers["/a"] = busy
    start = time.monotonic()
    assert session.get(site.url + "/a").body == b"now"
    assert time.monotonic() - start >= 0.95


def test_an_error_status_says_its_number(site: Site, session: Session) -> None:
    with pytest.raises(FetchError, match="HTTP 404"):
        session.get(site.url + "/missing")


def test_no_such_host_is_said_to_be_none(session: Session) -> None:
    with pytest.raises(FetchError, match="no such host"):
        session.get("http://nobody.invalid/")


def test_too_many_bytes_are_refused_before_they_come(site: Site, session: Session) -> None:
    with pytest.raises(FetchError, match="larger than"):
        session.get(site.page("/big", b"x" * 200_000))


def test_a_gzip_bomb_is_not_unpacked(site: Site, session: Session) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    with pytest.raises(FetchError, match="larger than"):
        session.get(site.page("/bomb", bomb, Content_Encoding="gzip"))


def test_a_slow_page_meets_its_deadline(site: Site) -> None:
    session = Session(delay=0, allow_private=True, deadline=1, retries=0, robots=False)

    def slow() -> Answer:
        time.sleep(2.5)
        return 200, {}, b"late"

    site.answers["/slow"] = slow
    start = time.monotonic()
    with pytest.raises(FetchError):
        session.get(site.url + "/slow")
    session.close()
    assert time.monotonic() - start < 2.4


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/",
        "http://localhost:9/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://[::1]:9/",
        "http://169.254.1.1/",
    ],
)
def test_private_addresses_are_refused(address: str) -> None:
    session = Session(delay=0, robots=False, retries=0)
    with pytest.raises((AddressRefused, FetchError)) as caught:
        session.get(address)
    session.close()
    assert isinstance(caught.value, AddressRefused) or "no such host" in str(caught.value)


@pytest.mark.parametrize(
    "address", ["ftp://a.example/", "file:///etc/passwd", "javascript:alert(1)", "nothing"]
)
def test_what_is_no_web_address_is_refused(address: str, session: Session) -> None:
    with pytest.raises(UsageError):
        session.get(address)


def test_a_redirect_leads_on_and_a_circle_ends(site: Site, session: Session) -> None:
    site.page("/from", b"", status=302, Location="/to")
    site.page("/to", b"there")
    site.page("/round", b"", status=302, Location="/round")
    assert session.get(site.url + "/from").url.endswith("/to")
    with pytest.raises(FetchError, match="redirects"):
        session.get(site.url + "/round")


def test_a_redirect_to_no_address_is_said(site: Site, session: Session) -> None:
    site.page("/astray", b"", status=302, Location="http://[")
    with pytest.raises(FetchError, match="leads to none"):
        session.get(site.url + "/astray")


def test_captures_are_read_by_other_tools(site: Site, tmp_path: Path) -> None:
    writer = CaptureWriter(tmp_path)
    session = Session(writer, delay=0, allow_private=True)
    session.get(site.page("/a", gzip.compress("déjà".encode()), Content_Encoding="gzip"))
    session.close()
    writer.close()
    (file,) = tmp_path.glob("*.warc.gz")
    with file.open("rb") as f:
        found = [(r.rec_type, r.rec_headers.get_header("WARC-Target-URI")) for r in ArchiveIterator(f)]
    assert ("response", site.url + "/a") in found
    assert [c.body for c in read_captures(file) if c.url.endswith("/a")] == ["déjà".encode()]


def test_a_capture_file_that_was_cut_gives_what_is_whole(site: Site, tmp_path: Path) -> None:
    writer = CaptureWriter(tmp_path)
    session = Session(writer, delay=0, allow_private=True, robots=False)
    for i in range(3):
        session.get(site.page(f"/{i}", os.urandom(3000)))
    session.close()
    writer.close()
    (file,) = tmp_path.glob("*.warc.gz")
    file.write_bytes(file.read_bytes()[:-1500])
    assert [c.url[-2:] for c in read_captures(file)] == ["/0", "/1"]
