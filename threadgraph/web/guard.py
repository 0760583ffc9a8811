"""The address guard: which network address a host name may lead to.

The check happens at the moment of connecting, on the very address that is connected to, so that a
name that resolves to a public address now and to a private one a second later gets nowhere.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError
from urllib3.util.connection import create_connection

from threadgraph.errors import AddressRefused

__all__ = ["Guard", "GuardedAdapter"]


@dataclass(frozen=True)
class Guard:
    """Says where a connection to a host may go.

    Parameters
    ----------
    allow_private : bool
        Whether loopback, private and link-local addresses may be reached.
    resolve : mapping of str to str
        ``{"*.example": "127.0.0.1:8000"}``: host patterns and the address that serves them.
    """

    allow_private: bool = False
    resolve: Mapping[str, str] = field(default_factory=dict)

    def addresses(self, host: str, port: int) -> list[tuple[str, int]]:
        """The addresses to try for a host, in order.

        Raises
        ------
        AddressRefused
            If every address is private and the study doesn't allow those.
        OSError
            If the name can't be resolved.
        """
        for pattern, place in self.resolve.items():
            if fnmatchcase(host.lower(), pattern.lower()):
                name, _, number = place.rpartition(":")
                host, port = (name, int(number)) if name else (place, port)
                break
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        good = [(str(a[4][0]), port) for a in found if self.allow_private or is_public(str(a[4][0]))]
        if not good:
            raise AddressRefused(
                f"{host} leads to the private address {found[0][4][0]}; "
                "set allow_private = true under [manners] in study.toml if that is meant"
            )
        return good


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open Internet."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in ipaddress.ip_network("64:ff9b::/96"):  # NAT64 hides an IPv4 address in its tail
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


class GuardedAdapter(HTTPAdapter):
    """A requests adapter whose connections ask a `Guard` where they may go."""

    def __init__(self, guard: Guard, **options: Any) -> None:
        self._guard = guard
        super().__init__(**options)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        guard = self._guard

        def connect(conn: HTTPConnection) -> socket.socket:
            last: Exception | None = None
            try:
                places = guard.addresses(conn._dns_host, conn.port or conn.default_port)
            except OSError as e:
                raise NewConnectionError(conn, f"no such host: {conn.host} ({e.strerror or e})") from e
            for place in places:
                try:
                    return create_connection(
                        place,
                        conn.timeout if isinstance(conn.timeout, int | float) else None,
                        source_address=conn.source_address,
                        socket_options=conn.socket_options,
                    )
                except OSError as e:
                    last = e
            raise NewConnectionError(conn, f"cannot connect to {conn.host}: {last}") from last

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return connect(self)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return connect(self)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
