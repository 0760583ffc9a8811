"""WordPress: its pages of any age, its REST interface, and its comment feeds, which name one another.

A page draws no deeper than the theme allows, REST hides pingbacks from strangers, feeds hold the last
ten: whichever is read first asks for the others, and a comment is the same post by each way.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from threadgraph.addresses import absolute, host_of, site_of, thread_of
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.feed import read_feed
from threadgraph.scrapers.page import read_html
from threadgraph.scrapers.payload import name, text
from threadgraph.scrapers.reader.dates import machine_date
from threadgraph.scrapers.reader.markup import Markup
from threadgraph.scrapers.reader.text import classes, unescaped

__all__ = ["WordPress"]

_REST = re.compile(r"/wp-json/wp/v2/|[?&]rest_route=/?wp/v2/")
_DROP = ".reply, .comment-edit-link, .comment-reply-link, .comment-awaiting-moderation, form"
#: What themes of all years print.
_MARKUPS = (
    Markup(
        "disqus-static",
        "li[id^='dsq-comment-']",
        ".dsq-comment-message, .dsq-comment-body",
        ".dsq-comment-header cite, cite",
        ".dsq-comment-header-time, time",
    ),
    Markup(
        "wordpress-block",
        ".wp-block-comment-template > li, .wp-block-comment-template ol > li",
        ".wp-block-comment-content",
        ".wp-block-comment-author-name",
        ".wp-block-comment-date time",
        drop=_DROP,
    ),
    Markup(
        "wordpress",
        "ol.comment-list li.comment, ol.commentlist li.comment, ol.comment-list li.pingback, ol.comment-list li.trackback, "
        "ol.commentlist li.pingback, ol.commentlist li.trackback, .comment-list li.comment, .commentlist li.comment",
        ".comment-content, .comment-text, .comment_text, section.comment, .comment-entry",
        ".comment-author .fn, cite.fn, .fn, .comment-author cite, .comment-author b, cite.comment-author, .comment-author, .comment_author, .comment-head .name, a.url[rel*='external']",
        ".comment-metadata time, .comment-meta time, time, .comment-meta a, .commentmetadata a, .comment-date",
        drop=_DROP + ", .comment-author, .comment-meta, .commentmetadata, .comment-head, .children",
    ),
    Markup(
        "wordpress-1.5",
        "ol.commentlist > li, ol#commentlist > li",
        "",
        "cite",
        ".commentmetadata, small",
        drop="cite, .commentmetadata, small.commentmetadata, .avatar, .reply",
    ),
)
_CLOSED_TWICE = re.compile(rb"</li>(?:\s*</li>)+", re.I)


class WordPress(Scraper):
    """Posts and comments of a WordPress blog."""

    name = "wordpress"
    example = "https://blog.example/wp-json/wp/v2/comments?post=7"
    gives = ("parents", "dates", "links", "owner")

    def claims(self, page: Page) -> float:
        if page.looks == "json":
            if _REST.search(page.url):
                return 0.95
            items = page.json if isinstance(page.json, list) else [page.json]
            return (
                0.8
                if items
                and isinstance(items[0], dict)
                and {"author_name", "post", "content"} <= items[0].keys()
                else 0.0
            )
        if page.looks == "xml":
            return (
                0.7
                if b"wordpress" in page.body[:4000].lower() and b"wp:wxr_version" not in page.body[:8000]
                else 0.0
            )
        if page.looks == "html":
            if page.generator.startswith("wordpress"):
                return 0.9
            return (
                0.7
                if page.bears(
                    b"api.w.org",
                    b"/wp-content/",
                    b"wp-block-comment",
                    b"wp-comments-post.php",
                    b"comment-reply-link",
                )
                else 0.0
            )
        return 0.0

    def read(self, page: Page) -> Reading:
        if page.looks == "json":
            return _rest(page)
        if page.looks == "xml":
            reading = read_feed(page, self.name)
            if not reading.thread_id:
                return reading
            reading.next = [r for r in reading.next if r.why == "page"]
            return reading
        page = _mended(page)
        reading = read_html(page, self.name, by_mark=True, markups=_MARKUPS)
        reading.posts = _with_pings(page, list(reading.posts), reading.thread_id or page.url)
        reading.next.extend([*_comment_pages(page), *_other_ways(page)])
        if level := _drawn(page):
            reading.notes.append(
                f"the page draws no deeper than level {level}: answers below it stand beside it"
            )
        return reading


def _with_pings(page: Page, posts: list[Post], thread: str) -> list[Post]:
    """Posts, those marked as pings known as such, and pings that are printed as a link without words and time."""
    marked = {
        f"{page.host}:{item.get('id')}": item
        for item in page.tree.iter("li")
        if re.fullmatch(r"comment-\d+", item.get("id") or "")
        and {"pingback", "trackback"} & set(classes(item))
    }
    found = [replace(p, kind="trackback") if p.id in marked else p for p in posts]
    for item in marked.values():
        link = next((a for a in item.iter("a") if "edit-link" not in (a.get("class") or "")), None)
        source = absolute(page.url, link.get("href")) if link is not None else None
        mark = item.get("id")
        if link is None or source is None or any(p.id == f"{page.host}:{mark}" for p in posts):
            continue
        found.append(
            Post(
                id=f"{page.host}:{mark}",
                thread_id=thread,
                kind="trackback",
                source="wordpress",
                site=page.site,
                author=name(" ".join("".join(link.itertext()).split())),
                author_url=source,
                links=(source,),
                url=f"{page.url.split('#')[0]}#{mark}",
                position=len(found),
                capture=page.capture,
            )
        )
    return found


def _comment_pages(page: Page) -> list[Request]:
    """All pages of comments that a page names: the plain address may show the last of them."""
    thread = thread_of(page.url)
    found: dict[str, Request] = {}
    for link in page.tree.iter("a", "link"):
        href = link.get("href") or ""
        if "comment-page-" not in href and "cpage=" not in href:
            continue
        url = (absolute(page.url, href) or "").split("#")[0]
        query = parse_qs(urlsplit(url).query)
        if "replytocom" not in query and url != page.url.split("#")[0] and thread_of(url) == thread:
            found[url] = Request(url, "page")
    return list(found.values())


def _drawn(page: Page) -> int | None:
    """The level at which a page stops to draw answers under what they answer: there nobody is asked to reply."""
    asked: dict[int, bool] = {}
    for item in page.tree.iter("li"):
        level = next((int(t[6:]) for t in classes(item) if re.fullmatch(r"depth-\d{1,2}", t)), None)
        if level is None:
            continue
        below = {a for inner in item.iter("li") if inner is not item for a in inner.iter("a")}
        replies = (a for a in item.iter("a") if "comment-reply-link" in (a.get("class") or ""))
        asked[level] = asked.get(level, False) or any(a not in below for a in replies)
    deepest = max(asked, default=0)
    return deepest if deepest > 1 and not asked[deepest] and any(asked.values()) else None


def _mended(page: Page) -> Page:
    """The page with each list item closed once.

    Block themes close an item again for each of its deepest neighbours. Browsers ignore that; lxml takes
    it for the end of the lists around them and puts all later comments elsewhere.
    """
    body, times = _CLOSED_TWICE.subn(b"</li>", page.body)
    if not times:
        return page
    return Page(page.url, body, page.content_type, page.fetched, page.capture, page.zone.key, page.headers)


def _other_ways(page: Page) -> list[Request]:
    """The REST interface and the comment feed that a page of one post names."""
    found: list[Request] = []
    number = api = None
    for link in page.tree.iter("link"):
        rel, href, kind = (link.get("rel") or "").lower(), link.get("href") or "", link.get("type") or ""
        if rel == "https://api.w.org/":
            api = absolute(page.url, href)
        elif (
            rel == "alternate"
            and kind == "application/json"
            and (m := re.search(r"/wp/v2/posts/(\d+)", href))
        ):
            number = m[1]
        elif rel == "shortlink" and (m := re.search(r"[?&]p=(\d+)", href)):
            number = number or m[1]
    body = page.tree.find("body")
    classes = (body.get("class") or "") if body is not None else ""
    if m := re.search(r"\bpostid-(\d+)\b", classes):
        number = m[1]
    if api and number and ("single" in classes or re.search(r"\bpostid-", classes)):
        found.append(
            Request(
                _rest_url(
                    api, "comments", {"post": number, "per_page": "100", "order": "asc", "orderby": "date"}
                ),
                "interface",
            )
        )
        found.append(Request(_rest_url(api, f"posts/{number}", {"_embed": "author"}), "interface"))
    for link in page.tree.iter("link"):
        if "alternate" not in (link.get("rel") or "") or not re.search("rss|atom", link.get("type") or ""):
            continue
        href = absolute(page.url, link.get("href"))
        if href and thread_of(href) == thread_of(page.url) and urlsplit(page.url).path.strip("/"):
            path = urlsplit(href).path
            if api and re.search(r"/feed/?$", path):
                href = urlunsplit(urlsplit(href)._replace(path=path.rstrip("/") + "/atom/"))
            found.append(Request(href, "feed"))
            break
    return found


def _rest_url(api: str, what: str, query: dict[str, str]) -> str:
    parts = urlsplit(api)
    if "rest_route" in parts.query:
        return urlunsplit(parts._replace(query=urlencode({"rest_route": f"/wp/v2/{what}"} | query, safe="/")))
    return f"{api.rstrip('/')}/wp/v2/{what}?{urlencode(query)}"


def _rest(page: Page) -> Reading:
    data = page.json
    if isinstance(data, dict) and "code" in data and "message" in data:
        raise ReadError(f"the interface says: {str(data['message'])[:120]}")
    items = data if isinstance(data, list) else [data]
    if any(not isinstance(i, dict) for i in items):
        raise ReadError("JSON that is no list of WordPress posts or comments")
    posts: list[Post] = []
    following: dict[str, Request] = {}
    thread = None
    for at, item in enumerate(items):
        if "post" in item and "author_name" in item:
            post = _comment(item, page, at)
        elif "title" in item and "link" in item:
            post = _article(item, page)
        else:
            continue
        if post is None:
            continue
        thread = post.thread_id
        posts.append(post)
        link = text(item["link"]).split("#")[0]
        following[link] = Request(link, "page")
    reading = Reading(
        posts=posts, thread_id=thread if len({p.thread_id for p in posts}) == 1 else None, trust=4
    )
    reading.notes = ["REST shows neither pingbacks nor trackbacks to strangers"]
    reading.next = list(following.values()) + _pages(page, len(items))
    if any("author_name" in i for i in items):
        total = next((v for k, v in page.headers if k.lower() == "x-wp-total"), "")
        reading.stated = int(total) if total.isdigit() and reading.thread_id else None
    return reading


def _pages(page: Page, count: int) -> list[Request]:
    """The next page of a list that is longer than one page."""
    query = {k: v[-1] for k, v in parse_qs(urlsplit(page.url).query).items()}
    total = next((v for k, v in page.headers if k.lower() == "x-wp-totalpages"), "")
    at = int(query.get("page", "1")) if query.get("page", "1").isdigit() else 1
    size = int(query.get("per_page", "10")) if query.get("per_page", "10").isdigit() else 10
    if (total.isdigit() and at < int(total)) or (not total and count >= size > 1):
        parts = urlsplit(page.url)
        return [
            Request(
                urlunsplit(parts._replace(query=urlencode(query | {"page": str(at + 1)}, safe="/"))),
                "interface",
            )
        ]
    return []


def _comment(item: dict[str, Any], page: Page, at: int) -> Post | None:
    link = text(item.get("link"))
    if not host_of(link) or "id" not in item:
        return None
    host = host_of(link) or page.host
    words, html, links = unescaped(_rendered(item.get("content")), link)
    moment = (
        machine_date(text(item["date_gmt"]) + "Z")
        if item.get("date_gmt")
        else machine_date(text(item.get("date")), page.zone)
    )
    avatars = item.get("author_avatar_urls")
    avatar = next(iter(avatars.values()), "") if isinstance(avatars, dict) else ""
    key = re.search(r"/avatar/([0-9a-f]{32,64})", str(avatar))
    kind = str(item.get("type") or "comment")
    return Post(
        id=f"{host}:comment-{text(item['id'])}",
        thread_id=thread_of(link),
        parent_id=f"{host}:comment-{text(item['parent'])}"
        if text(item.get("parent")) not in ("", "0")
        else None,
        kind="trackback" if kind in ("pingback", "trackback") else "comment",
        source="wordpress",
        site=site_of(link),
        author=unescaped(text(item.get("author_name")))[0] or None,
        author_url=name(item.get("author_url")),
        author_key=f"gravatar:{key[1]}" if key else None,
        published=moment.when if moment else None,
        published_text=name(item.get("date")),
        precision="second" if moment else "unknown",
        zone="stated" if moment else None,
        text=words,
        html=html,
        links=links,
        url=link,
        position=at,
        capture=page.capture,
    )


def _article(item: dict[str, Any], page: Page) -> Post | None:
    link = text(item.get("link"))
    if not host_of(link):
        return None
    words, html, links = unescaped(_rendered(item.get("content")), link)
    moment = (
        machine_date(text(item["date_gmt"]) + "Z")
        if item.get("date_gmt")
        else machine_date(text(item.get("date")), page.zone)
    )
    embedded = item.get("_embedded")
    authors = embedded.get("author") if isinstance(embedded, dict) else None
    author = authors[0] if isinstance(authors, list) and authors and isinstance(authors[0], dict) else {}
    thread = thread_of(link)
    return Post(
        id=thread,
        thread_id=thread,
        kind="post",
        source="wordpress",
        site=site_of(link),
        author=name(author.get("name")),
        author_url=name(author.get("link")),
        is_owner=True,
        published=moment.when if moment else None,
        published_text=name(item.get("date")),
        precision="second" if moment else "unknown",
        zone="stated" if moment else None,
        title=unescaped(_rendered(item.get("title")))[0],
        text=words,
        html=html,
        links=links,
        url=link,
        capture=page.capture,
    )


def _rendered(value: Any) -> str:
    return text(value.get("rendered")) if isinstance(value, dict) else text(value)
