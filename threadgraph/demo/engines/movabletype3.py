"""Movable Type 3: the 3.2 style in French, the 3.1 style for a site in English dress."""

from __future__ import annotations

from html import escape

from threadgraph.demo import dates
from threadgraph.demo.engines.frame import Resource, atom03, banner, css, html, signature
from threadgraph.demo.markup import Dialect, render
from threadgraph.demo.tale import Comment, Entry, Site, Trackback

__all__ = ["resources"]

_POST = Dialect()
_COMMENT = Dialect(bare=True, rel="nofollow")

_CSS = """body { background: #fff; color: #222; font: 13px/1.6 Georgia, 'Times New Roman', serif; margin: 0; }
#banner { background: #2f4f4f; color: #fff; padding: 18px 40px; } #banner a { color: #fff; text-decoration: none; }
#banner h1 { font-size: 28px; margin: 0; } .description { color: #cdd; }
#center { float: left; width: 560px; } .content { padding: 20px 40px; }
#right { float: left; width: 220px; } .sidebar { font: 11px/1.6 Verdana, sans-serif; padding: 20px 10px; }
h2.date, .comments-header, .comments-head { border-bottom: 1px solid #999; font: bold 13px Verdana, sans-serif; }
.posted, .comment-footer { color: #666; font: 11px Verdana, sans-serif; margin-bottom: 18px; }
blockquote { border-left: 3px solid #9bb; margin-left: 10px; padding-left: 12px; color: #455; }
a { color: #2f6f6f; }
"""


def resources(site: Site) -> dict[str, Resource]:
    """Front page, entries and the Atom feed."""
    found = {
        "/": html(site, _front(site)),
        "/atom.xml": atom03(site, "/atom.xml", "Movable Type 3.2"),
        "/styles-site.css": css(_CSS),
    }
    for number, entry in enumerate(site.entries):
        found[entry.path] = html(site, _single(site, entry, number))
    return found


def _page(site: Site, title: str, content: str, right: str = "") -> str:
    version = "3.17" if site.language == "en" else "3.2"
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta http-equiv="Content-Type" content="text/html; charset={site.charset}" />
<meta name="generator" content="http://www.movabletype.org/" />
<title>{title}</title>
<link rel="stylesheet" href="{site.home}styles-site.css" type="text/css" />
<link rel="alternate" type="application/atom+xml" title="Atom" href="{site.home}atom.xml" />
</head>
<body>
{banner()}
<div id="container">
<div id="banner">
<h1><a href="{site.home}" accesskey="1">{escape(site.title, quote=False)}</a></h1>
<span class="description">{escape(site.tagline, quote=False)}</span>
</div>
<div id="center">
<div class="content">
{content}
</div>
</div>
{right}
<br style="clear: both;" />
<p class="posted" style="padding-left: 40px;">Powered by <a href="http://www.movabletype.org">Movable Type {version}</a></p>
</div>
</body>
</html>
"""


def _posted(site: Site, entry: Entry) -> str:
    name = escape(entry.author, quote=False)
    if site.language == "en":
        return f"Posted by {name} at {dates.english(entry.at, 'movabletype')}"
    return f"Rédigé par {name} le {dates.french(entry.at)}"


def _date(site: Site, entry: Entry) -> str:
    if site.language == "en":
        return dates.english(entry.at, "movabletype").rsplit(" ", 2)[0]
    return dates.french_day(entry.at)


def _front(site: Site) -> str:
    english = site.language == "en"
    posts = "".join(
        f"""<h2 class="date">{_date(site, e)}</h2>
<div class="blogbody">
<a name="{e.id:06d}"></a>
<h3 class="title">{escape(e.title, quote=False)}</h3>
{render(e.text, _POST)}
<div class="posted">{_posted(site, e)} | <a href="{site.url(e.path)}">{"Permalink" if english else "Lien permanent"}</a> | <a href="{site.url(e.path)}#comments">{"Comments" if english else "Commentaires"} ({len(e.comments)})</a> | <a href="{site.url(e.path)}#trackbacks">TrackBack ({len(e.trackbacks)})</a></div>
</div>
"""
        for e in site.entries
    )
    roll = "<br />\n".join(f'<a href="{url}">{escape(name, quote=False)}</a>' for name, url in site.blogroll)
    right = f"""<div id="right">
