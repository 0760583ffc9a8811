"""WordPress 2.0 in its French translation, Kubrick theme, with dated permalinks and comment feeds."""

# The engine's own lines, blanks and tabs are kept as it printed them.
# ruff: noqa: W291

from __future__ import annotations

from html import escape

from threadgraph.demo import dates
from threadgraph.demo.engines.frame import Resource, banner, css, html, redirect, rss2, signature
from threadgraph.demo.engines.wordpress15 import KUBRICK
from threadgraph.demo.markup import Dialect, render
from threadgraph.demo.tale import Comment, Entry, Site, Trackback

__all__ = ["resources"]

_POST = Dialect()
_COMMENT = Dialect(bare=True, rel="nofollow")


def resources(site: Site) -> dict[str, Resource]:
    """Front page, archive, entries, the feed of entries and one feed of comments for each."""
    feeds = {e.id: f"{e.path}feed/" for e in site.entries}
    found = {
        "/": html(site, _front(site)),
        "/2005/10/": html(site, _front(site)),
        "/feed/": rss2(site, None, "/feed/", feeds),
        "/wp-content/themes/default/style.css": css(KUBRICK),
    }
    for number, entry in enumerate(site.entries):
        found[entry.path] = html(site, _single(site, entry, number))
        found[feeds[entry.id]] = rss2(site, entry, feeds[entry.id], feeds)
        found[f"{entry.path}trackback/"] = redirect(site.url(entry.path))
    return found


def _page(site: Site, title: str, content: str, extra: str = "") -> str:
    name = escape(site.title, quote=False)
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">

<head profile="http://gmpg.org/xfn/11">
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />

<title>{title}</title>

<meta name="generator" content="WordPress 2.0" /> <!-- leave this for stats -->

<link rel="stylesheet" href="{site.home}wp-content/themes/default/style.css" type="text/css" media="screen" />
<link rel="alternate" type="application/rss+xml" title="{name} RSS Feed" href="{site.home}feed/" />
{extra}<link rel="pingback" href="{site.home}xmlrpc.php" />
</head>
<body>
{banner()}
<div id="page">

<div id="header">
	<div id="headerimg">
		<h1><a href="{site.home}">{name}</a></h1>
		<div class="description">{escape(site.tagline, quote=False)}</div>
	</div>
</div>
<hr />

{content}
<hr />
<div id="footer">
	<p>
		{name} est fièrement propulsé par 
		<a href="http://wordpress.org/">WordPress</a>
		<br /><a href="{site.home}feed/">Articles (RSS)</a>
		<!-- 21 requêtes. 0,312 secondes. -->
	</p>
</div>
</div>
</body>
</html>
"""


def _front(site: Site) -> str:
    posts = "".join(
        f"""			<div class="post" id="post-{e.id}">
				<h2><a href="{site.url(e.path)}" rel="bookmark" title="Lien permanent vers {escape(e.title)}">{escape(e.title, quote=False)}</a></h2>
				<small>{dates.french_day(e.at)} <!-- par {escape(e.author, quote=False)} --></small>

				<div class="entry">
{render(e.text, _POST)}
				</div>

				<p class="postmetadata">Publié dans <a href="{site.home}" title="Voir tous les articles" rel="category tag">{escape(e.category, quote=False)}</a> |   <a href="{site.url(e.path)}#comments" title="Commentaires de {escape(e.title)}">{_count(e)} &#187;</a></p>
			</div>
"""
        for e in site.entries
    )
    roll = "".join(
        f'<li><a href="{url}">{escape(name, quote=False)}</a></li>\n' for name, url in site.blogroll
    )
    content = f"""	<div id="content" class="narrowcolumn">

{posts}
	</div>
	<div id="sidebar">
		<ul>
			<li><h2>À propos</h2><p>{escape(site.about, quote=False)}</p></li>
			<li><h2>Archives</h2>
				<ul>
					<li><a href='{site.home}2005/10/' title='octobre 2005'>octobre 2005</a></li>
				</ul>
			</li>
			<li id="linkcat-1"><h2>Liens</h2>
				<ul>
{roll}				</ul>
			</li>
		</ul>
	</div>
