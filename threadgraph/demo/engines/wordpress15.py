"""WordPress 1.5 with its default theme, Kubrick, in English as many French blogs left it."""

# The engine's own lines, blanks and tabs are kept as it printed them.
# ruff: noqa: W291, W293

from __future__ import annotations

from html import escape

from threadgraph.demo import dates
from threadgraph.demo.engines.frame import Resource, banner, css, html, redirect, rss2, signature
from threadgraph.demo.markup import Dialect, render
from threadgraph.demo.tale import Comment, Entry, Site, Trackback

__all__ = ["KUBRICK", "resources"]

_POST = Dialect()
_COMMENT = Dialect(bare=True, rel="nofollow")

KUBRICK = """body { background: #d5d6d7; color: #333; font: 62.5% 'Lucida Grande', Verdana, Arial, sans-serif;
  margin: 0; }
#sidebar ul { list-style: none; padding: 0; } #sidebar h2 { font-size: 1.2em; margin: 10px 0 4px; }
#page { background: white; border: 1px solid #959596; font-size: 1.2em; margin: 20px auto; width: 760px; }
#header { background: #4180b6; color: white; height: 160px; text-align: center; }
#header h1 { font-size: 3.4em; margin: 0; padding-top: 50px; } #header a { color: white; text-decoration: none; }
.narrowcolumn { float: left; padding: 0 0 20px 45px; width: 450px; }
.widecolumn { margin: 5px auto 0; padding: 10px 0 20px; width: 560px; line-height: 1.5em; }
.entry, .entrytext { line-height: 1.6em; } #sidebar { margin-left: 545px; padding: 20px 0 10px; width: 190px; }
h2, h3 { font-family: 'Trebuchet MS', Verdana, sans-serif; } h2 a { color: #333; text-decoration: none; }
.navigation { overflow: hidden; } .alignleft { float: left; } .alignright { float: right; }
.postmetadata { background: #f8f8f8; padding: 4px 8px; } a { color: #06c; } hr { display: none; }
.commentlist { padding-left: 20px; } .commentlist li { padding: 8px 10px 3px; margin: 12px 0; }
.alt { background: #f8f8f8; border-top: 1px solid #ddd; border-bottom: 1px solid #ddd; }
.commentlist cite { font-style: normal; font-weight: bold; font-size: 1.1em; }
.commentmetadata a { color: #777; } small { color: #777; }
blockquote { border-left: 5px solid #ddd; margin: 15px 20px 0 10px; padding-left: 15px; }
#commentform textarea { width: 95%; } #footer { clear: both; padding: 10px; text-align: center; }
"""


def resources(site: Site) -> dict[str, Resource]:
    """Front page, entries, feeds and the address where a browser lands on a trackback link."""
    feeds = {e.id: f"/?feed=rss2&p={e.id}" for e in site.entries}
    found = {
        "/": html(site, _front(site)),
        "/?feed=rss2": rss2(site, None, "/?feed=rss2", feeds),
        "/wp-content/themes/default/style.css": css(KUBRICK),
    }
    for number, entry in enumerate(site.entries):
        found[entry.path] = html(site, _single(site, entry, number))
        found[feeds[entry.id]] = rss2(site, entry, feeds[entry.id], feeds)
        found[f"/wp-trackback.php?p={entry.id}"] = redirect(site.url(entry.path))
    return found


def _page(site: Site, title: str, content: str) -> str:
    name = escape(site.title, quote=False)
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">

<head profile="http://gmpg.org/xfn/11">
	<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />

	<title>{title}</title>
	
	<meta name="generator" content="WordPress 1.5.2" /> <!-- leave this for stats -->

	<link rel="stylesheet" href="{site.home}wp-content/themes/default/style.css" type="text/css" media="screen" />
	<link rel="alternate" type="application/rss+xml" title="RSS 2.0" href="{site.home}?feed=rss2" />
	<link rel="pingback" href="{site.home}xmlrpc.php" />
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
		{name} is proudly powered by 
		<a href="http://wordpress.org">WordPress</a>
		<br /><a href="{site.home}?feed=rss2">Entries (RSS)</a>
	</p>
</div>
</div>
</body>
</html>
"""


def _front(site: Site) -> str:
    posts = "".join(
        f"""		<div class="post" id="post-{e.id}">
				<h2><a href="{escape(site.url(e.path))}" rel="bookmark" title="Permanent Link to {escape(e.title)}">{escape(e.title, quote=False)}</a></h2>
				<small>{dates.english_day(e.at)} <!-- by {escape(e.author, quote=False)} --></small>
				
				<div class="entry">
{render(e.text, _POST)}
				</div>
		
				<p class="postmetadata">Posted in <a href="{site.home}" rel="category">{escape(e.category, quote=False)}</a> <strong>|</strong>  <a href="{escape(site.url(e.path))}#comments">{_count(e)} &#187;</a></p> 
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
			<li><h2>About</h2><p>{escape(site.about, quote=False)}</p></li>
			<li><h2>Archives</h2>
				<ul><li><a href='{site.home}' title='October 2005'>October 2005</a></li></ul>
			</li>
			<li id="linkcat-1"><h2>Blogroll</h2>
				<ul>
{roll}				</ul>
			</li>
		</ul>
	</div>
