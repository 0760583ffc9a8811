"""Reddit: a thread's JSON with its "more" stubs, and the pages of old.reddit.com, which ask for the JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlencode

from threadgraph.addresses import absolute
from threadgraph.errors import ReadError
from threadgraph.model import Post, Status
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.payload import clock, markdown, name, table, text, web_links, whole
from threadgraph.scrapers.reader.text import clean_html, links_in, to_text, unescaped

__all__ = ["Reddit", "reddit_post"]

_SITE = "reddit.com"
_ROOT = "https://www.reddit.com"
_BATCH = 100
_GONE: dict[str, Status] = {"[deleted]": "deleted", "[removed]": "removed"}
_MORE = re.compile(r"morechildren\(this,\s*'(t3_\w+)',\s*'[^']*',\s*'([\w,]+)'")


class Reddit(Scraper):
    """Threads of Reddit: JSON listings, what stood behind "more", old pages."""

    name = "reddit"
    example = "https://www.reddit.com/r/hosting/comments/abc123/down/.json"
    gives = ("parents", "dates", "scores", "links", "owner")

    def claims(self, page: Page) -> float:
        if page.looks == "json":
            if any(k in ("t1", "t3", "more") for k, _ in _things(page.json)):
                return 0.97
            answer = table(table(page.json).get("json"))
            return 0.9 if isinstance(table(answer.get("data")).get("things"), list) else 0.0
        # every page of any site passes here
        if page.looks != "html" or not (page.holds(b'data-fullname="t') or page.holds(b"<shreddit-")):
            return 0.0
        if b"reddit" not in page.body[:50_000]:
            return 0.0
        return 0.95 if re.search(rb'data-fullname="t[13]_|<shreddit-(?:post|comment)\b', page.body) else 0.0

    def read(self, page: Page) -> Reading:
        return _listing(page) if page.looks == "json" else _html(page)


def _things(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """All things of a listing, of two, or of an answer of ``morechildren``, in the order of the page."""
    stack = list(reversed(data)) if isinstance(data, list) else [data]
    while stack:
        item = table(stack.pop())
        kind, inner = item.get("kind"), table(item.get("data"))
        if kind == "Listing":
            children = inner.get("children")
            stack.extend(reversed(children if isinstance(children, list) else []))
        elif "json" in item:
            things = table(table(item["json"]).get("data")).get("things")
            stack.extend(reversed(things if isinstance(things, list) else []))
        elif isinstance(kind, str) and inner:
            yield kind, inner
            stack.append(inner.get("replies"))


def _listing(page: Page) -> Reading:
    if isinstance(page.json, dict) and "error" in page.json:
        raise ReadError(f"Reddit answers: {text(page.json.get('message'))[:100]}")
    raw = "raw_json=1" in page.url
    posts: list[Post] = []
    more: list[dict[str, Any]] = []
    threads: dict[str, int | None] = {}
    for kind, data in _things(page.json):
        if kind == "more":
            more.append(data)
        elif kind in ("t1", "t3") and (post := reddit_post(data, kind, page, len(posts), raw)) is not None:
            posts.append(post)
            if kind == "t3":
                threads[post.thread_id] = whole(data.get("num_comments"))
    found = {p.thread_id for p in posts}
    thread = found.pop() if len(found) == 1 else None
    following = [r for m in more for r in _behind(m, thread)]
    if len(threads) > 1:  # a list of threads, each to be read
        following += [Request(_json_of(f"{p.url}"), "page") for p in posts if p.kind == "post"]
    stubs = sum(1 for m in more if not _behind(m, thread))
    return Reading(
        posts=posts,
        next=list({r.url: r for r in following}.values()),
        stated=threads.get(thread) if thread else None,
        thread_id=thread,
        notes=[f'{stubs} "more" stubs name no comments'] if stubs else [],
        trust=4,
    )


def _behind(stub: dict[str, Any], thread: str | None) -> list[Request]:
    """Where the comments are that a stub stands for."""
    link = (thread or "").rpartition(":")[2]
    children = [c for c in stub.get("children") or [] if isinstance(c, str) and c.isalnum()] if isinstance(
        stub.get("children"), list
    ) else []  # fmt: skip
    if link and children:
        return [
            Request(
                f"{_ROOT}/api/morechildren.json?"
                + urlencode(
                    {"api_type": "json", "link_id": link, "children": ",".join(part), "raw_json": "1"},
                    safe=",",
                ),
                "interface",
            )
            for part in (children[i : i + _BATCH] for i in range(0, len(children), _BATCH))
        ]
    parent = text(stub.get("parent_id"))
    if link and parent.startswith("t1_"):  # "continue this thread"
        return [Request(_json_of(f"{_ROOT}/comments/{link[3:]}/_/{parent[3:]}"), "interface")]
    return []


def _json_of(url: str) -> str:
    return f"{url.split('?')[0].split('#')[0].rstrip('/')}.json?limit=500&raw_json=1"


def reddit_post(data: dict[str, Any], kind: str, page: Page, at: int, raw: bool) -> Post | None:
    """The post that an object of Reddit's interface or of its dumps describes.

    Parameters
    ----------
    data : dict
    kind : {'t1', 't3'}
        A comment or a submission.
    page : Page
    at : int
        Its place.
    raw : bool
        Whether ``<``, ``>`` and ``&`` stand for themselves (``raw_json=1``).
    """
    number = text(data.get("id")).removeprefix(f"{kind}_")
    link = f"t3_{number}" if kind == "t3" else text(data.get("link_id"))
    if not number or len(link) < 4:
        return None
    opening = kind == "t3"
    mended = (lambda s: s) if raw else unescape
    words = markdown(mended(text(data.get("selftext" if opening else "body"))))
    status = _GONE.get(words, "ok")
    if opening and data.get("removed_by_category"):
        status = "deleted" if data["removed_by_category"] in ("deleted", "author") else "removed"
    _, html, links = unescaped(mended(text(data.get("selftext_html" if opening else "body_html"))), _ROOT)
    links = links or web_links(words)
    away = mended(text(data.get("url")))
    if opening and not data.get("is_self") and away.startswith("http") and f"/comments/{number}/" not in away:
        links = (away, *(u for u in links if u != away))
    user = name(data.get("author"))
    user = None if user in _GONE else user
    group = text(data.get("subreddit"))
    place = text(data.get("permalink")) or (
        f"/comments/{number}/" if opening else f"/comments/{link[3:]}/_/{number}/"
    )
    gone = status != "ok" and words in ("", *_GONE)
    parent = text(data.get("parent_id"))
    return Post(
        id=f"{_SITE}:{kind}_{number}",
        thread_id=f"{_SITE}:{link}",
        parent_id=None if opening else f"{_SITE}:{parent}" if re.match(r"t[13]_\w", parent) else None,
        kind="post" if opening else "comment",
        source="reddit",
        site=f"{_SITE}/r/{group}" if group else _SITE,
        author=user,
        author_url=f"{_ROOT}/user/{user}" if user else None,
        author_key=f"account:{_SITE}/{user}" if user else None,
        is_owner=True if user and (opening or data.get("is_submitter") is True) else None,
        **clock(_seconds(data.get("created_utc"))),
        title=mended(text(data.get("title"))) if opening else "",
        text="" if gone else words,
        html="" if gone else html,
        links=() if gone else links,
        url=absolute(_ROOT, place),
        position=at,
        score=whole(data.get("score")),
        status=status,
        capture=page.capture,
    )  # fmt: skip


def _seconds(value: object) -> object:
    """Early dumps hold the time as text."""
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 12 else value


def _html(page: Page) -> Reading:
    """Pages of old.reddit.com, and of www.reddit.com as far as they come without scripts."""
    posts: list[Post] = []
    following: dict[str, Request] = {}
    stated = None
    thread = ""
    for el in page.tree.xpath("//div[@data-fullname]|//shreddit-post|//shreddit-comment"):
        ident = el.get("data-fullname") or el.get("thingid") or el.get("id") or ""
        if not re.fullmatch(r"t[13]_\w+", ident) or (ident.startswith("t3_") and thread and thread != ident):
            continue
        if ident.startswith("t3_"):
            thread = ident
            stated = whole(el.get("data-comments-count") or el.get("comment-count"))
        post = _from_markup(el, ident, thread, page, len(posts))
        if post is not None:
            posts.append(post)
    for a in page.tree.iter("a"):
        if m := _MORE.search(a.get("onclick") or ""):
            for r in _behind({"children": m[2].split(",")}, m[1]):
                following.setdefault(r.url, r)
    if thread and (m := re.search(r"^(.*/comments/\w+)", page.url)):
        following = {m[1]: Request(_json_of(m[1]), "interface")} | following
    return Reading(
        posts=posts,
        next=list(following.values()),
        stated=stated,
        thread_id=f"{_SITE}:{thread}" if thread else None,
    )


def _from_markup(el: Any, ident: str, thread: str, page: Page, at: int) -> Post | None:
    place = el.get("data-permalink") or el.get("permalink") or ""
    m = re.search(r"/comments/(\w+)", place or page.path)
    link = thread or (f"t3_{m[1]}" if m else "")
    if not link:
        return None
    opening = ident.startswith("t3_")
    old = el.tag == "div"
    parent = el.get("parentid") or _above(el, link)
    own = [e for e in el if "entry" in (e.get("class") or "").split()] if old else [el]
    inner = [e for o in own for e in o.iter() if isinstance(e.tag, str) and _mine(e, el)]
    body = [e for e in inner if _is_body(e, ident, old)][:1]
    moment = next((e.get("datetime") for e in inner if e.tag == "time" and e.get("datetime")), None)
    stamp = clock(
        moment or whole(el.get("data-timestamp")) or el.get("created-timestamp") or el.get("created")
    )
    user = el.get("data-author") or el.get("author") or None
    user = None if user in _GONE else user
    score = el.get("data-score") or el.get("score") or next(
        (e.get("title") for e in inner if {"score", "unvoted"} <= set((e.get("class") or "").split())), None
    )  # fmt: skip
    title = el.get("post-title") or next(
        (to_text([e]) for e in inner if e.tag == "a" and "title" in (e.get("class") or "").split()), ""
    )
    words = to_text(body)
    status: Status = _GONE.get(
        words.strip(), "deleted" if "deleted" in (el.get("class") or "").split() else "ok"
    )
    away = el.get("data-url") or el.get("content-href") or ""
    links = () if status != "ok" else links_in(body, page.url)
    group = el.get("data-subreddit") or (el.get("subreddit-prefixed-name") or "").removeprefix("r/")
    m = re.search(r"/r/(\w+)/", place or page.path)
    group = group or (m[1] if m else "")
    return Post(
        id=f"{_SITE}:{ident}",
        thread_id=f"{_SITE}:{link}",
        parent_id=None if opening else f"{_SITE}:{parent}",
        kind="post" if opening else "comment",
        source="reddit",
        site=f"{_SITE}/r/{group}" if group else _SITE,
        author=user,
        author_url=f"{_ROOT}/user/{user}" if user else None,
        author_key=f"account:{_SITE}/{user}" if user else None,
        is_owner=True if user and opening else None,
        **stamp,
        title=title if opening else "",
        text="" if status != "ok" else words,
        html="" if status != "ok" else clean_html(body),
        links=(away, *(u for u in links if u != away)) if opening and away.startswith("http") else links,
        url=absolute(_ROOT, place) if place else None,
        position=at,
        score=whole(score),
        status=status,
        capture=page.capture,
    )


def _above(el: Any, link: str) -> str:
    """The thing in whose list of answers a comment stands."""
    for up in el.iterancestors():
        ident = up.get("data-fullname") or up.get("thingid") or ""
        if re.fullmatch(r"t[13]_\w+", ident):
            return str(ident)
    return link


def _mine(e: Any, el: Any) -> bool:
    """Whether an element belongs to a thing and not to one that answers it."""
    for up in e.iterancestors():
        if up is el:
            return True
        if up.get("data-fullname") or up.tag in ("shreddit-comment", "shreddit-post"):
            return False
    return e is el


def _is_body(e: Any, ident: str, old: bool) -> bool:
    if old:
        return "md" in (e.get("class") or "").split()
    return e.get("slot") in ("comment", "text-body") or e.get("id") == f"{ident}-comment-rtjson-content"
