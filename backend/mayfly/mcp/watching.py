"""Notifies clients when a model goes: those that subscribed to it, and those that listen for changes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from typing import Any, Final

import anyio.to_thread
from mcp.server.session import ServerSession
from mcp.server.subscriptions import ResourcesListChanged, ResourceUpdated, ServerEvent

from mayfly.mcp.uris import model_of, uris_of

log = logging.getLogger("mayfly.mcp")

LOOK_SECONDS: Final = 0.5
"""How often it is looked which models are there."""
MOST_SUBSCRIPTIONS: Final = 10_000


class Watch:
    """Looks which models are there, while somebody wants to know; also the bus of the SDK's listeners."""

    def __init__(self) -> None:
        """Watch nothing yet."""
        self._names: Callable[[], set[str]] | None = None
        self._listeners: dict[object, Callable[[ServerEvent], None]] = {}
        self._subscribed: dict[tuple[str, str], ServerSession] = {}
        self._known: set[str] = set()

    def look_at(self, names: Callable[[], set[str]]) -> None:
        """Set where to look.

        Args:
            names: Returns the file names of the models that are there; called in a thread.
        """
        self._names = names

    async def publish(self, event: ServerEvent) -> None:
        """Send an event to everybody who listens."""
        for listener in list(self._listeners.values()):
            listener(event)
        await asyncio.sleep(0)  # so that streams are written between two events

    def subscribe(self, listener: Callable[[ServerEvent], None]) -> Callable[[], None]:
        """Register a listener, and return what takes it away again."""
        token = object()
        self._listeners[token] = listener
        return lambda: (self._listeners.pop(token, None), None)[1]

    def follow(self, session_key: str, uri: str, session: ServerSession) -> None:
        """Notify a session, of a client of before 2026-07-28, when a resource goes."""
        if len(self._subscribed) >= MOST_SUBSCRIPTIONS:
            del self._subscribed[next(iter(self._subscribed))]
        self._subscribed[session_key, uri] = session

    def leave(self, session_key: str, uri: str) -> None:
        """Stop notifying a session of a resource."""
        self._subscribed.pop((session_key, uri), None)

    async def made(self, name: str) -> None:
        """Note that a model was made."""
        self._known.add(name)
        await self.publish(ResourcesListChanged())

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if not (self._listeners or self._subscribed):
                self._known.clear()
                continue
            try:
                await self.look()
            except Exception as error:  # the next look may succeed
                log.warning("The models could not be looked at: %s", type(error).__name__)
                log.debug("how it happened", exc_info=True)

    async def look(self) -> None:
        """Compare the models that are there with those that were, and notify clients of what went."""
        if self._names is None:  # no model was made or named yet
            return
        there = await anyio.to_thread.run_sync(self._names)
        gone = (self._known | self._followed()) - there
        came = bool(there - self._known) and bool(self._known)
        self._known = there
        for name in sorted(gone):
            for uri in uris_of(name):
                await self.publish(ResourceUpdated(uri))
            for key, session in list(self._sessions_of(name)):
                del self._subscribed[key]
                await session.send_resource_updated(key[1])
        if gone or came:
            await self.publish(ResourcesListChanged())

    def _followed(self) -> set[str]:
        """Return the models that sessions have subscribed to."""
        names = (model_of(uri) for _, uri in self._subscribed)
        return {name for name in names if name is not None}

    def _sessions_of(self, name: str) -> Iterator[tuple[tuple[str, str], Any]]:
        """Yield the subscriptions to resources of a model."""
        for key, session in self._subscribed.items():
            if model_of(key[1]) == name:
                yield key, session
