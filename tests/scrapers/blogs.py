"""An article with four comments, for tests that print them as some theme does."""

from __future__ import annotations

import threadgraph as tg
from threadgraph.model import Post

__all__ = ["ARTICLE", "PEOPLE", "WORDS", "read", "rows", "told"]

PEOPLE = [
    ("Anne Roe", "14 October 2005 08:12", "Is the host down for you too? None of my sites answer."),
    ("Ben", "14 October 2005 09:40", "It is down here."),
    ("Chloé", "14 October 2005 10:02", "They say that it was an attack on all of their machines."),
    ("Driss", "15 October 2005 19:05", "Thanks!"),
]
WORDS = "Everything has been down since midnight, and nobody knows why it is so. The host keeps a diary on his own blog, which is down as well."
ARTICLE = f"<h1>Outage</h1><div class='entry-content'><p>{WORDS}</p></div>"


def read(body: str, url: str = "https://paper.example/2005/outage", title: str = "Outage") -> list[Post]:
    page = f"<html lang='en-GB'><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"
    return tg.extract(page.encode(), url)


def rows(template: str) -> str:
    return "".join(template.format(n=i + 1, who=w, when=d, words=x) for i, (w, d, x) in enumerate(PEOPLE))


def told(posts: list[Post]) -> list[tuple[str | None, str, str]]:
    return [
        (p.author, f"{p.published:%d %B %Y %H:%M}" if p.published else "", p.text)
        for p in posts
        if p.kind == "comment"
    ]
