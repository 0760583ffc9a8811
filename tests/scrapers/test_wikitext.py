"""The source of a talk page says the same as the page that MediaWiki draws of it."""

from __future__ import annotations

import pytest

from threadgraph.model import Post
from threadgraph.scrapers import Page, read_page


def read(source: str) -> list[Post]:
    url = "https://w.example/index.php?title=Talk:A&action=raw"
    return list(read_page(Page(url, source.encode(), "text/x-wiki; charset=UTF-8"))[1].posts)


def sign(user: str, hour: int) -> str:
    return f"[[User:{user}|{user}]] ([[User talk:{user}|talk]]) {hour}:00, 1 March 2024 (UTC)"


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("It is ''not'' '''so'''.", "It is not so."),
        ("See [[Main Page|there]], [[:Category:Nights]] or [[Help]].", "See there, Category:Nights or Help."),
        ("Typed as <nowiki>''this'' [[not|a link]]</nowiki>.", "Typed as ''this'' [[not|a link]]."),
        ("{{ping|Bob}} no.", "@Bob no."),
        ("{{tq|It is so.}} No.", "It is so. No."),
        ("A < b <!-- unseen --> and c > d.", "A < b and c > d."),
        ("{{Multiple issues|{{Old|date=May}}|{{Older}}}}Kept.", "Kept."),
        ("[[File:Plan.png|thumb|The plan]]Kept.", "Kept."),
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("A table:\n{| class=x\n|-\n| cell\n|}\nand more.", "A table:\n\nand more."),
    ],
)
def test_words_are_those_that_a_reader_sees(typed: str, read_as: str) -> None:
    [post] = read(f"== Why? ==\n{typed} {sign('Ann', 10)}\n")
    assert post.text == read_as
    assert (post.author, post.title) == ("Ann", "Why?")


def test_depth_of_any_mixture_of_marks_says_what_is_answered() -> None:
    lines = ["", ":", "*", "*:", ":*:", "#", ""]
    posts = read(
        "== Why? ==\n" + "\n".join(f"{m}Said {i}. {sign('Ann', 10 + i)}" for i, m in enumerate(lines))
    )
    place = {p.id: i for i, p in enumerate(posts)}
    assert [place.get(p.parent_id or "") for p in posts] == [None, 0, 0, 2, 3, 0, None]


def test_comment_of_several_lines_is_one() -> None:
    [first, second] = read(
        f"== Why? ==\nFirst. {sign('Ann', 10)}\n:One line,\n:and its second. {sign('Bob', 11)}"
    )
    assert second.text == "One line,\n\nand its second."
    assert second.parent_id == first.id


def test_whom_a_template_signs_for_is_the_author() -> None:
    [post] = read("== Why? ==\nForgot to sign. {{unsigned|Ann Roe|10:00, 1 March 2024 (UTC)}}\n")
    assert post.author == "Ann Roe"


def test_sections_of_one_name_are_two_threads() -> None:
    posts = read("".join(f"== Why? ==\nSaid {h}. {sign('Ann', h)}\n" for h in (10, 11)))
    assert [p.thread_id for p in posts] == ["w.example/Talk:A#Why?", "w.example/Talk:A#Why?_2"]


def test_a_damaged_address_in_a_history_is_no_error() -> None:
    feed = b'<feed xmlns="http://www.w3.org/2005/Atom"><generator>MediaWiki 1.42</generator><id>http://[wiki.example/index.php?title=Talk:A&amp;action=history</id><entry><title>/* A */</title></entry></feed>'
    page = Page("http://wiki.example/index.php?title=Talk:A&action=history&feed=atom", feed)
    assert read_page(page)[1].posts is not None
