"""A real WordPress gives one and the same thread by its page, its REST interface and its comment feed."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from threadgraph import Corpus, extract

pytestmark = pytest.mark.servers

THEMES = ("twentytwentyone", "twentytwentythree")
WAYS = ("page", "interface", "feed")


@pytest.fixture(scope="module", params=THEMES)
def blog(request: pytest.FixtureRequest, wordpress: Any) -> Any:
    wordpress.theme(request.param)
    return wordpress


@pytest.fixture(scope="module", params=WAYS)
def corpus(request: pytest.FixtureRequest, blog: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    source = {
        "page": blog.link,
        "interface": f"{blog.url}/wp-json/wp/v2/comments?post={blog.post}",
        "feed": f"{blog.link}feed/",
    }[request.param]
    folder = tmp_path_factory.mktemp("corpus") / request.param
    command = "from threadgraph.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, "collect", source, "--into", str(folder), "--allow-private", "--delay", "0"],
        capture_output=True,
        text=True,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with Corpus(folder) as opened:
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
    """Six authors, four levels and more, one pingback: the tests above would be empty without."""
    found = truth(blog)
    depth = {k: 0 for k, v in found.items() if v[0] is None}
    while len(depth) < len(found):
        depth |= {k: depth[v[0]] + 1 for k, v in found.items() if v[0] in depth}
    assert len({v[1] for v in found.values()}) >= 7
    assert max(depth.values()) == 5
    [[pings]] = blog.rows("SELECT JSON_ARRAY(count(*)) FROM wp_comments WHERE comment_type = 'pingback'")
    assert int(pings) == 1


def test_pingback_is_a_trackback_that_names_its_source(blog: Any, corpus: Any) -> None:
    [ping] = [p for p in corpus.posts() if p.kind == "trackback"]
    assert ping.author_url == blog.second_link


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


def test_page_alone_has_every_comment_under_the_one_that_it_is_drawn_under(blog: Any) -> None:
    """The theme draws four levels: what is deeper stands beside the fourth, and only REST knows better."""
    found = truth(blog)
    drawn: dict[str, str | None] = {}
    depth: dict[str, int] = {}
    for name, (parent, _, _) in sorted(found.items(), key=lambda item: item[1][2]):
        if parent is not None and depth[parent] == 4:
            parent = drawn[parent]
        drawn[name], depth[name] = parent, depth[parent] + 1 if parent else 1
    posts = extract(requests.get(blog.link, timeout=30).content, blog.link)
    assert {p.id: p.parent_id for p in posts} == drawn
