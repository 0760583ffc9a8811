"""TypePad in French, default two-column design."""

from __future__ import annotations

from html import escape

from threadgraph.demo import dates
from threadgraph.demo.engines.frame import Resource, atom03, banner, css, html, signature
from threadgraph.demo.markup import Dialect, render
from threadgraph.demo.tale import Comment, Entry, Site, Trackback

__all__ = ["resources"]

_POST = Dialect()
_COMMENT = Dialect(quote="angle", bare=True, rel="nofollow")

_CSS = """body { background: #e6e6dc; color: #333; font: 13px/1.5 'Trebuchet MS', Verdana, sans-serif; margin: 0; }
#container { background: #fff; border: 1px solid #bbb; margin: 20px auto; width: 780px; }
#banner { background: #7b3f2e; padding: 24px 30px; } #banner a { color: #fff; text-decoration: none; }
#banner-header { font-size: 30px; margin: 0; } #banner-description { color: #f0dcd2; font-size: 13px; margin: 0; }
#pagebody-inner { overflow: hidden; } #alpha { float: left; width: 520px; } #alpha-inner { padding: 20px 30px; }
#beta { float: left; width: 230px; } #beta-inner { padding: 20px 0; font-size: 12px; }
.date-header { color: #888; font-size: 12px; border-bottom: 1px dotted #aaa; } .entry-header { font-size: 20px; }
.entry-footer, .comment-footer, .trackback-footer, .content-nav { color: #777; font-size: 11px; }
.comment, .trackback { border-top: 1px solid #ddd; padding: 6px 0; }
.comments-header, .trackbacks-header, .comments-open-header { background: #f3efe6; padding: 4px 8px; font-size: 15px; }
.trackbacks-info { font-size: 11px; } a { color: #7b3f2e; }
blockquote { border-left: 3px solid #ccc; margin-left: 15px; padding-left: 12px; color: #555; }
.module-header { font-size: 13px; border-bottom: 1px solid #ccc; margin: 0 0 6px; } ul { padding-left: 18px; }
"""


def resources(site: Site) -> dict[str, Resource]:
    """Front page, entries and the Atom feed."""
    found = {
        "/": html(site, _front(site)),
        "/atom.xml": atom03(site, "/atom.xml", "TypePad"),
        "/styles.css": css(_CSS),
    }
    for number, entry in enumerate(site.entries):
        found[entry.path] = html(site, _single(site, entry, number))
    return found


