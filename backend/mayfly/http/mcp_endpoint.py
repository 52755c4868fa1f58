"""``/mcp``: the MCP server over streamable HTTP, with the guard, limits and shares of the other routes."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from mayfly.cad.workshop import CancelToken, Client, in_own_thread
from mayfly.generator import CADModelGenerator, Progress
from mayfly.http.app_state import AppState
from mayfly.http.jobs.queue import JobQueue
from mayfly.http.metrics import Metrics
from mayfly.http.problems import problem
from mayfly.http.security.clients import client_key
from mayfly.http.security.request_guard import SECURITY_HEADERS, RequestGuard
from mayfly.http.urls import instance_of, note_own_path

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
    from mcp.server.subscriptions import ListenHandler

    from mayfly.mcp.running import Order, Work
    from mayfly.mcp.service import Service
    from mayfly.mcp.watching import Watch
    from mayfly.stores.store import Store

log = logging.getLogger("mayfly.http")

MOST_SESSIONS: Final = 1000
"""Sessions of clients of before 2026-07-28 that may be open; each holds a task and little else."""
_LOOK_SECONDS: Final = 0.5
"""How often it is looked whether the server is to end; it waits for open streams before the lifespan ends."""
_METHODS: Final = frozenset({"GET", "POST", "DELETE"})


class McpEndpoint:
    """The MCP server as an ASGI application; it starts with its first request.

    Builds go through the job queue, so that MCP clients share the workshop with all others: by address, with
    the same limits.
    """

    def __init__(
        self,
        app_state: AppState,
        queue: JobQueue,
        guard: RequestGuard,
        metrics: Metrics,
        *,
        path: str,
        rules_plan: bool,
    ) -> None:
        """Start nothing.

        Args:
            app_state: Has the generator.
            queue: Runs the builds.
            guard: Refuses requests.
            metrics: Counts them.
            path: Where it is served.
            rules_plan: The rules plan requests in words, not a chat model.
        """
        self._app_state = app_state
        self._queue = queue
        self._guard = guard
        self._metrics = metrics
        self._path = path
        self._rules_plan = rules_plan
        self._serving: asyncio.Task[None] | None = None
        self._manager: asyncio.Future[StreamableHTTPSessionManager] | None = None
        self._ending = asyncio.Event()
        self._listening: ListenHandler | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request, and pass it on to the MCP server."""
        started = time.perf_counter()
        note_own_path(scope, self._path)
        request = Request(scope, receive)
        status, complete = 0, False

        async def answer(message: Message) -> None:
            nonlocal status, complete
            complete = message["type"] == "http.response.body" and not message.get("more_body", False)
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": _with_security(message["headers"])}
            await send(message)

        try:
            self._guard.check(request)
            with self._guard.limited(request) as limited:
                manager = await self._running()
                await manager.handle_request(scope, limited.receive, answer)
        except Exception as error:
            if complete:  # the SDK answers twice where a session ends while a message arrives for it
                log.debug("a request failed behind its answer: %s", type(error).__name__)
                return
            if status:  # the answer has begun
                raise
            response = problem(error, instance=instance_of(request))
            await response(scope, receive, answer)
        finally:
            method = request.method if request.method in _METHODS else "other"
            self._metrics.answered(method, self._path, status or 499, time.perf_counter() - started)

    def end_streams(self) -> None:
        """End the streams of clients that listen for changes, which else would go on until they hang up."""
        if self._listening is not None:
            self._listening.close()

    async def close(self) -> None:
        """End all sessions and their streams; the next request starts the server again."""
        serving, self._serving, self._manager = self._serving, None, None
        if serving is not None:
            self._ending.set()
            await serving

    async def _running(self) -> StreamableHTTPSessionManager:
        """Return the manager of the sessions, started with the first request."""
        if self._manager is None or (self._manager.done() and self._manager.exception() is not None):
            self._ending = asyncio.Event()
            self._manager = asyncio.get_running_loop().create_future()
            self._serving = asyncio.create_task(self._serve(self._manager, self._ending))
        return await asyncio.shield(self._manager)

    async def _serve(
        self, started: asyncio.Future[StreamableHTTPSessionManager], ending: asyncio.Event
    ) -> None:
        """Run the sessions until the end of the application."""
        try:
            manager = await in_own_thread(self._build)
        except Exception as error:
            started.set_exception(error)
            return
        async with manager.run():
            started.set_result(manager)
            while not ending.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(ending.wait(), _LOOK_SECONDS)
                if _is_server_ending():
                    self.end_streams()

    def _build(self) -> StreamableHTTPSessionManager:
        """Import the SDK and build the server; called in a thread."""
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        from mayfly.mcp.server import build_server

        built = build_server(self._service)
        self._listening = built.listening
        # Host names, origins and the token were checked before; streams, since answers as one JSON document
        # lose progress and cancelling.
        return StreamableHTTPSessionManager(
            built.server, max_request_body_size=self._guard.usual_limit_bytes, max_sessions=MOST_SESSIONS
        )

    def _service(self, watch: Watch) -> Service:
        from mayfly.mcp.service import Service

        return Service.of(_Workplace(self._app_state), self._run, watch, rules_plan=self._rules_plan)

    async def _run(self, work: Work, order: Order, on_progress: Progress) -> Any:
        """Run a call in the job queue, as its client's; see ``mayfly.mcp.running.Runner``."""
        client = client_key(order.request)

        def run(stage: Progress, cancel: CancelToken) -> Any:
            def both(reached: str) -> None:
                stage(reached)
                on_progress(reached)

            return work(both, cancel, Client(client, admitted=True))

        build = self._queue.start(run, client=client, trusted=order.trusted, counted=order.makes_model)
        try:
            return await build.wait()
        except asyncio.CancelledError:
            self._queue.cancel(build)
            raise


class _Workplace:
    """The generator of the HTTP service."""

    def __init__(self, app_state: AppState) -> None:
        self._app_state = app_state

    def bound_generator(self) -> CADModelGenerator:
        """Return the generator."""
        return self._app_state.generator

    def bound_service(self) -> Store:
        """Return its cleanup service."""
        return self._app_state.cleanup


def add_mcp_route(router: APIRouter, endpoint: McpEndpoint, path: str) -> None:
    """Add the endpoint, for all methods."""
    router.routes.append(Route(path, endpoint=endpoint, include_in_schema=False))


def _is_server_ending() -> bool:
    """Return whether uvicorn was told to end, also where another program runs it: LangGraph Server."""
    handler = signal.getsignal(signal.SIGTERM)
    return bool(getattr(getattr(handler, "__self__", None), "should_exit", False))


def has_mcp() -> bool:
    """Return whether the SDK is installed (the extra ``mcp``)."""
    with suppress(ImportError, ValueError):
        return find_spec("mcp") is not None
    return False


def _with_security(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return an answer's headers with those that every answer has."""
    there = {name.lower() for name, _ in headers}
    wanted = {**SECURITY_HEADERS, "Cache-Control": "no-store"}
    coded = ((name.lower().encode(), value.encode()) for name, value in wanted.items())
    return [*headers, *(row for row in coded if row[0] not in there)]
