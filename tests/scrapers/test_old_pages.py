"""How blogs and guest books of 1999 to 2025 print comments: each test is one habit of theirs, on a page written for it."""

from __future__ import annotations

import pytest
from blogs import ARTICLE, PEOPLE, WORDS, read, rows, told


@pytest.mark.parametrize(
    "foot",
    [
        "<p class='x'><a href='#'>Nahlásiť</a></p>",
        "<div><a href='#'>+{n}</a> <a href='#'>-0</a></div>",
        "<p>(<a href='?reply={n}'>Отклик</a>) (<a href='?thread={n}'>Вся ветка</a>)</p>",
        "<ul><li><span>{n}</span></li><li><a>Vastata</a></li></ul>",
    ],
    ids=["report", "votes", "brackets", "list"],
)
def test_what_comes_back_under_every_comment_is_no_part_of_it(foot: str) -> None:
    row = f"<div class='kommentti' id='k{{n}}'><b class='nick'>{{who}}</b> <i>{{when}}</i><p>{{words}}</p>{foot}</div>"
    assert told(read(f"{ARTICLE}<div class='comments'>{rows(row)}</div>")) == PEOPLE


def test_what_all_say_in_the_middle_of_a_sentence_is_kept() -> None:
    row = "<div class='comment'><b>{who}</b> <i>{when}</i><p>It is <a href='#x'>down</a>, says {who}. {words}</p></div>"
    assert all("It is down, says" in text for _, _, text in told(read(ARTICLE + rows(row))))


@pytest.mark.parametrize(
    "entry",
    [
        "<b>{who}</b> ({when})<br>{words}<hr>",
        "<b>{words}</b><br>\n{who} &lt;<a href='mailto:a@b.example'>a@b.example</a>&gt;<br>\nLeeds, UK - {when}<hr>",
        "<p><font size=2><b>{who}</b> schrieb am {when}:</font><p><font>{words}</font><hr>",
    ],
    ids=["head", "foot", "paragraphs"],
)
def test_lines_part_the_entries_of_a_guest_book(entry: str) -> None:
    posts = read(
        f"<center><h1>Our Guestbook</h1></center><a href='add.html'>Sign</a><hr>{rows(entry)}<center>[1] [2]<br>Last change: 20 October 2005</center>",
        "http://home.example/guest.html",
        "Guestbook",
    )
    assert told(posts) == PEOPLE
    assert len(posts) == 4


@pytest.mark.parametrize(
    "title", ["Księga gości - Schronisko", "Gästbok | Stugan", "Livre d'or du moulin", "Гостевая книга"]
)
def test_a_guest_book_is_known_by_its_title_and_opens_with_nothing(title: str) -> None:
    row = "<table class='w'><tr><td>#{n}</td><td><b>{who}</b></td><td>{when}</td></tr><tr><td colspan=3>{words}</td></tr></table><br>"
    posts = read(f"<div id=menu><a href='/'>Start</a></div>{rows(row)}", "http://home.example/gb.php", title)
    assert [p.author for p in posts] == [who for who, _, _ in PEOPLE]
    assert {p.kind for p in posts} == {"comment"}


def test_a_guest_book_with_one_entry_is_read() -> None:
    entry = "<div class='z'><div>Name: <b>Anne Roe</b>, city: Lyon</div><div>Datum: 14.10.2005 Zeit: 08:12</div><div>We were there with all of the children.</div></div>"
    posts = read(f"<h3>Gästebuch</h3>{entry}", "http://home.example/gb.php", "Museum")
    assert [(p.author, p.text) for p in posts] == [("Anne Roe", "We were there with all of the children.")]


def test_rows_of_unclosed_cells_are_told_apart_by_how_many_they_have() -> None:
    row = "<TR><TD><IMG SRC=p.gif> <B>{who}</B><TD ALIGN=RIGHT><FONT SIZE=1>{when}</FONT>\n<TR><TD COLSPAN=2>On 6 August 2004 I passed. {words}\n"
    posts = read(f"<h2>Livre d'or</h2><TABLE>{rows(row)}</TABLE>", "http://home.example/or.php", "Livre d'or")
    assert told(posts) == [(w, d, f"On 6 August 2004 I passed. {x}") for w, d, x in PEOPLE]


