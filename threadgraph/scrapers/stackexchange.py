"""Stack Exchange: questions, answers and comments by its interface; a question's page leads there."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from threadgraph.addresses import host_of
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.payload import clock, dicts, name, table, text, whole
from threadgraph.scrapers.reader.text import classes, clean_html, links_in, to_text, unescaped

__all__ = ["StackExchange"]

_API = "https://api.stackexchange.com/2.3"
_BATCH = 100
#: Sites of the network with a domain of their own; the others are subdomains of stackexchange.com.
_OWN = {
    "stackoverflow": "stackoverflow.com",
    "serverfault": "serverfault.com",
    "superuser": "superuser.com",
    "askubuntu": "askubuntu.com",
    "mathoverflow.net": "mathoverflow.net",
    "stackapps": "stackapps.com",
}


class StackExchange(Scraper):
    """Questions of Stack Exchange sites with their answers, and the comments on both."""

    name = "stackexchange"
    example = "https://api.stackexchange.com/2.3/questions/7/answers?site=serverfault&filter=withbody"
    gives = ("parents", "dates", "scores", "links", "owner")

    def claims(self, page: Page) -> float:
        if page.looks == "json":
            items = dicts(table(page.json).get("items"))
            known = any({"question_id", "answer_id", "comment_id"} & i.keys() for i in items)
            return 0.95 if known or (not items and page.host == "api.stackexchange.com") else 0.0
        if page.looks == "html":
            return 0.9 if page.holds(b"data-questionid=") and page.holds(b"question-header") else 0.0
        return 0.0

    def read(self, page: Page) -> Reading:
        return _api(page) if page.looks == "json" else _html(page)


def _api(page: Page) -> Reading:
    data = table(page.json)
    if "error_id" in data:
        raise ReadError(f"the interface says: {text(data.get('error_message'))[:100]}")
    query = {k: v[-1] for k, v in parse_qs(urlsplit(page.url).query).items()}
    site = query.get("site", "")
    posts: list[Post] = []
    lacking = False
    for item in dicts(data.get("items")):
        for kind, number, above, inner in _levels(item):
            post = _post(inner, kind, number, above, page, site, len(posts))
            lacking = lacking or not post.text
            posts.append(post)
    threads = {p.thread_id for p in posts}
    thread = threads.pop() if len(threads) == 1 else None
    stated = None
    if thread and (question := next((i for i in dicts(data.get("items")) if "answer_count" in i), None)):
        counts = [question.get("answer_count"), question.get("comment_count")]
        stated = sum(n for c in counts if (n := whole(c)) is not None)
    return Reading(
        posts=list({p.id: p for p in posts}.values()),
        next=_next(page, data, query, posts) if page.url.startswith("http") and site else [],
        stated=stated,
        thread_id=thread,
        notes=["an answer of the interface without bodies: ask with filter=withbody"] if lacking else [],
        trust=4,
    )


def _levels(item: dict[str, Any]) -> list[tuple[str, int, tuple[int, int | None], dict[str, Any]]]:
    """A question, answer or comment and those inside it: kind, number, (question, answered post), record."""
    found: list[tuple[str, int, tuple[int, int | None], dict[str, Any]]] = []
    question, answer, comment = (whole(item.get(f"{k}_id")) for k in ("question", "answer", "comment"))
    if comment is not None:
        on = whole(item.get("post_id"))
        if on is not None:  # it names the post that it stands under, not that post's question
            found.append(("comment", comment, (0, on), item))
    elif answer is not None:
        found.append(("answer", answer, (question or 0, question), item))
        found += _under(item, question or 0, answer)
    elif question is not None:
        found.append(("question", question, (question, None), item))
        found += _under(item, question, question)
        for a in dicts(item.get("answers")):
            if (n := whole(a.get("answer_id"))) is not None:
                found.append(("answer", n, (question, question), a))
                found += _under(a, question, n)
    return found


def _under(item: dict[str, Any], question: int, on: int) -> list[Any]:
    return [
        ("comment", n, (question, on), c)
        for c in dicts(item.get("comments"))
        if (n := whole(c.get("comment_id"))) is not None
    ]


def _post(
    item: dict[str, Any],
    kind: str,
    number: int,
    above: tuple[int, int | None],
    page: Page,
    site: str,
    at: int,
) -> Post:
    link = name(item.get("link")) or name(item.get("share_link"))
    host = host_of(link) or _OWN.get(site) or (f"{site}.stackexchange.com" if site else page.host)
    asked = parse_qs(urlsplit(page.url).fragment).get("question", [""])[0]
    question = above[0] or whole(asked) or whole(_question(link)) or above[1]
    owner = table(item.get("owner"))
    body = text(item.get("body")) or text(item.get("body_markdown"))
    words, html, links = unescaped(body, link or f"https://{host}/")
    user = whole(owner.get("user_id"))
    own = f"post-{number}" if kind != "comment" else f"comment-{number}"
    return Post(
        id=f"{host}:{own}",
        thread_id=f"{host}:post-{question}",
        parent_id=f"{host}:post-{above[1]}" if above[1] is not None else None,
        kind="post" if kind == "question" else "comment",
        source="stackexchange",
        site=host,
        author=unescaped(text(owner.get("display_name")))[0] or None,
        author_url=name(owner.get("link")),
        author_key=f"account:{host}/{user}" if user is not None else None,
        is_owner=True if kind == "question" else None,
        **clock(item.get("creation_date")),
        title=unescaped(text(item.get("title")))[0] if kind == "question" else "",
        text=words,
        html=html,
        links=links,
        url=link
        or (f"https://{host}/{'q' if kind == 'question' else 'a'}/{number}" if kind != "comment" else None),
        position=at,
        score=whole(item.get("score")),
        capture=page.capture,
    )


def _question(link: str | None) -> str:
    m = re.search(r"/questions/(\d+)/", link or "")
    return m[1] if m else ""


def _next(page: Page, data: dict[str, Any], query: dict[str, str], posts: list[Post]) -> list[Request]:
    """The next page, the answers to a question, the comments on either; none of them holds the others."""
    common = {
        "site": query["site"],
        "filter": "withbody",
        "pagesize": _BATCH,
        "order": "asc",
        "sort": "creation",
    }
    parts = urlsplit(page.url)
    root = re.sub(
        r"/(?:questions|answers|posts|comments)\b.*$", "", f"{parts.scheme}://{parts.netloc}{parts.path}"
    )
    found = []
    if data.get("has_more") is True:
        at = (whole(query.get("page", "1")) or 1) + 1
        found.append(f"{parts.scheme}://{parts.netloc}{parts.path}?{urlencode(query | {'page': at})}")
    items = dicts(data.get("items"))
    questions = [
        n
        for i in items
        if "answer_id" not in i and "comment_id" not in i and (n := whole(i.get("question_id"))) is not None
    ]
    answers: dict[int, list[int]] = {}
    for i in items:
        if "comment_id" not in i and (n := whole(i.get("answer_id"))) is not None:
            answers.setdefault(whole(i.get("question_id")) or 0, []).append(n)
    for n in questions:
        item = next(i for i in items if i.get("question_id") == n or whole(i.get("question_id")) == n)
        if "answers" not in item:
            found.append(f"{root}/questions/{n}/answers?{urlencode(common)}")
        if "comments" not in item:
            found.append(f"{root}/questions/{n}/comments?{urlencode(common)}")
    for question, numbers in answers.items():
        if all("comments" in i for i in items if whole(i.get("answer_id")) in numbers):
            continue
        for at in range(0, len(numbers), _BATCH):
            joined = ";".join(map(str, numbers[at : at + _BATCH]))
            # the answer to this names no question: the part of the address that no server sees does
            found.append(f"{root}/answers/{joined}/comments?{urlencode(common)}#question={question}")
    return [Request(u, "interface") for u in found]


def _html(page: Page) -> Reading:
    """A question's page: all levels in its markup; the interface gives exact times and the folded comments."""
    el = next(iter(page.tree.xpath("//*[@data-questionid]")), None)
    number = el.get("data-questionid") if el is not None else ""
    if not number.isdecimal():
        raise ReadError("a page of Stack Exchange that shows no question")
    thread = f"{page.host}:post-{number}"
    posts: list[Post] = []
    for e in page.tree.xpath("//*[@data-questionid or @data-answerid or @data-comment-id]"):
        kinds = classes(e)
        answer, comment = e.get("data-answerid"), e.get("data-comment-id")
        if comment and comment.isdecimal():
            up = next(
                (u for u in e.iterancestors() if u.get("data-answerid") or u.get("data-questionid")), None
            )
            on = number if up is None else up.get("data-answerid") or number
            posts.append(_shown(e, f"comment-{comment}", on, thread, page, len(posts)))
        elif answer and answer.isdecimal() and "answer" in kinds:
            posts.append(_shown(e, f"post-{answer}", number, thread, page, len(posts)))
        elif e.get("data-questionid") and "question" in kinds:
            posts.append(_shown(e, f"post-{number}", None, thread, page, len(posts)))
    own = {v: k for k, v in _OWN.items()}
    site = own.get(page.host) or page.host.removesuffix(".stackexchange.com")
    following = [
        Request(f"{_API}/questions/{number}?{urlencode({'site': site, 'filter': 'withbody'})}", "interface")
    ]
    return Reading(
        posts=list({p.id: p for p in posts}.values()),
        next=following if page.host in own or page.host.endswith(".stackexchange.com") else [],
        thread_id=thread,
    )


