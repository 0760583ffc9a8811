"""What the documents' snippets need: the demo's sites on loopback, and its results, made once."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from threadgraph.demo import DemoServer

sys.path.insert(0, str(Path(__file__).parent))  # for documents.py, which the tests here share

from documents import command


@pytest.fixture(scope="session")
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        yield running


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which `threadgraph demo` was run."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert command("threadgraph demo") == 0
    return folder / "output" / "demo"


@pytest.fixture
def desk(tmp_path: Path, demo: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """A folder to work in, with the demo's results as `threadgraph demo` leaves them."""

    def make() -> Path:
        shutil.copytree(demo, tmp_path / "output" / "demo", dirs_exist_ok=True)
        monkeypatch.chdir(tmp_path)
        return tmp_path

    return make