TEAM = "".join(
    f"<li><div class='author'><a href='/a/{n}'>{n} Roe</a></div><span class='date'>Member since 12 May 201{i}</span><p>Has written about trains for all of her life.</p></li>"
    for i, n in enumerate(("Anne", "Berta", "Clara"))
)


@pytest.mark.parametrize(
    "aside",
    [
        "<section class='testimonials'><h2>What clients say</h2><div class='testimonial'><p>They found all I had lost in a drawer.</p><b>Anne Roe</b> <i>14 October 2005</i></div><div class='testimonial'><p>On time, every time, and polite.</p><b>Ben</b> <i>15 October 2005</i></div></section>",
        f"<ul class='team'>{TEAM}</ul>",
        "<div id='sidebar'><ul><li class='widget'><h2>Recent Comments</h2><ol class='commentlist'><li><cite>Anne</cite> on 3 Oct 2005 at 9:12<br><p>I walked that stretch as a child, and the inn was shut.</p></li><li><cite>Ben</cite> on 2 Oct 2005 at 9:12<br><p>Thank you for the map, we got lost all the same.</p></li></ol></li></ul></div>",
        "<aside class='widget'><ul class='tweets'><li><span class='user'><a href='#'>@anne</a></span> <span class='time'>12 July 2005</span> <span>tried the basil one, and cried</span></li><li><span class='user'><a href='#'>@ben</a></span> <span class='time'>11 July 2005</span> <span>but lemon and salt, who does that</span></li></ul></aside>",
    ],
    ids=["testimonials", "team", "recent comments", "tweets"],
)
def test_a_list_needs_a_reason_to_be_comments(aside: str) -> None:
    assert told(read(ARTICLE + aside)) == []


def test_posts_that_count_their_comments_are_no_comments() -> None:
    post = "<h2 class='date-header'>{when}</h2><div class='post'><h3>Jars {n}</h3><div class='post-body'><p>{words} And three of quince, as ever.</p></div><p class='post-footer'>Posted by {who} <a href='/{n}#c'>{n} comments</a></p></div>"
    assert (
        told(read(f"<h1><a href='/'>Orchard</a></h1>{rows(post)}", "https://orchard.example/2005/10/")) == []
    )


def test_words_that_stand_bare_beside_names_and_dates_are_the_comment() -> None:
    row = "<div class='commento'><span class='num'>#{n}</span> <span class='firma'>{when}</span><br/>{words}<br/><div class='autore'>{who}</div></div>"
    assert told(read(f"{ARTICLE}<h3>Commenti</h3>{rows(row)}")) == PEOPLE


def test_a_line_below_bare_words_does_not_take_them_along() -> None:
    row = "<table><tr><td><img src='{n}.jpg'></td><td class='ctext'>{words}<div class='stats'>Posted {when} by <a href='http://x.example/{n}'><b>{who}</b></a> - <a href='/m'>reply</a></div></td></tr></table>"
    assert told(read(f"{ARTICLE}<b>4 Comments</b>{rows(row)}")) == PEOPLE


def test_the_form_below_a_single_comment_is_no_part_of_it() -> None:
    one = "<div class='comment'><div class='cname'>1 - أبو فيصل</div><div class='cdate'>10 مايو 2011 - 09:05 ص</div><div class='ctext'><p>يا ليتنا نعرف هذه الكلمة كل صباح</p></div></div>"
    form = "<form><p>الاسم: <input></p><p>التعليق: <textarea></textarea></p></form>"
    posts = read(f"{ARTICLE}<div id='comments'><h3>التعليقات (1)</h3>{one}<h3>أضف تعليقك</h3>{form}</div>")
    assert [(p.author, p.text) for p in posts[1:]] == [("أبو فيصل", "يا ليتنا نعرف هذه الكلمة كل صباح")]