"""
    return _page(site, escape(site.title, quote=False), content)


def _count(entry: Entry) -> str:
    number = len(entry.comments) + len(entry.trackbacks)
    return f"{number} Comment{'s' if number != 1 else ''}" if number else "No Comments"


def _single(site: Site, entry: Entry, number: int) -> str:
    url = escape(site.url(entry.path))
    title = escape(entry.title, quote=False)
    older = site.entries[number + 1] if number + 1 < len(site.entries) else None
    newer = site.entries[number - 1] if number else None
    left = (
        f'&laquo; <a href="{escape(site.url(older.path))}">{escape(older.title, quote=False)}</a>'
        if older
        else ""
    )
    right = (
        f'<a href="{escape(site.url(newer.path))}">{escape(newer.title, quote=False)}</a> &raquo;'
        if newer
        else ""
    )
    half = "am" if entry.at.hour < 12 else "pm"
    when = f"{dates.english_day(entry.at, weekday=True)} at {entry.at.hour % 12 or 12}:{entry.at:%M} {half}"
    content = f"""	<div id="content" class="widecolumn">
				
		<div class="navigation">
			<div class="alignleft">{left}</div>
			<div class="alignright">{right}</div>
		</div>
	
		<div class="post" id="post-{entry.id}">
			<h2><a href="{url}" rel="bookmark" title="Permanent Link: {escape(entry.title)}">{title}</a></h2>
	
			<div class="entrytext">
{render(entry.text, _POST)}
	
				<p class="postmetadata alt">
					<small>
						This entry was posted 
						on {when} and is filed under <a href="{site.home}" rel="category">{escape(entry.category, quote=False)}</a>.
						You can follow any responses to this entry through the <a href='{site.home}?feed=rss2&amp;p={entry.id}'>RSS 2.0</a> feed. 
						You can <a href="#respond">leave a response</a>, or <a href="{site.home}wp-trackback.php?p={entry.id}" rel="trackback">trackback</a> from your own site.
					</small>
				</p>
	
			</div>
		</div>
		
<!-- You can start editing here. -->

{_comments(entry)}

<h3 id="respond">Leave a Reply</h3>
<form action="{site.home}wp-comments-post.php" method="post" id="commentform">
<p><input type="text" name="author" id="author" value="" size="22" tabindex="1" />
<label for="author"><small>Name (required)</small></label></p>
<p><input type="text" name="email" id="email" value="" size="22" tabindex="2" />
<label for="email"><small>Mail (will not be published) (required)</small></label></p>
<p><textarea name="comment" id="comment" cols="100" rows="10" tabindex="4"></textarea></p>
<p><input name="submit" type="submit" id="submit" tabindex="5" value="Submit Comment" />
<input type="hidden" name="comment_post_ID" value="{entry.id}" /></p>
</form>
	</div>
"""
    return _page(site, f"{escape(site.title, quote=False)} &raquo; Blog Archive &raquo; {title}", content)


def _comments(entry: Entry) -> str:
    both: list[Comment | Trackback] = sorted([*entry.comments, *entry.trackbacks], key=lambda c: c.at)
    if not both:
        return "\t\t<!-- If comments are open, but there are no comments. -->"
    many = f"{len(both)} Response{'s' if len(both) != 1 else ''}"
    items = "\n".join(_comment(c, odd=i % 2 == 0) for i, c in enumerate(both))
    return f"""	<h3 id="comments">{many} to &#8220;{escape(entry.title, quote=False)}&#8221;</h3> 

	<ol class="commentlist">

{items}

	</ol>
"""


def _comment(comment: Comment | Trackback, odd: bool) -> str:
    if isinstance(comment, Trackback):
        name = signature(comment.blog, comment.url, " rel='external nofollow'", "'")
        text = f"<strong>{escape(comment.title, quote=False)}</strong></p>\n<p>{escape(comment.excerpt, quote=False)}</p>"
        body = f"<p>{text}"
    else:
        name = signature(comment.author, comment.url, " rel='external nofollow'", "'")
        body = render(comment.text, _COMMENT)
    return f"""		<li class="{"alt" if odd else ""}" id="comment-{comment.id}">
			<cite>{name}</cite> Says:
						<br />

			<small class="commentmetadata"><a href="#comment-{comment.id}" title="">{dates.english(comment.at)}</a> </small>

{body}

		</li>
"""
