"""Collecting: from sources to a corpus, politely, one page a transaction, resumable at any moment.

The list of pages to fetch lives in the corpus itself. Hosts run side by side; the requests to one
host follow one another. What a page gave, its posts, its row and the pages that it leads to, is kept
in one transaction, so that a killed process loses at most pages in flight, which are fetched again.
"""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from threadgraph.addresses import normal
from threadgraph.corpus.corpus import Corpus
from threadgraph.corpus.files import LocalPage, is_local, local_pages
from threadgraph.corpus.follow import Follow
from threadgraph.corpus.keep import Result, first_links, keep, tripped
from threadgraph.corpus.store import PageRow
from threadgraph.errors import FetchError, ReadError, Refused, ThreadgraphError, UsageError
from threadgraph.scrapers import Page, Reading, Request, scraper_for
from threadgraph.scrapers.reader.charset import misdeclared
from threadgraph.web.archive import Archive, is_index, page_key, raw, snapshot_of
from threadgraph.web.captures import CaptureWriter
from threadgraph.web.keys import Keys
from threadgraph.web.session import ADDRESSES, Response, Session

__all__ = ["Progress", "collect", "complaints", "passing", "read_bytes"]

_MAX_PAGE = 20_000_000
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Progress:
    """How far a collection is.

    Attributes
    ----------
    done, waiting, failed, posts : int
    hosts : dict of str to int
        Pages waiting, by host.
    seconds_left : float
        A guess: the slowest host decides.
    """

    done: int
    waiting: int
    failed: int
    posts: int
    hosts: Mapping[str, int]
    seconds_left: float