def test_a_subject_made_of_the_first_words_is_no_name() -> None:
    row = "<div class='comment'><h4>Words that {who} began with</h4><p>Words that {who} began with, and some more. {words}</p><p class='d'>{when} | URL | {who} #-</p></div>"
    found = told(read(f"{ARTICLE}<h3>Comments</h3>{rows(row)}"))
    assert [who for who, _, _ in found] == [who for who, _, _ in PEOPLE]


@pytest.mark.parametrize(
    ("above", "below", "author"),
    [
        ("<h2 class='date'>14 October 2005</h2>", "<p class='posted'>posted by Anne Roe @ 9:41 PM | <a href='#'>link</a></p>", "Anne Roe"),
        ("<div class='data'>14 ottobre 2005</div>", "<p class='firma'>postato da: <a href='/p'>anne</a> alle ore 21:41 | <a href='#'>link</a> | <a href='#c'>commenti (6)</a></p>", "anne"),
        ("<h2>14.10.2005</h2><p class='small'>21:41:00, Kategorien: <a href='/c'>Pendel</a>, 96 Wörter</p>", "", None),
        ("<h2 class='date-header'>viernes 14 de octubre de 2005</h2>", "<p class='foot'><span class='post-author vcard'>Publicado por <span class='fn'>Anne</span></span> <span>en <a href='/p'>21:41</a></span></p>", "Anne"),
        ("<div class='meta'>Posted on <a href='/p' title='9:41 pm'><span class='d'>14 October 2005</span></a> by <span class='author'>Anne Roe</span></div>", "", "Anne Roe"),
        ("<p class='byline'>By Anne Roe<br>Staff Writer<br>Published: 14 October 2005 9:41 PM</p>", "", "Anne Roe"),
        ("<div class='info'>Skriven av: Anne Roe / Datum: 14.10.2005 21:41</div>", "", "Anne Roe"),
        ("<p>Publié le <time datetime='2005-10-14T21:41'>14 octobre 2005</time> par Anne Roe</p>", "", "Anne Roe"),
        ("<dl><dt>Reported by:</dt><dd>Anne Roe</dd><dt>Created:</dt><dd>14 October 2005 21:41</dd></dl>", "", "Anne Roe"),
        ("", "<p class='stat'>posted 14 October 2005 at 9:41 PM - 12 views - 8 eprops - 5 comments</p>", None),
    ],
    ids=["@", "alle ore", "clock first", "en", "title", "by line", "labels", "par", "terms", "counts"],
)  # fmt: skip
def test_the_opening_post_has_its_author_and_its_hour(above: str, below: str, author: str | None) -> None:
    row = "<div class='comment' id='c{n}'><b>{who}</b> <i>{when}</i><p>{words}</p></div>"
    post = f"<div class='box'><h1>Outage</h1>{above}<div class='post-body'><p>{WORDS}</p></div>{below}</div>"
    opening = read(f"{post}<div id='comments'>{rows(row)}</div>")[0]
    assert (opening.author, opening.text) == (author, WORDS)
    assert opening.published is not None
    assert f"{opening.published:%Y-%m-%d %H:%M}" == "2005-10-14 21:41"


def test_the_name_in_the_address_of_a_blog_is_its_author() -> None:
    row = "<div class='comment'><b>{who}</b> <i>{when}</i><p>{words}</p></div>"
    posts = read(f"{ARTICLE}<h3>Comments</h3>{rows(row)}", "https://www.blogs.example/driss/12.html")
    assert posts[0].author == "Driss"


def test_a_trackback_tells_its_blog_and_only_what_it_quotes() -> None:
    ping = "<div class='trackback'><div class='trackback-content'><p>Listed below are links:</p><p>&raquo; <a href='http://rail.example/late'>Late again</a> from Rail and me<br>Anne found the wisdom of trains. <a href='http://rail.example/late'>[Read More]</a></p></div><p class='trackback-footer'>Tracked on 14 October 2005 18:04</p></div>"
    posts = [p for p in read(f"{ARTICLE}<div id='trackbacks'>{ping}</div>") if p.kind == "trackback"]
    assert [(p.author, p.text) for p in posts] == [("Rail and me", "Anne found the wisdom of trains.")]


