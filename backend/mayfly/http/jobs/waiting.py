"""Wait for a build for as long as its client stays connected."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from starlette.requests import ClientDisconnect, Request

from mayfly.errors import BuildCancelled
from mayfly.http.errors import HttpProblem
from mayfly.http.jobs.build import Build


class ClientGone(BuildCancelled):
    """The client hung up before its answer was ready; nobody reads what is answered now."""

    def __init__(self) -> None:
        """Set the message."""
        super().__init__("The client is gone.")


async def client_gone(request: Request) -> None:
    """Return when the client has hung up; a body that is wrong or never arrives counts as that."""
    with suppress(ClientDisconnect, HttpProblem):
        while (await request.receive())["type"] != "http.disconnect":
            pass


async def wait_while_connected(request: Request, build: Build) -> Any:
    """Wait for a build's end while the client is connected, and return the result.

    Raises:
        ClientGone: The client hung up first; the caller decides what happens to the build.
        MayflyError: What the work raised.
    """
    ending = asyncio.create_task(build.wait())
    leaving = asyncio.create_task(client_gone(request))
    try:
        await asyncio.wait({ending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not ending.done():
            raise ClientGone
        return ending.result()
    finally:
        for task in (ending, leaving):
            task.cancel()
            if task.done() and not task.cancelled():
                task.exception()  # marks it as retrieved, or asyncio would log it
