"""GitLab: an issue or merge request with its discussions or notes, by the REST interface."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.payload import clock, dicts, markdown, name, table, text, web_links, whole

__all__ = ["GitLab"]

_PLACE = re.compile(r"^(https?://[^/]+.*?/api/v4)/projects/([^/]+)/(issues|merge_requests)/(\d+)")
_KINDS = {"Issue": "issues", "MergeRequest": "merge_requests"}


class GitLab(Scraper):
    """Issues and merge requests of a GitLab server with their discussions."""

    name = "gitlab"
    example = "https://git.example/api/v4/projects/5/issues/12/discussions"
    gives = ("parents", "dates", "scores", "links")

    def claims(self, page: Page) -> float:
        if page.looks != "json":
            return 0.0
        if any("noteable_id" in n for n in _notes(page.json)):
            return 0.95
        if any("iid" in i and "project_id" in i and "author" in i for i in _tops(page.json)):
            return 0.95
        return 0.9 if page.json == [] and _PLACE.match(page.url) else 0.0

    def read(self, page: Page) -> Reading:
        data = page.json
        if isinstance(data, dict) and "message" in data and "iid" not in data:
            raise ReadError(f"GitLab answers: {text(data['message'])[:100]}")
        posts = [_top(i, page) for i in _tops(data) if "iid" in i and "noteable_id" not in i]
        posts += _answers(page)
        threads = {p.thread_id for p in posts}
        return Reading(
            posts=list({p.id: p for p in posts}.values()),
            next=_next(page),
            stated=whole(table(data).get("user_notes_count")),
            thread_id=threads.pop() if len(threads) == 1 else None,
            trust=4,
        )


def _tops(data: Any) -> list[dict[str, Any]]:
    return dicts(data if isinstance(data, list) else [data])


def _notes(data: Any) -> list[dict[str, Any]]:
    return [n for i in _tops(data) for n in (dicts(i.get("notes")) or [i])]


def _thread(page: Page, project: object, kind: str, number: object) -> str:
    return f"{page.host}:{text(project)}/{kind}/{text(number)}"


def _who(item: dict[str, Any], page: Page) -> dict[str, Any]:
    author = table(item.get("author"))
    user = name(author.get("username"))
    return {
        "author": name(author.get("name")) or user,
        "author_url": name(author.get("web_url")),
        "author_key": f"account:{page.host}/{user}" if user else None,
    }


def _top(item: dict[str, Any], page: Page) -> Post:
    url = name(item.get("web_url"))
    kind = "merge_requests" if "merge_requests" in (url or page.url) or "source_branch" in item else "issues"
    thread = _thread(page, item.get("project_id"), kind, item.get("iid"))
    words = markdown(text(item.get("description")))
    return Post(
        id=thread,
        thread_id=thread,
        kind="post",
        source="gitlab",
        site=page.site,
        **_who(item, page),
        **clock(item.get("created_at")),
        title=text(item.get("title")),
        text=words,
        links=web_links(words),
        url=url,
        score=whole(item.get("upvotes")),
        capture=page.capture,
    )


def _answers(page: Page) -> list[Post]:
    m = _PLACE.match(page.url)
    posts: list[Post] = []
    for item in _tops(page.json):
        first = None
        for note in dicts(item.get("notes")) or [item]:
            number = whole(note.get("id"))
            if number is None or "noteable_id" not in note:
                continue
            kind = _KINDS.get(text(note.get("noteable_type")), m[3] if m else "issues")
            project = note.get("project_id") or (m[2] if m else "")
            on = note.get("noteable_iid") or (m[4] if m else note.get("noteable_id"))
            words = markdown(text(note.get("body")))
            posts.append(
                Post(
                    id=f"{page.host}:note-{number}",
                    thread_id=_thread(page, project, kind, on),
                    parent_id=f"{page.host}:note-{first}" if first not in (None, number) else None,
                    kind="notice" if note.get("system") is True else "comment",
                    source="gitlab",
                    site=page.site,
                    **_who(note, page),
                    **clock(note.get("created_at")),
                    text=words,
                    links=web_links(words),
                    position=len(posts) + 1,
                    capture=page.capture,
                )
            )
            first = first or number
    return posts


def _next(page: Page) -> list[Request]:
    """An issue's discussions, and the next page of a list."""
    m = _PLACE.match(page.url)
    if m is None:
        return []
    query = {k: v[-1] for k, v in parse_qs(urlsplit(page.url).query).items()}
    if isinstance(page.json, dict):
        return [Request(f"{m[0]}/discussions?per_page=100", "interface")]
    later = next((v for k, v in page.headers if k.lower() == "x-next-page"), "")
    if (
        not page.headers
        and isinstance(page.json, list)
        and len(page.json) >= (whole(query.get("per_page", "20")) or 20)
    ):
        later = str((whole(query.get("page", "1")) or 1) + 1)
    if not later.strip().isdecimal():
        return []
    return [Request(f"{page.url.split('?')[0]}?{urlencode(query | {'page': later.strip()})}", "interface")]
