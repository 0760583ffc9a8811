"""`extract`: one page's posts, without a store and without the network."""

from __future__ import annotations

from threadgraph.errors import ReadError
from threadgraph.model import Post
from threadgraph.scrapers import read_page
from threadgraph.scrapers.base import Page

__all__ = ["extract"]


def extract(html: bytes, url: str | None, *, content_type: str = "", timezone: str = "UTC") -> list[Post]:
    """The posts of one page, in page order, the opening post first.

    Parameters
    ----------
    html : bytes
        As received: HTML, or what any scraper reads (a feed, JSON, mail, an export).
    url : str or None
        Where it came from, if that is known.
    content_type : str
        The header, if it is known.
    timezone : str
        Assumed where the page states none.

    Returns
    -------
    list of Post
        Empty where nothing can be read.

    Examples
    --------
    >>> page = b'''<h1>Down</h1><div class="post"><p>The host has been down since midnight, it seems.</p></div>
    ... <ol class="commentlist"><li id="comment-7"><cite>Anne</cite> Says:
    ... <small class="commentmetadata">October 14, 2005 at 9:12 am</small> <p>Here too!</p></li></ol>'''
    >>> [(p.kind, p.author, p.text) for p in extract(page, "http://a.example/down")][1]
    ('comment', 'Anne', 'Here too!')
    """
    try:
        return list(read_page(Page(url or "", html, content_type, zone=timezone))[1].posts)
    except ReadError:
        return []
