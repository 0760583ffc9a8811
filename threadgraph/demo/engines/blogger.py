"""Blogger as of 2005, with a template of its gallery and comments on the page."""

from __future__ import annotations

from html import escape

from threadgraph.demo import dates
from threadgraph.demo.engines.frame import Resource, atom03, banner, css, html, signature
from threadgraph.demo.markup import Dialect, render
from threadgraph.demo.tale import Comment, Entry, Site

__all__ = ["resources"]

_POST = Dialect()
_COMMENT = Dialect(quote="angle", rel="nofollow", strong="b")

_CSS = """body { background: #fff; color: #444; font: x-small/1.6em 'Trebuchet MS', Trebuchet, Verdana, sans-serif;
  font-size: 13px; margin: 0; }
#header { border-bottom: 1px dotted #ccc; margin: 0 auto; padding: 30px 10px 15px; width: 700px; }
#blog-title { color: #666; font: 28px Georgia, serif; margin: 0; } #blog-title a { color: #666; text-decoration: none; }
#description { color: #999; font-size: 11px; letter-spacing: .15em; text-transform: uppercase; }
#content { margin: 0 auto; overflow: hidden; width: 700px; } #main { float: left; width: 450px; }
#sidebar { float: right; width: 210px; font-size: 12px; }
.date-header { color: #999; font-size: 11px; letter-spacing: .2em; text-transform: uppercase; }
.post-title { color: #c60; font: 18px Georgia, serif; } .post-footer { color: #999; font-size: 11px; }
.comment-poster { font-weight: bold; margin-top: 12px; } .comment-body { margin: 0; }
.comment-timestamp { color: #999; font-size: 11px; margin: 0 0 12px; } .deleted-comment { color: gray; font-style: italic; }
a { color: #58a; } blockquote { border-left: 3px solid #ddd; margin-left: 10px; padding-left: 12px; }
"""

_WORDS = {
    "fr": ("commentaires", "a dit...", "Liens", "Précédents", "Enregistrer un commentaire", "Retour à l'accueil",
           "Ce commentaire a été supprimé par un administrateur du blog.", "posté par", "À propos de moi"),
    "en": ("Comments", "said...", "Links", "Previous Posts", "Post a Comment", "Home",
           "This post has been removed by a blog administrator.", "posted by", "About Me"),
}  # fmt: skip


def resources(site: Site) -> dict[str, Resource]:
    """Front page, entries and the Atom feed."""
    found = {
        "/": html(site, _front(site)),
        "/atom.xml": atom03(site, "/atom.xml", "Blogger"),
        "/template.css": css(_CSS),
    }
    for entry in site.entries:
        found[entry.path] = html(site, _single(site, entry))
    return found


def _page(site: Site, title: str, main: str) -> str:
    words = _WORDS[site.language]
    roll = "\n".join(
        f'    <li><a href="{url}">{escape(name, quote=False)}</a></li>' for name, url in site.blogroll
    )
    recent = "\n".join(
        f'    <li><a href="{site.url(e.path)}">{escape(e.title, quote=False)}</a></li>' for e in site.entries
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="{site.language}" lang="{site.language}">
<head>
  <title>{title}</title>
  <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
  <meta name="MSSmartTagsPreventParsing" content="true" />
  <meta name="generator" content="Blogger" />
  <link rel="alternate" type="application/atom+xml" title="{escape(site.title)}" href="{site.home}atom.xml" />
  <link rel="stylesheet" type="text/css" href="{site.home}template.css" />
</head>
<body>
{banner()}
<!-- Begin #header -->
<div id="header">
  <h1 id="blog-title"><a href="{site.home}">{escape(site.title, quote=False)}</a></h1>
  <p id="description">{escape(site.tagline, quote=False)}</p>
</div>
<!-- Begin #content -->
<div id="content">
<!-- Begin #main -->
<div id="main"><div id="main2">
{main}
</div></div>
<!-- Begin #sidebar -->
<div id="sidebar"><div id="sidebar2">
  <div id="profile-container"><h2 class="sidebar-title">{words[8]}</h2>
  <dl class="profile-datablock"><dd class="profile-data"><strong>Name:</strong> {escape(site.owner, quote=False)}</dd></dl>
  <p class="profile-textblock">{escape(site.about, quote=False)}</p></div>
  <h2 class="sidebar-title">{words[2]}</h2>
  <ul>
{roll}
  </ul>
  <h2 class="sidebar-title">{words[3]}</h2>
  <ul id="recently">
{recent}
  </ul>
  <p id="powered-by"><a href="http://www.blogger.com">Powered by Blogger</a></p>
</div></div>
</div>
</body>
</html>
"""


def _post(site: Site, entry: Entry, front: bool) -> str:
    words = _WORDS[site.language]
    day, time = (
        dates.blogger(entry.at, site.language).rsplit(" ", 2)[0],
        f"{entry.at.hour % 12 or 12}:{entry.at:%M}",
    )
    url = site.url(entry.path)
    number = len(entry.comments)
    tail = f' <a class="comment-link" href="{url}#comments">{number} {words[0]}</a>' if front else ""
    half = "AM" if entry.at.hour < 12 else "PM"
    return f"""<h2 class="date-header">{day}</h2>
<!-- Begin .post -->
<div class="post"><a name="{entry.id}"></a>
  <h3 class="post-title">{signature(entry.title, url) if front else escape(entry.title, quote=False)}</h3>
  <div class="post-body">
  <div>{render(entry.text, _POST)}</div>
  </div>
  <p class="post-footer">
    <em>{words[7]} {escape(entry.author, quote=False)} @ <a href="{url}" title="permanent link">{time} {half}</a></em>{tail}
  </p>
</div>
<!-- End .post -->
"""


def _front(site: Site) -> str:
    posts = "".join(_post(site, e, front=True) for e in site.entries)
    return _page(site, escape(site.title, quote=False), posts)


def _single(site: Site, entry: Entry) -> str:
    words = _WORDS[site.language]
    comments = "\n".join(_comment(c, site.language) for c in entry.comments)
    main = f"""{_post(site, entry, front=False)}
<!-- Begin #comments -->
<div id="comments">
  <a name="comments"></a>
  <h4>{len(entry.comments)} {words[0]}:</h4>
  <dl id="comments-block">
{comments}
  </dl>
  <p class="comment-timestamp">
    <a class="comment-link" href="http://www.blogger.com/comment.g?blogID=1129&amp;postID={entry.id}">{words[4]}</a>
  </p>
  <p class="comment-timestamp"><a href="{site.home}">&lt;&lt; {words[5]}</a></p>
</div>
"""
    return _page(site, f"{escape(site.title, quote=False)}: {escape(entry.title, quote=False)}", main)


def _comment(comment: Comment, language: str) -> str:
    words = _WORDS[language]
    if comment.removed:
        body = f'<span class="deleted-comment">{words[6]}</span>'
    else:
        body = render(comment.text, _COMMENT)
    return f"""    <dt class="comment-poster" id="c{comment.id}"><a name="c{comment.id}"></a>
      {signature(comment.author, comment.url, ' rel="nofollow"')} {words[1]}
    </dt>
    <dd class="comment-body">
      {body}
    </dd>
    <dd class="comment-timestamp"><a href="#{comment.id}" title="comment permalink">{dates.blogger(comment.at, language)}</a></dd>
"""
