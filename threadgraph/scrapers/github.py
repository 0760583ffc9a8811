"""GitHub: issues, pull requests and their comments by REST, discussions by GraphQL; pages lead to REST."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.payload import clock, dicts, markdown, name, table, text, web_links, whole

__all__ = ["GitHub"]

_API = "https://api.github.com"
_PLACE = re.compile(r"https?://[^/]+/([^/]+/[^/]+)/(?:issues|pull|discussions)/(\d+)(?:#(.+))?")


class GitHub(Scraper):
    """Issues, pull requests and discussions of GitHub with their comments."""

    name = "github"
    example = "https://api.github.com/repos/host/panel/issues/12/comments"
    gives = ("parents", "dates", "scores", "links", "owner")

    def claims(self, page: Page) -> float:
        if page.looks == "json":
            if dicts(_discussion(page.json).get("comments", {}).get("nodes")) or _discussion(page.json).get(
                "url"
            ):
                return 0.95
            items = page.json if isinstance(page.json, list) else [page.json]
            if any(_PLACE.match(text(i.get("html_url"))) and "user" in i for i in dicts(items)):
                return 0.95
            return 0.9 if items == [] and page.host == "api.github.com" else 0.0
        return 0.9 if page.looks == "html" and page.host == "github.com" and _shown(page) else 0.0

    def read(self, page: Page) -> Reading:
        if page.looks == "html":
            m = _shown(page)
            if m is None:
                raise ReadError("a page of GitHub that shows no issue")
            return Reading(next=[Request(f"{_API}/repos/{m[1]}/issues/{m[2]}", "interface")])
        if found := _discussion(page.json):
            return _graphql(page, found)
        return _rest(page)


def _shown(page: Page) -> re.Match[str] | None:
    return re.match(r"https?://[^/]+/([^/]+/[^/]+)/(?:issues|pull)/(\d+)", page.url)


def _rest(page: Page) -> Reading:
    if isinstance(page.json, dict) and "message" in page.json and "html_url" not in page.json:
        raise ReadError(f"GitHub answers: {text(page.json.get('message'))[:100]}")
    items = dicts(page.json if isinstance(page.json, list) else [page.json])
    posts: list[Post] = []
    following: list[Request] = []
    stated = None
    for item in items:
        m = _PLACE.match(text(item.get("html_url")))
        if m is None:
            continue
        post = _post(item, m, page, len(posts))
        posts.append(post)
        if post.kind != "post" or not page.url.startswith("http"):
            continue
        if len(items) > 1:  # a list of issues, each with its own answers
            following.append(Request(text(item.get("url")), "page"))
            continue
        stated = whole(item.get("comments"))
        if stated:
            following.append(Request(f"{_API}/repos/{m[1]}/issues/{m[2]}/comments?per_page=100", "interface"))
        if "pull_request" in item:
            following.append(Request(f"{_API}/repos/{m[1]}/pulls/{m[2]}/comments?per_page=100", "interface"))
    threads = {p.thread_id for p in posts}
    return Reading(
        posts=list({p.id: p for p in posts}.values()),
        next=[*(r for r in following if r.url.startswith("http")), *_more(page, len(items))],
        stated=stated,
        thread_id=threads.pop() if len(threads) == 1 else None,
        trust=4,
    )


def _more(page: Page, count: int) -> list[Request]:
    """The next page of a list, as the answer's Link header names it."""
    for header, value in page.headers:
        if header.lower() == "link" and (m := re.search(r'<(https?://[^>]+)>;\s*rel="next"', value)):
            return [Request(m[1], "interface")]
    query = {k: v[-1] for k, v in parse_qs(urlsplit(page.url).query).items()}
    size = whole(query.get("per_page", "30")) or 30
    if isinstance(page.json, list) and count >= size and page.url.startswith("http") and not page.headers:
        at = (whole(query.get("page", "1")) or 1) + 1
        return [Request(f"{page.url.split('?')[0]}?{urlencode(query | {'page': at})}", "interface")]
    return []


