"""The generic reader on pages written for these tests: known engines, unknown ones, and broken ones."""

from __future__ import annotations

import json
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import threadgraph as tg

BLOCKS = """<html><body class="single postid-7"><main><h1 class="wp-block-post-title">Attack</h1>
<div class="entry-content wp-block-post-content"><p>The host was attacked last night and is down.</p></div>
<ol class="wp-block-comment-template"><li id="comment-3" class="comment"><div class="wp-block-comment-author-name">Anne</div>
<div class="wp-block-comment-date"><time datetime="2024-03-01T10:00:00+01:00">1 March</time></div>
<div class="wp-block-comment-content"><p>Since when?</p></div>
<ol><li id="comment-4" class="comment"><div class="wp-block-comment-author-name">Bob</div>
<div class="wp-block-comment-date"><time datetime="2024-03-01T10:05:00+01:00">1 March</time></div>
<div class="wp-block-comment-content"><p>Since midnight.</p></div></li></ol></li></ol></main></body></html>"""

UNKNOWN = """<html><body><div id="story"><h1>Outage</h1><p>Everything has been down since midnight, and nobody knows why it is so.</p></div>
{rows}</body></html>"""
ROW = """<div class="zz-entry" id="zz{n}"><span class="zz-who">{who}</span><span class="zz-when">{day} Oct 2005 10:{n:02d}</span>
<div class="zz-words">{words}</div></div>"""


def test_a_block_theme_gives_authors_times_and_parents() -> None:
    posts = tg.extract(BLOCKS.encode(), "https://blog.example/2024/attack/")
    assert [(p.kind, p.author, p.text) for p in posts[1:]] == [
        ("comment", "Anne", "Since when?"),
        ("comment", "Bob", "Since midnight."),
    ]
    assert posts[2].parent_id == posts[1].id
    assert posts[1].published is not None
    assert posts[1].published.astimezone(UTC).isoformat() == "2024-03-01T09:00:00+00:00"


def test_an_engine_that_nobody_described_is_mined() -> None:
    names = ["Anne", "Bob Stone", "Chloé", "Driss", "Elsa"]
    rows = "".join(
        ROW.format(
            n=i, who=w, day=14 + i, words=f"It is down here too, {i} of my sites do not answer at all."
        )
        for i, w in enumerate(names)
    )
    posts = tg.extract(UNKNOWN.format(rows=rows).encode(), "https://paper.example/outage")
    comments = [p for p in posts if p.kind == "comment"]
    assert [p.author for p in comments] == names
    assert [p.published.day for p in comments if p.published] == [14, 15, 16, 17, 18]
    assert comments[2].text == "It is down here too, 2 of my sites do not answer at all."


def test_quotes_are_kept_apart_from_own_words() -> None:
    page = BLOCKS.replace(
        "<p>Since midnight.</p>", "<blockquote><p>Since when?</p></blockquote><p>Midnight.</p>"
    )
    posts = tg.extract(page.encode(), "https://blog.example/2024/attack/")
    assert posts[2].text == "> Since when?\n\nMidnight."


def test_json_ld_is_read_where_the_markup_shows_nothing() -> None:
    data = {
        "@context": "https://schema.org",
        "@type": "DiscussionForumPosting",
        "headline": "Down",
        "text": "Is it down?",
        "author": {"name": "Anne"},
        "datePublished": "2024-03-01T10:00:00Z",
        "comment": [
            {
                "@type": "Comment",
                "text": "Yes",
                "author": {"name": "Bob"},
                "datePublished": "2024-03-01T11:00:00Z",
            }
        ],
    }
    page = f'<html><body><script type="application/ld+json">{json.dumps(data)}</script><div id="root"></div></body></html>'
    posts = tg.extract(page.encode(), "https://forum.example/t/1")
    assert [(p.kind, p.author, p.text) for p in posts] == [
        ("post", "Anne", "Is it down?"),
        ("comment", "Bob", "Yes"),
    ]


def test_a_page_without_comments_gives_its_article() -> None:
    posts = tg.extract(UNKNOWN.format(rows="").encode(), "https://paper.example/outage")
    assert [p.kind for p in posts] == ["post"]


@pytest.mark.parametrize("declared", ["iso-8859-1", "utf-8", "ascii"])
def test_a_charset_that_lies_is_not_believed(declared: str) -> None:
    page = BLOCKS.replace("Since when?", "Déjà coupé ?").replace(
        "<html>", f'<html><head><meta charset="{declared}"></head>'
    )
    posts = tg.extract(page.encode("utf-8"), "https://blog.example/2024/attack/")
    assert posts[1].text == "Déjà coupé ?"


