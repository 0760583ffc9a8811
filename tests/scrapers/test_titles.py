"""Which heading of a page is the title of its post."""

from __future__ import annotations

import pytest
from blogs import ARTICLE, WORDS, read, rows

_ROW = "<div class='comment' id='c{n}'><cite>{who}</cite> <small>{when}</small><p>{words}</p></div>"
_BODY = f"<div class='entry-content'><p>{WORDS}</p></div>"


def _title(body: str, title: str = "The Paper") -> str:
    return read(body + rows(_ROW), title=title)[0].title


@pytest.mark.parametrize(
    "other",
    [
        "<h3 class='widget-title'>The newest comments of all our readers</h3>",
        "<h1 class='author-box-title'>About Anne, who wrote this and much else</h1>",
        "<h3 class='title'>Related posts</h3><ul><li><a href='/a'>A</a></li></ul>",
        "<h3 class='comments-title'>4 thoughts on “Outage”</h3>",
    ],
)
def test_a_heading_below_the_words_is_no_title(other: str) -> None:
    assert _title(f"<h2>Outage</h2>{_BODY}{other}") == "Outage"


def test_the_name_of_the_site_stands_above_the_title() -> None:
    assert _title(f"<h1>The Paper</h1><h2>Outage</h2>{_BODY}", "The Paper - Outage") == "Outage"


def test_the_head_of_an_article_is_not_the_head_of_the_page() -> None:
    page = f"<header class='site-header'><h1>The Paper</h1></header><article><header class='asset-header'><h1>Outage</h1></header>{_BODY}</article>"
    assert _title(page) == "Outage"


def test_a_section_before_a_title_is_left_out() -> None:
    page = f"<h3><a href='//tech.paper.example/'>Tech</a>: Große Straße ist gesperrt</h3>{_BODY}"
    assert _title(page, "The Paper | Große Straße ist gesperrt") == "Große Straße ist gesperrt"


def test_a_page_without_headings_is_named_by_its_head() -> None:
    assert _title(_BODY, "Outage | The Paper of the Town") == "The Paper of the Town"
    assert (
        _title(f"<a href='/'>The Paper of the Town</a>{_BODY}", "Outage | The Paper of the Town") == "Outage"
    )


def test_a_title_in_the_page_is_not_asked_for_where_its_head_states_one() -> None:
    assert _title(f"<meta property='og:title' content='Outage'>{ARTICLE}", "x") == "Outage"


def test_a_column_of_links_is_no_article() -> None:
    links = "".join(f"<a href='p.php?id={n}'>What we wrote in week {n}</a><br>" for n in range(9))
    column = f"<td width=180><h4>Latest</h4>{links}<h4>Comments</h4>Anne: thank you for this, we will try it<br>Ben: it has been down since then<br></td>"
    page = f"<div><h1>The Paper</h1></div><table><tr>{column}<td><h2>Outage</h2>{WORDS}<br></td></tr></table>"
    post = read(page + rows(_ROW), title="The Paper - Outage")[0]
    assert (post.title, post.text) == ("Outage", WORDS)
