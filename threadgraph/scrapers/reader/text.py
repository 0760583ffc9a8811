"""HTML elements → the text that a reader sees, with quotes as lines that begin with ``> ``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

import nh3
from lxml import etree
from lxml import html as lxml_html

from threadgraph.addresses import absolute

__all__ = [
    "classes",
    "clean_html",
    "has_digit",
    "length",
    "links_in",
    "quoting",
    "split_classes",
    "tidy",
    "to_text",
    "unescaped",
    "unspaced",
]

_DIGIT = re.compile(r"\d")
#: Letters of scripts that put no space between words.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")

_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_SPACED = frozenset(["p", "blockquote", "pre", "ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6"])
_SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "iframe",
        "object",
        "svg",
        "button",
        "select",
        "textarea",
        "input",
        "map",
        "form",
    ]
)
_QUOTE = re.compile(
    r"^(?:quote|bbcode_quote|bbcodeblock-?quote|quotecontent|quoteblock|bbcodequote|quotebody|quotemain|citation|"
    r"comment_quote|post_quote|quoted|gmail_quote|yj6qo|quote-content|bbquote)$"
)
_ORIGINALLY = re.compile(
    r"(?:(?:quote|zitat|citation|cita|citazione|citat)\s*:?\s*)?(?:originally posted by|zitat von|envoyé par|citation de|iniciado por|originalmente publicado por|originariamente scritto da)\b",
    re.I,
)
_EXPAND = re.compile(
    r"\s*(?:click to expand|zum vergrößern|cliquez pour agrandir|clic para expandir)\W*$", re.I
)
#: Space that is not already one space.
_SPACES = re.compile(r"[ \t\r\n\f\u200b]{2,}|[\t\r\n\f\u200b]")
_TAGS = {
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "cite",
    "code",
    "dd",
    "del",
    "dl",
    "dt",
    "em",
    "i",
    "img",
    "ins",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "strong",
    "sub",
    "sup",
    "u",
    "ul",
}


def classes(el: Any) -> list[str]:
    """The class tokens of an element, lower case."""
    value = el.get("class")
    return split_classes(value) if value else []


@lru_cache(maxsize=32768)
def split_classes(value: str) -> list[str]:
    """The tokens of a class attribute, lower case; shared, so never to be changed."""
    return value.lower().split()


def is_quote(el: Any) -> bool:
    """Whether an element holds somebody else's words."""
    return el.tag == "blockquote" or (bool(value := el.get("class")) and quoting(value))


@lru_cache(maxsize=16384)
def quoting(value: str) -> bool:
    """Whether a class attribute calls an element a quote."""
    return any(_QUOTE.match(c) for c in value.lower().split())


def _old_quote(el: Any) -> bool:
    """Whether a box begins like the quotes of boards before 2010: "Quote: Originally Posted by Anne"."""
    head = ""
    for i, piece in enumerate(el.itertext()):
        head += piece
        if len(head) > 160 or i > 12:
            break
    return bool(_ORIGINALLY.match(" ".join(head.split())))


def _one_quote(outer: str, inner: str) -> bool:
    """Whether a quote in a quote is all that the outer one says, but for who said it."""
    outer = _EXPAND.sub("", outer)
    inner = _EXPAND.sub("", inner)
    return outer.endswith(inner) and len(outer[: len(outer) - len(inner)].split()) <= 12


class _Writer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.depth = 0
        self.quoted: list[str] = []
        self.gap = False
        self.pre = 0

    def end(self, gap: bool = False) -> None:
        text = "".join(self.line)
        if not self.pre and text:
            text = _SPACES.sub(" ", text).strip()
        self.line = []
        if text.strip():
            if self.gap and self.lines:
                self.lines.append("")
            self.lines.append("> " * self.depth + text)
            self.gap = False
        self.gap = self.gap or gap

    def say(self, text: str | None) -> None:
        if not text:
            return
        if self.pre and "\n" in text:
            first, *rest = text.split("\n")
            self.line.append(first)
            for part in rest:
                self.end(gap=not any(said.strip() for said in self.line))
                self.line.append(part)
        else:
            self.line.append(text)


