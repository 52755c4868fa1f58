"""``POST /models``: build a model from words, a part, a design or a script; wait, follow, or poll for it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header
from fastapi.responses import JSONResponse, Response
from pydantic import TypeAdapter
from starlette.requests import Request

from mayfly.cad.workshop import CancelToken, Client
from mayfly.generator import CADModelGenerator, part_plan
from mayfly.http.app_state import AppState
from mayfly.http.headers import EVENT_STREAM, preferences, prefers_events, wait_seconds
from mayfly.http.jobs.build import Build
from mayfly.http.jobs.events import stream_response
from mayfly.http.jobs.queue import JobQueue, Progress, Work
from mayfly.http.jobs.shared_records import Records
from mayfly.http.jobs.waiting import ClientGone, wait_while_connected
from mayfly.http.openapi import problems
from mayfly.http.routes.builds import POLL_OPERATION, polling_headers
from mayfly.http.routes.model_json import made_model, with_time_left
from mayfly.http.schemas.answers import BuildOut, ModelOut
from mayfly.http.schemas.requests import (
    DESIGN_EXAMPLE,
    BuildRequest,
    DesignBuildRequest,
    PartBuildRequest,
    ScriptBuildRequest,
    TextBuildRequest,
    part_example,
)
from mayfly.http.security.clients import client_key
from mayfly.http.urls import build_path, prefix_of

_EXAMPLES = {
    "words": {"value": {"request": "90x60x6 plate with four 5.5 mm corner holes, 8 mm inset"}},
    "part": {"value": part_example()},
    "design": {"value": DESIGN_EXAMPLE},
    "script": {"value": ScriptBuildRequest.model_config["json_schema_extra"]["examples"][0]},  # type: ignore[index]
}
_PREFERENCES = {
    "at once": {"value": "respond-async"},
    "after ten seconds": {"value": "respond-async, wait=10"},
}
BUILD_REQUEST: TypeAdapter[BuildRequest] = TypeAdapter(BuildRequest)
_POLL = {"operationId": POLL_OPERATION, "parameters": {"build_id": "$response.body#/build_id"}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "With `Accept: text/event-stream`: `stage` events, then `model` or `problem`; "
        "with `Prefer: respond-async` too, a `build` event before them.",
        "content": {EVENT_STREAM: {"schema": {"type": "string"}}},
    },
    202: {
        "description": "With `Prefer: respond-async`: poll `Location`, or DELETE it to cancel.",
        "model": BuildOut,
        "links": {"poll": _POLL},
    },
    **problems(400, 408, 409, 422, 429, 502),
}


def add_build_request_routes(
    router: APIRouter, app_state: AppState, queue: JobQueue, records: Records, *, rules_plan: bool
) -> None:
    """Add ``POST /models``.

    Args:
        router: Gets the route.
        app_state: Has the generator that makes the models.
        queue: Runs the builds.
        records: Of the detached builds.
        rules_plan: The rules plan requests in words, not a chat model, so the scripts are Mayfly's own.
    """

    @router.post("/models", tags=["models"], status_code=201, response_model=ModelOut, responses=_ANSWERS)
    async def make_model(
        request: Request,
        build_request: Annotated[BuildRequest, Body(openapi_examples=_EXAMPLES)],
        accept: Annotated[str, Header(include_in_schema=False)] = "*/*",
        prefer: Annotated[
            str, Header(description="`respond-async`, `wait=10` (RFC 7240)", openapi_examples=_PREFERENCES)
        ] = "",
    ) -> Response:
        """Make a model, and answer when it is ready; or at once, with how to follow or poll its build.

        A client that hangs up cancels its build, unless it preferred `respond-async`.
        """
        client, prefix = client_key(request), prefix_of(request.scope)
        detached = "respond-async" in preferences(prefer)
        build = queue.start(
            _work(app_state, build_request, Client(client, admitted=True), prefix),
            client=client,
            trusted=_is_own(build_request, rules_plan=rules_plan),
            size_bytes=_files_size(build_request),
            observer=records.observer(_asked(build_request, client, prefix)) if detached else None,
        )
        headers: dict[str, str] = {}
        if detached:
            headers = {**polling_headers(build.build_id, prefix), "Preference-Applied": "respond-async"}
        if prefers_events(accept):
            path = build_path(build.build_id, prefix)
            return stream_response(
                request,
                queue,
                build,
                result=("model", with_time_left),
                first=("build", {"build_id": build.build_id, "url": path}) if detached else None,
                headers=headers,
            )
        if not detached:
            return await _wait_for_model(request, queue, build)
        with suppress(TimeoutError):
            async with asyncio.timeout(wait_seconds(prefer)):
                return _created(await build.wait())
        return _running(build, prefix, headers)


def begin_again(
    app_state: AppState,
    queue: JobQueue,
    records: Records,
    build_id: str,
    asked: Mapping[str, Any],
    *,
    rules_plan: bool,
) -> None:
    """Begin a detached build again that another process had begun; in the event loop.

    Args:
        app_state: Has the generator.
        queue: Runs the build.
        records: Of the detached builds.
        build_id: The build.
        asked: What was asked, as it was kept.
        rules_plan: As for ``add_build_request_routes``.

    Raises:
        pydantic.ValidationError: What was kept is no request of this version.
    """
    build_request = BUILD_REQUEST.validate_python(asked["request"])
    client, prefix = asked["client"], asked["prefix"]
    queue.start(
        _work(app_state, build_request, Client(client, admitted=True), prefix),
        client=client,
        trusted=_is_own(build_request, rules_plan=rules_plan),
        size_bytes=_files_size(build_request),
        observer=records.observer(asked),
        taken_over=build_id,
    )


def _asked(build_request: BuildRequest, client: str, prefix: str) -> dict[str, Any]:
    """Return what is needed to begin a build again, as plain data."""
    return {"request": build_request.model_dump(mode="json"), "client": client, "prefix": prefix}


def _is_own(build_request: BuildRequest, *, rules_plan: bool) -> bool:
    """Return whether a request makes one of Mayfly's own scripts."""
    ours = PartBuildRequest | DesignBuildRequest | (TextBuildRequest if rules_plan else PartBuildRequest)
    return isinstance(build_request, ours)


