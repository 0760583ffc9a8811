"""What the generic reader makes of pages that nobody described: each test is one way in which pages differ."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

import threadgraph as tg
from threadgraph.model import Post
from threadgraph.scrapers.reader.dates import find_date

PEOPLE = [
    ("Anne Roe", "14 October 2005 08:12", "Is the host down for you too? None of my sites answer."),
    ("Ben", "14 October 2005 09:40", "It is down here since midnight, and nobody says why that is."),
    ("Chloé", "14 October 2005 10:02", "They say that it was an attack on all of their machines."),
    ("Driss", "15 October 2005 19:05", "Mine is back now, thanks to everybody who kept me informed."),
]
ARTICLE = (
    "<h1>Outage</h1><div class='entry-content'><p>Everything has been down since midnight, and nobody knows "
    "why it is so. The host keeps a diary on his own blog, which is down as well.</p></div>"
)


def page(body: str, head: str = "", attributes: str = "") -> bytes:
    return f"<html lang='en-GB'><head><title>Outage</title>{head}</head><body{attributes}>{body}</body></html>".encode()


def rows(template: str, people: list[tuple[str, str, str]] | None = None) -> str:
    return "".join(
        template.format(n=i + 1, who=who, when=when, words=words)
        for i, (who, when, words) in enumerate(people or PEOPLE)
    )


def read(body: str, url: str = "https://paper.example/outage", **more: str) -> list[Post]:
    return tg.extract(page(body, **more), url)


def comments(posts: list[Post]) -> list[tuple[str | None, str, str]]:
    return [
        (p.author, f"{p.published:%d %B %Y %H:%M}" if p.published else "", p.text)
        for p in posts
        if p.kind != "post"
    ]


@pytest.mark.parametrize(
    "template",
    [
        "<div class='k-item'><span class='k-who'>{who}</span> <i>{when}</i><div>{words}</div></div>",
        "<li><b>{who}</b> ({when})<br>{words}</li>",
        "<tr><td><a href='/member/{who}'>{who}</a><br>Member</td><td><small>{when}</small><p>{words}</p></td></tr>",
        "<dt><a href='http://{n}.example/' rel='nofollow'>{who}</a>, {when}</dt><dd><p>{words}</p></dd>",
        "<p>{words}</p><p>Posted by <a href='http://{n}.example/'>{who}</a> at {when}</p>",
        "<p>{words}</p><p>Rédigé par : {who} | le {when}</p>",
        "<h4>{who} wrote:</h4><p>{words}</p><p><small>{when}</small></p>",
        "<tr><td><b>{who}</b></td><td><small>{when}</small></td></tr><tr><td colspan=2><div>{words}</div></td></tr>",
        "<article><header>{who} · <time datetime='{when}'>{when}</time></header><p>{words}</p></article>",
        "<div><div><div><span>{when}</span></div><div><strong>{who}</strong> says:</div></div><div><p>{words}</p></div></div>",
    ],
    ids=[
        "classes",
        "list",
        "table",
        "terms",
        "foot",
        "rédigé par",
        "heading",
        "two rows",
        "article",
        "boxes",
    ],
)
def test_comments_are_found_by_what_repeats(template: str) -> None:
    outer = "table" if template.startswith("<tr") else "dl" if template.startswith("<dt") else "div"
    posts = read(f"{ARTICLE}<h3>Comments</h3><{outer}>{rows(template)}</{outer}>")
    assert comments(posts) == PEOPLE
    assert posts[0].kind == "post"


def test_a_forum_opens_with_the_first_of_its_records() -> None:
    row = "<div class='post' id='post{n}'><div class='poster'>{who}</div><div class='when'>{when}</div><div class='body'>{words}</div></div>"
    posts = read(f"<h1>Host down</h1>{rows(row)}", "https://board.example/forum/viewtopic?t=7")
    assert [p.kind for p in posts] == ["post", "comment", "comment", "comment"]
    assert posts[0].author == "Anne Roe"


def test_an_opening_post_in_a_wrapper_of_its_own_is_found_by_its_body() -> None:
    row = "<li class='reply'><a class='user' href='/u/{n}'>{who}</a> <i>{when}</i><div class='said'>{words}</div></li>"
    first = "<section class='opener'><p><a class='user' href='/u/1'>Anne Roe</a> <i>14 October 2005 08:12</i></p><div class='said'>Is the host down for you too? None of my sites answer.</div></section>"
    posts = read(f"<h1>Host down</h1>{first}<ul>{rows(row, PEOPLE[1:])}</ul>", "https://board.example/t/7")
    assert [(p.kind, p.author) for p in posts][:2] == [("post", "Anne Roe"), ("comment", "Ben")]
    assert posts[0].text == PEOPLE[0][2]


SIDEBAR = {
    "recent comments": "<div class='widget' id='recent-comments'><h3>Recent comments</h3><ul>"
    + rows("<li><a href='/p{n}#comment-{n}'>{who}</a>, {when}: {words}</li>")
    + "</ul></div>",
    "related posts": "<div class='related'><h3>Related</h3>"
    + rows(
        "<article><h4><a href='/p{n}'>{words}</a></h4><span class='author'>{who}</span> <time>{when}</time></article>"
    )
    + "</div>",
    "product cards": "<ul class='products'>"
    + rows("<li class='card'><a href='/buy/{n}'><b>Lamp {n}</b></a><span>€ 12.50</span></li>")
    + "</ul>",
    "archives": "<ul class='archives'>"
    + rows("<li><a href='/2005/{n}'>October 2005 ({n})</a></li>")
    + "</ul>",
    "faq": """<script type="application/ld+json">{"@context":"https://schema.org","@type":"FAQPage","mainEntity":[
    {"@type":"Question","name":"Why?","acceptedAnswer":{"@type":"Answer","text":"Because it was attacked, they say."}},
    {"@type":"Question","name":"When?","acceptedAnswer":{"@type":"Answer","text":"At midnight, as far as one knows."}}]}</script>""",
}


@pytest.mark.parametrize("name", SIDEBAR)
def test_what_only_looks_like_comments_is_left(name: str) -> None:
    posts = read(ARTICLE + SIDEBAR[name])
    assert [p.kind for p in posts] == ["post"]


@pytest.mark.parametrize("name", SIDEBAR)
def test_comments_are_found_beside_what_looks_like_them(name: str) -> None:
    row = "<div class='comment' id='comment-{n}'><cite>{who}</cite> <small>{when}</small><p>{words}</p></div>"
    posts = read(f"{ARTICLE}<div id='comments'>{rows(row)}</div>{SIDEBAR[name]}")
    assert comments(posts) == PEOPLE


def test_one_comment_is_enough() -> None:
    row = "<div class='comment' id='comment-{n}'><cite>{who}</cite> <small>{when}</small><p>{words}</p></div>"
    assert comments(read(f"{ARTICLE}<div id='comments'>{rows(row, PEOPLE[:1])}</div>")) == PEOPLE[:1]


NESTED = [None, 0, 1, None]


@pytest.mark.parametrize(
    "shape",
    [
        "<div class='c depth-{d}' id='c{n}'><b class='author'>{who}</b> <i>{when}</i><p>{words}</p></div>",
        "<div class='c' style='margin-left: {m}px' id='c{n}'><b class='author'>{who}</b> <i>{when}</i><p>{words}</p></div>",
        "<div class='c' data-level='{d}' id='c{n}'><b class='author'>{who}</b> <i>{when}</i><p>{words}</p></div>",
        "<div class='c' data-parent-id='{p}' id='c{n}'><b class='author'>{who}</b> <i>{when}</i><p>{words}</p></div>",
        "<div class='c' id='c{n}'><b class='author'>{who}</b> <i>{when}</i> {reply}<p>{words}</p></div>",
    ],
    ids=["depth class", "margin", "level", "parent's number", "in reply to"],
)
def test_a_parent_is_read_where_the_page_states_it(shape: str) -> None:
    body = ""
    for i, (who, when, words) in enumerate(PEOPLE):
        above = NESTED[i]
        depth = (0, 1, 2, 0)[i]
        reply = f"<a href='#c{above + 1}'>in reply to {PEOPLE[above][0]}</a>" if above is not None else ""
        body += shape.format(
            n=i + 1, d=depth, m=depth * 25, p=above + 1 if above is not None else 0, reply=reply, who=who, when=when, words=words
        )  # fmt: skip
    found = [p for p in read(f"{ARTICLE}<div id='comments'>{body}</div>") if p.kind != "post"]
    ids = [p.id for p in found]
    assert [ids.index(p.parent_id) if p.parent_id in ids else None for p in found] == NESTED


def test_answers_and_the_comments_on_them_are_two_levels() -> None:
    note = "<div class='comment' id='comment-{n}'><span>{words}</span> – <a class='user' href='/u/{n}'>{who}</a> <span>{when}</span></div>"
    answer = "<div class='answer' id='answer-{n}'><div class='text'><p>{words}</p></div><a class='user' href='/u/{n}'>{who}</a> answered <span>{when}</span>{notes}</div>"
    body = ""
    for i in range(4):
        who, when, words = PEOPLE[i]
        notes = rows(
            note.replace("{n}", f"{i}{{n}}"),
            [(("Eve", "Finn", "Gaia", "Hugo")[i], when.replace(":", ":1")[:-1], f"A note on answer {i}.")],
        )
        body += answer.format(n=i, who=who, when=when, words=f"{words} This is answer {i}.", notes=notes)
    posts = read(f"{ARTICLE}<h2>4 answers</h2>{body}", "https://ask.example/questions/7")
    notes_read = [p for p in posts if p.text.startswith("A note")]
    by_id = {p.id: p for p in posts}
    assert len(notes_read) == 4
    assert all(by_id[p.parent_id or ""].text.endswith(f"answer {p.text[-2]}.") for p in notes_read)


def test_the_day_a_member_joined_is_not_the_day_he_wrote() -> None:
    row = "<table class='post' id='post{n}'><tr><td><b>{who}</b><br>Joined: 0{n} March 2003 10:00<br>Posts: 41</td><td><div>{when}</div><div class='message'>{words}</div></td></tr></table>"
    posts = read(rows(row), "https://board.example/showthread.php?t=7")
    assert [p.published for p in posts] == [
        datetime.strptime(when, "%d %B %Y %H:%M").replace(tzinfo=UTC) for _, when, _ in PEOPLE
    ]


def test_a_rank_is_no_name() -> None:
    row = "<div class='post' id='post{n}'><div><strong>Senior member</strong></div><div><a href='/members/{who}.{n}/'>{who}</a></div><i>{when}</i><div class='message'>{words}</div></div>"
    posts = read(rows(row), "https://board.example/threads/7")
    assert [p.author for p in posts] == [who for who, _, _ in PEOPLE]


def test_the_clock_that_readers_saw_is_kept_beside_the_instant() -> None:
    row = "<div class='comment' id='comment-{n}'><cite>{who}</cite> <time datetime='2005-10-14T0{n}:00:00Z'>14 October 2005 1{n}:00</time><p>{words}</p></div>"
    found = [p for p in read(f"{ARTICLE}{rows(row)}") if p.kind != "post"]
    assert found[0].published is not None
    assert found[0].published.isoformat() == "2005-10-14T11:00:00+10:00"


def test_a_day_without_a_year_is_of_the_year_of_the_copyright() -> None:
    row = "<div class='comment' id='comment-{n}'><cite>{who}</cite> <small>{n} October, 08:12</small><p>{words}</p></div>"
    found = [
        p for p in read(f"{ARTICLE}{rows(row)}<footer>© 2003-2005 The Paper</footer>") if p.kind != "post"
    ]
    assert {p.published.year for p in found if p.published} == {2005}


def test_a_date_in_pieces_is_put_together() -> None:
    row = "<div class='comment' id='comment-{n}'><cite>{who}</cite> <p class='when'><b>8:1{n}am</b> On <b>Oct 14</b>, <b>2005</b></p><div class='text'>{words}</div></div>"
    found = [p for p in read(f"{ARTICLE}{rows(row)}") if p.kind != "post"]
    assert [f"{p.published:%Y-%m-%d %H:%M}" for p in found if p.published] == [
        f"2005-10-14 08:1{n}" for n in (1, 2, 3, 4)
    ]


def test_what_is_shown_to_those_without_scripts_is_read() -> None:
    row = "<article><h3 class='user-name'>{who}</h3><div class='post-body'><p>{words} {words}</p></div></article>"
    posts = read(
        f"<div id='app'>Loading…</div><noscript><div><h1>Host down</h1>{rows(row)}</div></noscript>",
        "https://board.example/d/7",
    )
    assert [p.author for p in posts] == [who for who, _, _ in PEOPLE]


def test_posts_that_stand_only_in_a_script_are_read() -> None:
    thread = {
        "props": {
            "thread": {"title": "Host down"},
            "comments": [
                {"id": i, "parentId": i - 1 if i == 2 else None, "author": {"displayName": who}, "createdAt": f"2005-10-14T0{i + 1}:00:00Z", "body": f"<p>{words}</p>"}
                for i, (who, _, words) in enumerate(PEOPLE)
            ],
        }
    }  # fmt: skip
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(thread)}</script>'
    posts = read(f"<div id='root'>Loading…</div>{script}", "https://board.example/t/7")
    assert [(p.author, p.text) for p in posts] == [(who, words) for who, _, words in PEOPLE]
    assert posts[2].parent_id == posts[1].id


def test_buttons_and_signatures_are_no_words_of_a_post() -> None:
    row = "<div class='comment' id='comment-{n}'><cite>{who}</cite> <small>{when}</small><div class='text'><p>{words}</p><p class='signature'>Keep calm.</p><a href='#r'>Reply</a> <a href='#x'>Report</a></div></div>"
    assert comments(read(f"{ARTICLE}<div id='comments'>{rows(row)}</div>")) == PEOPLE


def test_code_keeps_its_lines_and_emoji_stay() -> None:
    row = "<div class='comment' id='comment-{n}'><cite>{who}</cite> <small>{when}</small><div class='text'><p>{words} 🙂</p><pre>if a:\n    b()</pre></div></div>"
    found = comments(read(f"{ARTICLE}<div id='comments'>{rows(row)}</div>"))
    assert found[0][2] == f"{PEOPLE[0][2]} 🙂\n\nif a:\n    b()"


def test_a_box_in_a_quote_does_not_make_it_a_quote_of_a_quote() -> None:
    said = "<div class='quote'><div class='quote_author'>Anne Roe wrote:</div><blockquote>None of my sites answer.</blockquote></div>Since midnight."
    row = "<div class='comment' id='comment-{n}'><cite>{who}</cite> <small>{when}</small><div class='text'>{words}</div></div>"
    people = [*PEOPLE[:3], (PEOPLE[3][0], PEOPLE[3][1], said)]
    found = comments(read(f"{ARTICLE}<div id='comments'>{rows(row, people)}</div>"))
    assert found[3][2] == "> Anne Roe wrote:\n\n> None of my sites answer.\n\nSince midnight."


def test_a_page_of_ten_thousand_comments_is_read_whole() -> None:
    row = "<div class='comment' id='comment-{n}'><cite>User {n}</cite> <small>14 October 2005 10:00</small><p>It is down here too, says number {n}.</p></div>"
    body = "".join(row.format(n=n) for n in range(10_000))
    assert len(read(f"{ARTICLE}<div id='comments'>{body}</div>")) == 10_001


def test_a_list_of_news_is_no_thread() -> None:
    row = "<div class='news-item'><span class='news-date'>{when}</span><h3><a href='/n/{n}'>What was heard of it today</a></h3><p>{words}</p><span>By {who}</span></div>"
    assert comments(read(f"<h1>News</h1>{rows(row)}")) == []


def test_noon_and_midnight_are_hours() -> None:
    people = [
        (*PEOPLE[0][:1], "March 1, 2024, noon", PEOPLE[0][2]),
        ("Ben", "March 2, 2024, midnight", PEOPLE[1][2]),
    ]
    row = "<dt id='c{n}'>{when} - {who}</dt><dd>{words}</dd>"
    found = comments(read(f"{ARTICLE}<h2>2 comments</h2><dl id='comments'>{rows(row, people)}</dl>"))
    assert [f[:2] for f in found] == [("Anne Roe", "01 March 2024 12:00"), ("Ben", "02 March 2024 00:00")]


def test_the_hour_in_the_title_of_a_day_is_taken() -> None:
    row = "<div class='comment' id='c{n}'><ul><li><a href='/user/{n}/'>{who}</a></li><li title='{when}'>14 Oct '05</li></ul><div class='text'>{words}</div></div>"
    found = comments(read(f"{ARTICLE}<div id='comments'>{rows(row, PEOPLE[:3])}</div>"))
    assert [when for _, when, _ in found] == [when for _, when, _ in PEOPLE[:3]]


def test_a_thread_told_backwards_is_opened_by_its_last_post() -> None:
    row = "<tr><th><a href='msg{n}'>msg{n}</a></th><th>Author: {who}</th><th>Date: {when}</th></tr><tr><td colspan='3' class='content'><pre>{words}</pre></td></tr>"
    posts = read(
        f"<h1>Issue 17</h1><table class='messages'>{rows(row, PEOPLE[::-1])}</table>",
        "https://bugs.example/topic/17",
    )
    assert [(p.kind, p.author) for p in posts] == [
        ("post", "Anne Roe"), ("comment", "Ben"), ("comment", "Chloé"), ("comment", "Driss")
    ]  # fmt: skip


def test_a_service_for_reviews_is_read_where_its_box_is_called_a_widget() -> None:
    row = "<div class='x-rev'><span class='x-rev__author'>{who}</span> <span data-content='2005-10-1{n} 08:12:00 UTC'></span><div class='x-rev__body'><p>{words}</p></div></div>"
    found = comments(read(f"{ARTICLE}<div class='x-widget x-review-widget'>{rows(row)}</div>"))
    assert [f[0] for f in found] == [who for who, _, _ in PEOPLE]


@pytest.mark.parametrize(
    "printed",
    [
        "Datum:14.10.2005 08:12",
        "Date:2005-10-14 08:12",
        "时间：2005-10-14 08:12",
        "Posted:Oct 14, 2005 8:12 am",
    ],
)
def test_a_label_may_stand_right_before_a_date(printed: str) -> None:
    moment = find_date(printed)
    assert moment is not None
    assert f"{moment.when:%Y-%m-%d %H:%M}" == "2005-10-14 08:12"


def test_a_board_in_a_script_without_spaces_is_read() -> None:
    people = [
        ("老王", "2009-11-23 02:02:00", "我弟弟三月份买了一个，两周就坏了。"),
        ("zhang3", "2009-11-23 09:03:00", "有没有人用旧版本试过。"),
        ("小明", "2009-11-23 14:25:00", "我不同意第二点，去年冬天的数据说明了另外的情况。"),
        ("匿名", "2009-11-23 17:29:00", "谢谢楼主分享，写得很好，最后的链接打不开。"),
        ("老王", "2009-11-24 04:14:00", "我当时在现场，事情不是这样的，请再看一看。"),
    ]
    row = "<div class='item'><div class='info'><span>作者：<a href='#'>{who}</a></span> <span>时间：{when}</span></div><div class='words'>{words}</div></div>"
    posts = read(f"<h1>旧桥</h1>{rows(row, people)}", "https://bbs.example/thread-77-1.html")
    assert [(p.author, p.text) for p in posts] == [(who, words) for who, _, words in people]


def test_the_line_of_name_and_date_is_not_taken_for_the_comment() -> None:
    row = "<li id='k{n}'><p>{words}</p><span class='comment-info'>({who}, {when})</span></li>"
    assert (
        comments(read(f"{ARTICLE}<div class='comments'><h4>Comments</h4><ol>{rows(row)}</ol></div>"))
        == PEOPLE
    )


def test_a_link_after_in_reply_to_names_the_parent_wherever_it_stands_in_the_line() -> None:
    row = "<div class='resp' id='r{n}'><p class='respmeta'>{who} &middot; {when}{to}</p><p>{words}</p></div>"
    to = ["", " &middot; in reply to <a href='#r1'>Anne Roe</a>", "", ""]
    body = "".join(
        row.format(n=i + 1, who=w, when=d, words=x, to=to[i]) for i, (w, d, x) in enumerate(PEOPLE)
    )
    posts = [p for p in read(f"{ARTICLE}<h2>Discussion</h2>{body}") if p.kind != "post"]
    assert [p.parent_id for p in posts] == [None, posts[0].id, None, None]


def test_boxes_in_a_box_of_their_own_kind_are_answers() -> None:
    one = "<div class='cmt' id='cmt{n}'><div class='cmt-in'><b class='cmt-by'>{who}</b> <i>{when}</i><div class='cmt-tx'>{words}</div></div>{inner}</div>"
    drawn = [
        one.replace("{inner}", "{{inner}}").format(n=i, who=w, when=d, words=x)
        for i, (w, d, x) in enumerate(PEOPLE)
    ]
    nested = drawn[0].format(
        inner=f"<div class='cmt-kids'>{drawn[1].format(inner='')}{drawn[2].format(inner='')}</div>"
    )
    posts = [
        p
        for p in read(
            f"{ARTICLE}<section class='cmts'><h3>4 Comments</h3>{nested}{drawn[3].format(inner='')}</section>"
        )
        if p.kind != "post"
    ]
    assert [p.parent_id for p in posts] == [None, posts[0].id, posts[0].id, None]