"""
    return _page(site, escape(site.title, quote=False), content)


def _count(entry: Entry) -> str:
    number = len(entry.comments) + len(entry.trackbacks)
    return f"{number} commentaire{'s' if number > 1 else ''}" if number else "Pas de commentaire"


def _single(site: Site, entry: Entry, number: int) -> str:
    url = site.url(entry.path)
    title = escape(entry.title, quote=False)
    older = site.entries[number + 1] if number + 1 < len(site.entries) else None
    newer = site.entries[number - 1] if number else None
    left = f'&laquo; <a href="{site.url(older.path)}">{escape(older.title, quote=False)}</a>' if older else ""
    right = (
        f'<a href="{site.url(newer.path)}">{escape(newer.title, quote=False)}</a> &raquo;' if newer else ""
    )
    content = f"""	<div id="content" class="widecolumn">

		<div class="navigation">
			<div class="alignleft">{left}</div>
			<div class="alignright">{right}</div>
		</div>

		<div class="post" id="post-{entry.id}">
			<h2><a href="{url}" rel="bookmark" title="Lien permanent : {escape(entry.title)}">{title}</a></h2>

			<div class="entry">
{render(entry.text, _POST)}

				<p class="postmetadata alt">
					<small>
						Cet article a été publié
						le {dates.french(entry.at, weekday=True)}						et est classé dans <a href="{site.home}" rel="category tag">{escape(entry.category, quote=False)}</a>.
						Vous pouvez suivre les commentaires sur cet article via le flux <a href='{url}feed/'>RSS 2.0</a>.
						Vous pouvez <a href="#respond">laisser un commentaire</a>, ou faire un <a href="{url}trackback/" rel="trackback">trackback</a> depuis votre site.
					</small>
				</p>

			</div>
		</div>

<!-- You can start editing here. -->

{_comments(entry)}

<h3 id="respond">Laisser un commentaire</h3>
<form action="{site.home}wp-comments-post.php" method="post" id="commentform">
<p><input type="text" name="author" id="author" value="" size="22" tabindex="1" />
<label for="author"><small>Nom (requis)</small></label></p>
<p><input type="text" name="email" id="email" value="" size="22" tabindex="2" />
<label for="email"><small>E-mail (ne sera pas publié) (requis)</small></label></p>
<p><input type="text" name="url" id="url" value="" size="22" tabindex="3" />
<label for="url"><small>Site web</small></label></p>
<p><textarea name="comment" id="comment" cols="100" rows="10" tabindex="4"></textarea></p>
<p><input name="submit" type="submit" id="submit" tabindex="5" value="Envoyer" />
<input type="hidden" name="comment_post_ID" value="{entry.id}" /></p>
</form>
	</div>
"""
    feed = f'<link rel="alternate" type="application/rss+xml" title="Commentaires : {title}" href="{url}feed/" />\n'
    return _page(
        site, f"{escape(site.title, quote=False)} &raquo; Archive du blog &raquo; {title}", content, feed
    )


def _comments(entry: Entry) -> str:
    both: list[Comment | Trackback] = sorted([*entry.comments, *entry.trackbacks], key=lambda c: c.at)
    if not both:
        return "\t\t<!-- If comments are open, but there are no comments. -->"
    many = f"{len(both)} commentaire{'s' if len(both) > 1 else ''}"
    items = "\n".join(_comment(c, odd=i % 2 == 0) for i, c in enumerate(both))
    return f"""	<h3 id="comments">{many} pour &#8220;{escape(entry.title, quote=False)}&#8221;</h3>

	<ol class="commentlist">

{items}

	</ol>
"""


def _comment(comment: Comment | Trackback, odd: bool) -> str:
    if isinstance(comment, Trackback):
        name = signature(comment.blog, comment.url, " rel='external nofollow'", "'")
        body = (
            f"<p><strong>{escape(comment.title, quote=False)}</strong></p>\n"
            f"<p>{escape(comment.excerpt, quote=False)}</p>"
        )
    else:
        name = signature(comment.author, comment.url, " rel='external nofollow'", "'")
        body = render(comment.text, _COMMENT)
    return f"""		<li {'class="alt" ' if odd else ""}id="comment-{comment.id}">
			<cite>{name}</cite> dit :
						<br />

			<small class="commentmetadata"><a href="#comment-{comment.id}" title="">{dates.french(comment.at)}</a> </small>

			{body}

		</li>
"""