def _shown(e: Any, own: str, above: str | None, thread: str, page: Page, at: int) -> Post:
    comment = own.startswith("comment")
    mine = [x for x in e.iter() if isinstance(x.tag, str) and (comment or not _above(x, e))]
    body = [x for x in mine if {"comment-copy", "js-post-body", "post-text", "s-prose"} & set(classes(x))][:1]
    card = [x for x in mine if {"user-details", "comment-user"} & set(classes(x))]
    # the card of the one who edited stands before that of the one who wrote
    user = next(
        (
            a
            for c in reversed(card)
            for a in ([c] if c.tag == "a" else c.iter("a"))
            if "/users/" in (a.get("href") or "")
        ),
        None,
    )
    stamp = [
        x.get("title")
        for x in mine
        if {"relativetime", "relativetime-clean"} & set(classes(x)) and x.get("title")
    ]
    score = next(
        (
            x.get("data-value") or to_text([x])
            for x in mine
            if {"js-vote-count", "vote-count-post"} & set(classes(x))
            or (comment and "comment-score" in classes(x))
        ),
        None,
    )
    m = re.search(r"/users/(\d+)", user.get("href") or "") if user is not None else None
    title = (
        next((to_text([h]) for h in page.tree.xpath("//*[@id='question-header']//h1")), "")
        if above is None
        else ""
    )
    return Post(
        id=f"{page.host}:{own}",
        thread_id=thread,
        parent_id=f"{page.host}:post-{above}" if above else None,
        kind="comment" if above else "post",
        source="stackexchange",
        site=page.host,
        author=to_text([user]) or None if user is not None else None,
        author_url=f"https://{page.host}/users/{m[1]}" if m else None,
        author_key=f"account:{page.host}/{m[1]}" if m else None,
        is_owner=True if above is None else None,
        **clock((stamp[-1] if stamp else "").split(",")[0]),
        title=title,
        text=to_text(body),
        html=clean_html(body),
        links=links_in(body, page.url),
        position=at,
        score=whole((score or "").strip()),
        capture=page.capture,
    )


def _above(x: Any, e: Any) -> bool:
    """Whether an element stands in a comment or an answer that another one holds."""
    while x is not None and x is not e:
        if x.get("data-comment-id") or x.get("data-answerid"):
            return True
        x = x.getparent()
    return False
