"""phpBB 2 in French, subSilver style: the table of a topic, with the quotes in tables of their own."""

# The engine's own lines, blanks and tabs are kept as it printed them.
# ruff: noqa: E101

from __future__ import annotations

from html import escape

from threadgraph.demo import dates
from threadgraph.demo.engines.frame import Resource, banner, css, html
from threadgraph.demo.markup import Dialect, render
from threadgraph.demo.tale import Comment, Entry, Site

__all__ = ["resources"]

_TEXT = Dialect(
    quote="phpbb",
    paragraphs=False,
    anchor=' target="_blank" class="postlink"',
    bare=True,
    strong='span style="font-weight: bold"',
)

_CSS = """body { background: #e5e5e5; font-family: Verdana, Arial, Helvetica, sans-serif; margin: 0; }
.bodyline { background: #fff; border: 1px solid #98aab1; } .forumline { background: #fff; border: 2px solid #006699; }
td.row1 { background: #efefef; } td.row2 { background: #dee3e7; } td.spaceRow { background: #d1d7dc; height: 3px; }
th { background: #006699; color: #ffa34f; font-size: 11px; height: 25px; } .maintitle { font: bold 20px 'Trebuchet MS', sans-serif; }
.gen, .postbody { font-size: 12px; line-height: 18px; } .genmed, .name, .topictitle { font-size: 11px; }
.postdetails, .gensmall, .copyright, .nav { font-size: 10px; } .nav { font-weight: bold; } a { color: #006699; }
td.quote { background: #fafafa; border: 1px solid #d1d7dc; color: #444; font-size: 11px; line-height: 125%; }
"""


def resources(site: Site) -> dict[str, Resource]:
    """The forum's list of topics, each topic, and each post's own address."""
    found = {
        "/": html(site, _list(site)),
        "/viewforum.php?f=4": html(site, _list(site)),
        "/templates/subSilver/subSilver.css": css(_CSS),
    }
    for entry in site.entries:
        page = html(site, _topic(site, entry))
        found[entry.path] = page
        for comment in entry.comments:
            found[f"/viewtopic.php?p={comment.id}"] = page
    return found


def _page(site: Site, title: str, content: str) -> str:
    name = escape(site.title, quote=False)
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html dir="ltr">
<head>
<meta http-equiv="Content-Type" content="text/html; charset={site.charset}">
<meta http-equiv="Content-Style-Type" content="text/css">
<title>{name} :: {title}</title>
<link rel="stylesheet" href="templates/subSilver/subSilver.css" type="text/css">
</head>
<body bgcolor="#E5E5E5" text="#000000" link="#006699" vlink="#5493B4">
{banner()}
<a name="top"></a>
<table width="100%" cellspacing="0" cellpadding="10" border="0" align="center">
	<tr>
		<td class="bodyline"><table width="100%" cellspacing="0" cellpadding="0" border="0">
			<tr>
				<td align="center" width="100%" valign="middle"><span class="maintitle">{name}</span><br /><span class="gen">{escape(site.tagline, quote=False)}<br />&nbsp; </span></td>
			</tr>
		</table>
{content}
<div align="center"><span class="copyright"><br />Powered by <a href="http://www.phpbb.com/" target="_phpbb" class="copyright">phpBB</a> &copy; 2001, 2005 phpBB Group<br />Traduction par : <a href="http://www.phpbb-fr.com/" class="copyright">phpBB-fr.com</a></span></div>
		</td>
	</tr>
</table>
</body>
</html>
"""


def _list(site: Site) -> str:
    rows = "".join(
        f"""	<tr>
	  <td class="row1" width="100%"><span class="topictitle"><a href="{escape(e.path.lstrip("/"))}" class="topictitle">{escape(e.title, quote=False)}</a></span></td>
	  <td class="row2" align="center" valign="middle"><span class="postdetails">{len(e.comments)}</span></td>
	  <td class="row2" align="center" valign="middle"><span class="name">{escape(e.author, quote=False)}</span></td>
	  <td class="row2" align="center" valign="middle" nowrap="nowrap"><span class="postdetails">{dates.phpbb(e.comments[-1].at if e.comments else e.at)}</span></td>
	</tr>
