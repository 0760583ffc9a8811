"""YouTube: comment threads of the Data API, and the comments that yt-dlp writes into info.json."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Request, Scraper
from threadgraph.scrapers.payload import clock, dicts, name, table, text, web_links, whole
from threadgraph.scrapers.reader.text import tidy, unescaped

__all__ = ["YouTube"]

_API = "https://www.googleapis.com/youtube/v3"
_SITE = "youtube.com"
_UNITS = ("second", "minute", "hour", "day", "month", "year")
_FLAT = "YouTube files answers to answers under the first comment: whom they answer stands in their text"


class YouTube(Scraper):
    """Comments on YouTube videos: the Data API's JSON, and yt-dlp's."""

    name = "youtube"
    example = "https://www.googleapis.com/youtube/v3/commentThreads?part=snippet,replies&videoId=vid00000001"
    gives = ("parents", "dates", "scores", "links", "owner")

    def claims(self, page: Page) -> float:
        if page.looks == "html":
            return 0.95 if _shown(page) else 0.0
        data = table(page.json) if page.looks == "json" else {}
        if re.match(r"youtube#(?:comment|video)", text(data.get("kind"))):
            return 0.95
        dump = isinstance(data.get("comments"), list) and "extractor" in data
        return 0.9 if dump and text(data.get("extractor")).lower().startswith("youtube") else 0.0

    def read(self, page: Page) -> Reading:
        if page.looks == "html":
            return Reading(
                next=_ways(_shown(page)),
                notes=["a page of YouTube is drawn by scripts; the Data API wants a key"],
            )
        data = table(page.json)
        if "error" in data:
            raise ReadError(f"YouTube answers: {text(table(data['error']).get('message'))[:100]}")
        return _api(page, data) if "kind" in data else _info(page, data)


def _shown(page: Page) -> str:
    """The video that a page of YouTube shows."""
    if page.host == "youtu.be":
        return page.path.strip("/")
    if page.host not in ("youtube.com", "m.youtube.com"):
        return ""
    m = re.match(r"/(?:shorts|live|embed)/([\w-]{11})", page.path)
    return m[1] if m else parse_qs(urlsplit(page.url).query).get("v", [""])[0]


def _ways(video: str) -> list[Request]:
    threads = {"part": "snippet,replies", "videoId": video, "maxResults": "100"}
    about = {"part": "snippet,statistics", "id": video}
    return [
        Request(f"{_API}/commentThreads?{urlencode(threads, safe=',')}", "interface"),
        Request(f"{_API}/videos?{urlencode(about, safe=',')}", "interface"),
    ]


def _api(page: Page, data: dict[str, Any]) -> Reading:
    posts: list[Post] = []
    following: list[Request] = []
    stated = None
    query = {k: v[-1] for k, v in parse_qs(urlsplit(page.url).query).items()}
    video = query.get("videoId") or parse_qs(urlsplit(page.url).fragment).get("video", [""])[0]
    items = data.get("items")
    for item in dicts(items if isinstance(items, list) else [data]):
        kind, snippet = text(item.get("kind")), table(item.get("snippet"))
        if kind == "youtube#video":
            posts.append(_video(item, page))
            stated = whole(table(item.get("statistics")).get("commentCount"))
            continue
        if kind == "youtube#comment":
            found = [item]
        else:
            found = [
                table(snippet.get("topLevelComment")),
                *dicts(table(item.get("replies")).get("comments")),
            ]
            total = whole(snippet.get("totalReplyCount")) or 0
            if total > len(found) - 1 and page.url.startswith("http"):
                # the interface gives five answers with a comment, and all when asked for them
                ask = {"part": "snippet", "parentId": text(item.get("id")), "maxResults": "100"}
                on = text(snippet.get("videoId")) or video
                following.append(Request(f"{_API}/comments?{urlencode(ask)}#video={on}", "interface"))
        for comment in found:
            post = _comment(comment, page, len(posts), text(snippet.get("videoId")) or video)
            if post is not None:
                posts.append(post)
    if "videoId" in query and "pageToken" not in query and page.url.startswith("http"):
        following.append(_ways(query["videoId"])[1])
    token = text(data.get("nextPageToken"))
    if token and page.url.startswith("http"):
        parts = urlsplit(page.url)
        tail = f"#{parts.fragment}" if parts.fragment else ""
        url = f"{parts.scheme}://{parts.netloc}{parts.path}?{urlencode(query | {'pageToken': token}, safe=',')}{tail}"
        following.append(Request(url, "interface"))
    threads = {p.thread_id for p in posts}
    return Reading(
        posts=list({p.id: p for p in posts}.values()),
        next=following,
        stated=stated,
        thread_id=threads.pop() if len(threads) == 1 else None,
        notes=[_FLAT] if any(p.kind == "comment" for p in posts) else [],
        trust=4,
    )


def _video(item: dict[str, Any], page: Page) -> Post:
    snippet, number = table(item.get("snippet")), text(item.get("id")) or "video"
    words = tidy(text(snippet.get("description")))
    channel = name(snippet.get("channelId"))
    return Post(
        id=f"{_SITE}:{number}",
        thread_id=f"{_SITE}:{number}",
        kind="post",
        **_fixed(page, channel, name(snippet.get("channelTitle"))),
        is_owner=True,
        **clock(snippet.get("publishedAt")),
        title=text(snippet.get("title")),
        text=words,
        links=web_links(words),
        url=f"https://www.youtube.com/watch?v={number}",
        score=whole(table(item.get("statistics")).get("likeCount")),
    )


def _fixed(page: Page, channel: str | None, author: str | None) -> dict[str, Any]:
    return {
        "source": "youtube",
        "site": _SITE,
        "author": author,
        "author_url": f"https://www.youtube.com/channel/{channel}" if channel else None,
        "author_key": f"account:{_SITE}/{channel}" if channel else None,
        "capture": page.capture,
    }


def _comment(item: dict[str, Any], page: Page, at: int, video: str) -> Post | None:
    number, snippet = text(item.get("id")), table(item.get("snippet"))
    video = text(snippet.get("videoId")) or video
    above = text(snippet.get("parentId")) or (number.rpartition(".")[0] if "." in number else "")
    if not number:
        return None
    words, html, links = unescaped(text(snippet.get("textDisplay")) or text(snippet.get("textOriginal")))
    if original := text(snippet.get("textOriginal")):
        words = tidy(original)
    link = f"https://www.youtube.com/watch?v={video}&lc={number}"
    return Post(
        id=f"{_SITE}:{number}",
        thread_id=f"{_SITE}:{video or above or number}",
        parent_id=f"{_SITE}:{above or video}" if above or video else None,
        **_fixed(
            page,
            name(table(snippet.get("authorChannelId")).get("value")),
            name(snippet.get("authorDisplayName")),
        ),
        **clock(snippet.get("publishedAt")),
        text=words,
        html=html,
        links=links or web_links(words),
        url=link if video else None,
        position=at,
        score=whole(snippet.get("likeCount")),
    )


def _info(page: Page, data: dict[str, Any]) -> Reading:
    video = text(data.get("id"))
    if not video:
        raise ReadError("an info.json without the video's id")
    thread = f"{_SITE}:{video}"
    words = tidy(text(data.get("description")))
    stamp = text(data.get("upload_date"))
    day = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:]}" if re.fullmatch(r"\d{8}", stamp) else ""
    posts = [
        Post(
            id=thread,
            thread_id=thread,
            kind="post",
            **_fixed(
                page, name(data.get("channel_id")), name(data.get("channel")) or name(data.get("uploader"))
            ),
            is_owner=True,
            **clock(data.get("timestamp") or day),
            title=text(data.get("title")),
            text=words,
            links=web_links(words),
            url=f"https://www.youtube.com/watch?v={video}",
            score=whole(data.get("like_count")),
        )
    ]
    for item in dicts(data.get("comments")):
        number, above = text(item.get("id")), text(item.get("parent"))
        if not number:
            continue
        said = tidy(text(item.get("text")))
        posts.append(
            Post(
                id=f"{_SITE}:{number}",
                thread_id=thread,
                parent_id=f"{_SITE}:{above}" if above not in ("", "root", number) else thread,
                **_fixed(page, name(item.get("author_id")), name(item.get("author"))),
                is_owner=True if item.get("author_is_uploader") is True else None,
                **_about(item),
                text=said,
                links=web_links(said),
                url=f"https://www.youtube.com/watch?v={video}&lc={number}",
                position=len(posts),
                score=whole(item.get("like_count")),
            )
        )
    held = list({p.id: p for p in posts}.values())
    return Reading(
        posts=held, stated=whole(data.get("comment_count")), thread_id=thread, notes=[_FLAT], trust=3
    )


def _about(item: dict[str, Any]) -> dict[str, Any]:
    """A comment's time, which yt-dlp works out from "2 years ago": known no finer than that says."""
    found = clock(whole(item.get("timestamp")))
    printed = text(item.get("_time_text"))
    if "published" in found:
        unit = next((u for u in _UNITS if u in printed), "day")
        found |= {"precision": unit, "published_text": printed or found["published_text"]}
    return found