def test_days_without_a_year_are_of_the_year_that_stands_above_them() -> None:
    days = ["14. Oct, 22:12", "15. Oct, 08:12", "15. Oct, 09:00", "2. Jan, 10:00"]
    row = "<div class='comment'><div style='margin:0'><b>{who}</b> - {when}<br>{words}</div></div>"
    drawn = "".join(row.format(who=w, when=d, words=x) for (w, _, x), d in zip(PEOPLE, days, strict=True))
    posts = read(f"<div class='storyDate'>Friday, 14 October 2005</div>{ARTICLE}{drawn}")
    found = [f"{p.published:%Y-%m-%d}" for p in posts[1:] if p.published]
    assert found == ["2005-10-14", "2005-10-15", "2005-10-15", "2006-01-02"]


def test_the_bar_that_an_archive_puts_above_a_page_is_not_read() -> None:
    bar = "<div id='wm-ipp'><b>Feb 10</b> <span class='r'>3 Jan 04 - 12 Feb 10</span> 68 captures of this page</div>"
    row = "<div class='comment'><b>{who}</b> <i>{when}</i><p>{words}</p></div>"
    posts = read(f"{bar}{ARTICLE}<h3>Comments</h3>{rows(row)}")
    assert posts[0].published is None
    assert told(posts) == PEOPLE


def test_rows_of_links_between_comments_make_none_of_them_the_article() -> None:
    row = "<p class='comment'>{words}</p><p class='posted'>Ecrit par : {who} | {when}</p><p class='alertcomment'><a href='#'>Signaler</a></p><hr>"
    article = f"<h2>Outage</h2><div class='posttext'><p>{WORDS}</p></div><h4>Commentaires</h4>"
    posts = read(f"<div>{article}{rows(row)}</div>")
    assert told(posts) == PEOPLE
    assert posts[0].text == WORDS


def test_an_article_in_a_box_like_those_of_its_comments_is_read_whole() -> None:
    row = "<li id='comment-{n}'><p><strong>{who}</strong> <span>{when}</span></p><div class='entry'><p>{words}</p></div></li>"
    second = "It came from a small room in the cellar, where nobody went on a Friday evening."
    head = "<h2>Outage</h2><h4>by <a href='/anne/'>Anne Roe</a> on 13 October 2005</h4>"
    posts = read(f"{head}<div class='entry'><p>{WORDS}</p><p>{second}</p></div><ul>{rows(row)}</ul>")
    assert (posts[0].author, posts[0].text) == ("Anne Roe", f"{WORDS}\n\n{second}")
    assert told(posts) == PEOPLE


@pytest.mark.parametrize(
    ("title", "marked"),
    [("Anne Roe: Outage", ""), ("Outage | Anne Roe's blog", ""), ("Outage", "bypostauthor")],
    ids=["title", "blog", "mark"],
)
def test_an_unsigned_article_is_of_whoever_comments_as_its_author(title: str, marked: str) -> None:
    row = "<div class='comment {mark}' id='c{n}'><b class='who'>{who}</b> <i>{when}</i><p>{words}</p></div>"
    answers = "".join(
        row.format(n=i + 1, who=w, when=d, words=x, mark=marked if w == "Anne Roe" else "")
        for i, (w, d, x) in enumerate(PEOPLE)
    )
    assert read(ARTICLE + answers, title=title)[0].author == "Anne Roe"


@pytest.mark.parametrize("path", ["post/31099/outage", "entry.net/outage", "2005/start/outage"])
def test_an_address_that_ends_a_word_in_t_is_no_forum(path: str) -> None:
    row = "<li class='msg' id='p{n}'><b class='who'>{who}</b> <i>{when}</i><p>{words}</p></li>"
    signed = f"<h1>Outage</h1><p class='by'>by Anne Roe on 13 October 2005</p><div class='entry-content'><p>{WORDS}</p></div>"
    posts = read(f"{signed}<ul>{rows(row)}</ul>", f"https://paper.example/{path}")
    assert (posts[0].kind, posts[0].text) == ("post", WORDS)
    assert told(posts) == PEOPLE


