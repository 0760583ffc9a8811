"""The small markup of the story, and how each engine of the time printed it.

Blocks are parted by empty lines. A block whose lines begin with ``> `` is a quote (a first line
``>> name`` says whose); one whose lines begin with ``- `` is a list; ``[text](url)`` is a link and
``*text*`` stands out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

__all__ = ["Dialect", "links", "plain", "render"]

_LINK = re.compile(r"\[([^\]]+)\]\((http[^)\s]+)\)")
_BARE = re.compile(r"(?<![\"'>])(https?://[^\s<>()]+[^\s<>().,;:!?])")
_STRONG = re.compile(r"\*([^*\n]+)\*")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one engine prints one kind of text.

    Parameters
    ----------
    quote : {'blockquote', 'angle', 'phpbb'}
        As an element, as lines that begin with ``>``, or as the tables of phpBB.
    paragraphs : bool
        ``<p>`` around blocks; line breaks otherwise.
    anchor : str
        What stands in a link's tag before ``href``.
    bare : bool
        Whether addresses in the text become links.
    rel : str
        The ``rel`` of links, empty for none.
    strong : str
        The element for what stands out.
    """

    quote: str = "blockquote"
    paragraphs: bool = True
    anchor: str = ""
    bare: bool = False
    rel: str = ""
    strong: str = "strong"


def render(text: str, dialect: Dialect) -> str:
    """The text as HTML.

    Examples
    --------
    >>> render("Bonjour & [merci](http://a.example/)", Dialect())
    '<p>Bonjour &amp; <a href="http://a.example/">merci</a></p>'
    """
    if dialect.quote == "phpbb":
        return "<br />\n<br />\n".join(_phpbb(block, dialect) for block in _blocks(text))
    shown = [_block(block, dialect) for block in _blocks(text)]
    return ("\n" if dialect.paragraphs else "<br />\n<br />\n").join(shown)


def plain(text: str, limit: int = 0) -> str:
    """The words alone, on one line; cut at a word near `limit`."""
    words = _STRONG.sub(r"\1", _LINK.sub(r"\1", text))
    words = " ".join(re.sub(r"^(>+|-) ", "", line) for line in words.splitlines() if line.strip())
    if limit and len(words) > limit:
        words = words[:limit].rsplit(" ", 1)[0] + " [...]"
    return words


def links(text: str) -> list[str]:
    """The addresses that a text leads to, in order.

    >>> links("Vu [là](http://a.example/) et http://b.example/c.")
    ['http://a.example/', 'http://b.example/c']
    """
    found = [(m.start(), m.group(2)) for m in _LINK.finditer(text)]
    rest = _LINK.sub(lambda m: " " * len(m.group()), text)
    found += [(m.start(), m.group(1)) for m in _BARE.finditer(rest)]
    return [url for _, url in sorted(found)]


def _blocks(text: str) -> list[list[str]]:
    return [block.splitlines() for block in re.split(r"\n\s*\n", text.strip())]


def _quoted(lines: list[str]) -> tuple[str, list[str]] | None:
    if not all(line.startswith(">") for line in lines):
        return None
    name = lines[0][3:].strip() if lines[0].startswith(">> ") else ""
    return name, [line[1:].strip() for line in (lines[1:] if name else lines)]


def _block(lines: list[str], dialect: Dialect) -> str:
    quote = _quoted(lines)
    if quote and dialect.quote == "blockquote":
        return f"<blockquote><p>{_lines(quote[1], dialect)}</p></blockquote>"
    if quote:
        return _paragraph("<br />\n".join(f"&gt; {_inline(line, dialect)}" for line in quote[1]), dialect)
    if all(line.startswith("- ") for line in lines) and dialect.paragraphs:
        return "<ul>\n" + "\n".join(f"<li>{_inline(line[2:], dialect)}</li>" for line in lines) + "\n</ul>"
    return _paragraph(_lines(lines, dialect), dialect)


def _phpbb(lines: list[str], dialect: Dialect) -> str:
    quote = _quoted(lines)
    if not quote:
        return _lines(lines, dialect)
    head = f"{escape(quote[0])} a écrit:" if quote[0] else "Citation:"
    return (
        '</span><table width="90%" cellspacing="1" cellpadding="3" border="0" align="center"><tr> '
        f'<td><span class="genmed"><b>{head}</b></span></td></tr><tr>'
        f'<td class="quote">{_lines(quote[1], dialect)}</td></tr></table><span class="postbody">'
    )


def _paragraph(shown: str, dialect: Dialect) -> str:
    return f"<p>{shown}</p>" if dialect.paragraphs else shown


def _lines(lines: list[str], dialect: Dialect) -> str:
    return "<br />\n".join(_inline(line, dialect) for line in lines)


def _inline(text: str, dialect: Dialect) -> str:
    out: list[str] = []
    end = 0
    for match in _LINK.finditer(text):
        out.append(_words(text[end : match.start()], dialect))
        out.append(_anchor(match.group(2), escape(match.group(1), quote=False), dialect))
        end = match.end()
    return "".join(out) + _words(text[end:], dialect)


def _words(text: str, dialect: Dialect) -> str:
    shown = _STRONG.sub(rf"<{dialect.strong}>\1</{dialect.strong}>", escape(text, quote=False))
    if not dialect.bare:
        return shown
    return _BARE.sub(lambda m: _anchor(m.group(1), m.group(1), dialect), shown)


def _anchor(url: str, shown: str, dialect: Dialect) -> str:
    rel = f' rel="{dialect.rel}"' if dialect.rel else ""
    return f'<a{dialect.anchor} href="{escape(url)}"{rel}>{shown}</a>'
