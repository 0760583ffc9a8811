"""Who wrote an article, and at what hour, where only a line around it tells."""

from __future__ import annotations

import pytest
from blogs import WORDS, read

from threadgraph import extract

_PAGE = """<html><head><title>Snow - A blog</title></head><body><h1>A blog</h1><div id="content">
<h2>Snow</h2>{head}<p>It snowed the whole night and nobody came to clear the road before ten, so we walked to the shop.</p>
<p>There was no bread, and the milk had frozen in its crate beside the door of the closed bakery.</p>{foot}</div>
<div id="side"><h3>Archives</h3><ul><li><a href="/2005/10">October 2005</a></li></ul></div></body></html>"""


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        (
            "<h3>14 ottobre 2005</h3>",
            "<p class='foot'>postato da: Anne alle ore 22:58 | <a href='#c'>commenti (0)</a></p>",
        ),
        (
            "",
            "<div class='foot'>Posted by Anne on October 14, 2005 10:58 PM | <a href='/cat/snow' rel='tag'>Weather</a></div>",
        ),
        (
            "<p class='date'>Freitag, 14. Oktober 2005</p>",
            "<p class='foot'>von Anne um 22:58 Uhr | Kategorie: Wetter</p>",
        ),
        ("<p class='date'>vendredi 14 octobre 2005</p>", "<p class='foot'>Par Anne à 22:58 :: Météo</p>"),
        ("<p class='author'>by <a href='/anne'>Anne</a></p>", "<p>October 14, 2005, 10:58 pm</p>"),
        (
            "",
            "<div class='entry-footer'><span>Published October 14, 2005 10:58 pm</span> <span>By Anne</span> <span>Categorized as Weather</span></div>",
        ),
    ],
)
def test_author_and_hour_stand_in_lines_around_the_article(head: str, foot: str) -> None:
    (post,) = extract(_PAGE.format(head=head, foot=foot).encode(), "http://blog.example/2005/10/14/snow.html")
    assert post.kind == "post"
    assert post.author == "Anne"
    assert post.published is not None
    assert (post.published.strftime("%Y-%m-%d %H:%M"), post.precision) == ("2005-10-14 22:58", "minute")
    assert post.text.startswith("It snowed")
    assert post.text.endswith("bakery.")


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        (
            "<div class='d'>14 ottobre 2005</div><div>22:58, di <b>Anne</b>, Categorie: <a href='#'>Neve</a></div>",
            "",
        ),
        (
            "<div class='d'>14 października 2005</div>",
            "<div>22:58, <a href='#'>Anne</a> | <a href='#'>Link</a></div>",
        ),
        ("<b>10/14/2005: Snow</b>", "<small>Anne at 10:58 PM [EST]</small>"),
        (
            "<div class='d'>Freitag, 14. Oktober 2005</div>",
            "<div>Anne um 22:58h | <a href='#'>3 Kommentare</a></div>",
        ),
    ],
    ids=["after", "comma", "zone", "bar"],
)
def test_a_name_stands_by_the_hour_of_the_article(head: str, foot: str) -> None:
    (post,) = extract(_PAGE.format(head=head, foot=foot).encode(), "http://blog.example/2005/10/14/snow.html")
    assert post.published is not None
    assert (post.author, post.published.strftime("%Y-%m-%d %H:%M")) == ("Anne", "2005-10-14 22:58")


def test_a_weekday_by_an_hour_is_no_name() -> None:
    foot = "<p class='foot'>Friday at 10:58 PM | link</p>"
    (post,) = extract(
        _PAGE.format(head="<h3>October 14, 2005</h3>", foot=foot).encode(), "http://blog.example/snow.html"
    )
    assert post.author is None


@pytest.mark.parametrize(
    "foot",
    [
        "<ul><li>2005/10/14 22:58</li><li>投稿者：Anne</li><li><a href='#'>Uncategorized</a></li><li>コメント:3</li></ul>",
        "<div><dl><dd>14 de octubre de 2005 22:58</dd><dd>Escrito por Anne</dd></dl><a href='#'>Imprimir</a> <a href='#'>E-mail</a></div>",
    ],
    ids=["list", "terms"],
)
def test_a_name_ends_where_its_line_does(foot: str) -> None:
    (post,) = extract(_PAGE.format(head="", foot=foot).encode(), "http://blog.example/2005/10/14/snow.html")
    assert post.author == "Anne"


