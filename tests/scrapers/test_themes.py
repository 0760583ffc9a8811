"""Habits of real themes: where they put a name, an answer, a trackback; each test is one of them, on a page written for it."""

from __future__ import annotations

import pytest
from blogs import ARTICLE, PEOPLE, WORDS, read, rows, told

NAMES = [who for who, _, _ in PEOPLE]


@pytest.mark.parametrize(
    "head",
    [
        "<a href='/outage#c{n}'>Komentar</a> od: <a href='http://{n}.example'>{who}</a> <span>[Posetilac]</span>",
        "<a href='#f{n}'><strong>Outage, </strong></a> by <span class=''>{who}</span>",
        "<b>{who}</b> říká:",
        "<small><a href='/outage#c{n}'>#{n}</a> - <a href='http://{n}.example'>{who}</a> a dit :</small>",
    ],
    ids=["link to itself", "by", "verb", "verb below a link"],
)
def test_a_name_stands_behind_by_or_before_a_verb(head: str) -> None:
    row = f"<div class='bComment' id='c{{n}}'><p class='t'>{head}</p><p>{{words}}</p><p><i>{{when}}</i></p></div>"
    assert [who for who, _, _ in told(read(f"{ARTICLE}<h4>4 comments</h4>{rows(row)}"))] == NAMES


def test_a_visitor_without_a_name_is_called_by_his_machine() -> None:
    row = "<div class='comment' id='c{n}'><p>{words}</p><p>Posted by <b>{who}</b> on {when}</p></div>"
    page = rows(row).replace("<b>Ben</b>", "<b>174.22.9.31</b>")
    assert [who for who, _, _ in told(read(ARTICLE + page))][1] == "174.22.9.31"


def test_names_that_only_pictures_bear_are_read_from_them() -> None:
    row = "<div class='entry-comment'><p>{words}</p><p class='by'><img src='/a/{n}.png' alt='{who}'> {when}</p></div>"
    assert [who for who, _, _ in told(read(f"{ARTICLE}<h3>Comments</h3>{rows(row)}"))] == NAMES


def test_a_paragraph_with_name_words_and_an_age_is_taken_apart() -> None:
    row = "<div class='comment'><p><strong><a href='/people/{n}/'>{who}</a></strong> {words}<br><span class='comment_date'>{n} days, 3 hours ago</span></p></div>"
    posts = [p for p in read(ARTICLE + rows(row)) if p.kind == "comment"]
    assert [(p.author, p.text) for p in posts] == [(who, words) for who, _, words in PEOPLE]


def test_an_answer_in_a_comment_is_an_answer_to_it() -> None:
    answer = "<div class='reply'><p class='info'>Antwort von Petra Lindner</p><div class='comment'><p>Wednesday from eight.</p></div></div>"
    row = "<div class='comment_default' id='c{n}'><p class='info'>Kommentar von {who} | {when}</p><div class='comment'><p>{words}</p></div></div>"
    page = rows(row).replace(f"{PEOPLE[1][2]}</p></div>", f"{PEOPLE[1][2]}</p></div>{answer}")
    posts = read(f"{ARTICLE}<h2>Kommentare</h2>{page}")
    found = next(p for p in posts if p.author == "Petra Lindner")
    asked = next(p for p in posts if p.author == "Ben")
    assert (found.text, found.parent_id, asked.text) == ("Wednesday from eight.", asked.id, PEOPLE[1][2])
    assert len(posts) == 6


def test_a_pingback_is_signed_by_a_blog_and_the_title_of_its_post() -> None:
    row = "<li class='comment' id='comment-{n}'><span class='fn'><a href='http://{n}.example' rel='external nofollow' class='url'>{who}</a></span> <a href='#comment-{n}'>{when}</a><div class='entry'><p>{words}</p></div></li>"
    ping = "<li class='pingback' id='comment-9'><span class='fn'><a href='http://p.example/a' rel='external nofollow' class='url'>The Paper of the Town » What we read this week</a></span> <a href='#comment-9'>16 October 2005 07:00</a><div class='entry'><p>[...] nobody knows why it is so [...]</p></div></li>"
    page = f"<meta name='generator' content='WordPress 2.5'>{ARTICLE}<ol class='talk'>{rows(row)}{ping}</ol>"
    last = read(page)[-1]
    assert (last.kind, last.author) == ("trackback", "The Paper of the Town » What we read this week")
    assert last.text == "[...] nobody knows why it is so [...]"


