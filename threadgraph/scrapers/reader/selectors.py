"""CSS selectors, answered from a page that is laid out flat.

The elements that bear a selector's last class, id or tag are looked up, and only the boxes around those
are compared with the rest of it. The few selectors that say more than that are left to XPath.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from cssselect import HTMLTranslator, parse, parser
from lxml import etree

from threadgraph.scrapers.reader.sheet import Sheet

__all__ = ["find", "names", "numbers"]

_SPACE = re.compile(r"[ \t\r\n]+")  # what HTML takes for space, and no other


@dataclass(frozen=True, slots=True)
class _Step:
    """What one element of a selector must be.

    Attributes
    ----------
    tag, ident : str
        Empty for any.
    tokens : tuple of str
        Of its class.
    tests : tuple of (name, operator, value)
        Of its attributes.
    unlike : tuple of _Step
        What it must not be.
    child : bool
        It stands in the step before it with nothing between.
    """

    tag: str = ""
    ident: str = ""
    tokens: tuple[str, ...] = ()
    tests: tuple[tuple[str, str, str], ...] = ()
    unlike: tuple[_Step, ...] = ()
    child: bool = False

    @property
    def plain(self) -> bool:
        """Whether it asks for nothing but a tag."""
        return bool(self.tag) and not (self.ident or self.tokens or self.tests or self.unlike)


def find(sheet: Sheet, selector: str, under: Any = None) -> list[Any]:
    """The elements of a page, or under one of them, that a CSS selector names, itself left out."""
    top = 0 if under is None else sheet.index[under]
    return [sheet.elements[i] for i in numbers(sheet, selector, top) if i != top]


def numbers(sheet: Sheet, selector: str, top: int) -> list[int]:
    """The numbers of the elements that a selector names among one and those that it holds, ascending."""
    paths = _paths(selector)
    if paths is None:
        held = (sheet.index.get(e) for e in _xpath(selector)(sheet.elements[top]))
        return [i for i in held if i is not None]
    found: list[int] = []
    for path in paths:
        near = _near(sheet, path, top)
        if near and len(path) == 1 and path[0].plain:
            found += near
        elif near:
            found += [i for i in near if _fits(sheet, path, len(path) - 1, i, top)]
    return found if len(paths) == 1 else sorted(set(found))


def _near(sheet: Sheet, path: tuple[_Step, ...], top: int) -> list[int]:
    """The numbers of the elements under one that may be what a path ends with."""
    near = _bearers(sheet, path[-1])
    if top:
        near = sheet.marks_in(near, (top, sheet.ends[top]))
    if len(path) == 1 or not near:
        return near
    boxes, held, end = _bearers(sheet, path[0]), [], 0
    for box in boxes:
        if box >= end:
            end = sheet.ends[box]
            held += sheet.marks_in(near, (box + 1, end))
    return held


def names(sheet: Sheet, selector: str, el: Any) -> bool:
    """Whether a selector names an element, when it is asked of the box that holds it."""
    i = sheet.index[el]
    top = sheet.parents[i]
    if top < 0:
        return False
    paths = _paths(selector)
    if paths is None:
        return el in _xpath(selector)(sheet.elements[top])
    return any(_fits(sheet, path, len(path) - 1, i, top) for path in paths)


def _bearers(sheet: Sheet, step: _Step) -> list[int]:
    """The numbers of the elements that may fit a step, as few as one look tells."""
    if step.ident:
        return sheet.where.called(step.ident)
    if step.tokens:
        return min((sheet.where.classed(t.lower()) for t in step.tokens), key=len)
    if step.tests:
        return sheet.where.having(step.tests[0][0])
    return sheet.where.tagged(step.tag) if step.tag else list(range(len(sheet.elements)))


def _fits(sheet: Sheet, path: tuple[_Step, ...], k: int, i: int, top: int) -> bool:
    """Whether an element is what a step says, and the boxes around it, up to one, what the steps before say."""
    if not _is(sheet, path[k], i):
        return False
    if k == 0:
        return True
    up = sheet.parents[i]
    if path[k].child:
        return up >= top and _fits(sheet, path, k - 1, up, top)
    while up >= top:
        if _fits(sheet, path, k - 1, up, top):
            return True
        up = sheet.parents[up]
    return False


def _is(sheet: Sheet, step: _Step, i: int) -> bool:
    if step.tag and sheet.tags[i] != step.tag:
        return False
    held = sheet.attributes[i]
    if step.ident and held.get("id") != step.ident:
        return False
    if step.tokens:
        value = held.get("class")
        if not value or not _tokens(value).issuperset(step.tokens):
            return False
    if step.tests and not all(_holds(held.get(name), how, value) for name, how, value in step.tests):
        return False
    return not any(_is(sheet, other, i) for other in step.unlike)


def _holds(held: str | None, how: str, value: str) -> bool:
    """Whether an attribute is as a test wants it."""
    if held is None:
        return False
    if how == "exists":
        return True
    if how == "=":
        return held == value
    if how == "~=":
        return value in _tokens(held)
    return held.startswith(value) if how == "^=" else value in held


@lru_cache(maxsize=16384)
def _tokens(value: str) -> frozenset[str]:
    return frozenset(_SPACE.split(value))


@cache
def _xpath(selector: str) -> Any:
    if selector.startswith("xpath:"):
        return etree.XPath(selector.removeprefix("xpath:"))
    return etree.XPath(HTMLTranslator().css_to_xpath(selector, prefix="descendant-or-self::"))


class _BeyondSteps(Exception):
    """A selector says what steps can't; XPath answers it."""


@cache
def _paths(selector: str) -> tuple[tuple[_Step, ...], ...] | None:
    """The steps of each alternative of a selector; None where it says what steps can't."""
    if selector.startswith("xpath:"):
        return None
    try:
        return tuple(tuple(_steps(s.parsed_tree)) for s in parse(selector))
    except _BeyondSteps:
        return None


def _steps(tree: Any, child: bool = False) -> list[_Step]:
    if isinstance(tree, parser.CombinedSelector):
        if tree.combinator not in (" ", ">"):
            raise _BeyondSteps
        return [*_steps(tree.selector), _step(tree.subselector, tree.combinator == ">")]
    return [_step(tree, child)]


def _step(tree: Any, child: bool = False) -> _Step:
    tokens: list[str] = []
    tests: list[tuple[str, str, str]] = []
    unlike: list[_Step] = []
    ident = ""
    while not isinstance(tree, parser.Element):
        if isinstance(tree, parser.Class):
            tokens.append(tree.class_name)
        elif isinstance(tree, parser.Hash) and not ident:
            ident = tree.id
        elif isinstance(tree, parser.Attrib) and tree.operator in ("exists", "=", "~=", "^=", "*="):
            tests.append(
                (tree.attrib.lower(), tree.operator, (tree.value.value if tree.value else None) or "")
            )
        elif isinstance(tree, parser.Negation):
            unlike.append(_step(tree.subselector))
        else:
            raise _BeyondSteps
        tree = tree.selector
    return _Step((tree.element or "").lower(), ident, tuple(tokens), tuple(tests), tuple(unlike), child)