def test_a_heading_that_counts_them_makes_few_rows_comments() -> None:
    row = "<tr><td width=130><font size=2><b>{who}</b><br>{when}</font></td><td><font size=2>{words}</font></td></tr>"
    page = f"<h2>Outage</h2><i>13 October 2005, von Uli</i><p>{WORDS}</p><h3>Your two cents ({{n}})</h3><table>{{rows}}</table>"
    three = "".join(row.format(who=w, when=d, words=x) for w, d, x in PEOPLE[:3])
    posts = read(page.format(n=3, rows=three), "http://home.example/diary.php?id=7")
    assert told(posts) == PEOPLE[:3]


def test_a_role_in_brackets_is_no_part_of_a_name() -> None:
    row = "<div class='bComment'><div class='t'>Commento da: {who} [Visitatore]</div><div class='w'><p>{words}</p></div><div>{when}</div></div>"
    assert told(read(ARTICLE + rows(row))) == PEOPLE


def test_subjects_are_no_names_where_one_answers_another() -> None:
    subjects = ["No title", "Down", "Re: Down", "Attack"]
    row = "<div class='area' id='comment{n}'><h4>{subject}</h4><div class='w'>{words}</div><ul><li>{when}</li><li>{who}</li><li>URL</li><li><a href='#'>編集</a></li></ul></div>"
    made = "".join(
        row.format(n=i, subject=s, who=w, when=d, words=x)
        for i, (s, (w, d, x)) in enumerate(zip(subjects, PEOPLE, strict=True))
    )
    assert told(read(ARTICLE + made)) == PEOPLE


PING = (
    "Rail and me",
    "16 October 2005 18:04",
    "Anne found the wisdom of trains, and tells why her host was down.",
)


@pytest.mark.parametrize(
    ("row", "ping"),
    [
        (
            "<div id='c{n}'><p>{words}</p></div><p class='posted'>Posted by: {who} at {when}</p>",
            "<div class='head'>Trackback Pings</div><div class='body'><p class='techstuff'>TrackBack URL for this entry: http://paper.example/tb/7</p><p id='p20'>&raquo; <a href='http://rail.example/late'>Late again</a> from {0}<br>{2} <a href='#'>[Read More]</a></p><p class='posted'>Tracked on {1}</p></div>",
        ),
        (
            "<p id='c{n}' class='comment-info'><span>{n}.</span> Le {when} par <strong>{who}</strong></p><blockquote><p>{words}</p></blockquote>",
            "<div id='trackbacks'><h3>Trackbacks</h3><p class='comment-info'>1. Le {1} de <strong><a href='http://rail.example/late'>{0}</a></strong></p><blockquote><p>{2}</p></blockquote><p>Pour faire un trackback : http://paper.example/tb/7</p></div>",
        ),
        (
            "<div id='s{n}' class='s_comment s_by_guest'><div class='s_body'>{words}</div><div class='s_source'>#{n} <span class='by'>{who}</span> am <span>{when}</span></div></div>",
            "<div class='s_title'>Trackbacks</div><a id='c39'></a><div class='s_comment'><div class='s_body'>{2}</div><div class='s_source'><b>Weblog:</b> <a href='http://rail.example/late' rel='external nofollow'>{0}</a><br><b>Aufgenommen:</b> {1}</div></div><div class='s_title'>Kommentare</div>",
        ),
    ],
    ids=["movable", "dotclear", "list"],
)
def test_posts_that_link_here_stand_beside_the_comments(row: str, ping: str) -> None:
    pings, comments = ping.format(*PING), f"<div class='s_list'>{rows(row)}</div>"
    posts = read(
        ARTICLE + (f"{pings}{rows(row)}" if "s_body" in row else f"{pings}<h3>Comments</h3>{comments}")
    )
    assert told(posts) == PEOPLE
    assert [(p.author, f"{p.published:%d %B %Y %H:%M}", p.text) for p in posts if p.kind == "trackback"] == [
        PING
    ]
    assert posts[0].text == WORDS


