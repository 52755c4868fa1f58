"""Builds over HTTP that somebody asks for later: how far one is, and cancelling it."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from starlette.requests import Request

from mayfly.errors import BuildCancelled, ModelExpired, ModelNotFound
from mayfly.http.app_state import Office
from mayfly.http.jobs.queue import BuildDesk, Watch
from mayfly.http.jobs.records import BuildRecords
from mayfly.http.openapi import problems
from mayfly.http.problems import Refusal, problem_body
from mayfly.http.renditions import Previews
from mayfly.http.routes import model_json
from mayfly.http.schemas import BuildOut
from mayfly.http.urls import build_path, prefix_of

log = logging.getLogger("mayfly.http")

POLLED = "show_build"
_END_SECONDS = 2.0
_MARKS_SECONDS = 0.25
_PRUNE_SECONDS = 60.0


def add_build_routes(router: APIRouter, office: Office, desk: BuildDesk, records: BuildRecords) -> None:
    """Add ``GET`` and ``DELETE /builds/{build_id}``."""

    @router.get(
        "/builds/{build_id}",
        operation_id=POLLED,
        tags=["models"],
        response_model=BuildOut,
        responses=problems(404, 410),
    )
    def show_build(build_id: str, request: Request) -> Response:
        """Show how far a build is, and in the end its model or its problem; as long as its model is there."""
        record = _known(build_id, records.read(build_id))
        try:
            return JSONResponse(_shown(office, build_id, record, prefix_of(request.scope)))
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
        """Cancel a build that waits or runs; one that has ended is not changed by it."""
        build = desk.find(build_id)
        if build is not None and build.kept:
            if not desk.cancel(build):
                raise _ended()
            with suppress(Exception):  # whether it ended, and how, is asked below
                async with asyncio.timeout(_END_SECONDS):
                    await build.wait()
            if build.done:
                if isinstance(build.error, BuildCancelled):
                    return Response(status_code=204)
                raise _ended()
        record = _known(build_id, await to_thread.run_sync(records.read, build_id))
        if record["status"] == "cancelled":
            return Response(status_code=204)
        if record["status"] != "running":
            raise _ended()
        if build is None:
            await to_thread.run_sync(records.ask_to_cancel, build_id)
        prefix = prefix_of(request.scope)
        return JSONResponse(_shown(office, build_id, record, prefix), 202, polling(build_id, prefix))


def polling(build_id: str, prefix: str) -> dict[str, str]:
    """Give the headers that tell where to ask for a build, and when."""
    return {"Location": build_path(build_id, prefix), "Retry-After": "1"}


def recorder(records: BuildRecords) -> Watch:
    """Give what writes down how a build goes on; called in the build's thread.

    Of the model only the name is kept, and what was said of it: the rest is the store's to tell.
    """

    def note(build_id: str, stage: str | None, result: Any, error: Exception | None) -> None:
        status = "running" if result is None and error is None else "succeeded"
        if error is not None:
            status = "cancelled" if isinstance(error, BuildCancelled) else "failed"
        record = {
            "status": status,
            "stage": stage,
            "model": None if result is None else {"name": result["name"], "text": result.get("text")},
            "problem": None if error is None else problem_body(error),
        }
        records.write(build_id, record)

    return note


async def keep_house(desk: BuildDesk, records: BuildRecords, previews: Previews) -> None:
    """Cancel what other workers were asked to, and let go of old records and drawings; until cancelled."""
    pruned_at = time.monotonic()
    while True:
        await asyncio.sleep(_MARKS_SECONDS)
        try:
            if kept := desk.kept():
                for build_id in await to_thread.run_sync(records.take_marks, kept):
                    if (build := desk.find(build_id)) is not None:
                        desk.cancel(build)
            if time.monotonic() - pruned_at > _PRUNE_SECONDS:
                pruned_at = time.monotonic()
                await to_thread.run_sync(records.prune)
                await previews.prune()
        except Exception as error:  # one bad turn must not be the last
            log.warning("records and drawings could not be looked after: %s", type(error).__name__)
            log.debug("how it happened", exc_info=True)


def _known(build_id: str, record: dict[str, Any] | None) -> dict[str, Any]:
    """Give a build's record.

    Raises:
        Refusal: There is none.
    """
    if record is None:
        raise Refusal(404, "build_not_found", "There is no such build, or it ended long ago.")
    if record["status"] == "lost":
        lost = Refusal(500, "build_lost", "The server process that ran this build has ended; ask again.")
        record |= {"status": "failed", "problem": problem_body(lost)}
    return record


def _shown(office: Office, build_id: str, record: dict[str, Any], prefix: str) -> dict[str, Any]:
    """Show a build's record, with its model as the store knows it.

    Raises:
        ModelNotFound, ModelExpired: The model is gone.
        StorageError: The store can't be read.
    """
    kept = record["model"]
    if kept is not None:
        name = kept["name"]
        known = model_json.known(office.cleanup.get_model(name), office.cleanup.get_report(name), prefix)
        record["model"] = {**known, "text": kept.get("text")}
    return {"build_id": build_id, "url": build_path(build_id, prefix), **record}


def _ended() -> Refusal:
    return Refusal(
        409, "build_ended", "The build has ended, or is being published; DELETE its model to be rid of that."
    )
