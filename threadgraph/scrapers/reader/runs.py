"""Posts that only lines part: old guest books print words, name and time bare between ``<hr>`` and ``<hr>``.

The reader looks for elements that repeat. Here nothing repeats but the line, so each run of nodes
between two lines is put into a box, and its first and its last lines of bare text into boxes of
their own.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from threadgraph.scrapers.reader.furniture import HEADING

__all__ = ["LINES", "parted"]

#: The class of the boxes that are put around runs, and those of the boxes around lines.
_RUN = "tg-run"
_HEAD, _FOOT, _OVER = "tg-head", "tg-foot", "tg-above"
LINES = frozenset([_HEAD, _FOOT, _OVER])
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "table",
        "center",
        "blockquote",
        "ul",
        "ol",
        "dl",
        "pre",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "address",
        "fieldset",
        "section",
        "article",
    ]
)
_TIME = re.compile(r"(?<!\d)(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|(?:19|20)\d\d)(?!\d)")
_CLOCK = re.compile(r"\d[:.h]\d\d")
_NEVER = frozenset(["table", "tr", "tbody", "ul", "ol", "dl", "select"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_LONGEST = 6000


def parted(tree: Any) -> Any:
    """The tree, with the runs between lines in boxes where most of them tell a time.

    Parameters
    ----------
    tree : lxml element
        Changed in place, once.

    Returns
    -------
    lxml element
    """
    lines: dict[Any, list[Any]] = {}
    for hr in tree.iter("hr"):
        up = hr.getparent()
        if up is not None and up.tag not in _NEVER:
            lines.setdefault(up, []).append(hr)
    for up, rules in lines.items():
        if len(rules) > 1:
            _part(up, set(rules))
    return tree


def _part(up: Any, rules: set[Any]) -> None:
    runs: list[list[Any]] = [[]]
    for node in up:
        if node in rules:
            runs.append([])
        else:
            runs[-1].append(node)
    heads = [None, *[e for e in up if e in rules]]
    said = [" ".join([_before(h, up), *[_text(n) for n in run]]) for h, run in zip(heads, runs, strict=True)]
    posts = [
        k
        for k, text in enumerate(said)
        if len(text) < _LONGEST and k and _TIME.search(text) and _bare(heads[k], up, runs[k])
    ]
    inner = [k for k in range(1, len(runs) - 1) if said[k].strip()]
    if len(posts) < 2 or sum(k in posts and bool(_CLOCK.search(said[k])) for k in inner) < 0.6 * len(inner):
        return
    for k in posts:
        _box(heads[k], up, runs[k])
    _first(up, runs[0])


def _first(up: Any, run: list[Any]) -> None:
    """Put the post before the first line into a box, where a heading parts it from what stands above."""
    for k in range(len(run) - 1, -1, -1):
        node = run[k]
        if not isinstance(node.tag, str):
            continue
        said = " ".join(" ".join(node.itertext()).split())
        if node.tag in _HEADINGS or (len(said) <= 110 and HEADING.fullmatch(said or "-")):
            rest = run[k + 1 :]
            if _TIME.search(" ".join([node.tail or "", *map(_text, rest)])) and _bare(node, up, rest):
                _box(node, up, rest)
            return


def _before(head: Any, up: Any) -> str:
    return (up.text if head is None else head.tail) or ""


def _text(node: Any) -> str:
    inside = " ".join(node.itertext()) if isinstance(node.tag, str) else ""
    return f"{inside} {node.tail or ''}"


def _bare(head: Any, up: Any, run: list[Any]) -> bool:
    """Whether text stands bare in a run."""
    pieces = [_before(head, up), *((n.tail or "") for n in run)]
    return any(c.isalnum() for piece in pieces for c in piece)


def _box(head: Any, up: Any, run: list[Any]) -> None:
    box = etree.Element("div")
    box.set("class", _RUN)
    box.text, head.tail = head.tail, None
    up.insert(up.index(head) + 1, box)
    for node in run:
        box.append(node)
    _lines(box)


def _lines(box: Any) -> None:
    """Put the first and the last lines of bare text in a box into boxes of their own."""
    lines: list[tuple[Any, list[Any]]] = [(None, [])]
    for node in box:
        if node.tag == "br" or node.tag in _BLOCKS:
            lines.append((node, []))
        else:
            lines[-1][1].append(node)
    full = [(after, nodes) for after, nodes in lines if _spoken(after, nodes, box)]
    if not full:
        return
    named = [(_HEAD, 0), (_FOOT, len(full) - 1), (_OVER, len(full) - 2)]
    done: set[int] = set()
    for name, k in named:
        if k < 0 or k in done or (name == _OVER and k == 0):
            continue
        done.add(k)
        after, nodes = full[k]
        line = etree.Element("span")
        line.set("class", name)
        if after is None:
            line.text, box.text = box.text, None
            box.insert(0, line)
        else:
            line.text, after.tail = after.tail, None
            box.insert(box.index(after) + 1, line)
        for node in nodes:
            line.append(node)


def _spoken(after: Any, nodes: list[Any], box: Any) -> bool:
    bare = _before(after, box).strip() or any((n.tail or "").strip() for n in nodes)
    return bool(bare)