@pytest.mark.parametrize(
    "row",
    [
        "<div class='comment replyTreeLevel{depth}' id='c{n}'><b class='who'>{who}</b> <i>{when}</i><p>{words}</p></div>",
        "<table id='t{n}'><tr><td><img src='dot.gif' width='{depth}5'></td><td><b class='who'>{who}</b></td><td>{when}</td></tr><tr><td></td><td colspan=2>{words}</td></tr></table>",
    ],
    ids=["class", "spacer"],
)
def test_depth_is_told_by_a_level_or_the_width_of_a_spacer(row: str) -> None:
    made = "".join(
        row.format(n=i + 1, depth=(0, 1, 2, 1)[i], who=w, when=d, words=x)
        for i, (w, d, x) in enumerate(PEOPLE)
    )
    posts = [p for p in read(f"{ARTICLE}<h3>4 comments</h3>{made}") if p.kind == "comment"]
    place = {p.id: p.author for p in posts}
    assert [place.get(p.parent_id or "") for p in posts] == [None, "Anne Roe", "Ben", "Anne Roe"]


def test_a_date_of_links_is_one_date_beside_a_name() -> None:
    head = "<table><tr><td><b>anne roe</b> (<span class='ljuser'><a href='#'><b>anne_roe</b></a></span>) wrote,<br>@ <a href='#'>2005</a>-<a href='#'>10</a>-<a href='#'>13</a> 02:17:00</td></tr></table>"
    post = read(f"{head}<div class='entry-content'><p>{WORDS}</p></div>")[0]
    assert (post.author, post.published and f"{post.published:%d %B %Y %H:%M}") == (
        "anne_roe",
        "13 October 2005 02:17",
    )


def test_terms_in_the_description_of_another_are_answers_to_it() -> None:
    term = "<dt class='comment' id='comment-{n}'><span class='comment_author'>{who}</span> <span>{when}</span></dt><dd class='comment'><div><p>{words}</p></div>{under}</dd>"
    made = [
        term.replace("{under}", "<dl class='children'>{under}</dl>" if i < 2 else "")
        .replace("{n}", str(i + 1))
        .replace("{who}", w)
        .replace("{when}", d)
        .replace("{words}", x)
        for i, (w, d, x) in enumerate(PEOPLE)
    ]
    nested = made[0].replace("{under}", made[1].replace("{under}", made[2]))
    posts = read(f"{ARTICLE}<div id='comments'><dl id='comment_list'>{nested}{made[3]}</dl></div>")
    assert told(posts) == PEOPLE
    place = {p.id: p.author for p in posts}
    assert [place.get(p.parent_id or "") for p in posts[1:]] == [None, "Anne Roe", "Ben", None]


def test_the_only_comment_is_parted_from_the_foot_of_its_article() -> None:
    who, when, words = PEOPLE[0]
    entry = f"<div class='entry'><h3>Outage</h3><div class='entrybody'><p>{WORDS}</p></div><div class='entrymeta'>13 October 2005 20:00 <a href='#'>Allmänt</a> <a href='#'>Kommentarer (1)</a></div></div>"
    comment = f"<h4>Kommentarer</h4><div class='h'>Postat av: {who}</div><div class='w'><p>{words}</p></div><div class='m'>{when}</div><h4>Kommentera inlägget:</h4><form>Namn: <input><textarea></textarea></form>"
    posts = read(f"<div id='content'>{entry}<a name='comments'></a>{comment}</div>")
    assert (posts[0].text, told(posts)) == (WORDS, [PEOPLE[0]])


