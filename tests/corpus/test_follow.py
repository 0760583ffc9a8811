"""From seeds outward: links, back links, authors' home pages, feeds; and only what tells the story stays."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from threadgraph import Archive, Corpus, Follow, Post, Story, collect, plan, reread
from threadgraph.corpus.follow import told
from threadgraph.web import snapshot_of

SEED = "http://seed.example/attack/"
STORY = Story(terms=("Cumulo",))
WORDS = "The whole night nothing answered, and nobody at the company picked up the telephone either."


def article(title: str, text: str, comments: str = "", head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>{head}</head><body><div class="post"><h1>{title}</h1>'
        f'<p class="date">14 October 2005, 8:30</p><div class="entry"><p>{text}</p></div></div>{comments}</body></html>'
    )


def comment(number: int, author: str, url: str, when: str, text: str) -> str:
    return (
        f'<li class="comment" id="comment-{number}"><b class="author"><a rel="external nofollow" href="{url}">{author}</a></b> '
        f'<span class="date">{when}</span><p>{text}</p></li>'
    )


#: What an archive that speaks as the Wayback Machine does has of a page, in arrays with a header row.
INDEX = "http://archive.example/cdx/search/cdx?url=http://old.example/&output=json&from=20051013000000&to=20051018235959"
LINES = [
    ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"],
    ["example,old)/", "20051014120000", "http://old.example:80/", "text/html", "200", "AAAA", "1"],
    ["example,old)/", "20051015120000", "http://old.example/", "text/html", "200", "AAAA", "1"],
]
FEED = '<link rel="alternate" type="application/rss+xml" title="Anne" href="/feed.xml">'
PAGES = {
    SEED: article(
        "Cumulo attacked",
        f'{WORDS} <a href="http://late.example/">Later</a> and <a href="http://told.example/">told</a>, '
        '<a href="http://cooking.example/">not at all</a>.',
        '<h3>2 comments</h3><ol class="commentlist">'
        + comment(1, "Anne", "http://anne.example/", "14 October 2005, 9:05", "Mine has been down since midnight too, it seems.")
        + comment(2, "Bob", "http://bob.example/", "13 October 2005, 9:30", 'See <a href="http://early.example/">this</a>, it was there first of all.')
        + "</ol>",
    ),
    "http://told.example/": article("What happened", f"{WORDS} All of it is the fault of Cumulo, as ever."),
    "http://late.example/": article("Late", f"{WORDS} Cumulo has not said a word about it, not even now."),
    "http://early.example/": article("Early", f"{WORDS} Is it only mine at Cumulo, or is it yours as well?"),
    "http://cooking.example/": article("Soup", "Leeks, potatoes and a little cream, which is all that a soup needs in autumn."),
    "http://anne.example/": article("Anne's garden", "Nothing happened in the garden this week, it only rained.", head=FEED),
    "http://bob.example/": article("Bob", "I am Bob, and this is the page on which I say that I am he."),
    "http://anne.example/feed.xml": '<?xml version="1.0"?><rss version="2.0"><channel><title>Anne</title><link>http://anne.example/</link>'
    "<item><title>My Cumulo diary</title><link>http://anne.example/diary</link><pubDate>Fri, 14 Oct 2005 10:00:00 GMT</pubDate>"
    "<description>An hour by hour diary of the night.</description></item>"
    "<item><title>Tulips</title><link>http://anne.example/tulips</link><pubDate>Sat, 15 Oct 2005 10:00:00 GMT</pubDate>"
    "<description>They want sun.</description></item></channel></rss>",
    "http://anne.example/diary": article("My Cumulo diary", f"{WORDS} This is the diary of it, hour by hour, until the morning."),
    "http://anne.example/tulips": article("Tulips", "They want sun, a little water and somebody who talks to them."),
    f"http://search.example/links?to={SEED}": '<html><body><a href="http://pointing.example/">one</a> <a href="http://soup.example/">two</a> '
    '<a href="/next">3</a></body></html>',
    "http://pointing.example/": article("Read this", f'{WORDS} I have nothing to add to <a href="{SEED}">what he says</a> of it.'),
    INDEX: json.dumps(LINES),
    "http://archive.example/web/20051014120000id_/http://old.example/": article(
        "Cumulo attacked",
        f'{WORDS} <a href="http://told.example/">Told</a>.',
        '<h3>2 comments</h3><ol class="commentlist">'
        + comment(1, "Anne", "http://anne.example/", "3 hours ago", "Mine has been down since midnight too, it seems.")
        + comment(2, "Bob", "http://bob.example/", "2 hours ago", "And mine, since a little before that, I think.")
        + "</ol>",
    ),
    "http://archive.example/web/20051014120000id_/http://told.example/": article("Told", f"{WORDS} Cumulo again."),
    "http://soup.example/": article("Soup again", "Leeks, potatoes and a little cream, which is all that a soup needs in winter."),
}  # fmt: skip


@pytest.fixture(scope="module")
def asked() -> list[str]:
    return []


@pytest.fixture(scope="module")
def server(asked: list[str]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = f"http://{self.headers['Host']}{unquote(self.path)}"
            asked.append(url)
            body = PAGES.get(url, "").encode()
            self.send_response(200 if body else 404)
            kind = "application/rss+xml" if url.endswith(".xml") else "text/html"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{httpd.server_port}"
        httpd.shutdown()


@pytest.fixture
def follow(server: str, tmp_path: Path) -> Callable[..., dict[str, str]]:
    """Collect under some rules; the state of each page by its address."""

    def run(**rules: Any) -> dict[str, str]:
        corpus = collect(
            [SEED], tmp_path / "corpus", follow=Follow(**rules), delay=0, robots=False, allow_private=True, resolve={"*.example": server}
        )  # fmt: skip
        with corpus:
            return {
                u: f"{s}, {r}" if isinstance(r, str) else s
                for u, s, r in corpus.pages()[["url", "state", "reason"]].values
            }

    return run


OFF = "skipped, not about the story"


def test_links_are_followed_and_only_what_tells_the_story_is_kept(follow: Any, tmp_path: Path) -> None:
    assert follow(links=True, story=STORY) == {
        SEED: "done",
        "http://told.example/": "done",
        "http://late.example/": "done",
        "http://early.example/": "done",
        "http://cooking.example/": OFF,
    }
    with Corpus(tmp_path / "corpus") as corpus:
        assert {p.site for p in corpus.posts()} == {
            "seed.example",
            "told.example",
            "late.example",
            "early.example",
        }


def test_reading_again_judges_by_the_story_of_today(follow: Any, tmp_path: Path) -> None:
    follow(links=True, story=STORY)
    rules = Follow(links=True, story=Story(terms=("Leeks", "fault")))
    with reread(tmp_path / "corpus", follow=rules) as corpus:
        assert {p.site for p in corpus.posts()} == {"seed.example", "told.example", "cooking.example"}


def test_without_a_story_all_is_kept(follow: Any) -> None:
    assert set(follow(links=True).values()) == {"done"}


def test_home_page_may_be_off_the_story_and_its_feed_on_it(follow: Any) -> None:
    assert follow(authors=True, feeds=True, story=STORY) == {
        SEED: "done",
        "http://anne.example/": OFF,
        "http://bob.example/": OFF,
        "http://anne.example/feed.xml": "done",
        "http://anne.example/diary": "done",
    }


def test_who_links_to_a_story_post_belongs_to_it(follow: Any) -> None:
    search = "http://search.example/links?to=http%3A%2F%2Fseed.example%2Fattack%2F"
    found = follow(backlinks=("http://search.example/links?to={url}",), story=STORY, depth=1)
    assert found == {
        SEED: "done",
        search: "done",
        "http://pointing.example/": "done",
        "http://soup.example/": OFF,
    }


def test_hosts_bound_it(follow: Any) -> None:
    assert set(follow(links=True, hosts=("told.example",))) == {SEED, "http://told.example/"}


def test_count_bounds_it(follow: Any) -> None:
    assert len(follow(links=True, pages=3)) == 3


def test_time_bounds_it_and_the_rest_waits(follow: Any) -> None:
    assert follow(links=True, minutes=0) == {SEED: "waiting"}
    assert set(follow(links=True).values()) == {"done"}


def test_window_bounds_the_posts_whose_links_are_followed(follow: Any) -> None:
    found = follow(links=True, start=datetime(2005, 10, 14, tzinfo=UTC))
    assert "http://early.example/" not in found  # Bob said so on the 13th
    assert "http://told.example/" in found


def test_the_oldest_link_goes_first(server: str, asked: list[str], tmp_path: Path) -> None:
    del asked[:]
    with collect([SEED], tmp_path / "c", follow=Follow(links=True), delay=0, robots=False, allow_private=True, resolve={"*.example": server}) as c:  # fmt: skip
        from threadgraph.corpus.keep import first_links

        told = first_links(c.store, ["http://early.example/", "http://told.example/", "http://none.example/"])
    assert {u: t.day for u, t in told.items()} == {"http://early.example/": 13, "http://told.example/": 14}


def test_dry_run_of_a_new_collection_knows_its_seeds(asked: list[str], tmp_path: Path) -> None:
    del asked[:]
    found = plan([SEED], tmp_path / "new", follow=Follow(links=True))
    assert [(p.url, p.why, p.depth, p.came_from) for p in found] == [(SEED, "seed", 0, None)]
    assert not (tmp_path / "new").exists()
    assert not asked


def test_dry_run_of_a_corpus_knows_where_its_posts_lead(
    follow: Any, tmp_path: Path, asked: list[str]
) -> None:
    follow()
    del asked[:]
    found = plan([SEED], tmp_path / "corpus", follow=Follow(links=True, authors=True))
    assert {(p.url, p.why, p.depth, p.came_from) for p in found} == {
        *((f"http://{n}.example/", "link", 1, SEED) for n in ("told", "late", "early", "cooking")),
        *((f"http://{n}.example/", "author", 1, SEED) for n in ("anne", "bob")),
    }
    assert not asked


def test_dry_run_tells_what_waits(follow: Any, tmp_path: Path) -> None:
    follow(links=True, minutes=0)
    assert [(p.url, p.why) for p in plan([SEED], tmp_path / "corpus")] == [(SEED, "seed")]


@pytest.mark.parametrize(
    ("post", "kept"),
    [
        (Post(id="a", thread_id="t", title="CÚMULO!"), True),
        (Post(id="a", thread_id="t", text="Cumulonimbus over the town"), False),
        (Post(id="a", thread_id="t", text="see", links=("http://www.held.example/x/#c1",)), True),
        (Post(id="a", thread_id="t", text="see", links=("http://else.example/",)), False),
        (Post(id="a", thread_id="t", url="http://held.example/x"), True),
    ],
)
def test_a_thread_tells_the_story_by_a_term_or_by_a_link(post: Post, kept: bool) -> None:
    other = Post(id="b", thread_id="t", text="yes")
    assert told([post, other], STORY, lambda: {"held.example/x"}) == ([post, other] if kept else [])


def test_links_of_a_snapshot_lead_to_snapshots_of_its_time() -> None:
    snapshot = snapshot_of("http://127.0.0.1:8080/coll/20051014083000id_/http://a.example/")
    assert snapshot is not None
    there = "http://127.0.0.1:8080/coll/20051014083000id_/http://b.example/x"
    assert snapshot.beside("http://b.example/x#c").address == there
    assert snapshot.redirected("/coll/20051015000000id_/http://a.example/", snapshot.address).endswith(
        "20051015000000id_/http://a.example/"
    )
    assert snapshot.redirected("http://b.example/x", snapshot.address) == there
    assert snapshot.redirected("/x", snapshot.address).endswith("083000id_/http://a.example/x")


@pytest.mark.parametrize(
    ("url", "index"),
    [
        (
            "https://web.archive.org/web",
            "https://web.archive.org/cdx/search/cdx?url=http%3A%2F%2Fa.example%2F",
        ),
        ("http://127.0.0.1/coll/", "http://127.0.0.1/coll/cdx?url=http%3A%2F%2Fa.example%2F"),
    ],
)
def test_an_archive_is_asked_in_its_own_dialect(url: str, index: str) -> None:
    assert Archive(url).source("http://a.example/").startswith(index)
    snapshot = "https://web.archive.org/web/20051014/http://a.example/"
    assert Archive(url).source(snapshot).endswith("/web/20051014000000id_/http://a.example/")


def test_an_archive_as_the_wayback_machine_is_collected_from(server: str, tmp_path: Path) -> None:
    archive = Archive(
        "http://archive.example/web",
        datetime(2005, 10, 13, tzinfo=UTC),
        datetime(2005, 10, 18, 23, 59, 59, tzinfo=UTC),
        index="http://archive.example/cdx/search/cdx",
    )
    with collect(
        ["http://old.example/"], tmp_path / "c", follow=Follow(links=True), archive=archive, delay=0, robots=False, allow_private=True, resolve={"*.example": server}
    ) as corpus:  # fmt: skip
        found = {p.author or p.url: (p.published, p.precision) for p in corpus.posts()}
        assert not corpus.problems()
    assert found == {
        "http://old.example/": (datetime(2005, 10, 14, 8, 30, tzinfo=UTC), "minute"),
        "http://told.example/": (datetime(2005, 10, 14, 8, 30, tzinfo=UTC), "minute"),
        "Anne": (datetime(2005, 10, 14, 9, tzinfo=UTC), "hour"),
        "Bob": (datetime(2005, 10, 14, 10, tzinfo=UTC), "hour"),
    }
