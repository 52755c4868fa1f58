"""``POST /drafts`` and ``/design/sizes``: what a page needs while a person moves a slider."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from starlette.requests import Request

from mayfly.cad.workshop import CancelToken, Client
from mayfly.contracts import Plan
from mayfly.design.edits import sizes
from mayfly.generator import CADModelGenerator, part_plan
from mayfly.generator.drafts import draft
from mayfly.generator.plans import script_plan
from mayfly.http.app_state import AppState
from mayfly.http.jobs.queue import JobQueue, Progress, Work
from mayfly.http.jobs.waiting import ClientGone, wait_while_connected
from mayfly.http.openapi import problems
from mayfly.http.schemas.answers import SizesOut
from mayfly.http.schemas.requests import (
    BuildRequest,
    DesignBuildRequest,
    DesignIn,
    PartBuildRequest,
    TextBuildRequest,
)
from mayfly.http.security.clients import client_key

MEDIA_TYPE: Final = "model/gltf-binary"
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}},
    **problems(400, 408, 409, 422, 429, 502),
}


def add_draft_routes(router: APIRouter, app_state: AppState, queue: JobQueue, *, rules_plan: bool) -> None:
    """Add ``POST /drafts`` and ``POST /design/sizes``.

    Args:
        router: Gets the routes.
        app_state: Has the generator that draws.
        queue: Runs the drafts.
        rules_plan: The rules plan requests in words, not a chat model, so the scripts are Mayfly's own.
    """

    @router.post("/drafts", tags=["models"], response_class=Response, responses=_ANSWERS)
    async def draw_draft(
        request: Request,
        build_request: BuildRequest,
        coarse: Annotated[
            bool, Query(description="Few triangles and no exact geometry, while a slider moves.")
        ] = False,
    ) -> Response:
        """Draw what would be built, as binary glTF; nothing is checked against a request, nothing stored.

        A client that hangs up ends its draft at once.
        """
        ours = PartBuildRequest | DesignBuildRequest | (TextBuildRequest if rules_plan else PartBuildRequest)
        client = client_key(request)
        work = _work(app_state, build_request, Client(client, admitted=True), coarse=coarse)
        build = queue.start(work, client=client, trusted=isinstance(build_request, ours), counted=False)
        try:
            content: bytes = await wait_while_connected(request, build)
        except (ClientGone, asyncio.CancelledError):
            queue.cancel(build)
            raise
        return Response(content, media_type=MEDIA_TYPE)

    @router.post("/design/sizes", tags=["catalogue"], response_model=SizesOut, responses=problems(422))
    def list_sizes(given: DesignIn) -> Response:
        """List the sizes of a design that edits can change, with their paths, units and limits."""
        return JSONResponse({"sizes": [size.to_dict() for size in sizes(given.design)]})


def _work(app_state: AppState, build_request: BuildRequest, client: Client, *, coarse: bool) -> Work:
    """Return the work that a draft asks for."""

    def work(_: Progress, cancel: CancelToken) -> bytes:
        generator = app_state.generator
        plan = _plan(generator, build_request, cancel, client)
        return draft(generator, plan, coarse=coarse, cancel=cancel, client=client).glb

    return work


def _plan(
    generator: CADModelGenerator, build_request: BuildRequest, cancel: CancelToken, client: Client
) -> Plan:
    """Return the plan of what is to be drawn; errors as for ``POST /models``."""
    if isinstance(build_request, TextBuildRequest):
        return generator.plan_model(build_request.request, cancel=cancel, client=client)
    if isinstance(build_request, PartBuildRequest):
        return part_plan(build_request.part, build_request.parameters)
    if isinstance(build_request, DesignBuildRequest):
        design, edits = build_request.design, build_request.edits
        return generator.plan_design(design, build_request.to_files(), edits, cancel=cancel, client=client)
    return script_plan(
        build_request.script,
        build_request.parameters,
        None,
        files=build_request.to_files(),
        title="script",
    )