def test_serendipity_names_the_blog_of_a_trackback_below_its_words() -> None:
    ping = (
        "<div class='serendipity_comments serendipity_section_trackbacks'><div class='serendipity_commentsTitle'>Trackbacks</div>"
        "<div class='serendipity_comment'><a id='c205'></a><div class='serendipity_commentBody'><a href='http://p.example/12'>Down again</a><br>The host is down again, it seems.</div>"
        "<div class='serendipity_comment_source'><b>Weblog:</b> Papierkram<br><b>Aufgenommen:</b> Oct 16, 09:14</div></div></div>"
    )
    row = "<div class='serendipity_comment' id='c{n}'><div class='serendipity_comment_source'>#{n} <b>{who}</b> am {when}</div><div class='serendipity_commentBody'>{words}</div></div>"
    posts = read(f"{ARTICLE}{ping}<div class='serendipity_section_comments'>{rows(row)}</div>")
    (found,) = [p for p in posts if p.kind == "trackback"]
    assert (found.author, found.text) == ("Papierkram", "The host is down again, it seems.")


@pytest.mark.parametrize(
    "aside",
    [
        "<div class='k2LatestCommentsBlock'><h3>Latest</h3><ul><li><a href='/item/198#comment77'>Thanks for the crossing near the school!</a> <span>by Sandrine</span> <span>30 May 2012</span></li></ul></div>",
        "<div class='comments'><h3>Comments</h3><p>There are no comments yet. <a href='/login'>Log in</a> to write one.</p></div>"
        "<div class='news'><h3>More news</h3><div class='teaser'><span>28 May 2012</span><h4><a href='/b'>Storks move</a></h4><p>By Joe Fick. The pair nests on the roof of the shop now. <a href='/b'>more</a></p></div></div>",
    ],
    ids=["latest comments", "nobody yet"],
)
def test_what_stands_beside_an_article_without_comments_is_none(aside: str) -> None:
    posts = read(ARTICLE + aside)
    assert [p.kind for p in posts] == ["post"]


def test_a_sentence_that_speaks_of_a_day_is_no_byline() -> None:
    page = f"<div class='cartouche'><h1>Outage</h1><p>14 October 2005, by <a href='/u/2'>The users</a></p></div><div class='texte'><p>{WORDS}</p><p>Next meeting in the hall of the town, on 2 March 2006 at 8:30 pm.</p></div>"
    (post,) = read(page)
    assert post.published is not None
    assert f"{post.published:%d %B %Y}" == "14 October 2005"
    assert post.text.endswith("at 8:30 pm.")


def test_the_time_of_a_change_is_not_that_of_writing() -> None:
    page = f"<div class='item'><div class='head'><span>4 June 2012 09:30</span><h2>Outage</h2><span>Written by <a rel='author' href='/u/63'>The office</a></span></div><div class='itemBody'><p>{WORDS}</p><div class='foot'><span>Read <b>1318</b> times</span> <span>Last modified on 5 June 2012 14:12</span></div></div></div>"
    (post,) = read(page)
    assert post.published is not None
    assert (post.author, f"{post.published:%d %H:%M}") == ("The office", "04 09:30")


def test_the_author_whom_the_markup_states_goes_before_a_word_beside_the_date() -> None:
    page = f"<article><h1>Outage</h1><p><b>Publicado:</b> <time datetime='2014-01-18T10:00:00Z'>18 ene 2014, 10:00</time></p><div itemprop='articleBody'><p>{WORDS}</p></div><p><span itemprop='author'><a href='/author/n'>Nieves Cabrera</a></span></p></article>"
    (post,) = read(page)
    assert post.author == "Nieves Cabrera"


def test_a_page_whose_number_is_its_name_is_no_later_page() -> None:
    row = "<li id='comment-{n}'><h3>{who}</h3><p class='comment-meta'>{when}</p><p class='comment-body'>{words}</p></li>"
    page = f"{ARTICLE}<h2>Comments</h2><ul class='comments-list'>{rows(row)}</ul>"
    assert read(page, "http://eem.example/page/313/outage")[0].kind == "post"
    assert read(page, "http://eem.example/outage/page/3")[0].kind == "comment"
