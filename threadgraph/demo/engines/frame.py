"""What all the engines share: a resource, the notice that nothing here is real, and feeds."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from threadgraph.demo import dates
from threadgraph.demo.markup import Dialect, plain, render
from threadgraph.demo.tale import NOTICE, Entry, Site

__all__ = ["Resource", "atom03", "banner", "css", "html", "redirect", "rss2", "signature", "xml"]

_FEED = Dialect()


@dataclass(frozen=True, slots=True)
class Resource:
    """What a server sends for one path.

    Parameters
    ----------
    body : bytes
    kind : str
        Its Content-Type.
    status : int
    location : str
        Where a redirect leads.
    """

    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    location: str = ""


def html(site: Site, text: str, status: int = 200) -> Resource:
    """A page in the charset that the site sends, under the one that it declares."""
    declared = "UTF-8" if site.charset == "utf-8" else site.charset
    return Resource(text.encode(site.sends, "xmlcharrefreplace"), f"text/html; charset={declared}", status)


def xml(text: str, kind: str) -> Resource:
    """A feed."""
    return Resource(text.encode(), f"{kind}; charset=UTF-8")


def css(text: str) -> Resource:
    """A style sheet; the notice's own rules come with each."""
    return Resource((_BANNER + text).encode(), "text/css")


def redirect(url: str) -> Resource:
    """A lasting move, as WordPress answers when a trackback address is opened in a browser."""
    return Resource(b"", "text/html; charset=UTF-8", 302, url)


_BANNER = """#reconstitution { background: #fff3b0; border-bottom: 1px solid #c9a400; color: #3d3200;
  font: 12px/1.5 Verdana, Arial, sans-serif; margin: 0; padding: 5px 12px; text-align: center; }
"""


def banner() -> str:
    """The notice that stands on every page."""
    return f'<div id="reconstitution">{escape(NOTICE, quote=False)}</div>'


def signature(name: str, url: str, attributes: str = "", mark: str = '"') -> str:
    """A name, linked if its owner left an address."""
    shown = escape(name, quote=False)
    return f"<a href={mark}{escape(url)}{mark}{attributes}>{shown}</a>" if url else shown


def rss2(site: Site, entry: Entry | None, feed_of: str, item_feeds: dict[int, str]) -> Resource:
    """RSS 2.0 as WordPress made it: of the entries, or of the comments on one.

    Parameters
    ----------
    site : Site
    entry : Entry, optional
        Whose comments; None for the feed of entries.
    feed_of : str
        The channel's own address.
    item_feeds : dict
        Where each entry's comment feed is, by entry id.
    """
    items = _comment_items(site, entry) if entry else _entry_items(site, item_feeds)
    title = f"Comments on: {entry.title}" if entry else site.title
    head = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- generator="wordpress/{"2.0" if site.engine == "wordpress20" else "1.5.2"}" -->
<rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	>
<channel>
	<title>{escape(title, quote=False)}</title>
	<link>{escape(site.url(entry.path) if entry else site.home)}</link>
	<description>{escape(NOTICE, quote=False)}</description>
	<language>{site.language}</language>
"""
    return xml(head + items + "</channel>\n</rss>\n", "text/xml")


def _entry_items(site: Site, feeds: dict[int, str]) -> str:
    return "".join(
        f"""	<item>
		<title>{escape(e.title, quote=False)}</title>
		<link>{escape(site.url(e.path))}</link>
		<comments>{escape(site.url(e.path))}#comments</comments>
		<pubDate>{dates.rfc822(e.at)}</pubDate>
		<dc:creator>{escape(e.author, quote=False)}</dc:creator>
		<category>{escape(e.category, quote=False)}</category>
		<guid isPermaLink="false">{escape(site.url(f"/?p={e.id}"))}</guid>
		<description><![CDATA[{plain(e.text, 280)}]]></description>
		<content:encoded><![CDATA[{render(e.text, _FEED)}]]></content:encoded>
		<wfw:commentRss>{escape(site.url(feeds[e.id]))}</wfw:commentRss>
	</item>
"""
        for e in site.entries
    )


def _comment_items(site: Site, entry: Entry) -> str:
    return "".join(
        f"""	<item>
		<title>by: {escape(c.author, quote=False)}</title>
		<link>{escape(site.url(entry.path))}#comment-{c.id}</link>
		<pubDate>{dates.rfc822(c.at)}</pubDate>
		<dc:creator>{escape(c.author, quote=False)}</dc:creator>
		<guid>{escape(site.url(entry.path))}#comment-{c.id}</guid>
		<description>{escape(plain(c.text), quote=False)}</description>
		<content:encoded><![CDATA[{render(c.text, _FEED)}]]></content:encoded>
	</item>
"""
        for c in entry.comments
        if not c.removed
    )


def atom03(site: Site, path: str, generator: str) -> Resource:
    """Atom 0.3, as Blogger, TypePad, Movable Type and Dotclear served it before RFC 4287."""
    items = "".join(
        f"""<entry>
<title>{escape(e.title, quote=False)}</title>
<link rel="alternate" type="text/html" href="{escape(site.url(e.path))}" />
<modified>{dates.w3c(e.at)}</modified>
<issued>{dates.w3c(e.at)}</issued>
<created>{dates.w3c(e.at)}</created>
<id>tag:{site.host},2005:{e.id}</id>
<author><name>{escape(e.author, quote=False)}</name></author>
<content type="text/html" mode="escaped" xml:base="{site.home}">{escape(render(e.text, _FEED))}</content>
</entry>
"""
        for e in site.entries
    )
    newest = dates.w3c(site.entries[0].at)
    text = f"""<?xml version="1.0" encoding="utf-8"?>
<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="{site.language}">
<title>{escape(site.title, quote=False)}</title>
<tagline>{escape(NOTICE, quote=False)}</tagline>
<link rel="alternate" type="text/html" href="{site.home}" />
<link rel="service.feed" type="application/atom+xml" href="{escape(site.url(path))}" />
<modified>{newest}</modified>
<generator>{generator}</generator>
{items}</feed>
"""
    return xml(text, "application/atom+xml")
