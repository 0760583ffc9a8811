"""Feeds, interfaces, mail and exports: payloads written for these tests."""

from __future__ import annotations

import json
from datetime import UTC

from threadgraph.scrapers import Page, read_page

ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
<title>Comments on: Attack</title><entry><title>By: Anne</title><author><name>Anne</name><uri>http://anne.example/</uri></author>
<link rel="alternate" href="https://blog.example/attack/#comment-3"/><id>https://blog.example/attack/#comment-3</id><published>2024-03-01T09:00:00Z</published>
<content type="html">&lt;p&gt;Since when?&lt;/p&gt;</content><thr:in-reply-to ref="https://blog.example/?p=7" href="https://blog.example/attack/"/></entry>
<entry><author><name>Bob</name></author><link href="https://blog.example/attack/#comment-4"/><id>https://blog.example/attack/#comment-4</id>
<published>2024-03-01T09:05:00Z</published><content type="html">Midnight</content>
<thr:in-reply-to ref="https://blog.example/attack/#comment-3" href="https://blog.example/attack/#comment-3"/></entry></feed>"""

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Blog</title><item><title>Attack</title><link>https://blog.example/attack/</link><dc:creator>Luc</dc:creator>
<pubDate>Fri, 14 Oct 2005 08:30:00 +0200</pubDate><description>Down.</description>
<wfw:commentRss>https://blog.example/attack/feed/</wfw:commentRss></item></channel></rss>"""


def test_atom_threading_gives_parents() -> None:
    _, reading = read_page(Page("https://blog.example/attack/feed/atom/", ATOM.encode()))
    posts = list(reading.posts)
    assert [(p.author, p.text) for p in posts] == [("Anne", "Since when?"), ("Bob", "Midnight")]
    assert posts[1].parent_id == posts[0].id
    assert posts[0].parent_id is None


def test_a_feed_of_posts_names_their_comment_feeds_and_pages() -> None:
    _, reading = read_page(Page("https://blog.example/feed/", RSS.encode()))
    assert {(r.url, r.why) for r in reading.next} == {
        ("https://blog.example/attack/", "page"),
        ("https://blog.example/attack/feed/", "feed"),
    }
    (post,) = reading.posts
    assert (
        post.author,
        post.title,
        post.published.astimezone(UTC).isoformat() if post.published else "",
    ) == (
        "Luc",
        "Attack",
        "2005-10-14T06:30:00+00:00",
    )


def test_the_in_reply_to_line_of_a_comment_feed_is_a_parent_and_no_text() -> None:
    feed = ATOM.replace(
        "&lt;p&gt;Since when?&lt;/p&gt;",
        'In reply to &lt;a href="https://blog.example/attack/#comment-9"&gt;Eve&lt;/a&gt;. Yes',
    ).replace('<thr:in-reply-to ref="https://blog.example/?p=7" href="https://blog.example/attack/"/>', "")
    _, reading = read_page(Page("https://blog.example/attack/feed/", feed.encode()))
    first = next(iter(reading.posts))
    assert first.text.strip() == "Yes"
    assert first.parent_id is not None
    assert first.parent_id.endswith("comment-9")


def test_an_xml_bomb_is_not_unfolded() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss version="2.0"><channel><item><title>&b;</title><description>x</description></item></channel></rss>'
    _, reading = read_page(Page("https://blog.example/feed/", bomb.encode()))
    assert all(len(p.title) < 60 for p in reading.posts)


def test_a_discourse_topic_gives_parents_scores_and_the_rest_of_its_stream() -> None:
    posts = [
        {
            "id": 10 + n,
            "post_number": n,
            "username": f"u{n}",
            "cooked": f"<p>Post {n}</p>",
            "created_at": "2024-03-01T09:00:00.000Z",
            "reply_to_post_number": 1 if n == 3 else None,
            "actions_summary": [{"id": 2, "count": n}],
        }
        for n in (1, 2, 3)
    ]
    data = {
        "id": 5,
        "title": "T",
        "posts_count": 5,
        "post_stream": {"posts": posts, "stream": [11, 12, 13, 14, 15]},
    }
    _, reading = read_page(Page("https://forum.example/t/t/5.json", json.dumps(data).encode()))
    found = list(reading.posts)
    assert [p.kind for p in found] == ["post", "comment", "comment"]
    assert found[2].parent_id == found[0].id
    assert found[2].score == 3
    assert reading.stated == 4
    assert reading.next[0].url == "https://forum.example/t/5/posts.json?post_ids%5B%5D=14&post_ids%5B%5D=15"


