"""``/builds/{build_id}``: poll a detached build, and cancel it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from starlette.requests import Request

from mayfly.errors import BuildCancelled, ModelExpired, ModelNotFound
from mayfly.http.app_state import AppState
from mayfly.http.errors import HttpProblem
from mayfly.http.jobs.build import Build
from mayfly.http.jobs.queue import JobQueue
from mayfly.http.jobs.shared_records import Records
from mayfly.http.openapi import problems
from mayfly.http.problems import problem_body
from mayfly.http.routes.model_json import reported_model
from mayfly.http.schemas.answers import BuildOut
from mayfly.http.urls import build_path, prefix_of

POLL_OPERATION = "show_build"
_CANCEL_SECONDS = 2.0


def add_build_routes(router: APIRouter, app_state: AppState, queue: JobQueue, records: Records) -> None:
    """Add ``GET`` and ``DELETE /builds/{build_id}``."""

    @router.get(
        "/builds/{build_id}",
        operation_id=POLL_OPERATION,
        tags=["models"],
        response_model=BuildOut,
        responses=problems(404, 410),
    )
    def show_build(build_id: str, request: Request) -> Response:
        """Show a build's state, and in the end its model or its problem; as long as its model is there."""
        record = _existing(records.read(build_id))
        try:
            return JSONResponse(_build_json(app_state, build_id, record, prefix_of(request.scope)))
        except (ModelNotFound, ModelExpired):
            records.remove(build_id)
            raise

    @router.delete(
        "/builds/{build_id}",
        tags=["models"],
        status_code=204,
        response_class=Response,
        responses={
            202: {"description": "It will end soon: poll `Location`.", "model": BuildOut},
            204: {"description": "It has ended; nothing was, or will be, published."},
            **problems(404, 409),
        },
    )
    async def cancel_build(build_id: str, request: Request) -> Response:
        """Cancel a build that waits or runs; one that has ended is not changed."""
        build = queue.find(build_id)
        if build is not None and build.detached and await _cancel_here(queue, build):
            return Response(status_code=204)
        record = _existing(await to_thread.run_sync(records.read, build_id))
        if record["status"] == "cancelled":
            return Response(status_code=204)
        if record["status"] != "running":
            raise _ended()
        if build is None:
            await to_thread.run_sync(records.request_cancel, build_id)
        prefix = prefix_of(request.scope)
        body = _build_json(app_state, build_id, record, prefix)
        return JSONResponse(body, 202, polling_headers(build_id, prefix))


def polling_headers(build_id: str, prefix: str) -> dict[str, str]:
    """Return the headers that say where to poll for a build, and when."""
    return {"Location": build_path(build_id, prefix), "Retry-After": "1"}


async def _cancel_here(queue: JobQueue, build: Build) -> bool:
    """Cancel a build of this process; return whether it has ended already.

    Raises:
        HttpProblem: It has ended in another way, or is being published.
    """
    if not queue.cancel(build):
        raise _ended()
    with suppress(Exception):  # whether and how it ended is checked below
        async with asyncio.timeout(_CANCEL_SECONDS):
            await build.wait()
    if build.done and not isinstance(build.error, BuildCancelled):
        raise _ended()
    return build.done


def _existing(record: dict[str, Any] | None) -> dict[str, Any]:
    """Return a build's record, if there is one; a build whose worker has ended has failed.

    Raises:
        HttpProblem: There is no record.
    """
    if record is None:
        raise HttpProblem(404, "build_not_found", "There is no such build, or it ended long ago.")
    if record["status"] == "lost":
        lost = HttpProblem(
            500, "build_lost", "The server process that ran this build has ended; send the request again."
        )
        record |= {"status": "failed", "problem": problem_body(lost)}
    return record


def _build_json(app_state: AppState, build_id: str, record: dict[str, Any], prefix: str) -> dict[str, Any]:
    """Return the JSON of a build, with its model as the store knows it.

    Raises:
        ModelNotFound, ModelExpired: The model is gone.
        StorageError: The store can't be read.
    """
    kept = record["model"]
    if kept is not None:
        service, name = app_state.cleanup, kept["name"]
        model = reported_model(service.get_model(name), service.get_report(name), prefix)
        record["model"] = {**model, "text": kept.get("text")}
    return {"build_id": build_id, "url": build_path(build_id, prefix), **record}


def _ended() -> HttpProblem:
    return HttpProblem(
        409, "build_ended", "The build has ended, or is being published; DELETE its model to remove that."
    )