def _thread(m: re.Match[str]) -> str:
    """Issues, pull requests and discussions of a repository share their numbers."""
    return f"github.com/{m[1].lower()}#{m[2]}"


def _who(user: dict[str, Any]) -> dict[str, Any]:
    login = name(user.get("login"))
    return {
        "author": login,
        "author_url": name(user.get("html_url")) or name(user.get("url")) if login else None,
        "author_key": f"account:github.com/{login.lower()}" if login else None,
    }


def _post(item: dict[str, Any], m: re.Match[str], page: Page, at: int) -> Post:
    thread, mark = _thread(m), m[3]
    opening = not mark or mark.startswith("issue-")
    words = markdown(text(item.get("body")))
    above = whole(item.get("in_reply_to_id"))
    return Post(
        id=thread if opening else f"github.com:{mark}",
        thread_id=thread,
        parent_id=f"github.com:discussion_r{above}" if above is not None else None,
        kind="post" if opening else "comment",
        source="github",
        site=f"github.com/{m[1].lower()}",
        **_who(table(item.get("user"))),
        is_owner=True if item.get("author_association") == "OWNER" else None,
        **clock(item.get("created_at")),
        title=text(item.get("title")) if opening else "",
        text=words,
        links=web_links(words),
        url=text(item.get("html_url")),
        position=at,
        score=whole(table(item.get("reactions")).get("+1")),
        capture=page.capture,
    )


def _discussion(data: Any) -> dict[str, Any]:
    repository = table(table(table(data).get("data")).get("repository"))
    found = table(repository.get("discussion"))
    return found | {"comments": table(found.get("comments"))} if found else {}


def _graphql(page: Page, data: dict[str, Any]) -> Reading:
    m = _PLACE.match(text(data.get("url")))
    if m is None:
        raise ReadError("a discussion without its address: ask for url")
    thread = _thread(m)
    posts = [_node(data, thread, thread, None, m, page, 0)]
    cut = False
    for node in dicts(data["comments"].get("nodes")):
        top = _node(node, _named(node), thread, thread, m, page, len(posts))
        posts.append(top)
        replies = table(node.get("replies"))
        cut = cut or _is_cut(replies)
        for r in dicts(replies.get("nodes")):
            posts.append(_node(r, _named(r), thread, top.id, m, page, len(posts)))
    cut = cut or _is_cut(data["comments"])
    return Reading(
        posts=list({p.id: p for p in posts}.values()),
        stated=whole(data["comments"].get("totalCount")),
        thread_id=thread,
        notes=["this answer of GraphQL leaves some comments out: ask for the next page"] if cut else [],
        trust=4,
    )


def _is_cut(connection: dict[str, Any]) -> bool:
    if table(connection.get("pageInfo")).get("hasNextPage") is True:
        return True
    return (whole(connection.get("totalCount")) or 0) > len(dicts(connection.get("nodes")))


def _named(node: dict[str, Any]) -> str:
    mark = text(node.get("url")).partition("#")[2]
    number = text(node.get("databaseId"))
    return f"github.com:{mark or (f'discussioncomment-{number}' if number else text(node.get('id')) or 'unnamed')}"


def _node(
    node: dict[str, Any], ident: str, thread: str, above: str | None, m: re.Match[str], page: Page, at: int
) -> Post:
    words = markdown(text(node.get("body")) or text(node.get("bodyText")))
    hidden = node.get("isMinimized") is True
    return Post(
        id=ident,
        thread_id=thread,
        parent_id=above if above != ident else None,
        kind="comment" if above else "post",
        source="github",
        site=f"github.com/{m[1].lower()}",
        **_who(table(node.get("author"))),
        is_owner=True if node.get("authorAssociation") == "OWNER" else None,
        **clock(node.get("createdAt")),
        title=text(node.get("title")) if above is None else "",
        text=words,
        links=web_links(words),
        url=name(node.get("url")),
        position=at,
        score=whole(node.get("upvoteCount")),
        status="removed" if hidden and not words else "deleted" if node.get("deletedAt") else "ok",
        capture=page.capture,
    )
