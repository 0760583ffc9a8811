"""Real servers on loopback, from Debian's packages. They run only when asked for: ``pytest -m servers``."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

sys.path.insert(0, str(Path(__file__).parent))  # for what the tests here share

from debian import install

HERE = Path(__file__).parent / "wordpress"
PACKAGES = (
    "wordpress",
    "wordpress-theme-twentytwentyone",
    "wordpress-theme-twentytwentythree",
    "webfs",  # with php-cgi: keeps apt from choosing Apache, which is not used
    "php-cgi",
    "php-cli",
    "php-mysql",
    "php-xml",
    "php-mbstring",
    "mariadb-server-core",
    "mariadb-client-core",
)
CONFIG = """<?php
define('DB_NAME', 'wp'); define('DB_USER', '{user}'); define('DB_PASSWORD', ''); define('DB_CHARSET', 'utf8mb4');
define('DB_HOST', 'localhost:{socket}'); define('WP_HOME', '{url}'); define('WP_SITEURL', '{url}');
define('AUTOMATIC_UPDATER_DISABLED', true); define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true); define('WP_ACCESSIBLE_HOSTS', '127.0.0.1');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $k) {{
    define($k . '_KEY', "$k-throwaway"); define($k . '_SALT', "$k-throwaway");
}}
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
PINGBACK = (
    "<?xml version='1.0'?><methodCall><methodName>pingback.ping</methodName><params>"
    "<param><value><string>{source}</string></value></param>"
    "<param><value><string>{target}</string></value></param></params></methodCall>"
)

TRACKBACK = {
    "title": "Heard at the market",
    "url": "http://market.example/2024/03/heard/",
    "excerpt": "They say that the host will be back tomorrow.",
    "blog_name": "Market talk",
}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave this folder alone in an ordinary run."""
    return None if "servers" in (config.option.markexpr or "") else True


class WordPress:
    """A blog of its own in a throwaway folder: MariaDB on a socket, PHP's server on loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "db.sock"
        self.user = "root" if os.geteuid() == 0 else os.environ.get("USER", "nobody")
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = int(s.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        self._database()
        self._site()
        made = self._php("fill.php")
        self.post, self.link = made["post"], made["link"]
        self.second, self.second_link = made["second"], made["second_link"]
        answer = requests.post(
            f"{self.url}/xmlrpc.php",
            data=PINGBACK.format(source=self.second_link, target=self.link).encode(),
            headers={"Content-Type": "text/xml"},
            timeout=30,
        )
        assert "faultCode" not in answer.text, answer.text
        # one address may not say two things within 15 seconds
        self.rows(
            "UPDATE wp_comments SET comment_date = comment_date - INTERVAL 1 HOUR, "
            "comment_date_gmt = comment_date_gmt - INTERVAL 1 HOUR WHERE comment_type = 'pingback'"
        )
        answer = requests.post(f"{self.link}trackback/", data=TRACKBACK, timeout=30)
        assert "<error>0</error>" in answer.text, answer.text

    def stop(self) -> None:
        """End what was started, PHP's workers included: they outlive the process that made them."""
        for process in reversed(self.running):
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def theme(self, name: str) -> None:
        self.options(template=name, stylesheet=name)

    def options(self, **values: str | int) -> None:
        """Set options as the blog's owner does."""
        for name, value in values.items():
            self.rows(
                f"INSERT INTO wp_options (option_name, option_value) VALUES ('{name}', '{value}') "
                f"ON DUPLICATE KEY UPDATE option_value = '{value}'"
            )

    def rows(self, sql: str) -> list[list[Any]]:
        """What the database says; every column of a SELECT must be one JSON_ARRAY."""
        done = subprocess.run(
            ["mariadb", "--no-defaults", f"-u{self.user}", "-S", str(self.socket), "--default-character-set=utf8mb4", "-NBr", "wp", "-e", sql],
            capture_output=True,
            text=True,
            check=True,
        )  # fmt: skip
        return [json.loads(line) for line in done.stdout.splitlines()]

    def _spawn(self, command: list[str], log: str, **options: Any) -> None:
        with (self.folder / log).open("wb") as f:
            self.running.append(
                subprocess.Popen(
                    command, stdout=f, stderr=subprocess.STDOUT, start_new_session=True, **options
                )
            )

    def _log(self, log: str) -> str:
        return (self.folder / log).read_text(errors="replace")[-1500:]

    def _database(self) -> None:
        data = self.folder / "db"
        subprocess.run(
            ["mariadb-install-db", "--no-defaults", f"--user={self.user}", f"--datadir={data}", "--skip-test-db", "--auth-root-authentication-method=normal"],
            check=True,
            capture_output=True,
        )  # fmt: skip
        self._spawn(
            ["mariadbd", "--no-defaults", f"--user={self.user}", f"--datadir={data}", f"--socket={self.socket}", "--skip-networking",
             f"--pid-file={self.folder / 'db.pid'}", "--innodb-flush-log-at-trx-commit=0"],
            "db.log",
        )  # fmt: skip
        making = ["mariadb", "--no-defaults", "-uroot", "-S", str(self.socket), "-e", "CREATE DATABASE wp CHARACTER SET utf8mb4"]  # fmt: skip
        self.user = "root"
        for _ in range(150):
            if subprocess.run(making, capture_output=True).returncode == 0:
                return
            time.sleep(0.1)
        pytest.fail(f"MariaDB does not answer:\n{self._log('db.log')}", pytrace=False)

    def _site(self) -> None:
        root = self.folder / "wp"
        shutil.copytree("/usr/share/wordpress", root, ignore_dangling_symlinks=True)
        (root / "wp-content" / "mu-plugins").mkdir()
        shutil.copy(HERE / "closed.php", root / "wp-content" / "mu-plugins")
        (root / "wp-config.php").write_text(CONFIG.format(user=self.user, socket=self.socket, url=self.url))
        self._spawn(
            ["php", "-d", "display_errors=0", "-S", f"127.0.0.1:{self.port}", "-t", str(root), str(HERE / "router.php")],
            "php.log",
            env=os.environ | {"PHP_CLI_SERVER_WORKERS": "3"},  # a pingback makes the server ask itself
        )  # fmt: skip
        for _ in range(100):
            try:
                requests.get(f"{self.url}/readme.html", timeout=5)
                return
            except requests.ConnectionError:
                time.sleep(0.1)
        pytest.fail(f"PHP's server does not answer:\n{self._log('php.log')}", pytrace=False)

    def _php(self, script: str) -> dict[str, Any]:
        done = subprocess.run(
            ["php", "-d", "memory_limit=512M", str(HERE / script), str(self.folder / "wp"), self.url],
            capture_output=True,
            text=True,
        )
        try:
            return json.loads(done.stdout[done.stdout.index("{") :])
        except ValueError:
            pytest.fail(f"{script}: {done.stdout[-800:]} {done.stderr[-800:]}", pytrace=False)


@pytest.fixture(scope="session")
def wordpress() -> Iterator[WordPress]:
    install(PACKAGES)
    folder = Path(tempfile.mkdtemp(prefix="wp-"))  # short: a socket's path holds about 100 characters
    blog = WordPress(folder)
    try:
        blog.start()
        yield blog
    finally:
        blog.stop()
        shutil.rmtree(folder, ignore_errors=True)