def test_the_same_page_gives_the_same_ids() -> None:
    first, second = (tg.extract(BLOCKS.encode(), "https://blog.example/2024/attack/") for _ in range(2))
    assert [p.id for p in first] == [p.id for p in second]
    assert len({p.id for p in first}) == len(first)


def test_markup_in_a_comment_cannot_run() -> None:
    page = BLOCKS.replace(
        "<p>Since when?</p>",
        '<p onclick="x()">Hm<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:x()">l</a></p>',
    )
    html = tg.extract(page.encode(), "https://blog.example/2024/attack/")[1].html
    assert "script" not in html
    assert "onerror" not in html
    assert "onclick" not in html


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(BLOCKS)))
def test_a_page_cut_anywhere_is_read_up_to_the_cut(at: int) -> None:
    for post in tg.extract(BLOCKS[:at].encode(), "https://blog.example/2024/attack/"):
        assert post.id


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=2000))
def test_no_bytes_break_it(body: bytes) -> None:
    tg.extract(body, "https://a.example/x")
    tg.extract(b"<html><body>" + body, "https://a.example/x")


def test_a_page_without_an_address_is_read_too() -> None:
    assert [p.kind for p in tg.extract(BLOCKS.encode(), None)] == ["post", "comment", "comment"]


def test_an_indented_box_answers_the_record_before_it() -> None:
    row = '<div class="comment" id="comment-{n}"><span class="submitted">Submitted by <a href="/u/{who}">{who}</a> on Wed, 12/10/2010 - 10:{n}</span><div class="content"><p>{words}</p></div></div>'
    page = (
        '<html><head><title>Down</title></head><body><h1>Down</h1><div class="node"><p>The host is down since midnight and nobody says a word about it.</p></div><div id="comments">'
        + row.format(n=11, who="Anne", words="Since when exactly?")
        + '<div class="indented">'
        + row.format(n=12, who="Bob", words="Since midnight, they say.")
        + "</div>"
        + row.format(n=13, who="Eve", words="Mine works again now.")
        + "</div></body></html>"
    )
    comments = [p for p in tg.extract(page.encode(), "https://forum.example/node/5") if p.kind == "comment"]
    assert [p.author for p in comments] == ["Anne", "Bob", "Eve"]
    assert [p.parent_id for p in comments] == [None, comments[0].id, None]


@pytest.mark.parametrize(
    ("ids", "read"), [(("sidebar-first", "content", "sidebar-second"), 0), (("a1", "a2", "a3"), 3)]
)
def test_boxes_that_a_page_is_laid_out_in_are_no_posts(ids: tuple[str, ...], read: int) -> None:
    box = "<div class='column' id='{0}'><div class='who'><a href='/u/{1}'>Reader {1}</a> <span>{2} October 2009, 10:{2}</span></div><p>{3}</p></div>"
    words = (
        "Fifty degrees in the studio tonight.",
        "We look for a needle, any needle.",
        "The mast was painted on Sunday, at last.",
    )
    boxes = "".join(box.format(i, n, n + 11, w) for n, (i, w) in enumerate(zip(ids, words, strict=True)))
    posts = tg.extract(
        f"<html><body><div>{boxes}</div></body></html>".encode(), "http://radio.example/playlist/"
    )
    assert len(posts) == read


@pytest.mark.parametrize("heading", ["Recommended for you", "À lire aussi", "Mehr zum Thema", "Leggi anche"])
def test_a_list_under_a_heading_that_leads_elsewhere_is_no_list_of_comments(heading: str) -> None:
    card = "<div class='card'><img alt='{0}' src='x.jpg'><a href='/@{0}'>{0}</a><h2>{1}</h2><h3>{1} It is told here.</h3><span>Dec {2}, 2024</span></div>"
    page = (
        "<html><body><article><h1>I timed every queue</h1><p>"
        + "Sixty-one hours and nine minutes I stood in line last year, and I was not bored. " * 3
        + f"</p></article><div class='rec'><h2>{heading}</h2>"
        + card.format("Greta", "My bus driver is a composer.", 11)
        + card.format("Niko", "Ten habits of people who stand.", 12)
        + card.format("Ida", "He brakes in seven eighths, always.", 14)
        + "</div></body></html>"
    )
    posts = tg.extract(page.encode(), "https://letters.example/@toby/queues")
    assert [p.kind for p in posts] == ["post"]
