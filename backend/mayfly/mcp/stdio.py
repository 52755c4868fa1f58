"""``mayfly mcp``: serve one client on standard input and output."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from mayfly import app as composition
from mayfly.mcp.server import Loading, build_server, options_of

if TYPE_CHECKING:
    from mayfly.generator import CADModelGenerator
    from mayfly.mcp.service import Service
    from mayfly.mcp.watching import Watch
    from mayfly.stores.store import Store

log = logging.getLogger("mayfly.mcp")

_STDOUT, _STDERR = 1, 2
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


def serve_stdio() -> None:
    """Serve until the client closes standard input, or SIGTERM.

    Standard output belongs to the protocol. The SDK lets everything else that is printed, by this process or
    its children, go to standard error, but gives the descriptor back at its end: what Python's buffer still
    holds is flushed before that, and what is printed later goes to standard error, too.
    """
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
    )
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    try:
        asyncio.run(_serve())
    finally:
        _ending.set()
        with suppress(OSError):
            os.dup2(_STDERR, _STDOUT)
        composition.shutdown()


async def _serve() -> None:
    built = build_server(_make)
    server = built.server
    server.middleware.append(_WarmAfterHandshake(built.loading))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, _end_process)
    async with stdio_server() as (read, write):
        try:
            await server.run(read, write, options_of(server))
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