@pytest.mark.parametrize(
    "note",
    [
        "<span><strong>Edited <time>October 15, 2005</time> by Ben</strong></span>",
        "<p>Advertisement (gone after registration)</p>",
        "<div class='block js-unfurl'><h3>The diary of a host</h3><div>Everything about machines.</div></div>",
        "<aside class='onebox'><article><h3>The diary of a host</h3><p>Everything about machines.</p></article></aside>",
    ],
    ids=["edited", "advertisement", "unfurl", "onebox"],
)
@pytest.mark.parametrize("engine", ["", "<meta name='generator' content='XenForo'>"], ids=["any", "known"])
def test_what_the_engine_notes_in_a_post_is_none_of_its_words(note: str, engine: str) -> None:
    row = "<article class='message' data-author='{who}' id='js-post-{n}'><h4 class='message-name'><a class='username'>{who}</a></h4><time datetime='{when}'>{when}</time><div class='message-body'><div class='bbWrapper'>{words}{note}</div></div></article>"
    made = rows(row.replace("{note}", note))
    posts = read(f"{engine}<div class='p-body'>{made}</div>", "https://paper.example/threads/outage.7/")
    assert [(p.author, p.text) for p in posts] == [(who, words) for who, _, words in PEOPLE]


def test_each_body_of_a_table_is_a_post() -> None:
    row = "<tbody><tr><td class='bold l pu'><a href='#7'>Outage</a> by <a href='/u/{n}' class='user'>{who}</a>: <span><b>{when}</b></span></td></tr><tr><td class='l w pd'><div>{words}</div></td></tr></tbody>"
    posts = read(f"<h2>Outage</h2><table>{rows(row)}</table>", "https://paper.example/topic/7")
    assert [(p.author, p.text) for p in posts] == [(who, words) for who, _, words in PEOPLE]


@pytest.mark.parametrize(
    "heading",
    ["<h3>five comments</h3>", "<b>Reacties</b>", "<div class='title'>この記事へのコメント</div>"],
)
def test_an_article_ends_where_the_heading_of_its_comments_stands(heading: str) -> None:
    row = "<div class='comment'><p>{words}</p><p class='posted'>{who} | {when}</p></div>"
    second = "We shall see tomorrow whether the letters that I sent to them arrive."
    text = f"<p>{WORDS}</p><p>{second}</p><p>13 October 2005, by Anne Roe</p>"
    posts = read(f"<div id='main'><h2>Outage</h2>{text}{heading}{rows(row)}</div>")
    assert (posts[0].text, posts[0].author) == (f"{WORDS}\n\n{second}", "Anne Roe")
    assert told(posts) == PEOPLE


@pytest.mark.parametrize(
    "row",
    [
        "<li class='comment-set'><ul><li class='comment-author'>{n}. {who}</li><li class='comment-date'>{when}</li><li class='comment-body'>{words}</li></ul></li>",
        "<p><b>Réaction n°{n} de {who}</b> (le {when}) :<br>{words}</p>",
    ],
    ids=["items", "number"],
)
def test_items_of_a_list_are_fields_and_numbers_no_names(row: str) -> None:
    assert told(read(f"{ARTICLE}<h3>Comments</h3><div class='list'>{rows(row)}</div>")) == PEOPLE


def test_a_line_with_name_and_date_above_the_article_is_no_comment() -> None:
    row = "<p><b>{who}</b> (on {when}) :<br>{words}</p>"
    posts = read(
        f"<div><h1>Outage</h1><p><i>by Chloé, 13 October 2005 08:12</i></p><p>{WORDS}</p><h3>You say</h3>{rows(row)}</div>"
    )
    assert (posts[0].author, posts[0].text, told(posts)) == ("Chloé", WORDS, PEOPLE)


def test_the_only_heading_of_its_kind_parts_what_stands_around_it() -> None:
    row = "<blockquote>{words}</blockquote><p align='right'><small>{who}, {when}</small></p>"
    posts = read(
        f"<h1>Outage</h1><p>{WORDS}</p><p>Chloé, 13 October 2005 08:12</p><h2>What others say</h2>{rows(row)}"
    )
    assert [p.text.removeprefix("> ") for p in posts] == [WORDS, *(x for _, _, x in PEOPLE)]


