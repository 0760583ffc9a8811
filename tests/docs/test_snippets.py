"""Every command and snippet of README and docs does what it says.

Blocks of one document are run in their order, in a folder of its own. A block with a title is a file
that the reader writes. Where a text says ``127.0.0.1:8000`` the test puts the address of its own server
of the demo's sites, as the reader is told to do.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import DOCUMENTS, ROOT, Block, blocks, command

from threadgraph.demo import DemoServer
from threadgraph.scrapers import scrapers
from threadgraph.study import load

#: Lines that build environments or run this very suite: other tests and CI run them.
EXEMPT = ("make demo", "make test", "make check", "pip install .", "pip install ./plugin")
SHOWN = {"text", "html", "mermaid"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_snippets_run(
    document: Path,
    desk: Callable[[], Path],
    server: DemoServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = blocks(document)
    if not found:
        return
    folder = desk()
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n" * 9))  # Enter, where a snippet waits for it
    names: dict[str, object] = {"__name__": "__main__"}
    for block in found:
        text = block.text.replace("127.0.0.1:8000", server.address)
        where = f"{document.name}:{block.line}"
        if block.title:
            _write(folder / block.title, text)
        if block.language == "python" and not block.title:
            exec(compile(text, where, "exec"), names)
        elif block.language == "python" and "input(" in text:
            exec(compile(text, where, "exec"), {"__name__": "__main__"})
        elif block.language == "sh":
            _shell(text, where, folder, monkeypatch)
        elif block.language == "toml":
            tomllib.loads(text)
            if block.title and block.title.endswith("study.toml"):
                load(folder / block.title)
        else:
            assert block.language in {*SHOWN, "python"}, f"{where}: nobody runs {block.language} blocks"
    with capsys.disabled():
        skipped = [line for b in found for line in _lines(b) if line in EXEMPT]
        if skipped:
            print(f"\n{document.name}: not run here: {', '.join(skipped)}")


def test_a_text_block_shows_what_a_snippet_prints(desk: Callable[[], Path]) -> None:
    """The one output that the quick start shows is what its last snippet prints."""
    found = blocks(ROOT / "docs" / "quick-start.md")
    shown = next(b for b in found if b.language == "text")
    page = next(b for b in found if b.title == "page.html")
    folder = desk()
    (folder / "page.html").write_text(page.text, "utf-8")
    assert command("threadgraph collect page.html --into crisis") == 0
    import threadgraph as tg

    with tg.Corpus(folder / "crisis") as corpus:
        graph = tg.build(corpus)
    said = [graph.explain(e) for e in graph.edges.to_pylist()]
    lines = " ".join(shown.text.split())
    host = re.search(r"on (\S+) \(", lines)
    assert host is not None
    assert any(lines == " ".join(s.split()) for s in said), said


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _lines(block: Block) -> list[str]:
    if block.language != "sh":
        return []
    return [
        line.partition("#")[0].strip() if line.startswith(("make", "pip")) else line.strip()
        for line in block.text.splitlines()
        if line.strip()
    ]


def _shell(text: str, where: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for line in _lines(Block("sh", None, text, 0)):
        if line == "pip install ./plugin":
            _installed(folder / "plugin", monkeypatch)
        if line in EXEMPT or line == "threadgraph demo":  # the desk holds what that command left
            continue
        wanted = int(m[1]) if (m := re.search(r"# exit code (\d)", line)) else 0
        if line.startswith("threadgraph "):
            assert command(line) == wanted, f"{where}: {line}"
        elif line.startswith("python -m pytest"):
            arguments = [sys.executable, "-m", "pytest", *line.split()[3:], "-p", "no:cacheprovider"]
            done = subprocess.run(arguments, capture_output=True, text=True, cwd=folder, timeout=60)
            assert done.returncode == wanted, f"{where}: {line}\n{done.stdout}{done.stderr}"
        else:
            pytest.fail(f"{where}: nobody runs {line!r}; add it to EXEMPT or teach the test")


def _installed(plugin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What pip leaves of a plug-in: its modules on the path, and its entry points beside them."""
    project = tomllib.loads((plugin / "pyproject.toml").read_text("utf-8"))["project"]
    info = plugin / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    _write(
        info / "METADATA", f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    groups = [
        f"[{group}]\n" + "".join(f"{k} = {v}\n" for k, v in points.items())
        for group, points in project["entry-points"].items()
    ]
    _write(info / "entry_points.txt", "\n".join(groups))
    monkeypatch.syspath_prepend(str(plugin))
    scrapers.cache_clear()
    assert "agora" in {s.name for s in scrapers()}


@pytest.fixture(autouse=True)
def _no_plugin_stays() -> object:
    yield
    scrapers.cache_clear()


def test_make_targets_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    text = (ROOT / "README.md").read_text("utf-8")
    assert "make demo" in text
    assert "make test" in text
    said = {
        line.split()[1]
        for d in DOCUMENTS
        for b in blocks(d)
        for line in _lines(b)
        if line.startswith("make ")
    }
    assert said <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text("utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), f"{document.name} links to {target}"
