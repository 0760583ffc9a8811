"""The house is built in layers: a module imports only from lower ones, or from its own."""

from __future__ import annotations

import ast
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import threadgraph

ROOT = Path(threadgraph.__file__).parent

#: Low to high. The public face (``__init__``) and the demo's case stand beside the command line.
LAYERS = (
    ("errors", "model", "addresses"),
    ("web",),
    ("scrapers",),
    ("corpus",),
    ("graph",),
    ("spread",),
    ("visualizer",),
    ("study",),
    ("__init__", "demo", "cli"),
)
RANK = {name: i for i, names in enumerate(LAYERS) for name in names}
#: A corpus built by anyone's means is as good as ours.
NEVER = {
    "graph": {"web", "scrapers"},
    "spread": {"web", "scrapers"},
    "visualizer": {"web", "scrapers"},
    "demo": {"web", "scrapers", "corpus"},
}

MODULES = sorted(p for p in ROOT.rglob("*.py"))


def room(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[0]


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = (
            [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        for name in names:
            if name == "threadgraph":
                found.add("__init__")
            elif name.startswith("threadgraph."):
                found.add(name.split(".")[1])
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_from_lower_layers_or_its_own(path: Path) -> None:
    here = room(path)
    for there in imports(path) - {here}:
        assert RANK[there] < RANK[here] or (here, there) in {("cli", "__init__"), ("cli", "demo")}, (
            f"{here} may not import {there}"
        )
        assert there not in NEVER.get(here, set()), f"{here} must never see {there}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_is_longer_than_five_hundred_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 500


def test_the_public_face_is_sorted_and_there() -> None:
    assert list(threadgraph.__all__) == sorted(threadgraph.__all__)
    assert all(hasattr(threadgraph, name) for name in threadgraph.__all__)


def test_no_module_is_called_utils() -> None:
    assert not [p for p in MODULES if p.stem in ("utils", "helpers", "misc", "common")]


def test_a_page_is_read_without_what_only_measuring_needs() -> None:
    script = (
        "import sys, threadgraph as tg; tg.extract(b'<p>Down.</p>', None); import threadgraph.cli; "
        "print([m for m in ('pandas', 'matplotlib', 'scipy', 'networkx', 'duckdb') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


def test_spread_is_a_function_though_a_package_bears_its_name() -> None:
    importlib.import_module("threadgraph.spread.bulk")
    assert inspect.isfunction(threadgraph.spread)


def test_a_name_that_is_none_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'expread'"):
        threadgraph.expread  # noqa: B018
