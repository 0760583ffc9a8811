"""Every site of the demo is served as its engine would have, on loopback, by host name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import requests
from bs4 import BeautifulSoup

from threadgraph.demo import DemoServer, Entry, Site, story, truth, write_study
from threadgraph.demo.engines import resources
from threadgraph.demo.markup import links, plain
from threadgraph.demo.tale import NOTICE

PAGES = [(site, entry) for site in story() for entry in site.entries]

COMMENTS = {
    "blogger": "dl#comments-block dt.comment-poster",
    "dotclear1": "div#comments dl dt",
    "movabletype3": "div.comments-content p.comment-footer, div.comments-body p.posted",
    "phpbb2": "table.forumline tr td span.name b",
    "typepad": "div.comments-content div.comment p.comment-footer",
    "wordpress15": "ol.commentlist li",
    "wordpress20": "ol.commentlist li",
}


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        yield running


@pytest.fixture(scope="module")
def web() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


def get(web: requests.Session, server: DemoServer, url: str) -> requests.Response:
    host, _, path = url.removeprefix("http://").partition("/")
    return web.get(
        f"http://{server.address}/{path}", headers={"Host": host}, timeout=5, allow_redirects=False
    )


def read(answer: requests.Response, site: Site) -> BeautifulSoup:
    """The page, without the XML declaration that TypePad put before its HTML."""
    return BeautifulSoup(re.sub(r"^<\?xml[^>]*>\s*", "", answer.content.decode(site.sends)), "lxml")


@pytest.mark.parametrize(("site", "entry"), PAGES, ids=lambda x: getattr(x, "host", getattr(x, "id", "")))
def test_page(server: DemoServer, web: requests.Session, site: Site, entry: Entry) -> None:
    answer = get(web, server, site.url(entry.path))
    assert answer.status_code == 200
    soup = read(answer, site)
    banner = soup.select_one("#reconstitution")
    assert banner is not None
    assert banner.get_text() == NOTICE
    assert entry.title in soup.get_text()
    shown = len(soup.select(COMMENTS[site.engine]))
    pings = len(entry.trackbacks) if site.engine.startswith("wordpress") else 0
    opening = 1 if site.engine == "phpbb2" else 0
    assert shown == len(entry.comments) + pings + opening
    text = re.sub(r"\s+", " ", soup.get_text())
    for comment in entry.comments:
        assert comment.author in text
        words = plain(comment.text).split()[-1]
        assert comment.removed or words in text
    hrefs = {a["href"] for a in soup.select("a[href]")}
    assert set(links(entry.text)) <= hrefs


@pytest.mark.parametrize("site", story(), ids=lambda site: site.host)
def test_every_address_of_a_site(server: DemoServer, web: requests.Session, site: Site) -> None:
    for path, resource in resources(site).items():
        answer = get(web, server, site.url(path))
        assert answer.status_code == resource.status
        assert answer.headers["Content-Type"] == resource.kind
        if resource.kind.startswith("text/html") and resource.body:
            assert b'<div id="reconstitution">' in answer.content
        if "xml" in resource.kind:
            ElementTree.fromstring(answer.content)
            assert "Reconstitution" in answer.content.decode()


def test_front_page_lists_the_entries(server: DemoServer, web: requests.Session) -> None:
    for site in story():
        soup = read(get(web, server, site.home), site)
        hrefs = [str(a["href"]) for a in soup.select("a[href]")]
        for entry in site.entries:
            assert any(site.url(entry.path).endswith(href) for href in hrefs if len(href) > 3)


def test_comment_feed(server: DemoServer, web: requests.Session) -> None:
    site = next(s for s in story() if s.engine == "wordpress20")
    feed = ElementTree.fromstring(get(web, server, f"{site.home}feed/").content)
    named = feed.findall(".//{http://wellformedweb.org/CommentAPI/}commentRss")
    assert len(named) == len(site.entries)
    for entry, element in zip(site.entries, named, strict=True):
        comments = ElementTree.fromstring(get(web, server, element.text or "").content)
        assert len(comments.findall(".//item")) == len(entry.comments)


def test_page_that_lies_about_its_charset(server: DemoServer, web: requests.Session) -> None:
    for url in truth()["story"]["mislabelled"]:
        answer = get(web, server, url)
        assert answer.headers["Content-Type"] == "text/html; charset=iso-8859-1"
        assert "Édouard" in answer.content.decode("utf-8")
        assert "Ã©" in answer.text


def test_forum_is_honestly_latin_1(server: DemoServer, web: requests.Session) -> None:
    answer = get(web, server, "http://forum-des-webmestres.example/viewtopic.php?t=2217")
    assert "Posté le: Ven 14 Oct 2005 9:20" in answer.text
    assert "tarek_b a écrit:" in answer.text


def test_robots_and_missing_pages(server: DemoServer, web: requests.Session) -> None:
    robots = get(web, server, "http://la-vigie.example/robots.txt")
    assert robots.text.split("\n")[:2] == ["User-agent: *", "Disallow: /"]
    assert robots.headers["Content-Type"] == "text/plain"
    assert get(web, server, "http://valmont.example/robots.txt").status_code == 404
    for url in [*truth()["story"]["dead_links"], "http://nobody.example/"]:
        missing = get(web, server, url)
        assert missing.status_code == 404
        assert NOTICE in missing.text


def test_head_and_redirects(server: DemoServer, web: requests.Session) -> None:
    head = web.head(f"http://{server.address}/", headers={"Host": "valmont.example:80"}, timeout=5)
    assert (head.status_code, head.content) == (200, b"")
    moved = get(web, server, "http://valmont.example/2005/10/14/cette-nuit/trackback/")
    assert moved.headers["Location"] == "http://valmont.example/2005/10/14/cette-nuit/"


def test_removed_comment_says_so(server: DemoServer, web: requests.Session) -> None:
    answer = get(web, server, "http://sept-a-la-maison.example/2005/10/mon-blog-est-parti.html")
    assert answer.text.count("Ce commentaire a été supprimé par un administrateur du blog.") == 1


def test_hosts(server: DemoServer) -> None:
    assert server.hosts == tuple(sorted(site.host for site in story()))
    assert server.address == f"127.0.0.1:{server.port}"


def test_write_study(tmp_path: Path) -> None:
    path = write_study(tmp_path / "demo", "127.0.0.1:4321")
    study = tomllib.loads(path.read_text("utf-8"))
    assert set(study) == {
        "title", "seeds", "timezone", "window", "follow", "focal", "story", "privacy", "manners",
    }  # fmt: skip
    assert study["manners"]["resolve"] == {"*.example": "127.0.0.1:4321"}
    assert (path.parent / study["seeds"][-1]).read_bytes().startswith(b"Return-Path:")
    assert set(study["focal"]["aliases"]) | {study["focal"]["name"]} == set(truth()["story"]["signatures"])
