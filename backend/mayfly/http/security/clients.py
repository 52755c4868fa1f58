"""Clients: by what they are told apart, and whether one that waits is still there."""

from __future__ import annotations

import asyncio
import ipaddress
import os
from contextlib import suppress
from typing import Any

from starlette.requests import ClientDisconnect, Request

from mayfly.errors import BuildCancelled
from mayfly.http.jobs.queue import Build
from mayfly.http.problems import Refusal
from mayfly.http.security.hosts import ip_address

_IPV6_NETWORK_BITS = 64
_LONGEST_KEY = 64


class ClientGone(BuildCancelled):
    """The client hung up before its answer was there; nobody reads what is answered now."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("The client is gone.")


def client_key(request: Request) -> str:
    """Name the client whose fair share a request uses: its address.

    All who may ask share one token, so it tells nobody apart. An IPv6 client has a
    whole network of addresses (64 bits), which count as one. A client at a socket
    file, or a test's, has none.
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
    """Return whether a client's address comes from a header that nobody was told to believe.

    uvicorn, started otherwise than by ``mayfly serve``, believes it from any program
    of this machine, which could take many addresses, each with a share of its own.
    """
    if not host or "FORWARDED_ALLOW_IPS" in os.environ:
        return False
    claimed = [value for name, value in request.scope.get("headers", ()) if name == b"x-forwarded-for"]
    return any(host.encode("latin-1", "replace") in value for value in claimed)


async def gone(request: Request) -> None:
    """Return when the client has hung up; a body that comes wrongly or never counts as that."""
    with suppress(ClientDisconnect, Refusal):
        while (await request.receive())["type"] != "http.disconnect":
            pass


async def wait_while_there(request: Request, build: Build) -> Any:
    """Wait for a build's end as long as the client is there, and give the result.

    Raises:
        ClientGone: The client hung up first; what becomes of the build is the caller's to say.
        MayflyError: What the work raised.
    """
    ending = asyncio.create_task(build.wait())
    leaving = asyncio.create_task(gone(request))
    try:
        await asyncio.wait({ending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not ending.done():
            raise ClientGone
        return ending.result()
    finally:
        for task in (ending, leaving):
            task.cancel()
            if task.done() and not task.cancelled():
                task.exception()  # asked for, or it would be complained of
