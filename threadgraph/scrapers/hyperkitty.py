"""HyperKitty, Mailman 3's archive: a thread's page leads to its mbox; the REST interface knows the parents."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

from threadgraph.addresses import joined, parts_of
from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.payload import clock, dicts, name, table, text, web_links, whole
from threadgraph.scrapers.reader.text import classes, tidy, to_text

__all__ = ["HyperKitty"]

_SHOWN = re.compile(r"^(.*?/list/([^/]+@[^/]+))/(thread|message)/(\w+)")
_LIST = re.compile(r"^(.*?/list/([^/]+@[^/]+))/(?:latest|\d{4}/\d{1,2}(?:/\d{1,2})?)?/?(?:\?.*)?$")
_ENTRY = re.compile(rb"<link>\s*(https?://[^<\s]*?/list/[^<\s/]+@[^<\s/]+/message/\w+/?)\s*</link>")
_EMAIL = re.compile(r"/list/([^/]+)/(?:email|thread)/(\w+)")


class HyperKitty(Scraper):
    """Threads of a Mailman 3 archive: pages, and the REST interface."""

    name = "hyperkitty"
    example = (
        "https://lists.example/archives/list/hosts@lists.example/thread/ABCDEFGHIJKLMNOPQRSTUVWXYZ234567/"
    )
    gives = ("parents", "dates", "scores", "links")

    def claims(self, page: Page) -> float:
        if page.looks == "json":
            return 0.95 if _emails(page.json) or _lead(page.json) else 0.0
        if page.looks == "xml":
            return 0.9 if _ENTRY.search(page.body[:20_000]) else 0.0
        if page.looks == "html" and (_SHOWN.match(page.url) or _LIST.match(page.url)):
            return 0.95 if page.bears(b"hyperkitty", b"email-header", b"email-body") else 0.0
        return 0.0

    def read(self, page: Page) -> Reading:
        if page.looks == "json":
            return _rest(page) if _emails(page.json) else _leading(page)
        if page.looks == "xml":  # a mail is known by its Message-ID, which the feed does not tell
            links = dict.fromkeys(m[1].decode("utf-8", "replace") for m in _ENTRY.finditer(page.body))
            return Reading(next=[Request(u, "page") for u in links])
        return _html(page) if _SHOWN.match(page.url) else _listed(page)


def _rows(data: Any) -> list[dict[str, Any]]:
    """What an answer holds, with pages or without."""
    return dicts(data if isinstance(data, list) else table(data).get("results", [data]))


def _emails(data: Any) -> list[dict[str, Any]]:
    return [r for r in _rows(data) if "message_id_hash" in r and "message_id" in r]


def _lead(data: Any) -> list[str]:
    """Where the mails are of the threads, or of the list, that an answer describes."""
    known = [r for r in _rows(data) if "starting_email" in r or ("archive_policy" in r and "threads" in r)]
    return [u for r in known if (u := text(r.get("emails"))).startswith("http")]


def _leading(page: Page) -> Reading:
    places = _lead(page.json)
    if not places:
        raise ReadError("JSON that holds no mail of HyperKitty")
    if (later := text(table(page.json).get("next"))).startswith("http"):
        places.append(later)
    return Reading(next=[Request(u, "interface") for u in places])


def _listed(page: Page) -> Reading:
    """A list's front page leads to all its mails as one mbox; a page of its threads to each thread's."""
    m = _LIST.match(page.url)
    if m is None or not page.url.startswith("http"):
        raise ReadError("a page of HyperKitty that shows no thread")
    links = [joined(page.url, a.get("href") or "") for a in page.tree.iter("a")]
    threads = {x[4]: None for u in links if (x := _SHOWN.match(u)) and x[3] == "thread"}
    found = [f"{m[1]}/export/{m[2]}-{t}.mbox.gz?thread={t}" for t in threads]
    if urlsplit(page.url).path.rstrip("/").endswith(m[2]):
        found = [u for u in links if u.endswith(f"/export/{m[2]}.mbox.gz")][:1] or found
    later = [u for u in links if _LIST.match(u) and "page=" in u]
    return Reading(next=[Request(u, "page") for u in dict.fromkeys([*found, *later])])


def _key(address: str) -> str | None:
    plain = re.sub(r"\s*(?:\(a\)|\(at\)| at )\s*", "@", address.strip().lower())
    return f"email:{sha256(plain.encode()).hexdigest()[:32]}" if "@" in plain else None


def _rest(page: Page) -> Reading:
    items = _emails(page.json)
    names = {text(i.get("message_id_hash")): text(i.get("message_id")).strip("<> ") for i in items}
    above = {
        h: m[2]
        for i in items
        if (h := text(i.get("message_id_hash"))) and (m := _EMAIL.search(text(i.get("parent"))))
    }
    posts: list[Post] = []
    unknown = 0
    for item in items:
        short = text(item.get("message_id_hash"))
        ident = names.get(short)
        if not short or not ident:
            continue
        parent = names.get(above.get(short, ""))
        unknown += bool(above.get(short)) and not parent
        top = short
        for _ in range(len(above) + 1):
            top = above.get(top, top)
        sender = table(item.get("sender"))
        words = tidy(text(item.get("content")))
        where = _EMAIL.search(text(item.get("url")))
        root = text(item.get("url")).partition("/api/")[0]
        posts.append(
            Post(
                id=f"mail:{ident}",
                thread_id=f"mail:{names.get(top, ident)}",
                parent_id=f"mail:{parent}" if parent and parent != ident else None,
                kind="email",
                source="hyperkitty",
                site=where[1] if where else page.site,
                author=name(item.get("sender_name"))
                or name(sender.get("name"))
                or _before(text(sender.get("address"))),
                author_key=_key(text(sender.get("address"))),
                **clock(item.get("date")),
                title=text(item.get("subject")),
                text=words,
                links=web_links(words),
                url=f"{root}/list/{where[1]}/message/{short}/" if where and root.startswith("http") else None,
                position=len(posts),
                score=whole((table(item.get("votes")) or item).get("likes")),
                capture=page.capture,
            )
        )
    if not posts:
        raise ReadError("JSON that holds no mail of HyperKitty")
    listed = isinstance(page.json, list) or "results" in table(page.json)
    # the mbox of a thread has the words of all its mails, and whom they answer, the missing ones too
    following = [Request(u, "interface") for u in dict.fromkeys(filter(None, map(_export, items)))]
    if (later := text(table(page.json).get("next"))).startswith("http"):
        following.append(Request(later, "interface"))
    return Reading(
        posts=list({p.id: p for p in posts}.values()),
        next=following,
        thread_id=posts[0].thread_id if len({p.thread_id for p in posts}) == 1 else None,
        notes=[f"{unknown} mails answer one that this answer names by its hash alone"]
        if unknown and not following
        else [],
        trust=4 if listed else 2,
    )


def _export(item: dict[str, Any]) -> str | None:
    """Where the mbox of a mail's thread is."""
    m = re.match(r"(https?://.*?)/api/list/([^/]+)/thread/(\w+)", text(item.get("thread")))
    return f"{m[1]}/list/{m[2]}/export/{m[2]}-{m[3]}.mbox.gz?thread={m[3]}" if m else None


