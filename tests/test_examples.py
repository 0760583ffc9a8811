"""The examples in docstrings run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import threadgraph

#: Their examples need a spread that `tests/visualizer` makes, and run there.
ELSEWHERE = "threadgraph.visualizer"

MODULES = [
    m.name
    for m in pkgutil.walk_packages(threadgraph.__path__, "threadgraph.")
    if not m.name.startswith(ELSEWHERE)
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert not failed
