"""Wikitext, drawn as far as a talk page needs: headings, indentation, links, quotes.

What comes out is the markup that MediaWiki itself would draw, so that one rule (`reader.talk`) reads the
source of a talk page and the page. Templates are left out but for those that quote, address or sign.
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import quote

__all__ = ["drawn"]

_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<ref\b[^>]*/>|<ref\b.*?</ref\s*>|__[A-Z]{3,20}__|<(?:gallery|timeline|math)\b.*?</(?:gallery|timeline|math)\s*>",
    re.S | re.I,
)
_VERBATIM = re.compile(r"<(nowiki|pre|syntaxhighlight|source)\b[^>]*?(?:/>|>(.*?)</\1\s*>)", re.S | re.I)
_TEMPLATE = re.compile(r"\{\{([^{}]*)\}\}")
_TABLE = re.compile(r"^\{\|.*?^\|\}", re.S | re.M)
_TAGS = "abbr|b|bdi|big|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|font|hr|i|ins|kbd|li|ol|p|q|s|samp|small|span|strike|strong|sub|sup|tt|u|ul|var"
_STRAY = re.compile(rf"<(?!/?(?:{_TAGS})\b[^<>]*>)", re.I)
_HEADING = re.compile(r"^(={1,6})\s*(.+?)\s*\1\s*$")
_INDENT = re.compile(r"^[:*#;]+")
_LINK = re.compile(
    r"\[\[([^\[\]|{}\n]+)(?:\|([^\[\]\n]*(?:\[[^\[\]\n]*\][^\[\]\n]*)*))?\]\]|\[(https?://[^\s\[\]<>\"]+)(?:\s+([^\[\]\n]+))?\]|(?<![\"'=>])(https?://[^\s<>\"\[\]|{}]*[^\s<>\"\[\]|{}.,;:!?)'])",
)
_UNLINKED = re.compile(r"^\s*(?:File|Image|Category|Datei|Kategorie|Fichier|Catégorie|Archivo|Categoría)\s*:", re.I)  # fmt: skip
_QUOTING = re.compile(r"^(?:tq[qi2b]*|talk ?quote(?: inline| block)?|quote(?: block| ?text)?|blockquote|cquote|xt|zitat|citation bloc|cita)$", re.I)  # fmt: skip
_ADDRESSING = re.compile(r"^(?:u|user link|ping|reply ?to|re|yo|notify|à|mention|antwort|@)$", re.I)
_SIGNING = re.compile(r"^(?:unsigned(?: ?2|ip|-ip)?|non signé|unsigniert|nicht signiert)$", re.I)
_DEEPEST = 40


def drawn(source: str, title: str, index: str) -> str:
    """The markup that a talk page's source is drawn as.

    Parameters
    ----------
    source : str
        Wikitext.
    title : str
        Of the page, for links to its own subpages.
    index : str
        The address of ``index.php``, which links are made of.

    Returns
    -------
    str

    Examples
    --------
    >>> print(drawn("== Why? ==\\n:''So'' [[User:Ann|Ann]]", "Talk:A", "/index.php"))
    <div class="mw-parser-output">
    <h2><span class="mw-headline" id="Why?">Why?</span></h2><dl><dd>So <a href="/index.php?title=User:Ann">Ann</a></dd></dl></div>
    """
    return f'<div class="mw-parser-output">\n{_Drawing(title, index).page(source)}</div>'


class _Drawing:
    def __init__(self, title: str, index: str) -> None:
        self.title, self.index = title, index
        self.kept: list[str] = []
        self.marks: dict[str, int] = {}

    def page(self, source: str) -> str:
        source = _VERBATIM.sub(self._keep, source.replace("\x00", ""))
        source = _TABLE.sub("", _UNSEEN.sub("", source))
        for _ in range(_DEEPEST):  # the innermost first
            source, times = _TEMPLATE.subn(_template, source)
            if not times:
                break
        out: list[str] = []
        paragraph: list[str] = []
        for line in [*source.splitlines(), ""]:
            heading, indent = _HEADING.match(line), _INDENT.match(line)
            if paragraph and (heading or indent or not line.strip()):
                out.append(f"<p>{self._inline(chr(10).join(paragraph))}</p>")
                paragraph = []
            if heading:
                out.append(self._heading(len(heading[1]), heading[2]))
            elif indent:
                depth = min(len(indent[0]), _DEEPEST)
                said = self._inline(line[indent.end() :].strip())
                out.append("<dl><dd>" * depth + said + "</dd></dl>" * depth)
            elif line.strip():
                paragraph.append(line)
        return re.sub("\x01(\\d+)\x01", lambda m: self.kept[int(m[1])], "".join(out))

    def _keep(self, m: re.Match[str]) -> str:
        """What is shown as it is typed waits until all else is drawn."""
        if m[2] is None:
            return ""
        said = escape(unescape(m[2]), quote=False)
        self.kept.append(said if m[1].lower() == "nowiki" else f"<pre>{said}</pre>")
        return f"\x01{len(self.kept) - 1}\x01"

    def _heading(self, level: int, said: str) -> str:
        shown = self._inline(said)
        plain = unescape(re.sub(r"<[^>]*>|\x01\d+\x01", "", shown))
        mark = re.sub(r"\s+", "_", plain.strip())
        self.marks[mark] = self.marks.get(mark, 0) + 1
        if self.marks[mark] > 1:  # as MediaWiki tells two headings of one text apart
            mark = f"{mark}_{self.marks[mark]}"
        return f'<h{level}><span class="mw-headline" id="{escape(mark)}">{shown}</span></h{level}>'

    def _inline(self, said: str) -> str:
        said = re.sub(r"'{5}|'{3}|'{2}", "", _STRAY.sub("&lt;", said))
        return _LINK.sub(self._link, said)

    def _link(self, m: re.Match[str]) -> str:
        target, label, url, shown, bare = m.groups()
        if bare or url:
            href = bare or url
            return f'<a href="{escape(unescape(href))}">{shown or href}</a>'
        if _UNLINKED.match(target):
            return ""
        target = target.strip()
        place, mark, fragment = target.removeprefix(":").partition("#")
        if place.startswith("/"):
            place = self.title + place.rstrip("/")
        title = quote(unescape(place.strip()).replace(" ", "_"), safe="/:~!,;()@*")
        href = f"{self.index}?title={title}" if place else ""
        href += f"#{quote(fragment.replace(' ', '_'))}" if mark else ""
        return f'<a href="{escape(href)}">{label if label else target.removeprefix(":")}</a>'


def _template(m: re.Match[str]) -> str:
    """What stands for a template: quoted words, a name that is addressed, a signature, or nothing."""
    name, *rest = (part.strip() for part in re.split(r"\|(?![^\[\]]*\]\])", m[1]))
    values = [v for v in rest if not re.match(r"[a-z_ ]{2,12}\s*=", v)]
    values = [re.sub(r"^\d\s*=\s*", "", v) for v in values]
    named = {k.strip(): v.strip() for k, mark, v in (r.partition("=") for r in rest) if mark}
    if _QUOTING.match(name):
        said = (values or [named.get("text") or named.get("quote") or ""])[0]
        return f'<q class="talkquote">{said}</q>' if said else ""
    if _ADDRESSING.match(name):
        return ", ".join(f"@[[User:{v}|{v}]]" for v in values if v)
    if _SIGNING.match(name) and values:
        user, when = (values[1], values[0]) if re.search(r"(?:19|20)\d\d", values[0]) and len(values) > 1 else (values[0], (values[1:] or [""])[0])  # fmt: skip
        return f"— Preceding unsigned comment added by [[User:{user}|{user}]] {when}"
    return ""