def _before(address: str) -> str | None:
    return name(re.split(r"\s*(?:@|\(a\)|\(at\)| at )", address)[0])


def _html(page: Page) -> Reading:
    """The mails on a page, by the Message-ID that their reply links hold; the mbox has their headers."""
    m = _SHOWN.match(page.url)
    if m is None:
        raise ReadError("a page of HyperKitty that shows no thread")
    posts: list[Post] = []
    subject = next(
        (to_text([e]) for e in page.tree.xpath("//div[contains(@class,'thread-header')]//h3|//h1|//h3")), ""
    )
    for el in page.tree.xpath("//div[contains(@class,'email')]"):
        if not {"email", "email-first"} & set(classes(el)):
            continue
        mail = next((a.get("href") for a in el.iter("a") if "In-Reply-To=" in (a.get("href") or "")), None)
        ident = parse_qs(parts_of(mail).query).get("In-Reply-To", [""])[0].strip("<> ")
        if not ident:
            continue
        said = [e for e in el.iter() if "email-body" in classes(e)][:1]
        who = next((e for e in el.iter() if "name" in classes(e)), None)
        stamp = next(
            (e.get("title") for e in el.iter("span", "time") if re.search(r"\d:\d\d", e.get("title") or "")),
            "",
        )
        words = to_text(said)
        link = next((a.get("href") for a in el.iter("a") if "/message/" in (a.get("href") or "")), None)
        posts.append(
            Post(
                id=f"mail:{ident}",
                thread_id=f"mail:{posts[0].id.removeprefix('mail:') if posts else ident}",
                kind="email",
                source="hyperkitty",
                site=m[2],
                author=name(to_text([who])) if who is not None else None,
                published_text=stamp.partition(":")[2].strip() or None,
                title=subject,
                text=words,
                links=web_links(words),
                url=joined(page.url, link) if link else None,
                position=len(posts),
                capture=page.capture,
            )
        )
    following = []
    if page.url.startswith("http"):
        export = next(
            (
                a.get("href")
                for a in page.tree.iter("a")
                if "/export/" in (a.get("href") or "") and "thread=" in (a.get("href") or "")
            ),
            None,
        )
        thread = (
            next(
                (
                    x[4]
                    for a in page.tree.iter("a")
                    if (x := _SHOWN.match(joined(page.url, a.get("href") or ""))) and x[3] == "thread"
                ),
                None,
            )
            if m[3] == "message"
            else m[4]
        )
        if export or thread:
            following.append(
                Request(
                    joined(page.url, export or f"{m[1]}/export/{m[2]}-{thread}.mbox.gz?thread={thread}"),
                    "interface",
                )
            )
    return Reading(
        posts=list({p.id: p for p in posts}.values()),
        next=following,
        thread_id=posts[0].thread_id if posts else None,
        notes=["a page of HyperKitty does not say whom a mail answers; its mbox does"],
    )