def _created(model_json: Mapping[str, Any]) -> Response:
    model = with_time_left(model_json)
    return JSONResponse(model, 201, {"Location": model["url"]})


def _running(build: Build, prefix: str, headers: Mapping[str, str]) -> Response:
    path = build_path(build.build_id, prefix)
    body = {"build_id": build.build_id, "url": path, "status": "running"}
    return JSONResponse({**body, "stage": build.stage, "model": None, "problem": None}, 202, headers)


async def _wait_for_model(request: Request, queue: JobQueue, build: Build) -> Response:
    """Answer with the model when it is ready; the build is cancelled if its client hangs up."""
    try:
        return _created(await wait_while_connected(request, build))
    except (ClientGone, asyncio.CancelledError):
        queue.cancel(build)
        raise


def _work(app_state: AppState, build_request: BuildRequest, client: Client, prefix: str) -> Work:
    """Return the work that a build request asks for; the URLs of its model begin with the prefix."""

    def work(on_progress: Progress, cancel: CancelToken) -> dict[str, Any]:
        card = _make(
            app_state.generator, build_request, on_progress=on_progress, cancel=cancel, client=client
        )
        return made_model(card, prefix)

    return work


def _files_size(build_request: BuildRequest) -> int:
    """Return the size of a request's files, which is nearly all of a large request."""
    if not isinstance(build_request, ScriptBuildRequest | DesignBuildRequest):
        return 0
    return sum(map(len, build_request.files.values()))


def _make(
    generator: CADModelGenerator,
    build_request: BuildRequest,
    *,
    on_progress: Progress,
    cancel: CancelToken,
    client: Client,
) -> dict[str, Any]:
    """Make the model in the build's thread, and return it as plain data."""
    if isinstance(build_request, TextBuildRequest):
        text = build_request.request
        return generator.generate_model(text, on_progress=on_progress, cancel=cancel, client=client)
    if isinstance(build_request, PartBuildRequest):
        # Not make_part(**parameters): a parameter may be called "name".
        plan = part_plan(build_request.part, build_request.parameters)
        return generator.build_plan(plan, on_progress=on_progress, cancel=cancel, client=client)
    if isinstance(build_request, DesignBuildRequest):
        design, edits = build_request.design, build_request.edits
        return generator.make_design(
            design,
            files=build_request.to_files(),
            edits=edits,
            on_progress=on_progress,
            cancel=cancel,
            client=client,
        )
    return generator.run_script(
        build_request.script,
        build_request.parameters,
        build_request.requirements.to_requirements(),
        files=build_request.to_files(),
        on_progress=on_progress,
        cancel=cancel,
        client=client,
    )
