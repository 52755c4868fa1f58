"""Identify the client of a request, so that each client gets its fair share of the builds."""

from __future__ import annotations

import ipaddress
import os

from starlette.requests import Request

from mayfly.http.security.hosts import ip_address

_IPV6_NETWORK_BITS = 64
_LONGEST_KEY = 64


def client_key(request: Request) -> str:
    """Return the name of the client whose share a request uses: its address.

    The token distinguishes nobody, since all have the same. All addresses of an IPv6
    network (64 bits) count as one client. A client at a socket file, or a test's, has no address.
    """
    host = request.client.host if request.client else ""
    if _is_only_claimed(request, host):
        return "forwarded"
    address = ip_address(host.partition("%")[0])
    if address is None:
        return host[:_LONGEST_KEY] or "no address"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, _IPV6_NETWORK_BITS), strict=False))


def _is_only_claimed(request: Request, host: str) -> bool:
    """Return whether a client's address comes from a header, though no proxy is set that may send one.

    Under any start but ``mayfly serve``, uvicorn believes that header from every program
    on this machine, which could take many addresses, each with a share of its own.
    """
    if not host or "FORWARDED_ALLOW_IPS" in os.environ:
        return False
    claimed = [value for name, value in request.scope.get("headers", ()) if name == b"x-forwarded-for"]
    return any(host.encode("latin-1", "replace") in value for value in claimed)
