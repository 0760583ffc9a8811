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


@pytest.mark.parametrize(
    "head",
    [
        "by <a href='/~{n}'>{who} (812{n}31)</a> on {when}",
        "<span class='commentator'>{who}</span> <span class='comment_date'>({when})</span>",
        "<a class='post-date' title='{when}'>Oct</a> <h3 class='username'><a href='/u/{n}'>{who}</a> <span>Gardener in chief</span></h3>",
        "<b>{who}</b> {when} <a href='?thread={n}#t{n}'>Thread</a>",
        "<span>{when}</span> <span>{who} <a href='http://{n}.example'>URL</a></span> <a href='?edit={n}'>編集</a>",
    ],
    ids=["number", "commentator", "title of office", "thread", "URL"],
)
def test_what_stands_around_a_name_is_no_part_of_it(head: str) -> None:
    row = f"<div class='comment' id='c{{n}}'><div class='top'>{head}</div><div class='said'>{{words}}</div></div>"
    assert [who for who, _, _ in told(read(f"{ARTICLE}<h3>4 comments</h3>{rows(row)}"))] == NAMES


def test_votes_are_no_words_however_short_these_are() -> None:
    row = (
        "<div class='r42__comment r42__comment_level_0' data-id='{n}'><div class='r42__info'><a href='#' class='r42__username'>{who}</a>"
        "<span class='r42__score'><a href='#'>vote up</a> <span>+</span> <span>{n}</span> <a href='#'>vote down</a></span>"
        "<span class='r42__time'>{when}</span></div><div class='r42__text'><p>{words}</p></div></div>"
    )
    assert told(read(f"{ARTICLE}<h3>Comments</h3>{rows(row)}")) == PEOPLE


def test_a_post_in_the_form_by_which_it_is_answered_keeps_its_words() -> None:
    row = (
        "<div class='comment' id='comment_{n}'><span class='who'>by <a class='nickname' href='/user/{n}'>{who}</a> {when}</span>"
        "<form action='/comment'><div class='entry-content'><p>{words}</p></div><input type='submit' value='comment'></form></div>"
    )
    assert told(read(f"{ARTICLE}<h2>4 comments</h2>{rows(row)}")) == PEOPLE


def test_a_link_states_in_its_attributes_which_post_is_answered() -> None:
    row = "<article class='post' id='post-510{n}'><b>{who}</b> <i>{when}</i> LINK{n}<div class='cooked'>{words}</div></article>"
    link = "<a data-link-to-post='5101' class='in-reply-to' href='/t/311/2'>Anne Roe</a>"
    page = rows(row).replace("LINK3", link)
    for k in "124":
        page = page.replace(f"LINK{k}", "")
    posts = read(f"{ARTICLE}<h3>4 comments</h3><div class='comments'>{page}</div>")
    parents = {p.author: p.parent_id for p in posts if p.kind == "comment"}
    first = next(p.id for p in posts if p.author == "Anne Roe")
    assert parents["Chloé"] == first
    assert [who for who, parent in parents.items() if parent == first] == ["Chloé"]


def test_the_heading_of_the_form_is_no_comment() -> None:
    said = {
        "Nurhan": "Mine has flowers too but gave no fruit at all, why might that be?",
        "Bora": "There are no bees. Use a cotton bud for it.",
    }
    row = "<div class='comment'><img src='/g' alt='Gravatar for {0}'><h4><a href='http://n.example'>{0}</a> Says:</h4><p>{1}</p></div>"
    form = "<div id='add-comment'><a name='add_comment'></a><h3>Add A Comment</h3><form><input name='n'><textarea name='comment'></textarea></form></div>"
    page = "".join(row.format(who, words) for who, words in said.items())
    posts = read(f"<div id='content'>{ARTICLE}<a name='comments'></a><h5>2 comments</h5>{page}{form}</div>")
    assert {p.author: p.text for p in posts if p.kind == "comment"} == said