def collect(
    sources: Sequence[str | Path],
    into: str | Path,
    *,
    follow: Follow | None = None,
    archive: Archive | None = None,
    delay: float = 1.0,
    robots: bool = True,
    allow_private: bool = False,
    resolve: Mapping[str, str] | None = None,
    contact: str | None = None,
    timezone: str = "UTC",
    title: str = "",
    columns: Mapping[str, str] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Corpus:
    """Collect posts and replies from addresses and files into a folder.

    The same call again continues where the last one stopped.

    Parameters
    ----------
    sources : sequence of str or Path
        Addresses of pages, feeds and interfaces; saved pages, mbox and WXR files, WARC files, folders.
    into : str or Path
        The corpus' folder.
    follow : Follow, optional
        Which links to go after; by default only the threads of the sources themselves.
    archive : Archive, optional
        The web archive whose snapshots stand for the sources; their links lead to snapshots too.
    delay : float
        Seconds between two requests to one host.
    robots : bool
        Whether robots.txt is obeyed.
    allow_private : bool
        Whether loopback and private addresses may be reached.
    resolve : mapping of str to str, optional
        Host patterns and the ``address:port`` that serves them.
    contact : str, optional
        An address that the owners of the sites can write to.
    timezone : str
        Assumed where a page states none.
    title : str
        What the corpus is about.
    columns : mapping of str to str, optional
        For CSV and JSON Lines: which column holds which field of a `Post`, as ``{"text": "body"}``.
    progress : callable, optional
        Called with a `Progress` after each page.

    Returns
    -------
    Corpus
        Open; its `problems` list what could not be had.

    Raises
    ------
    UsageError
        If a source is neither an address nor a file.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> page = "<h1>Down</h1><div class=post><p>The host has been down since midnight, it seems.</div>"
    >>> _ = (folder / "page.html").write_text(page)
    >>> corpus = collect([folder / "page.html"], folder / "corpus")
    >>> [post.kind for post in corpus.posts()]
    ['post']
    """
    follow = follow or Follow()
    for source in sources:
        if not is_local(source) and urlsplit(str(source)).scheme not in ADDRESSES:
            raise UsageError(f"not an address that can be fetched: {source} (http, https and nntp are)")
        Keys.refuse(str(source))
        if is_local(source) and not Path(source).exists():
            raise UsageError(f"no such file or folder: {source} (an address begins with https://)")
    corpus = Corpus(into, create=True)
    try:
        corpus.store.set_fact("timezone", timezone)
        if title:
            corpus.store.set_fact("title", title)
        writer = CaptureWriter(corpus.captures)
        session = Session(
            writer,
            delay=delay,
            robots=robots,
            allow_private=allow_private,
            resolve=resolve,
            contact=contact,
            max_bytes=_MAX_PAGE,
        )
        run = _Run(corpus, session, writer, follow, timezone, progress, columns)
        try:
            run.local([s for s in sources if is_local(s)])
            run.web([str(s) for s in sources if not is_local(s)], archive)
        finally:
            session.close()
            writer.close()
    except BaseException:
        corpus.close()
        raise
    return corpus


class _Run:
    def __init__(
        self,
        corpus: Corpus,
        session: Session,
        writer: CaptureWriter,
        follow: Follow,
        zone: str,
        progress: Callable[[Progress], None] | None,
        columns: Mapping[str, str] | None = None,
    ) -> None:
        self.corpus, self.store = corpus, corpus.store
        self.columns = columns
        self.session, self.writer, self.follow, self.zone = session, writer, follow, zone
        self.report = progress
        self.known: dict[str, str] = {p.key: p.state for p in self.store.pages()}
        self.queues: dict[str, deque[PageRow]] = defaultdict(deque)
        self.count = Counter(done=0, failed=0, posts=len(corpus))
        self.later: dict[int, list[PageRow]] = defaultdict(list)
        self.depth = 0
        self.began = time.monotonic()
        self.speed: dict[str, float] = {}

    # local files -------------------------------------------------------------------------------

    def local(self, sources: Sequence[str | Path]) -> None:
        """Read files and folders; those that were read before are left."""
        for source in sources:
            for page in local_pages(source):
                key = f"file:{page.name}:{normal(page.url)}"
                if self.known.get(key) == "done":
                    continue
                row = PageRow(key, page.url, number=len(self.known))
                self.known[key] = "waiting"
                row.capture = self._keep(page) if page.file is None else None
                row.final = page.url
                if page.headers:  # a file's own date says when it was copied, not when its page was fetched
                    row.fetched = page.fetched
                if page.status >= 400:
                    self._save(Result(_failed(row, "failed", f"HTTP {page.status}")))
                    continue
                result = read_bytes(
                    row,
                    page.body,
                    page.content_type,
                    page.headers,
                    self.zone,
                    f"{page.name}: ",
                    page.file,
                    self.columns,
                )
                if result.reading is not None and page.file is not None:
                    result.reading.notes.append(page.origin())
                if self.columns and row.scraper == "columns":  # two tables may have two meanings of a name
                    self.store.set_fact(f"columns of {key}", json.dumps(dict(self.columns)))
                self._save(result)

    def _keep(self, page: LocalPage) -> str:
        if page.headers:
            plain = [
                (k, v)
                for k, v in page.headers
                if k.lower() not in ("content-encoding", "transfer-encoding", "content-length")
            ]
            return self.writer.response(page.url, page.status, "", plain, page.body, page.fetched, ())
        return self.writer.imported(
            page.url, page.content_type or "application/octet-stream", page.body, page.fetched
        )

    # the web -----------------------------------------------------------------------------------

    def web(self, seeds: Sequence[str], archive: Archive | None = None) -> None:
        """Fetch what is waiting until nothing is, or Ctrl-C."""
        if archive is not None:
            self.known |= {archive.link(s): "done" for s in seeds}
            seeds = [archive.source(s) for s in seeds]
        self._again()
        with self.store.transaction():
            fresh = self._wanted([Request(s, "seed") for s in seeds], 0, None)
            self.store.put_pages(fresh)
        for row in self.store.pages("state = 'waiting'"):
            self._queue(row)
        busy: dict[Future[Result], str] = {}
        with ThreadPoolExecutor(max_workers=8, thread_name_prefix="host") as pool:
            try:
                while busy or (self._in_time() and self._level()):
                    ready = [h for h, q in self.queues.items() if q and h not in busy.values()]
                    for host in ready[: 8 - len(busy) if self._in_time() else 0]:
                        busy[pool.submit(self._fetch, self.queues[host].popleft())] = host
                    done, _ = wait(busy, timeout=0.25, return_when=FIRST_COMPLETED)
                    for future in done:
                        busy.pop(future)
                        self._save(future.result())
                    self._tell(len(busy))
            except BaseException:
                self.session.stop()
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    def _queue(self, row: PageRow) -> None:
        if row.depth <= self.depth:
            self.queues[_host(row.url)].append(row)
        else:
            self.later[row.depth].append(row)

    def _level(self) -> bool:
        """Whether anything is left. One hop after the other: so a page is always met by its shortest way,
        and what is within reach does not depend on which host is faster; within a hop, the oldest link first."""
        while not any(self.queues.values()) and self.later:
            self.depth = min(self.later)
            rows = self.later.pop(self.depth)
            told = first_links(self.store, [r.url for r in rows])
            for row in sorted(rows, key=lambda r: (told.get(r.url, _LAST), r.number)):
                self.queues[_host(row.url)].append(row)
        return any(self.queues.values())

    def _in_time(self) -> bool:
        minutes = self.follow.minutes
        return minutes is None or time.monotonic() - self.began < minutes * 60

    def _again(self) -> None:
        """Pages that failed for a reason that may have passed are wanted again."""
        rows = [
            r
            for r in self.store.pages("state = 'failed'")
            if passing(r.reason or "") and r.url.startswith(ADDRESSES) and not r.key.startswith("file:")
        ]
        for r in rows:
            r.state, r.reason = "waiting", None
        with self.store.transaction():
            self.store.put_pages(rows)

    def _fetch(self, row: PageRow) -> Result:
        start = time.monotonic()
        try:
            answer = self.session.get(row.url)
        except Refused as e:
            return Result(_failed(row, "refused", str(e)))
        except (FetchError, UsageError) as e:
            if self.session.stopping.is_set():
                return Result(row)
            return Result(_failed(row, "failed", str(e)))
        row.final, row.capture, row.fetched = answer.url, answer.capture, answer.fetched
        snapshot = snapshot_of(answer.url)
        if snapshot is not None:
            row.url = snapshot.dated(answer.headers).address
        final = normal(row.url if snapshot is not None else answer.url)
        if final != row.key and self.known.get(final) in ("done", "waiting"):
            row.state = "skipped"
            row.reason = f"leads to {answer.url}, which is held already"
            if self.known.get(final) == "done":
                return Result(row)
        row.state, row.reason = "waiting", None
        result = read_bytes(row, answer.body, _content_type(answer), answer.headers, self.zone)
        self.speed[_host(row.url)] = time.monotonic() - start + self.session.delay
        return result

    def _save(self, result: Result) -> None:
        """Keep all that one page gave, or nothing."""
        row = result.row
        if row.state == "waiting":
            return
        with self.store.transaction():
            fresh = keep(self.corpus, result, self.follow, self._wanted)
        self.known[row.key] = row.state
        if row.final and row.state == "done":
            self.known.setdefault(normal(row.url if snapshot_of(row.url) else row.final), "done")
        for page in fresh:
            self._queue(page)
        self.count["done" if row.state in ("done", "skipped") else "failed"] += 1
        self.count["posts"] += row.posts
        if self.report is not None and row.key.startswith("file:"):
            self._tell(0)

    def _wanted(self, requests: Iterable[Request], depth: int, came_from: str | None) -> list[PageRow]:
        fresh = []
        for request in requests:
            if urlsplit(request.url).scheme not in ADDRESSES:
                continue
            url = raw(request.url)
            key = page_key(url, request.why)
            if key in self.known or len(self.known) >= self.follow.pages:
                continue
            self.known[key] = "waiting"
            fresh.append(PageRow(key, url, request.why, depth, came_from, number=len(self.known)))
        return fresh

    def _tell(self, busy: int) -> None:
        if self.report is None:
            return
        hosts = {h: len(q) for h, q in self.queues.items() if q}
        slowest = max(
            (n * self.speed.get(h, self.session.delay + 0.5) for h, n in hosts.items()), default=0.0
        )
        self.report(
            Progress(
                self.count["done"],
                sum(hosts.values()) + sum(map(len, self.later.values())) + busy,
                self.count["failed"],
                self.count["posts"],
                hosts,
                slowest,
            )
        )


def read_bytes(
    row: PageRow,
    body: bytes,
    content_type: str,
    headers: Sequence[tuple[str, str]],
    zone: str,
    name: str = "",
    file: Path | None = None,
    columns: Mapping[str, str] | None = None,
) -> Result:
    """Read one page with the scraper that knows it; what can't be read becomes a row that says why."""
    if (snapshot := snapshot_of(row.url)) is not None:  # a page of its own address and of the archive's time
        snapshot = snapshot.dated(headers)
        row.final, row.fetched = snapshot.url, snapshot.time
    place = row.final or row.url
    if not body.strip() and is_index(place):
        body = b"[]"  # how pywb says that it has none
    page = Page(place, body, content_type, row.fetched, row.capture, zone, headers, file, columns)
    if row.why == "backlinks":  # what a search answers: its links are wanted, and it holds no posts
        row.state, row.scraper = "done", "links"
        return Result(row, Reading(), page=page)
    try:
        scraper = scraper_for(page)
        size = file.stat().st_size if file is not None else len(body)
        if not scraper.streams and (file is not None or size > _MAX_PAGE):
            raise ReadError(
                f"larger than {_MAX_PAGE // 1_000_000} MB ({size // 1_000_000} MB); no page of comments is"
            )
        reading = scraper.read(page)
        posts = reading.posts if scraper.streams else list(reading.posts)
    except ThreadgraphError as e:
        return Result(_failed(row, "failed", f"{name}{e}"))
    except RecursionError:
        return Result(_failed(row, "failed", f"{name}nested too deeply to be read"))
    except Exception as e:  # a page that one scraper trips over must not cost the other pages
        return Result(_failed(row, "failed", f"{name}{tripped(e)}"))
    row.state, row.scraper = "done", scraper.name
    return Result(row, reading, posts, [f"{name}{c}" for c in complaints(page)], page)


def complaints(page: Page) -> list[str]:
    """What is wrong with a page that could be read all the same."""
    found = []
    if page.looks in ("html", "text", "xml") and (lie := misdeclared(page.body, page.content_type)):
        found.append(lie)
    if page.looks == "html":
        tail = page.body[-3000:].lower()
        whole = page.body.lower() if len(page.body) < 3_000_000 else tail
        open_tag = re.search(rb"<[a-z!/][^<>]*$", page.body[-500:], re.I)
        if open_tag or (b"<body" in whole and b"</body" not in whole and b"</html" not in whole):
            found.append("the HTML is cut off; what stands before the cut was read")
    return found


def _failed(row: PageRow, state: str, reason: str) -> PageRow:
    row.state, row.reason = state, " ".join(reason.split())[:300]
    return row


def passing(reason: str) -> bool:
    """Whether a page that failed for a reason may be had another time."""
    return not re.search(
        r"HTTP 4(?!29)|NNTP 4|no snapshot|no such host|larger than|certificate|not a web address|can't be read|no scraper|file",
        reason,
    )


def _content_type(answer: Response) -> str:
    return next((v for k, v in answer.headers if k.lower() == "content-type"), "")


def _host(url: str) -> str:
    with contextlib.suppress(ValueError):
        return urlsplit(url).netloc.lower()
    return ""
