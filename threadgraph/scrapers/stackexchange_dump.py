"""Stack Exchange's public dumps: a folder with Posts.xml, Comments.xml and Users.xml of one site."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Scraper
from threadgraph.scrapers.payload import clock, name, web_links, whole
from threadgraph.scrapers.reader.stream import elements
from threadgraph.scrapers.reader.text import tidy, unescaped

__all__ = ["StackExchangeDump"]

_QUESTION, _ANSWER = "1", "2"


class StackExchangeDump(Scraper):
    """Dumps of a Stack Exchange site: Posts.xml with the Comments.xml and Users.xml beside it."""

    name = "stackexchange_dump"
    example = "file:///dumps/serverfault.com/Posts.xml"
    gives = ("parents", "dates", "scores", "links", "owner")
    streams = True

    def claims(self, page: Page) -> float:
        head = page.body[:4000]
        return 0.97 if page.looks == "xml" and b"<posts" in head and b"PostTypeId=" in head else 0.0

    def read(self, page: Page) -> Reading:
        missing = [n for n in ("Comments.xml", "Users.xml") if page.beside(n) is None]
        notes = [f"there is no {n} beside it" for n in missing]
        # names and numbers of a dump are those of the interface; it alone knows edits since
        return Reading(posts=_posts(page), notes=notes, trust=3)


def _rows(page: Page | None) -> Iterator[Any]:
    if page is not None:
        with page.stream() as stream:
            yield from elements(stream, "row")


def _posts(page: Page) -> Iterator[Post]:
    folder = page.path.rstrip("/").split("/")[-2:-1]
    host = folder[0] if folder and "." in folder[0] else page.host if page.host != "file" else "stackexchange"
    names = {
        n: row.get("DisplayName") or ""
        for row in _rows(page.beside("Users.xml"))
        if (n := whole(row.get("Id"))) is not None
    }
    questions = array("q")  # of each post its question, by number: eight bytes a post
    place = 0
    for row in _rows(page):
        kind, number = row.get("PostTypeId"), whole(row.get("Id"))
        if kind not in (_QUESTION, _ANSWER) or number is None or not 0 <= number < 2**31:
            continue
        question = whole(row.get("ParentId")) if kind == _ANSWER else number
        if question is None:
            continue
        if number >= len(questions):
            questions.extend([0] * (number - len(questions) + 1))
        questions[number] = question
        words, html, links = unescaped(row.get("Body") or "", f"https://{host}/")
        yield Post(
            id=f"{host}:post-{number}",
            thread_id=f"{host}:post-{question}",
            parent_id=f"{host}:post-{question}" if kind == _ANSWER else None,
            kind="comment" if kind == _ANSWER else "post",
            is_owner=True if kind == _QUESTION else None,
            title=row.get("Title") or "",
            text=words,
            html=html,
            links=links,
            url=f"https://{host}/{'a' if kind == _ANSWER else 'q'}/{number}",
            **_common(row, page, host, names, "Owner", place),
        )
        place += 1
    for row in _rows(page.beside("Comments.xml")):
        number, on = whole(row.get("Id")), whole(row.get("PostId"))
        if number is None or on is None:
            continue
        question = questions[on] if 0 <= on < len(questions) and questions[on] else on
        words = tidy(row.get("Text") or "")
        yield Post(
            id=f"{host}:comment-{number}",
            thread_id=f"{host}:post-{question}",
            parent_id=f"{host}:post-{on}",
            text=words,
            links=web_links(words),
            **_common(row, page, host, names, "", place),
        )
        place += 1


def _common(row: Any, page: Page, host: str, names: dict[int, str], who: str, at: int) -> dict[str, Any]:
    user = whole(row.get(f"{who}UserId") or row.get("UserId"))
    shown = name(row.get(f"{who}DisplayName") or row.get("UserDisplayName")) or names.get(user or 0)
    stamp = row.get("CreationDate") or ""
    return {
        "source": "stackexchange_dump",
        "site": host,
        "author": shown or None,
        "author_url": f"https://{host}/users/{user}" if user is not None else None,
        "author_key": f"account:{host}/{user}" if user is not None else None,
        "score": whole(row.get("Score")),
        "position": min(at, 2**31 - 1),
        "capture": page.capture,
        **clock(f"{stamp}Z" if stamp and not stamp.endswith("Z") else stamp),
    }
