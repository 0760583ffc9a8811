"""Where the elements of a tag, a class, an id or an attribute stand in a page that is laid out flat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

__all__ = ["Lookup"]


class Lookup:
    """The numbers of elements, ascending, by what they are called.

    Parameters
    ----------
    tags : list of str
    attributes : list of dict
    tokens : list of list of str
        The class tokens of each element, lower case.
    """

    def __init__(self, tags: list[str], attributes: list[dict[str, str]], tokens: list[list[str]]) -> None:
        self.tags, self.attributes, self._tokens = tags, attributes, tokens
        self._having: dict[str, list[int]] = {}

    def tagged(self, tag: str) -> list[int]:
        """Those of a tag."""
        return self._by_tag.get(tag, [])

    def classed(self, token: str) -> list[int]:
        """Those of a class token, lower case."""
        return self._by_token.get(token, [])

    @property
    def tokens(self) -> Iterable[str]:
        """All class tokens, lower case."""
        return self._by_token

    def called(self, ident: str) -> list[int]:
        """Those of an id."""
        return self._by_ident.get(ident, [])

    def having(self, name: str) -> list[int]:
        """Those that have an attribute."""
        if name not in self._having:
            self._having[name] = [i for i, held in enumerate(self.attributes) if name in held]
        return self._having[name]

    @cached_property
    def _by_tag(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for i, tag in enumerate(self.tags):
            found[tag].append(i)
        return found

    @cached_property
    def _by_token(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for i, tokens in enumerate(self._tokens):
            for token in tokens if len(tokens) < 2 else set(tokens):
                found[token].append(i)
        return found

    @cached_property
    def _by_ident(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for i in self.having("id"):
            found[self.attributes[i]["id"]].append(i)
        return found