<div class="sidebar">
<h2>{"About" if english else "À propos"}</h2>
<p>{escape(site.about, quote=False)}</p>
<h2>{"Links" if english else "Liens"}</h2>
<p>{roll}</p>
<p><a href="{site.home}atom.xml">Syndicate this site (XML)</a></p>
</div>
</div>"""
    return _page(site, escape(site.title, quote=False), posts, right)


def _single(site: Site, entry: Entry, number: int) -> str:
    english = site.language == "en"
    older = site.entries[number + 1] if number + 1 < len(site.entries) else None
    newer = site.entries[number - 1] if number else None
    before = (
        f'<a href="{site.url(older.path)}">&laquo; {escape(older.title, quote=False)}</a> |' if older else ""
    )
    after = (
        f'| <a href="{site.url(newer.path)}">{escape(newer.title, quote=False)} &raquo;</a>' if newer else ""
    )
    comments = _comments_english(entry) if english else _comments_french(entry)
    content = f"""<p align="right">
{before} <a href="{site.home}">{"Main" if english else "Accueil"}</a> {after}
</p>
<h2 class="date">{_date(site, entry)}</h2>
<div class="blogbody">
<h3 class="title">{escape(entry.title, quote=False)}</h3>
{render(entry.text, _POST)}
<a name="more"></a>
<div class="posted">{_posted(site, entry)}</div>
</div>
{_trackbacks(site, entry)}
{comments}
<form method="post" action="{site.home}cgi-bin/mt/mt-comments.cgi" name="comments_form">
<input type="hidden" name="entry_id" value="{entry.id}" />
<p><label for="text">{"Post a comment" if english else "Poster un commentaire"}</label><br />
<textarea id="text" name="text" rows="8" cols="50"></textarea></p>
</form>
"""
    return _page(site, f"{escape(site.title, quote=False)}: {escape(entry.title, quote=False)}", content)


def _trackbacks(site: Site, entry: Entry) -> str:
    english = site.language == "en"
    pings = "\n".join(_trackback(t, english) for t in entry.trackbacks)
    address = f"{site.home}cgi-bin/mt/mt-tb.cgi/{entry.id}"
    label = "TrackBack URL for this entry:" if english else "URL de TrackBack de cette note :"
    return f"""<div class="trackback-url">
<h3 class="comments-header"><a id="trackbacks"></a>TrackBack</h3>
<p>{label}<br />{address}</p>
</div>
{pings}
"""


def _trackback(ping: Trackback, english: bool) -> str:
    when = dates.english(ping.at, "movabletype") if english else f"le {dates.french(ping.at)}"
    word = "from" if english else "de"
    foot = "Tracked on" if english else "Notifié"
    return f"""<div class="trackback" id="p{ping.id}">
<p>&raquo; <a rel="nofollow" href="{escape(ping.url)}">{escape(ping.title, quote=False)}</a> {word} {escape(ping.blog, quote=False)}<br />
{escape(ping.excerpt, quote=False)} <a rel="nofollow" href="{escape(ping.url)}">[{"Read More" if english else "Lire la suite"}]</a></p>
<p class="posted">{foot} {when}</p>
</div>
"""


def _comments_english(entry: Entry) -> str:
    items = "\n".join(
        f"""<a name="c{c.id}"></a>
<div class="comments-body">
{render(c.text, _COMMENT)}
<p class="posted">Posted by: {signature(c.author, c.url, ' rel="nofollow"')} at {dates.english(c.at, "movabletype")}</p>
</div>
"""
        for c in entry.comments
    )
    return f'<div class="comments-head"><a name="comments"></a>Comments</div>\n{items}'


def _comments_french(entry: Entry) -> str:
    items = "\n".join(_comment_french(c) for c in entry.comments)
    return f"""<div class="comments">
<h3 class="comments-header"><a id="comments"></a>Commentaires ({len(entry.comments)})</h3>
<div class="comments-content">
{items}
</div>
</div>
"""


def _comment_french(comment: Comment) -> str:
    name = signature(comment.author, comment.url, ' rel="nofollow"')
    return f"""<div id="c{comment.id}">
<div class="comment-content">
{render(comment.text, _COMMENT)}
</div>
<p class="comment-footer">Rédigé par : {name} | <a href="#c{comment.id}">{dates.french(comment.at)}</a></p>
</div>
"""
