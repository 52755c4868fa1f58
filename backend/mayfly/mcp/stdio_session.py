"""The session of ``mayfly mcp``: the SDK on standard input and output, behind the client's first message."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp.shared.message import SessionMessage
from mcp_types import JSONRPCError, JSONRPCResponse, jsonrpc_message_adapter

from mayfly import app as composition
from mayfly.mcp.handshake import Opening
from mayfly.mcp.server import Loading, build_server, options_of

if TYPE_CHECKING:
    from mcp.shared._stream_protocols import ReadStream, WriteStream

    from mayfly.generator import CADModelGenerator
    from mayfly.mcp.service import Service
    from mayfly.mcp.watching import Watch
    from mayfly.stores.store import Store

log = logging.getLogger("mayfly.mcp")

_ending: Final = threading.Event()

_WARM_AFTER_SECONDS: Final = 0.05
"""The answer to the handshake is written first."""


class ProcessWorkplace:
    """The process's own generator and service (``mayfly.app``), which start with their first use."""

    def bound_generator(self) -> CADModelGenerator:
        """Return the generator."""
        return composition.get_generator()

    def bound_service(self) -> Store:
        """Return the cleanup service."""
        return composition.get_cleanup_service()


def serve_session(opening: Opening) -> None:
    """Serve the client until it closes standard input, or SIGTERM.

    Args:
        opening: What it began with; an answer that it has got is not sent again.
    """
    asyncio.run(_serve(opening))


def end_session() -> None:
    """Close what this process started."""
    _ending.set()
    composition.shutdown()


async def _serve(opening: Opening) -> None:
    built = build_server(_make)
    server = built.server
    server.middleware.append(_WarmAfterHandshake(built.loading))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, _end_process)
    async with stdio_server() as (read, write):
        try:
            replayed, answers = _Replayed(read, opening.line), _Unanswered(write, opening.answered)
            await server.run(replayed, answers, options_of(server))
        finally:
            sys.stdout.flush()


def _end_process() -> None:
    """End what was started, then the process: the thread that waits for standard input can't be ended."""

    def end() -> None:
        _ending.set()
        with suppress(Exception):
            composition.shutdown()
        if "mayfly.generator" in sys.modules:
            from mayfly.generator import shared_workshop

            with suppress(Exception):
                shared_workshop().close()
        os._exit(0)

    threading.Thread(target=end, name="mayfly-end").start()


def _make(watch: Watch) -> Service:
    """Make the service of this process.

    Raises:
        pydantic.ValidationError: A ``MAYFLY_*`` variable has no valid value.
    """
    from mayfly.mcp.running import run_here
    from mayfly.mcp.service import Service
    from mayfly.settings import get_settings

    rules_plan = get_settings().model is None
    return Service.of(ProcessWorkplace(), run_here, watch, rules_plan=rules_plan)


class _Replayed:
    """The messages of a client, of which the first was read before."""

    def __init__(self, rest: ReadStream[SessionMessage | Exception], line: bytes) -> None:
        self._rest = rest
        self._line = line.strip()

    async def receive(self) -> SessionMessage | Exception:
        """Return the next message, or why it can't be read, as the SDK's own stream does."""
        line, self._line = self._line, b""
        if not line:
            return await self._rest.receive()
        try:
            return SessionMessage(jsonrpc_message_adapter.validate_json(line, by_name=False))
        except ValueError as error:
            return error

    async def aclose(self) -> None:
        """Close the stream."""
        await self._rest.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> SessionMessage | Exception:
        if not self._line:
            return await self._rest.__anext__()
        return await self.receive()

    async def __aenter__(self) -> Self:
        await self._rest.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        return await self._rest.__aexit__(kind, error, traceback)


class _Unanswered:
    """What the SDK sends, without its answer to the request that was answered before."""

    def __init__(self, rest: WriteStream[SessionMessage], answered: int | str | None) -> None:
        self._rest = rest
        self._answered = answered

    async def send(self, item: SessionMessage, /) -> None:
        """Send a message."""
        message = item.message
        if (
            self._answered is None
            or not isinstance(message, JSONRPCResponse | JSONRPCError)
            or message.id != self._answered
        ):
            await self._rest.send(item)
            return
        self._answered = None
        if isinstance(message, JSONRPCError):  # the client believes otherwise
            log.warning("The first message was answered, but is refused: %s", message.error.message)

    async def aclose(self) -> None:
        """Close the stream."""
        await self._rest.aclose()

    async def __aenter__(self) -> Self:
        await self._rest.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        return await self._rest.__aexit__(kind, error, traceback)


class _WarmAfterHandshake:
    """Loads the tools and starts the workshop when the first message was answered."""

    def __init__(self, loading: Loading) -> None:
        self._loading = loading
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        """Pass a message on."""
        result = await call_next(ctx)
        if not self._tasks:
            self._tasks.add(asyncio.create_task(self._warm()))
        return result

    async def _warm(self) -> None:
        await asyncio.sleep(_WARM_AFTER_SECONDS)
        try:
            await self._loading.service()
        except MCPError as error:  # each call says so, too
            log.warning("The tools could not be loaded: %s", error.message)
            return
        threading.Thread(target=_warm_workshop, name="mayfly-warm-up", daemon=True).start()


def _warm_workshop() -> None:
    """Start the workshop's children, and import what a question needs."""
    try:
        composition.get_generator().workshop.warm()
        import mayfly.clarification  # noqa: F401 - with LangGraph, which takes a second
    except Exception as error:
        if not _ending.is_set():  # the first build says what is wrong
            log.warning("The workshop could not be started: %s", error)