"""
        for e in site.entries
    )
    content = f"""<table border="0" cellpadding="4" cellspacing="1" width="100%" class="forumline">
	<tr>
	  <th nowrap="nowrap">&nbsp;Sujets&nbsp;</th>
	  <th width="50" align="center" nowrap="nowrap">&nbsp;Réponses&nbsp;</th>
	  <th width="100" align="center" nowrap="nowrap">&nbsp;Auteur&nbsp;</th>
	  <th align="center" nowrap="nowrap">&nbsp;Derniers Messages&nbsp;</th>
	</tr>
{rows}</table>
"""
    return _page(site, "Hébergement et serveurs", content)


def _topic(site: Site, entry: Entry) -> str:
    opening = Comment(
        id=str(entry.id), author=entry.author, url="", at=entry.at, text=entry.text, member=entry.category
    )
    rows = "".join(_row(entry, c, i) for i, c in enumerate((opening, *entry.comments)))
    title = escape(entry.title, quote=False)
    content = f"""<table width="100%" cellspacing="2" cellpadding="2" border="0">
  <tr>
	<td align="left" valign="bottom" colspan="2"><a class="maintitle" href="{escape(entry.path.lstrip("/"))}">{title}</a></td>
  </tr>
  <tr>
	<td align="left" valign="middle" width="100%"><span class="nav">&nbsp;&nbsp;&nbsp;<a href="{site.home}" class="nav">{escape(site.title, quote=False)} Index du Forum</a> -> <a href="viewforum.php?f=4" class="nav">Hébergement et serveurs</a></span></td>
  </tr>
</table>

<table class="forumline" width="100%" cellspacing="1" cellpadding="3" border="0">
	<tr>
		<th class="thLeft" width="150" height="26" nowrap="nowrap">Auteur</th>
		<th class="thRight" nowrap="nowrap">Message</th>
	</tr>
{rows}</table>
<table width="100%" cellspacing="2" border="0" align="center"><tr><td><span class="gensmall">Toutes les heures sont au format GMT + 1 Heure (heure d'été)</span></td></tr></table>
"""
    return _page(site, f"Voir le sujet - {title}", content)


def _row(entry: Entry, post: Comment, number: int) -> str:
    row = "row1" if number % 2 == 0 else "row2"
    count = 17 + sum(map(ord, post.author)) % 900
    subject = escape(("" if number == 0 else "Re: ") + entry.title, quote=False) if number == 0 else ""
    home = (
        f'<a href="{escape(post.url)}" target="_userwww"><img src="templates/subSilver/images/lang_french/icon_www.gif" alt="Visiter le site web de l\'utilisateur" border="0" /></a>'
        if post.url
        else ""
    )
    place = f"<br />Localisation: {escape(post.member, quote=False)}" if post.member else ""
    return f"""	<tr>
		<td width="150" align="left" valign="top" class="{row}"><span class="name"><a name="{post.id}"></a><b>{escape(post.author, quote=False)}</b></span><br /><span class="postdetails"><br />Inscrit le: {1 + count % 28:02d} Mar 2004<br />Messages: {count}{place}</span><br /></td>
		<td class="{row}" width="100%" height="28" valign="top"><table width="100%" border="0" cellspacing="0" cellpadding="0">
			<tr>
				<td width="100%"><a href="viewtopic.php?p={post.id}#{post.id}"><img src="templates/subSilver/images/icon_minipost.gif" width="12" height="9" alt="Message" title="Message" border="0" /></a><span class="postdetails">Posté le: {dates.phpbb(post.at)}<span class="gen">&nbsp;</span>&nbsp; &nbsp;Sujet du message: {subject}</span></td>
				<td valign="top" nowrap="nowrap"><a href="posting.php?mode=quote&amp;p={post.id}"><img src="templates/subSilver/images/lang_french/icon_quote.gif" alt="Répondre en citant" title="Répondre en citant" border="0" /></a></td>
			</tr>
			<tr>
				<td colspan="2"><hr /></td>
			</tr>
			<tr>
				<td colspan="2"><span class="postbody">{render(post.text, _TEXT)}</span><span class="gensmall"></span></td>
			</tr>
		</table></td>
	</tr>
	<tr>
		<td class="{row}" width="150" align="left" valign="middle"><span class="nav"><a href="#top" class="nav">Revenir en haut</a></span></td>
		<td class="{row}" width="100%" height="28" valign="bottom" nowrap="nowrap">{home}</td>
	</tr>
	<tr>
		<td class="spaceRow" colspan="2" height="1"><img src="templates/subSilver/images/spacer.gif" alt="" width="1" height="1" /></td>
	</tr>
"""
