"""What servers from Debian need: their packages."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

# Debian keeps servers where an ordinary user's PATH does not look.
os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def install(packages: tuple[str, ...]) -> None:
    """Install what is missing, or say what to install."""
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *packages],
        capture_output=True,
        text=True,
    )
    held = {line.split()[0] for line in asked.stdout.splitlines() if line.endswith(" installed")}
    missing = [p for p in packages if p not in held]
    if shutil.which("apache2"):  # a web server is there: what WordPress' package wants is met
        missing = [p for p in missing if p not in ("webfs", "php-cgi")]
    if not missing:
        return
    if os.geteuid() != 0:
        pytest.fail(f"these packages are needed: sudo apt-get install {' '.join(missing)}", pytrace=False)
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "capture_output": True, "text": True}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    done = subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=600", *missing],
        **quiet,
    )  # fmt: skip
    if done.returncode:
        pytest.fail(f"apt-get install {' '.join(missing)}: {done.stderr[-800:]}", pytrace=False)
