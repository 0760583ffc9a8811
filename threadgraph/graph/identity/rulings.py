"""What the study says about who is who: the table ``[authors]`` of a ``study.toml``, held against the signatures."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from threadgraph.addresses import host_of, normal
from threadgraph.errors import StudyError
from threadgraph.graph.identity.names import plain
from threadgraph.graph.identity.signatures import Link, Signature
from threadgraph.model import Authors

__all__ = ["apart_by_hand", "authors_from", "merged_by_hand", "read_authors"]


def authors_from(table: Mapping[str, Any], file: str | Path) -> Authors:
    """The rulings of a table ``[authors]``.

    Raises
    ------
    StudyError
        If a ruling is no list of at least two texts.

    Examples
    --------
    >>> authors_from({"same": [["Anne Roux", "annie @ b.example"]]}, "study.toml").same
    (('Anne Roux', 'annie @ b.example'),)
    """
    for key in ("same", "different"):
        for group in table.get(key, ()):
            if not isinstance(group, list) or len(group) < 2 or not all(isinstance(n, str) for n in group):
                raise StudyError(
                    f"{file}: authors.{key} must be a list of groups of two names and more, such as "
                    f'{key} = [["Anne Roux", "annie @ b.example"]]'
                )
    return Authors(
        same=tuple(tuple(g) for g in table.get("same", ())),
        different=tuple(tuple(g) for g in table.get("different", ())),
    )


def read_authors(file: Path) -> Authors | None:
    """The rulings of a study file; None where there is no such file, or no rulings in it.

    Raises
    ------
    StudyError
        If the file is no TOML or its rulings are wrong.
    """
    if not file.is_file():
        return None
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8")).get("authors")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise StudyError(f"{file}: not valid TOML: {e}") from e
    if table is not None and not isinstance(table, dict):
        raise StudyError(f"{file}: authors is a section; write [authors] on a line of its own")
    return authors_from(table, file) if table else None


def merged_by_hand(authors: Authors, signed: Sequence[Signature]) -> Iterator[Link]:
    """The merges that a study asks for.

    Raises
    ------
    StudyError
        If a name is not in the corpus; the message names the nearest one.
    """
    for group in authors.same:
        members = [i for text in group for i in _meant(text, signed)]
        for a, b in pairwise(dict.fromkeys(members)):
            yield Link(min(a, b), max(a, b), 1.0, "the study says so", True, by_hand=True)


def apart_by_hand(authors: Authors, signed: Sequence[Signature]) -> Iterator[tuple[int, int]]:
    """The pairs of signatures that a study keeps apart.

    Raises
    ------
    StudyError
        If a name is not in the corpus, or the study also says that the two are the same.
    """
    for group in authors.different:
        for one, two in combinations(group, 2):
            mine, theirs = _meant(one, signed), _meant(two, signed)
            if set(mine) & set(theirs):
                raise StudyError(
                    f"authors.different: {one!r} and {two!r} mean one signature; write where each stands, "
                    "as in 'name @ site' or 'name @ home page'"
                )
            yield from ((a, b) for a in mine for b in theirs)


def _meant(text: str, signed: Sequence[Signature]) -> list[int]:
    """The signatures that a text of the study means."""
    name, mark, place = text.rpartition(" @ ")
    if mark:
        found = [
            i
            for i, s in enumerate(signed)
            if _plain(s.shown) == _plain(name) and place.strip().casefold() in _places(s, place)
        ]
        if found:
            return found
    found = [i for i, s in enumerate(signed) if _plain(s.shown) == _plain(text)]
    if not found:
        raise StudyError(f"[authors]: nobody in this corpus signs as {text!r}{_nearest(text, signed)}")
    return found


def _places(s: Signature, place: str) -> set[str]:
    """What may stand behind the @ for a signature; a home page in any spelling of its address."""
    places = {s.site.casefold()}
    if s.home and normal(place if "://" in place else f"http://{place.strip()}") in (
        s.home,
        host_of(f"//{s.home}"),
    ):
        places.add(place.strip().casefold())
    return places


def _plain(text: str) -> str:
    return " ".join(plain(text).split())


def _nearest(text: str, signed: Sequence[Signature]) -> str:
    known = {f"{s.shown} @ {s.site}" if " @ " in text else s.shown: None for s in signed}
    near = difflib.get_close_matches(text, known, 1, 0.4)
    return f"; did you mean {near[0]!r}?" if near else "; threadgraph authors DIR lists who does"
