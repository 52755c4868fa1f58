"""A build as a stream of server-sent events: its stages, then its result or its problem."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Final

from fastapi.responses import StreamingResponse
from starlette.requests import Request

from mayfly.http.headers import EVENT_STREAM
from mayfly.http.jobs.build import Build
from mayfly.http.jobs.queue import JobQueue
from mayfly.http.jobs.waiting import client_gone
from mayfly.http.problems import problem_body

QUIET_SECONDS: Final = 15.0

Shown = Callable[[Any], Mapping[str, Any]]
"""Makes an event's data of a build's result."""


def stream_response(
    request: Request,
    queue: JobQueue,
    build: Build,
    *,
    result: tuple[str, Shown],
    first: tuple[str, Mapping[str, Any]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> StreamingResponse:
    """Return the answer that streams a build; unless it is detached, it ends when its client hangs up.

    Args:
        request: The request.
        queue: Runs the build.
        build: The build.
        result: Name of the event with the result, and what makes its data.
        first: An event to begin with: its name and data.
        headers: Of the answer.
    """
    # The task starts here: the stream of a client that is gone already never starts.
    leaving = asyncio.create_task(_cancel_when_gone(request, queue, build))
    return StreamingResponse(
        _events(queue, build, leaving, result, first),
        media_type=EVENT_STREAM,
        headers={**(headers or {}), "X-Accel-Buffering": "no"},
    )


async def _events(
    queue: JobQueue,
    build: Build,
    leaving: asyncio.Task[None],
    result: tuple[str, Shown],
    first: tuple[str, Mapping[str, Any]] | None,
) -> AsyncIterator[str]:
    """Yield an event for each stage, then one for the result or the problem."""
    name, shown = result
    try:
        if first is not None:
            yield _event(*first)
        async for stage in build.follow(QUIET_SECONDS):
            yield ": at work\n\n" if stage is None else _event("stage", {"stage": stage})
        try:
            yield _event(name, shown(await build.wait()))
        except Exception as error:  # the answer has begun, so the problem is sent in it
            yield _event("problem", problem_body(error))
    finally:
        leaving.cancel()
        if not build.detached:
            queue.cancel(build)


async def _cancel_when_gone(request: Request, queue: JobQueue, build: Build) -> None:
    """Cancel a build when its client hangs up, unless it is detached."""
    await client_gone(request)
    if not build.detached:
        queue.cancel(build)


def _event(name: str, data: Mapping[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
