"""The page of sources says what the scrapers say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_of_sources_is_not_stale() -> None:
    run = [sys.executable, str(ROOT / "scripts" / "sources.py"), "--check"]
    done = subprocess.run(run, capture_output=True, text=True, timeout=120, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
