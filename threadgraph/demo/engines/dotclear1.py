"""Dotclear 1.2, default theme."""

from __future__ import annotations

from html import escape

from threadgraph.demo import dates
from threadgraph.demo.engines.frame import Resource, atom03, banner, css, html, signature
from threadgraph.demo.markup import Dialect, render
from threadgraph.demo.tale import Comment, Entry, Site, Trackback

__all__ = ["resources"]

_POST = Dialect()
_COMMENT = Dialect(quote="angle", bare=True, rel="nofollow")

_CSS = """body { background: #eceae4; color: #333; font: 12px/1.6 Verdana, Arial, sans-serif; margin: 0; }
#page { background: #fff; margin: 0 auto; width: 760px; } #top { background: #8da43c; padding: 25px 20px; }
#top h1 { font: 28px Georgia, serif; margin: 0; } #top a { color: #fff; text-decoration: none; }
#prelude { font-size: 10px; text-align: right; padding-right: 10px; } #wrapper { overflow: hidden; }
#main { float: left; width: 500px; } #content { padding: 10px 20px; }
#sidebar { float: right; width: 210px; padding: 10px; font-size: 11px; }
.day-date { color: #8da43c; text-align: right; } .post-title { font: 20px Georgia, serif; }
.post-info, .post-info-co { color: #888; font-size: 10px; } a { color: #5b7a00; }
#trackbacks h3, #comments h3, #comment-form h3 { border-bottom: 1px solid #8da43c; font: 16px Georgia, serif; }
dt { color: #777; font-size: 11px; margin-top: 14px; } dd { margin: 0 0 0 10px; } .me { font-weight: bold; }
blockquote { border-left: 3px solid #cbd69c; margin-left: 10px; padding-left: 12px; }
#footer { background: #8da43c; color: #fff; font-size: 10px; padding: 8px; text-align: center; } #footer a { color: #fff; }
"""


def resources(site: Site) -> dict[str, Resource]:
    """Front page, entries and the Atom feed."""
    found = {
        "/": html(site, _front(site)),
        "/index.php/": html(site, _front(site)),
        "/atom.php": atom03(site, "/atom.php", "Dotclear 1.2.2"),
        "/themes/default/style.css": css(_CSS),
    }
    for number, entry in enumerate(site.entries):
        found[entry.path] = html(site, _single(site, entry, number))
    return found