def test_the_link_that_stands_first_in_an_author_s_box_is_his_name() -> None:
    foot = "<p>14 October 2005</p><div class='author'><a href='/u/7'>Anne</a><span class='rating'>12,0</span></div>"
    (post,) = extract(_PAGE.format(head="", foot=foot).encode(), "http://blog.example/2005/10/14/snow.html")
    assert post.author == "Anne"


def test_a_title_behind_the_date_is_no_name() -> None:
    head = '<p><b>10/14/2005:</b> "A white road"</p>'
    (post,) = extract(_PAGE.format(head=head, foot="").encode(), "http://blog.example/2005/10/14/snow.html")
    assert post.author is None


@pytest.mark.parametrize(
    "head",
    [
        "<div class='meta'>October 14, 2005 <a href='#'>Anne</a></div>",
        "<div><span class='category'>Weather</span> | <span>14 October 2005</span> | <span>Anne</span></div>",
        "<h6>作者:Anne | 分类:杂谈 | 评论:5 | 2005-10-14</h6>",
        "<div><a href='/@anne'>Anne</a></div><div>14 October 2005</div>",
        "<p>2005-10-14 22:58 توسط Anne</p>",
    ],
    ids=["year", "category", "label", "profile", "persian"],
)
def test_a_name_stands_in_a_line_without_a_word_for_it(head: str) -> None:
    (post,) = extract(_PAGE.format(head=head, foot="").encode(), "http://blog.example/2005/10/14/snow.html")
    assert (post.author, post.text[:10]) == ("Anne", "It snowed ")


def test_a_word_may_lead_to_the_hour_and_another_to_the_name() -> None:
    foot = "<p><i>posted at: 22:58 by Anne | path: /web | <a href='#'>permanent link</a></i></p>"
    (post,) = extract(
        _PAGE.format(head="<h3>Fri, 14 Oct 2005</h3>", foot=foot).encode(), "http://blog.example/snow.html"
    )
    assert post.author == "Anne"


def test_an_opening_post_in_a_wrapper_of_its_own_is_known_by_the_box_around_its_words() -> None:
    """Scripts name boxes by hashes, and the words stand in a box without a name inside."""

    def post(n: int, who: str, text: str, around: str) -> str:
        return (
            f"<div class='eehvjzq12'{around}><div class='eehvjzq10'><a href='/u/{n}'>{who}</a><time datetime='2024-05-22T14:4{n}:02Z'>1 year ago"
            f"</time></div><div class='custom-fyf200'><span>{text}</span></div></div>"
        )

    words = [
        "Too soon, if you ask me.",
        "About time, I should say.",
        "They got wet in the rain.",
        "Who will vote for that?",
    ]
    comments = "".join(
        post(n + 1, f"Reader{n}", w, " itemprop='comment' itemscope itemtype='https://schema.org/Comment'")
        for n, w in enumerate(words)
    )
    opening = (
        "<div><h1>Election in July</h1>"
        + post(0, "Anne", "The election will take place in July, they say.", "")
        + "</div>"
    )
    page = f"<html><head><title>Election</title></head><body><div>{opening}<div>Scroll to see replies</div>{comments}</div></body></html>"
    posts = extract(page.encode(), "https://forum.example/showthread.php?t=7")
    assert [(p.kind, p.author) for p in posts] == [
        ("post", "Anne"),
        *(("comment", f"Reader{n}") for n in range(4)),
    ]


def test_the_hour_of_an_article_is_told_where_a_pointer_rests_on_its_day() -> None:
    head = "<div class='entry-meta'>Publié le <a href='/2011/05/divan/' title='9 h 12 min' rel='bookmark'><span class='entry-date'>18 mai 2011</span></a> par <span class='author vcard'><a class='url fn n' href='/author/elise/'>Élise</a></span></div>"
    words = f"<div class='entry-content'><p>{WORDS}</p></div>"
    post = read(f"<div class='post hentry'><h1 class='entry-title'>Outage</h1>{head}{words}</div>")[0]
    assert (post.author, f"{post.published:%F %H:%M}") == ("Élise", "2011-05-18 09:12")


def test_what_an_article_s_box_holds_beside_its_words_is_no_part_of_them() -> None:
    beside = "<div class='author-box-wrap'><p>Élise writes about couches.</p></div><div class='relatedlinks'><h4>More</h4><ul><li>1 May 2010 -- <a href='/a'>A chair</a></li></ul></div>"
    post = read(
        f"<h1>Outage</h1><article class='post'><div class='sharing-top'>Facebook Twitter</div><div class='itemtext'><p>{WORDS}</p></div>{beside}</article>"
    )[0]
    assert (post.text, post.published) == (WORDS, None)
