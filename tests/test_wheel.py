"""The built wheel in a fresh venv, away from the checkout: what somebody gets who installs the package."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import threadgraph

ROOT = Path(threadgraph.__file__).parents[1]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts folder of a venv that holds the wheel and what it needs, and nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=True)
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run(
        [str(scripts / "python"), "-m", "pip", "install", "--quiet", str(wheel)],
        check=True,
        capture_output=True,
    )
    return scripts


@pytest.mark.slow
def test_the_demo_runs_from_the_wheel(fresh: Path, tmp_path: Path) -> None:
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        [str(fresh / "threadgraph"), "demo"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    written = {p.name for p in (tmp_path / "output" / "demo").iterdir()}
    assert {
        "explorer.html",
        "report.html",
        "methods.txt",
        "tables",
        "figures",
        "graph.gexf",
        "corpus",
    } <= written
    assert (tmp_path / "output" / "demo" / "explorer.html").stat().st_size > 200_000


@pytest.mark.slow
def test_the_package_says_that_it_is_typed(fresh: Path) -> None:
    where = subprocess.run(
        [
            str(fresh / "python"),
            "-c",
            "import threadgraph, pathlib; print(pathlib.Path(threadgraph.__file__).parent)",
        ],
        cwd=fresh,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    assert (Path(where) / "py.typed").is_file()
    assert str(ROOT) not in where
