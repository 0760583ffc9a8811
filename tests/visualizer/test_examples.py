"""The examples in the docstrings run as they stand."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

import threadgraph.visualizer as visualizer
from threadgraph.spread.result import Spread


@pytest.mark.parametrize("name", visualizer.__all__)
def test_each_public_function_has_an_example_that_runs(small: Spread, tmp_path: Path, name: str) -> None:
    function = getattr(visualizer, name)
    given = {"spread": small, "tmp_path": tmp_path, name: function}
    (test,) = doctest.DocTestFinder(recurse=False).find(function, name, globs=given)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_face_is_sorted() -> None:
    assert visualizer.__all__ == sorted(visualizer.__all__)