def _page(site: Site, title: str, alpha: str) -> str:
    recent = "\n".join(
        f'<li class="module-list-item"><a href="{site.url(e.path)}">{escape(e.title, quote=False)}</a></li>'
        for e in site.entries
    )
    roll = "\n".join(
        f'<li class="module-list-item"><a title="{escape(name)}" href="{url}">{escape(name, quote=False)}</a></li>'
        for name, url in site.blogroll
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" id="sixapart-standard">
<head>
   <meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
   <meta name="generator" content="http://www.typepad.com/" />
   <title>{title}</title>
   <link rel="stylesheet" href="{site.home}styles.css" type="text/css" />
   <link rel="alternate" type="application/atom+xml" title="Atom" href="{site.home}atom.xml" />
</head>
<body class="layout-two-column-right">
{banner()}
<div id="container">
<div id="container-inner" class="pkg">
<!-- banner -->
<div id="banner">
<div id="banner-inner" class="pkg">
<h1 id="banner-header"><a href="{site.home}" accesskey="1">{escape(site.title, quote=False)}</a></h1>
<h2 id="banner-description">{escape(site.tagline, quote=False)}</h2>
</div>
</div>
<div id="pagebody">
<div id="pagebody-inner" class="pkg">
<div id="alpha">
<div id="alpha-inner" class="pkg">
{alpha}
</div>
</div>
<!-- sidebar -->
<div id="beta">
<div id="beta-inner" class="pkg">
<div class="module-typelist module">
<h2 class="module-header">À propos</h2>
<div class="module-content"><p>{escape(site.about, quote=False)}</p></div>
</div>
<div class="module-archives module">
<h2 class="module-header">Notes récentes</h2>
<div class="module-content"><ul class="module-list">
{recent}
</ul></div>
</div>
<div class="module-typelist module">
<h2 class="module-header">Blogs amis</h2>
<div class="module-content"><ul class="module-list">
{roll}
</ul></div>
</div>
<div class="module-syndicate module">
<div class="module-content"><a href="{site.home}atom.xml">Inscrivez-vous au fil de ce blog</a></div>
</div>
<div class="module-powered module">
<div class="module-content"><a href="http://www.typepad.com/fr/">Powered by TypePad</a></div>
</div>
</div>
</div>
</div>
</div>
</div>
</div>
</body>
</html>
"""


def _entry(site: Site, entry: Entry, counts: bool) -> str:
    url = site.url(entry.path)
    tail = (
        f' | <a href="{url}#comments">Commentaires ({len(entry.comments)})</a>'
        f' | <a href="{url}#trackback">TrackBack ({len(entry.trackbacks)})</a>'
        if counts
        else ""
    )
    return f"""<h2 class="date-header">{dates.french_day(entry.at)}</h2>
<a id="a{entry.id:010d}"></a>
<div class="entry" id="entry-{entry.id}">
<h3 class="entry-header">{escape(entry.title, quote=False) if not counts else signature(entry.title, url)}</h3>
<div class="entry-content">
<div class="entry-body">
{render(entry.text, _POST)}
</div>
</div>
<div class="entry-footer">
<p class="entry-footer-info">
<span class="post-footers">Rédigé par {escape(entry.author, quote=False)} {dates.typepad(entry.at)} dans <a href="{site.home}">{escape(entry.category, quote=False)}</a></span> <span class="separator">|</span> <a class="permalink" href="{url}">Lien permanent</a>{tail}
</p>
</div>
</div>
"""


def _front(site: Site) -> str:
    entries = "".join(_entry(site, e, counts=True) for e in site.entries)
    return _page(site, escape(site.title, quote=False), entries)


def _single(site: Site, entry: Entry, number: int) -> str:
    older = site.entries[number + 1] if number + 1 < len(site.entries) else None
    newer = site.entries[number - 1] if number else None
    before = (
        f'<a href="{site.url(older.path)}">&laquo; {escape(older.title, quote=False)}</a> |' if older else ""
    )
    after = (
        f'| <a href="{site.url(newer.path)}">{escape(newer.title, quote=False)} &raquo;</a>' if newer else ""
    )
    url = site.url(entry.path)
    comments = "\n".join(_comment(url, c) for c in entry.comments)
    alpha = f"""<p class="content-nav">
{before}
<a href="{site.home}">Accueil</a>
{after}
</p>
{_entry(site, entry, counts=False)}
{_trackbacks(url, entry)}
<div class="comments">
<h3 class="comments-header"><a id="comments"></a>Commentaires</h3>
<div class="comments-content">
{comments}
</div>
<form method="post" action="http://www.typepad.com/t/comments" name="comments_form" id="comments-form">
<input type="hidden" name="entry_id" value="{entry.id}" />
<div class="comments-open">
<h3 class="comments-open-header">Poster un commentaire</h3>
<div class="comments-open-content">
<p><label for="comment-author">Nom : </label><input id="comment-author" name="author" /></p>
<p><label for="comment-text">Commentaires :</label><br />
<textarea id="comment-text" name="text" rows="8" cols="50"></textarea></p>
<p><input type="submit" name="post" value=" Envoyer " /></p>
</div>
</div>
</form>
</div>
"""
    return _page(site, f"{escape(site.title, quote=False)}: {escape(entry.title, quote=False)}", alpha)


def _trackbacks(url: str, entry: Entry) -> str:
    pings = "\n".join(_trackback(t) for t in entry.trackbacks)
    known = (
        f'<p>Voici les sites qui parlent de <a href="{url}">{escape(entry.title, quote=False)}</a> :</p>'
        if entry.trackbacks
        else ""
    )
    return f"""<div class="trackbacks">
<h3 class="trackbacks-header"><a id="trackback"></a>TrackBack</h3>
<div class="trackbacks-info">
<p>URL TrackBack de cette note :<br />http://www.typepad.com/t/trackback/{entry.id}</p>
{known}
</div>
<div class="trackbacks-content">
{pings}
</div>
</div>
"""


def _trackback(ping: Trackback) -> str:
    return f"""<a id="t{ping.id}"></a>
<div class="trackback" id="trackback-{ping.id}">
<p>&raquo; <a target="_blank" rel="nofollow" href="{escape(ping.url)}">{escape(ping.title, quote=False)}</a> de {escape(ping.blog, quote=False)}</p>
<div class="trackback-content"><p>{escape(ping.excerpt, quote=False)} <a rel="nofollow" href="{escape(ping.url)}">[Lire la suite]</a></p></div>
<p class="trackback-footer">Notifié <a class="permalink" href="#t{ping.id}">{dates.typepad(ping.at)}</a></p>
</div>
"""


def _comment(url: str, comment: Comment) -> str:
    name = signature(comment.author, comment.url, ' target="_blank" rel="nofollow"')
    return f"""<a id="c{comment.id}"></a>
<div class="comment" id="comment-{comment.id}">
<div class="comment-content">
{render(comment.text, _COMMENT)}
</div>
<p class="comment-footer">
Rédigé par :
{name} |
<a class="permalink" href="{url}#c{comment.id}">{dates.typepad(comment.at)}</a>
</p>
</div>
"""