@pytest.mark.parametrize("when", ["28.12.99, 21:14 Uhr", "28.12.99"])
def test_a_guest_book_of_the_last_century_has_two_digits_for_a_year(when: str) -> None:
    row = f"<tr><td bgcolor='#000080'><b>{{who}}</b></td><td><font size=1>{when}</font><hr size=1><font size=2>{{words}}</font></td></tr>"
    posts = read(
        f"<h1>My guest book</h1><p>Since 1 May 1998</p><table border=1>{rows(row)}</table>",
        title="Guest book",
    )
    comments = [p for p in posts if p.kind == "comment"]
    assert [p.author for p in comments] == NAMES
    assert {p.published.year for p in comments if p.published} == {1999}


def test_the_fields_of_a_drupal_page_are_not_called_after_people() -> None:
    page = (
        "<article><h1><span class='field field--name-title'>Outage</span></h1><span>By <span class='field field--name-uid'>Road service</span>, "
        f"<span class='field field--name-created'>6 February, 2023</span></span><div class='field field--name-body'><p>{WORDS}</p></div>"
        "<div class='field field--name-field-tags'><a href='/tags/roads'>roads</a></div></article>"
    )
    (post,) = read(page)
    assert post.author == "Road service"


_COMMENT = "<li class='comment' id='comment-{n}'><span class='fn'>{who}</span> <a href='#comment-{n}'>{when}</a><p>{words}</p></li>"


@pytest.mark.parametrize(
    "ping",
    [
        "<a href='#comment-9' class='counter'>1</a> <span class='commentauthor'><a href='http://p.example/a' rel='external nofollow' class='url'>What we read on 16 October « The Paper</a></span> <small class='comment-meta'><span class='pingtype'>Trackback</span> on 16 October 2005 07:00</small>",
        "<span class='author'><a href='http://p.example/a' rel='external nofollow' class='url'>What we read on 16 October « The Paper</a></span> - <span class='date'>October 16, 2005</span> <span class='pingcontent'><p>[...] nobody knows [...]</p></span>",
        "<a href='http://p.example/a' rel='external nofollow' class='url'>What we read on 16 October « The Paper</a>",
    ],
    ids=["counted", "with words", "bare"],
)
def test_a_list_of_pings_is_read_apart_from_the_comments(ping: str) -> None:
    page = f"<meta name='generator' content='WordPress 2.9'>{ARTICLE}<ol class='commentlist'>{rows(_COMMENT)}</ol><ol class='pinglist'><li id='comment-9'>{ping}</li></ol>"
    posts = read(page)
    last = posts[-1]
    assert [p.kind for p in posts] == ["post", *["comment"] * 4, "trackback"]
    assert (last.author, last.author_url) == ("What we read on 16 October « The Paper", "http://p.example/a")
    assert last.text == ("[...] nobody knows [...]" if "pingcontent" in ping else "")


def test_replied_to_names_the_parent_in_the_middle_of_a_byline() -> None:
    row = "<div class='comment' id='comment-{n}'><div class='asset-meta'><span class='byline'>By <span class='vcard author'>{who}</span> ANSWER on <a href='#comment-{n}'>{when}</a> | <a href='#'>Reply</a></span></div><div class='comment-content'><p>{words}</p></div></div>"
    page = (
        rows(row)
        .replace("ANSWER", "")
        .replace("Ben</span>", "Ben</span> replied to <a href='#comment-1'>Anne</a>")
    )
    anne, ben = [p for p in read(ARTICLE + page) if p.author in ("Anne Roe", "Ben")]
    assert ben.parent_id == anne.id


def test_the_newest_comments_and_posts_of_a_site_are_no_thread() -> None:
    comment = "<div class='lr'><b>{who}</b> <span>{when}</span><br>{words} <a href='post.php?id=4{n}#r{n}'>read</a></div>"
    post = "<div><a href='post.php?id=5{n}'>Mill in the wind {n}</a><br><span>1{n} October - {n} comments</span><br>{words}</div>"
    page = f"{ARTICLE}<table><tr><td><b>Latest</b><br>{rows(comment)}<b>Posts</b><br>{rows(post)}</td></tr></table>"
    assert [p.kind for p in read(page)] == ["post"]


def test_records_of_a_forum_that_number_page_and_mark_alike_are_a_thread() -> None:
    row = "<div class='post' id='p{n}'><b>{who}</b> <a href='show.php?p=1{n}#post1{n}'>{when}</a><div class='text'>{words}</div></div>"
    assert [p.author for p in read(f"<h1>Outage</h1>{rows(row)}")] == NAMES