def test_hacker_news_depth_is_the_width_of_the_indent() -> None:
    row = '<tr class="athing comtr" id="{i}"><td><table><tr><td class="ind" indent="{d}"></td><td><a class="hnuser">{u}</a><span class="age" title="2024-03-01T09:0{d}:00 1">x</span><div class="commtext">{u} says</div></td></tr></table></td></tr>'
    page = f'<html><body><table class="fatitem"><tr class="athing" id="1"><td><span class="titleline"><a href="https://a.example/x">Title</a></span></td></tr></table><table>{row.format(i=2, d=0, u="anne")}{row.format(i=3, d=1, u="bob")}{row.format(i=4, d=0, u="eve")}</table></body></html>'
    _, reading = read_page(Page("https://news.ycombinator.com/item?id=1", page.encode()))
    posts = list(reading.posts)
    assert [p.parent_id for p in posts] == [None, posts[0].id, posts[1].id, posts[0].id]
    assert posts[2].text == "bob says"


def test_the_whole_tree_of_algolia_is_read() -> None:
    data = {
        "id": 1,
        "story_id": 1,
        "title": "T",
        "author": "a",
        "created_at_i": 1,
        "points": 5,
        "children": [
            {
                "id": 2,
                "story_id": 1,
                "parent_id": 1,
                "author": "b",
                "text": "<p>x",
                "created_at_i": 2,
                "children": [],
            }
        ],
    }
    _, reading = read_page(Page("https://hn.algolia.com/api/v1/items/1", json.dumps(data).encode()))
    assert [(p.id, p.parent_id) for p in reading.posts] == [
        ("news.ycombinator.com:1", None),
        ("news.ycombinator.com:2", "news.ycombinator.com:1"),
    ]


MBOX = b"""From a@x.example Fri Oct 14 08:30:00 2005
From: =?utf-8?q?H=C3=A9l=C3=A8ne?= <h@x.example>
Date: Fri, 14 Oct 2005 08:30:00 +0200
Message-ID: <1@x.example>
Subject: Down
List-Id: Hosts <hosts.lists.example>

It is down.
>From midnight on.

From b@x.example Fri Oct 14 09:30:00 2005
From: Bob <b@x.example>
Date: Fri, 14 Oct 2005 09:30:00 +0200
Message-ID: <2@x.example>
In-Reply-To: <1@x.example>
References: <1@x.example>
Subject: Re: Down
List-Id: Hosts <hosts.lists.example>

> It is down.
Since when?
"""


def test_an_mbox_gives_threads_names_and_quotes() -> None:
    _, reading = read_page(Page("file:///list.mbox", MBOX))
    first, second = reading.posts
    assert first.author == "Hélène"
    assert first.text == "It is down.\nFrom midnight on."
    assert second.parent_id == first.id
    assert second.thread_id == first.thread_id
    assert second.text.startswith("> It is down.")
    assert first.site == "hosts.lists.example"


def test_addresses_of_mail_are_kept_as_hashes_only() -> None:
    _, reading = read_page(Page("file:///list.mbox", MBOX))
    for post in reading.posts:
        assert "@x.example" not in f"{post.author} {post.author_key} {post.text}"


WXR = """<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><wp:wxr_version>1.2</wp:wxr_version><item><title>Attack</title><link>https://blog.example/attack/</link><dc:creator>luc</dc:creator>
<content:encoded><![CDATA[Down since midnight.]]></content:encoded><wp:post_date_gmt>2005-10-14 06:30:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_author>Anne</wp:comment_author><wp:comment_date_gmt>2005-10-14 07:00:00</wp:comment_date_gmt>
<wp:comment_content>Since when?</wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_parent>0</wp:comment_parent></wp:comment>
<wp:comment><wp:comment_id>4</wp:comment_id><wp:comment_author>Spam</wp:comment_author><wp:comment_content>Buy</wp:comment_content><wp:comment_approved>spam</wp:comment_approved></wp:comment>
</item></channel></rss>"""


def test_an_export_gives_posts_and_comments_and_no_spam() -> None:
    _, reading = read_page(Page("file:///export.xml", WXR.encode()))
    assert [(p.id, p.author) for p in reading.posts] == [
        ("blog.example/attack", "luc"),
        ("blog.example:comment-3", "Anne"),
    ]
