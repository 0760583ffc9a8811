"""Keys of services: taken from the environment or the user's own file, added as a request leaves, hidden from all that is kept.

A study is mailed, a corpus is published: a key in either would be published too. So no address, capture,
message or table ever holds one.
"""

from __future__ import annotations

import logging
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, urlencode, urlsplit, urlunsplit

from threadgraph.errors import UsageError

__all__ = ["HidingFilter", "Keys"]

_HIDDEN = "KEY-HIDDEN"
#: A shorter one could be any word of a page.
_SHORTEST = 8


@dataclass(frozen=True)
class _Service:
    """Where a key goes: which hosts and paths, and whether it is a parameter or a header."""

    host: str
    path: str = "/"
    query: str = ""
    header: str = ""
    form: str = "{}"


_SERVICES = {
    "disqus": _Service("disqus.com", "/api/", query="api_key"),
    "github": _Service("api.github.com", header="Authorization", form="Bearer {}"),
    "gitlab": _Service("gitlab.com", "/api/", header="PRIVATE-TOKEN"),
    "reddit": _Service("oauth.reddit.com", header="Authorization", form="bearer {}"),
    "stackexchange": _Service("api.stackexchange.com", query="key"),
    "youtube": _Service("www.googleapis.com", "/youtube/", query="key"),
}


class HidingFilter(logging.Filter):
    """Takes keys out of what the library underneath logs about its requests."""

    def __init__(self, keys: Keys) -> None:
        super().__init__()
        self.keys = keys

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.keys.hide(record.getMessage()), ()
        return True


class Keys:
    """The keys of a user.

    Parameters
    ----------
    environ : mapping of str to str, optional
        ``THREADGRAPH_DISQUS_KEY`` and so on; by default the environment.
    file : Path, optional
        By default ``~/.config/threadgraph/keys.toml``: lines such as ``disqus = "…"``, and a table
        ``[hosts."git.example"]`` with ``key``, and ``header`` or ``query``, for servers of other names.

    Raises
    ------
    UsageError
        If the file can't be read.

    Examples
    --------
    >>> keys = Keys({"THREADGRAPH_YOUTUBE_KEY": "s3cret-s3cret"}, Path("none.toml"))
    >>> keys.signed("https://www.googleapis.com/youtube/v3/comments?id=1")[0]
    'https://www.googleapis.com/youtube/v3/comments?id=1&key=s3cret-s3cret'
    >>> keys.signed("https://blog.example/")[0], keys.hide("no s3cret-s3cret here"), keys
    ('https://blog.example/', 'no KEY-HIDDEN here', <Keys: youtube>)
    """

    def __init__(self, environ: Mapping[str, str] | None = None, file: Path | None = None) -> None:
        environ = os.environ if environ is None else environ
        home = Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        written = _written(file or home / "threadgraph" / "keys.toml")
        self._found: dict[str, tuple[_Service, str]] = {}
        for name, service in _SERVICES.items():
            key = environ.get(f"THREADGRAPH_{name.upper()}_KEY") or written.get(name)
            if isinstance(key, str) and key.strip():
                self._found[name] = (service, key.strip())
        hosts = written.get("hosts")
        for host, said in (hosts if isinstance(hosts, dict) else {}).items():
            if isinstance(said, dict) and isinstance(said.get("key"), str):
                place = _Service(
                    host,
                    query=str(said.get("query") or ""),
                    header=str(said.get("header") or "Authorization"),
                )
                self._found[host] = (place, said["key"].strip())
        self._spelt = sorted(
            {
                spelling
                for _, key in self._found.values()
                for bare in (key, key.rpartition(" ")[2])  # "Bearer …"
                if len(bare) >= _SHORTEST
                for spelling in _spellings(bare)
            },
            key=len,
            reverse=True,
        )

    def __repr__(self) -> str:
        return f"<Keys: {', '.join(self._found) or 'none'}>"

    def signed(self, url: str) -> tuple[str, dict[str, str]]:
        """An address and headers as they are sent: with the key, where the host has one."""
        parts = urlsplit(url)
        for service, key in self._found.values():
            if not fnmatchcase(parts.hostname or "", service.host) or not parts.path.startswith(service.path):
                continue
            if service.query:
                kept = [p for p in parts.query.split("&") if p and p.partition("=")[0] != service.query]
                return urlunsplit(
                    parts._replace(query="&".join([*kept, urlencode({service.query: key})]))
                ), {}
            return url, {service.header: service.form.format(key)}
        return url, {}

    def hide(self, text: str) -> str:
        """A text with no key in it."""
        for spelling in self._spelt:
            text = text.replace(spelling, _HIDDEN)
        return text

    def hide_bytes(self, body: bytes) -> bytes:
        """Bytes with no key in them."""
        for spelling in self._spelt:
            body = body.replace(spelling.encode(), _HIDDEN.encode())
        return body

    @staticmethod
    def refuse(url: str) -> None:
        """Addresses are kept and shown: one with a key in it is not taken.

        Raises
        ------
        UsageError
            With the name under which the key is to be given instead.
        """
        parts = urlsplit(url)
        given = {k for k, _ in parse_qsl(parts.query, keep_blank_values=True)}
        for name, service in _SERVICES.items():
            if (
                service.query in given
                and parts.hostname == service.host
                and parts.path.startswith(service.path)
            ):
                raise UsageError(
                    f"an address of {service.host} with a key in it would be kept with the corpus; "
                    f"leave {service.query}= out and set THREADGRAPH_{name.upper()}_KEY"
                )


def _spellings(key: str) -> tuple[str, ...]:
    """How a key may stand in an address, in JSON, in HTML."""
    coded = (quote(key), quote(key, safe=""), quote_plus(key))
    lower = tuple(re.sub(r"%[0-9A-F]{2}", lambda m: m[0].lower(), c) for c in coded)
    return (key, *coded, *lower, key.replace("/", "\\/"), escape(key))


def _written(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as e:
        # the parser's own message may quote the line, and the line the key
        raise UsageError(f"{file} can't be read as TOML ({type(e).__name__})") from None