def _page(site: Site, title: str, content: str) -> str:
    roll = "\n".join(
        f'<li><a href="{url}">{escape(name, quote=False)}</a></li>' for name, url in site.blogroll
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr" lang="fr">
<head>
	<meta http-equiv="Content-Type" content="text/html; charset={site.charset}" />
	<meta name="MSSmartTagsPreventParsing" content="TRUE" />
	<meta name="generator" content="DotClear" />
	<title>{title}</title>
	<link rel="alternate" type="application/atom+xml" title="Atom" href="{site.home}atom.php" />
	<link rel="stylesheet" type="text/css" href="{site.home}themes/default/style.css" media="screen" />
</head>

<body>
{banner()}
<div id="page">
<div id="top">
	<h1><a href="{site.home}">{escape(site.title, quote=False)}</a></h1>
</div>

<p id="prelude"><a href="#main">Aller au contenu</a> | <a href="#sidebar">Aller au menu</a></p>

<div id="wrapper">
<div id="main">
	<div id="content">
{content}
	</div>
</div>

<div id="sidebar">
	<div id="about"><h2>À propos</h2><p>{escape(site.about or site.tagline, quote=False)}</p></div>
	<div id="links"><h2>Liens</h2>
		<ul>
{roll}
		</ul>
	</div>
	<div id="syndicate"><h2>Syndication</h2>
		<ul><li><a href="{site.home}atom.php">fil atom</a></li></ul>
	</div>
</div>
</div>
<p id="footer">propulsé par <a href="http://www.dotclear.net/">DotClear</a></p>
</div>
</body>
</html>
"""


def _info(site: Site, entry: Entry) -> str:
    return (
        f"Par {escape(entry.author, quote=False)}, {dates.french(entry.at, weekday=True)} "
        f'<span>::</span> <a href="{site.home}">{escape(entry.category, quote=False)}</a>'
    )


def _front(site: Site) -> str:
    posts = "".join(
        f"""		<p class="day-date">{dates.french_day(e.at, weekday=True)}</p>
		<div class="post">
			<h2 id="p{e.id}" class="post-title"><a href="{site.url(e.path)}">{escape(e.title, quote=False)}</a></h2>
			<p class="post-info">{_info(site, e)}</p>
			<div class="post-content">
{render(e.text, _POST)}
			</div>
			<p class="post-info-co"><a href="{site.url(e.path)}#co" title="ajouter un commentaire à : {escape(e.title)}">{_count(e)}</a> <span>::</span> <a href="{site.url(e.path)}#tb">{_pings(e)}</a></p>
		</div>
"""
        for e in site.entries
    )
    return _page(site, escape(site.title, quote=False), posts)


def _count(entry: Entry) -> str:
    number = len(entry.comments)
    if not number:
        return "aucun commentaire"
    return "un commentaire" if number == 1 else f"{number} commentaires"


def _pings(entry: Entry) -> str:
    number = len(entry.trackbacks)
    if not number:
        return "aucun trackback"
    return "un trackback" if number == 1 else f"{number} trackbacks"


def _single(site: Site, entry: Entry, number: int) -> str:
    older = site.entries[number + 1] if number + 1 < len(site.entries) else None
    newer = site.entries[number - 1] if number else None
    before = (
        f'<a href="{site.url(older.path)}" class="prev">&#171; {escape(older.title, quote=False)}</a> - '
        if older
        else ""
    )
    after = (
        f' - <a href="{site.url(newer.path)}" class="next">{escape(newer.title, quote=False)} &#187;</a>'
        if newer
        else ""
    )
    content = f"""		<p id="navlinks">{before}<a href="{site.home}">Accueil</a>{after}</p>
		<div class="post">
			<p class="day-date">{dates.french_day(entry.at, weekday=True)}</p>
			<h2 class="post-title">{escape(entry.title, quote=False)}</h2>
			<p class="post-info">{_info(site, entry)}</p>
			<div class="post-content">
{render(entry.text, _POST)}
			</div>
		</div>

		<div id="trackbacks">
			<h3 id="tb">Trackbacks</h3>
{_trackbacks(site, entry)}
		</div>

		<div id="comments">
			<h3 id="co">Commentaires</h3>
{_comments(site, entry)}
		</div>
"""
    return _page(site, f"{escape(entry.title, quote=False)} - {escape(site.title, quote=False)}", content)


def _trackbacks(site: Site, entry: Entry) -> str:
    if entry.trackbacks:
        pings = "\n".join(_trackback(i, t) for i, t in enumerate(entry.trackbacks, 1))
        shown = f"\t\t\t<dl>\n{pings}\n\t\t\t</dl>"
    else:
        shown = "\t\t\t<p>Aucun trackback.</p>"
    if entry.closed:
        return f"{shown}\n\t\t\t<p>Les trackbacks pour ce billet sont fermés.</p>"
    address = f"{site.home}tb.php?id={entry.id}"
    return f"{shown}\n\t\t\t<p>Pour faire un trackback sur ce billet : {address}</p>"


def _trackback(number: int, ping: Trackback) -> str:
    return f"""			<dt id="c{ping.id}"><span class="comment-number"><a href="#c{ping.id}">{number}.</a></span> Le {dates.french(ping.at, weekday=True)}, de <a href="{escape(ping.url)}" rel="nofollow">{escape(ping.blog, quote=False)}</a></dt>
			<dd>
				<p><strong>{escape(ping.title, quote=False)}</strong></p>
				<p>{escape(ping.excerpt, quote=False)}</p>
			</dd>"""


def _comments(site: Site, entry: Entry) -> str:
    if entry.comments:
        items = "\n".join(_comment(site, i, c) for i, c in enumerate(entry.comments, 1))
        shown = f"\t\t\t<dl>\n{items}\n\t\t\t</dl>"
    else:
        shown = "\t\t\t<p>Aucun commentaire pour le moment.</p>"
    if entry.closed:
        return f"{shown}\n\t\t\t<p>Les commentaires pour ce billet sont fermés.</p>"
    return f"""{shown}
			<h3>Ajouter un commentaire</h3>
			<form action="{site.url(entry.path)}#pr" method="post" id="comment-form">
			<fieldset>
				<p class="field"><label for="c_nom">Nom ou pseudo :</label>
				<input name="c_nom" id="c_nom" type="text" size="30" maxlength="255" value="" /></p>
				<p class="field"><label for="c_content">Commentaire :</label>
				<textarea name="c_content" id="c_content" cols="35" rows="7"></textarea></p>
			</fieldset>
			<p>Le code HTML dans le commentaire sera affiché comme du texte, les adresses internet seront converties automatiquement.</p>
			<p><input class="submit" type="submit" name="preview" value="prévisualiser" /></p>
			</form>"""


def _comment(site: Site, number: int, comment: Comment) -> str:
    me = " me" if comment.author == site.owner and comment.url.rstrip("/") == site.home.rstrip("/") else ""
    kind = f"comment-{1 + (number + 1) % 2}{me}"
    return f"""			<dt id="c{comment.id}" class="{kind}"><span class="comment-number"><a href="#c{comment.id}">{number}.</a></span> Le {dates.french(comment.at, weekday=True)}, par {signature(comment.author, comment.url, ' rel="nofollow"')}</dt>
			<dd class="{kind}">
				{render(comment.text, _COMMENT)}
			</dd>"""