def to_text(parts: Iterable[Any], skip: Collection[Any] = ()) -> str:
    """The text of some elements, one paragraph a block.

    Parameters
    ----------
    parts : iterable of lxml elements
    skip : collection of lxml elements
        Left out, with all they hold.

    Returns
    -------
    str

    Examples
    --------
    >>> el = lxml_html.fromstring("<div><blockquote>Down for <b>five</b> hours</blockquote>No, one.</div>")
    >>> to_text([el])
    '> Down for five hours\\n\\nNo, one.'
    """
    w = _Writer()
    parts = list(parts)
    for el in parts:
        _walk(el, w, skip, 0, root=len(parts) == 1)
        w.end(gap=True)
    return "\n".join(w.lines)


def _walk(el: Any, w: _Writer, skip: Collection[Any], deep: int, root: bool = False) -> None:
    if not isinstance(el.tag, str) or el.tag in _SILENT or el in skip or deep > 240:
        return
    tag = el.tag
    if tag == "br":
        w.end()
        return
    if tag == "img":
        alt = el.get("alt") or ""
        if 0 < len(alt) <= 12 and (
            "smil" in (el.get("class") or "") + (el.get("src") or "") or "emoji" in (el.get("class") or "")
        ):
            w.say(alt)
        return
    block = tag in _BLOCK or (tag == "cite" and w.depth > 0)
    quote = not root and (is_quote(el) or (tag in ("div", "table") and not w.depth and _old_quote(el)))
    if block or quote:
        w.end(gap=tag in _SPACED or quote)
    if quote:
        said = " ".join(" ".join(el.itertext()).split())
        if w.quoted and _one_quote(w.quoted[-1], said):
            quote = False  # a box within a box, both of one quote
        else:
            w.quoted.append(said)
            w.depth += 1
    w.pre += tag == "pre"
    w.say(el.text)
    for child in el:
        _walk(child, w, skip, deep + 1)
        w.say(child.tail)
    if tag in ("td", "th"):
        w.say(" ")
    if block or quote:
        w.end(gap=tag in _SPACED or quote)
    w.pre -= tag == "pre"
    if quote:
        w.depth -= 1
        w.quoted.pop()


def length(text: str) -> int:
    """About how many words a text has; three letters make one where none are parted.

    >>> length("It is down."), length("我弟弟三月份买了一个，两周就坏了。")
    (3, 6)
    """
    return len(text.split()) + unspaced(text)


def unspaced(text: str) -> int:
    """About how many words of a text stand unparted."""
    return 0 if text.isascii() else len(_UNSPACED.findall(text)) // 3


def has_digit(text: str) -> bool:
    """Whether a text holds a digit."""
    return _DIGIT.search(text) is not None or (not text.isascii() and any(map(str.isdigit, text)))


def tidy(text: str) -> str:
    """Plain text with clean line ends and no runs of empty lines."""
    lines = [
        re.sub(r"[ \t\u200b\xa0]+$", "", line)
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def unescaped(markup: str, base: str = "") -> tuple[str, str, tuple[str, ...]]:
    """Text, sanitised HTML and links of a piece of HTML, as interfaces and feeds hold them.

    Parameters
    ----------
    markup : str
    base : str
        What relative links start from.

    Returns
    -------
    tuple of (str, str, tuple of str)
    """
    if not markup or not markup.strip():
        return "", "", ()
    if "<" not in markup and "&" not in markup:
        return tidy(markup), "", ()
    try:
        el = lxml_html.fragment_fromstring(_storable(markup), create_parent="div")
    except (etree.ParserError, ValueError):
        return tidy(re.sub(r"<[^>]*>", " ", markup)), "", ()
    return (
        to_text([el]),
        nh3.clean(markup, tags=_TAGS, url_schemes={"http", "https", "mailto"}),
        links_in([el], base),
    )


def _storable(markup: str) -> str:
    return "".join(c for c in markup if c >= " " or c in "\t\n\r")


def clean_html(parts: Iterable[Any]) -> str:
    """The HTML of some elements with nothing in it that could run or load."""
    raw = "".join(etree.tostring(el, method="html", encoding="unicode", with_tail=False) for el in parts)
    return nh3.clean(raw, tags=_TAGS, url_schemes={"http", "https", "mailto"}).strip()


def links_in(parts: Iterable[Any], base: str, skip: Collection[Any] = ()) -> tuple[str, ...]:
    """The addresses that some elements link to, in order, each once."""
    found: dict[str, None] = {}
    for el in parts:
        for a in el.iter("a"):
            if skip and any(x in skip for x in _up(a, el)):
                continue
            url = absolute(base, a.get("href"))
            if url:
                found[url] = None
    return tuple(found)


def _up(el: Any, top: Any) -> Iterable[Any]:
    while el is not None:
        yield el
        if el is top:
            return
        el = el.getparent()
