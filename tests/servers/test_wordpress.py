"""A real WordPress gives one and the same thread by its page, its REST interface and its comment feed."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from collecting import collected, notes

pytestmark = pytest.mark.servers

THEMES = ("twentytwentyone", "twentytwentythree")
#: All comments on one page, or three threads of them a page, of which the plain address shows the last.
PAGES = {"whole": {"page_comments": 0}, "paged": {"page_comments": 1, "comments_per_page": 3, "default_comments_page": "newest"}}  # fmt: skip
WAYS = ("page", "interface", "feed")


@pytest.fixture(scope="module", params=[(t, p) for t in THEMES for p in PAGES], ids="-".join)
def blog(request: pytest.FixtureRequest, wordpress: Any) -> Any:
    theme, pages = request.param
    wordpress.theme(theme)
    wordpress.options(interfaces_closed=0, **PAGES[pages])
    return wordpress


@pytest.fixture(scope="module", params=WAYS)
def corpus(request: pytest.FixtureRequest, blog: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    source = {
        "page": blog.link,
        "interface": f"{blog.url}/wp-json/wp/v2/comments?post={blog.post}",
        "feed": f"{blog.link}feed/",
    }[request.param]
    with collected(source, tmp_path_factory.mktemp("corpus") / request.param) as opened:
        yield opened


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def truth(blog: Any) -> dict[str, tuple[str | None, str, datetime]]:
    """Parent, author and time of the first post and of its approved comments, by id, from the database."""
    host = blog.url.removeprefix("http://")
    thread = re.sub(r"^https?://|/$", "", blog.link)
    [post] = blog.rows(
        "SELECT JSON_ARRAY(u.display_name, p.post_date_gmt) FROM wp_posts p JOIN wp_users u ON u.ID = p.post_author "
        f"WHERE p.ID = {blog.post}"
    )
    found: dict[str, tuple[str | None, str, datetime]] = {thread: (None, post[0], _moment(post[1]))}
    for number, parent, author, when in blog.rows(
        "SELECT JSON_ARRAY(comment_ID, comment_parent, comment_author, comment_date_gmt) FROM wp_comments "
        f"WHERE comment_approved = '1' AND comment_post_ID = {blog.post}"
    ):
        above = f"{host}:comment-{parent}" if int(parent) else None
        found[f"{host}:comment-{number}"] = (above, html.unescape(author), _moment(when))
    return found


def test_same_posts_as_the_database(blog: Any, corpus: Any) -> None:
    assert {p.id for p in corpus.posts()} == set(truth(blog))


def test_same_parents_as_the_database(blog: Any, corpus: Any) -> None:
    assert {p.id: p.parent_id for p in corpus.posts()} == {k: v[0] for k, v in truth(blog).items()}


def test_same_authors_as_the_database(blog: Any, corpus: Any) -> None:
    assert {p.id: p.author for p in corpus.posts()} == {k: v[1] for k, v in truth(blog).items()}


def test_same_times_as_the_database(blog: Any, corpus: Any) -> None:
    assert {p.id: p.published for p in corpus.posts()} == {k: v[2] for k, v in truth(blog).items()}


def test_the_blog_is_what_the_tests_need(blog: Any) -> None:
    """Six authors, more levels than are drawn, a pingback, a trackback: the tests above would be empty without."""
    found = truth(blog)
    depth = {k: 0 for k, v in found.items() if v[0] is None}
    while len(depth) < len(found):
        depth |= {k: depth[v[0]] + 1 for k, v in found.items() if v[0] in depth}
    assert len({v[1] for v in found.values()}) >= 7
    assert max(depth.values()) == 5
    pings = blog.rows("SELECT JSON_ARRAY(comment_type) FROM wp_comments WHERE comment_type LIKE '%back'")
    assert sorted(kind for [kind] in pings) == ["pingback", "trackback"]


def test_pingback_and_trackback_name_their_sources(blog: Any, corpus: Any) -> None:
    pings = {p.author_url: p for p in corpus.posts() if p.kind == "trackback"}
    assert pings.keys() == {blog.second_link, "http://market.example/2024/03/heard/"}
    track = pings["http://market.example/2024/03/heard/"]
    assert track.author == "Market talk"
    assert "They say that the host will be back tomorrow." in track.text


def test_all_belong_to_one_thread(corpus: Any) -> None:
    assert len({p.thread_id for p in corpus.posts()}) == 1


def test_french_and_right_to_left_texts_are_whole(corpus: Any) -> None:
    texts = {p.author: p.text for p in corpus.posts()}
    assert re.sub("[’‘]", "'", texts["Benoît Lefèvre"]) == (
        "Merci pour ces précisions, c'est rassurant. À quand le retour\u00a0?"
    ).replace("\u00a0", " ")
    assert texts["مريم الحداد"] == "هل تعرفون متى تعود الخدمة؟ مدونتي لا تعمل منذ البارحة."


def test_owner_of_the_blog_is_known(corpus: Any) -> None:
    assert {p.author for p in corpus.posts() if p.is_owner} == {"Inès Valmont"}


def test_nothing_unapproved_came(corpus: Any) -> None:
    assert not {"Waiting Reader", "Seller"} & {p.author for p in corpus.posts()}


def test_ledger_says_that_all_is_there(blog: Any, corpus: Any) -> None:
    [row] = corpus.ledger().to_pylist()
    assert row["collected"] == len(truth(blog)) - 1
    assert row["unreachable"] == 0


def drawn(found: dict[str, Any]) -> dict[str, str | None]:
    """The parents that a page shows: it draws four levels, and what is deeper stands beside the fourth."""
    parents: dict[str, str | None] = {}
    depth: dict[str, int] = {}
    for name, (parent, _, _) in sorted(found.items(), key=lambda item: item[1][2]):
        if parent is not None and depth[parent] == 4:
            parent = parents[parent]
        parents[name], depth[name] = parent, depth[parent] + 1 if parent else 1
    return parents


def test_blog_that_shut_its_interfaces_is_read_by_its_pages(blog: Any, tmp_path: Path) -> None:
    blog.options(interfaces_closed=1)
    try:
        with collected(blog.link, tmp_path / "closed") as corpus:
            posts = corpus.posts()
            said = notes(corpus)
            fetched = set(corpus.pages().query("state == 'done'")["url"])
    finally:
        blog.options(interfaces_closed=0)
    found = truth(blog)
    paged = blog.rows("SELECT JSON_ARRAY(option_value) FROM wp_options WHERE option_name = 'page_comments'")
    assert len([u for u in fetched if "comment-page-" in u]) == (3 if paged == [["1"]] else 0)
    assert {p.id: p.parent_id for p in posts} == drawn(found)
    assert {p.id: p.author for p in posts} == {k: v[1] for k, v in found.items()}
    assert "HTTP 401" in said
    assert "no deeper than level 4" in said