def test_a_line_with_name_and_date_is_no_comment_of_its_own() -> None:
    row = "<div class='comment'><p>{words}</p><p class='posted'>Geplaatst door: {who} | {when}</p></div>"
    head = f"<h2>Outage</h2><p>{WORDS}</p><p class='posted'>13 October 2005 21:05 | <a href='#'>Permalink</a> | Geplaatst door Chloé</p><h3>Reacties</h3>"
    who, when, words = PEOPLE[0]
    posts = read(f"<div>{head}{row.format(who=who, when=when, words=words)}</div>")
    assert (posts[0].author, posts[0].text, told(posts)) == ("Chloé", WORDS, [PEOPLE[0]])


def test_an_article_among_its_comments_is_signed_as_one() -> None:
    row = "<div class='itemcomment id{n}'><h3>{who} wrote:</h3><div class='commentbody'>{words}</div><div class='commentinfo'>{when}</div></div>"
    entry = f"<div class='item'><h2>Outage</h2><div class='head'><small>Posted by Chloé in <a href='#'>General</a> at 13 October 2005 21:05</small></div><div class='contentbody'><p>{WORDS}</p></div></div>"
    who, when, words = PEOPLE[0]
    posts = read(f"{entry}<h2>Comments</h2>{row.format(n=7, who=who, when=when, words=words)}")
    assert (posts[0].author, posts[0].text, told(posts)) == ("Chloé", WORDS, [PEOPLE[0]])


def test_a_rank_is_no_name_where_one_stands_beside_it() -> None:
    row = "<div class='comment' id='c{n}'><p>{words}</p><div class='signature'><span class='timestamp'>{when}</span> | <span class='user-registered'>Registered Commenter</span><span class='name'>{who}</span></div></div>"
    who, when, words = PEOPLE[0]
    assert told(read(ARTICLE + row.format(n=7, who=who, when=when, words=words))) == [PEOPLE[0]]


@pytest.mark.parametrize(
    "heading",
    ["<h3>Comments</h3>", "<b>Reacties</b>", "<h3>0 comments</h3><form><textarea></textarea></form>"],
)
def test_a_heading_with_no_comments_is_no_part_of_the_article(heading: str) -> None:
    second = "We shall see tomorrow whether the letters that I sent to them arrive."
    (post,) = read(f"<div id='main'><h2>Outage</h2><p>{WORDS}</p><p>{second}</p>{heading}</div>")
    assert post.text == f"{WORDS}\n\n{second}"


def test_items_without_a_class_that_stand_in_items_are_answers() -> None:
    item = "<li><b>{who}</b> <small>{when}</small><p>{words}</p><a href='#'>Reply</a>{under}</li>"
    made = [item.replace("{who}", w).replace("{when}", d).replace("{words}", x) for w, d, x in PEOPLE]
    second = made[1].replace("{under}", f"<ul>{made[2]}</ul>")
    nested = made[0].replace("{under}", f"<ul>{second}</ul>") + made[3]
    posts = read(f"{ARTICLE}<h2>4 Comments</h2><ul>{nested.replace('{under}', '')}</ul>")
    assert told(posts) == PEOPLE
    place = {p.id: p.author for p in posts}
    assert [place.get(p.parent_id or "") for p in posts[1:]] == [None, "Anne Roe", "Ben", None]


def test_the_fields_of_a_form_that_was_filled_in_are_read() -> None:
    row = "<p><b>Name/Blog:</b> {who}<br><b>URL:</b> http://x.example<br><b>Date:</b> {when}<br><b>Comment/Excerpt:</b> {words}</p><hr>"
    assert told(read(f"<div>{ARTICLE}<h3>Writebacks</h3>{rows(row)}</div>")) == PEOPLE


def test_a_label_in_the_words_of_a_comment_cuts_nothing() -> None:
    row = "<div class='comment'><b>{who}</b> <i>{when}</i><p>My message: {words}</p></div>"
    assert [text for _, _, text in told(read(ARTICLE + rows(row)))] == [
        f"My message: {x}" for _, _, x in PEOPLE
    ]
