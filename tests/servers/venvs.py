"""What servers from PyPI need: a venv of their own, a free port, a process with a log, a wait for its answer."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import requests

#: Outside the project, kept between runs; ``THREADGRAPH_SERVERS`` names another place.
CACHE = Path(os.environ.get("THREADGRAPH_SERVERS") or Path.home() / ".cache" / "threadgraph-servers")


def venv(name: str, *packages: str) -> Path:
    """The folder of a venv's programs, with packages installed; made at the first call on a machine."""
    stamp = hashlib.sha256("\n".join([sys.version, *packages]).encode()).hexdigest()[:12]
    place = CACHE / f"{name}-{stamp}"
    if (place / "ready").is_file():
        return place / "bin"
    shutil.rmtree(place, ignore_errors=True)
    uv = shutil.which("uv")
    python = place / "bin" / "python"
    steps = (
        [[uv, "venv", "-q", "--python", sys.executable, str(place)], [uv, "pip", "install", "-q", "--python", str(python), *packages]]
        if uv
        else [[sys.executable, "-m", "venv", str(place)], [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *packages]]
    )  # fmt: skip
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True)
        if done.returncode:
            pytest.fail(f"{' '.join(step)}: {done.stderr[-1500:]}", pytrace=False)
    (place / "ready").touch()
    return place / "bin"


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class Server:
    """A process that answers on loopback, in a process group of its own, with its output in a file."""

    def __init__(self, command: Sequence[str | Path], log: Path, **options: Any) -> None:
        self.log = log
        with log.open("wb") as f:
            self.process = subprocess.Popen(
                [str(c) for c in command],
                stdout=f,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **options,
            )

    def wait_for(self, url: str, seconds: float = 60) -> None:
        """Wait until an address answers, whatever it answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                requests.get(url, timeout=5)
                return
            except requests.RequestException:
                time.sleep(0.1)
        said = self.log.read_text(errors="replace")[-1500:]
        self.stop()
        pytest.fail(f"{url} does not answer:\n{said}", pytrace=False)

    def stop(self) -> None:
        """End the process and what it started."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
