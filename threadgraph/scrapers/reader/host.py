"""Who wrote an article that nobody signed: whoever comments on it as its author, or under the blog's own name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from threadgraph.scrapers.reader.records import Record
from threadgraph.scrapers.reader.sheet import Sheet, visible

__all__ = ["host"]

_PARTS = re.compile(r"\s+[|»«–—:·•-]+\s+|[|_»«–—·•]|:\s")
#: What makes a blog's name of its owner's.
_KEPT = re.compile(
    r"^(?:(?:le |il |das |the |el |o )?(?:we)?blog (?:de|di|von|of|da|van|av)|chez)\s+|(?:['’]s)?\s*(?:we)?(?:blog|journal|diary|livejournal)$|(?:的|の)?(?:博客|ブログ|日記|blog)$",
    re.I,
)


def host(records: list[Record], sheet: Sheet, url: str) -> str | None:
    """The name of the commenter who is the article's author.

    He is marked so, or bears the name that the blog's address or its title does: ``anne.blog.example``,
    ``blog.example/anne/``, "anne: An article", "Anne's blog".

    Parameters
    ----------
    records : list of Record
        The comments.
    sheet : Sheet
    url : str
        The page's address.

    Returns
    -------
    str or None
    """
    marked = {r.author for r in records if r.is_owner and r.author and r.kind == "comment"}
    if len(marked) == 1:
        return marked.pop()
    for bears in (_address(url), _titles(sheet)):
        names = {_plain(text) for text in bears} - {""}
        for r in records:
            if r.author and len(r.author) > 1 and r.kind == "comment" and _plain(r.author) in names:
                return r.author
    return None


def _address(url: str) -> Iterable[str]:
    parts = urlsplit(url)
    return [
        name
        for name in (parts.netloc.split(".")[0], parts.path.strip("/").split("/")[0].lstrip("~@"))
        if len(name) > 2
    ]


def _titles(sheet: Sheet) -> Iterable[str]:
    title = next((visible(e) for e in sheet.told("title")), "")
    for piece in _PARTS.split(title):
        yield piece
        yield _KEPT.sub("", piece.strip())


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
