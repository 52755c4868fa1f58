"""Orders over HTTP: a model from words, a part or a script; waited for, polled or followed."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header
from fastapi.responses import JSONResponse, Response, StreamingResponse

from mayfly.cad.parts import get_part
from mayfly.generator import CADModelGenerator
from mayfly.http import resources
from mayfly.http.builds import Build, BuildDesk, Progress, Watch, Work
from mayfly.http.documents import problems
from mayfly.http.office import Office
from mayfly.http.problems import Refusal, problem_body
from mayfly.http.records import BuildRecords
from mayfly.http.schemas import BuildOut, ModelOut, Order, PartOrder, ScriptOrder, WordsOrder

EVENTS = "text/event-stream"
QUIET_SECONDS = 15.0
MOST_WAIT_SECONDS = 600.0
_WAIT = re.compile(r"wait\s*=\s*\"?(\d{1,4})\"?")

_EXAMPLES = {
    "words": {"value": {"request": "90x60x6 plate with four 5.5 mm corner holes, 8 mm inset"}},
    "part": {"value": PartOrder.model_config["json_schema_extra"]["examples"][0]},  # type: ignore[index]
    "script": {"value": ScriptOrder.model_config["json_schema_extra"]["examples"][0]},  # type: ignore[index]
}
_PREFERENCES = {
    "at once": {"value": "respond-async"},
    "after ten seconds": {"value": "respond-async, wait=10"},
}
_POLLED = "show_build"
_POLL = {"operationId": _POLLED, "parameters": {"build_id": "$response.body#/build_id"}}


def add_order_routes(router: APIRouter, office: Office, desk: BuildDesk, records: BuildRecords) -> None:
    """Add ``POST /models`` and ``GET /builds/{build_id}``."""

    @router.post(
        "/models",
        tags=["models"],
        status_code=201,
        response_model=ModelOut,
        responses={
            200: {
                "description": "With `Accept: text/event-stream`: `stage` events, then `model` or `problem`.",
                "content": {EVENTS: {"schema": {"type": "string"}}},
            },
            202: {
                "description": "With `Prefer: respond-async`: poll `Location`.",
                "model": BuildOut,
                "links": {"poll": _POLL},
            },
            **problems(400, 408, 422, 429, 502),
        },
    )
    async def make_model(
        order: Annotated[Order, Body(openapi_examples=_EXAMPLES)],
        accept: Annotated[str, Header(include_in_schema=False)] = "*/*",
        prefer: Annotated[
            str, Header(description="`respond-async`, `wait=10` (RFC 7240)", openapi_examples=_PREFERENCES)
        ] = "",
    ) -> Response:
        """Make a model, and answer when it is there; or at once, with how to follow or to poll it."""
        work = _work(office, order)
        if wants_events(accept):
            return StreamingResponse(
                _events(desk.start(work)), media_type=EVENTS, headers={"X-Accel-Buffering": "no"}
            )
        if "respond-async" not in _preferences(prefer):
            return _created(await desk.start(work).wait())
        build = desk.start(work, watch=_recorder(records))
        with suppress(TimeoutError):
            async with asyncio.timeout(_patience(prefer)):
                return _created(await build.wait())
        body = {"build_id": build.build_id, "url": f"/builds/{build.build_id}", "status": "running"}
        headers = {"Location": body["url"], "Retry-After": "1", "Preference-Applied": "respond-async"}
        return JSONResponse({**body, "stage": build.stage, "model": None, "problem": None}, 202, headers)

    @router.get(
        "/builds/{build_id}",
        operation_id=_POLLED,
        tags=["models"],
        response_model=BuildOut,
        responses=problems(404),
    )
    def show_build(build_id: str) -> Response:
        """Tell how far a build is, and in the end its model or its problem."""
        return JSONResponse(_shown(build_id, records.read(build_id)))


def wants_events(accept: str) -> bool:
    """Tell whether an Accept header asks for an event stream rather than for one answer."""
    weights = {"application/json": 0.0, EVENTS: 0.0}
    for item in accept.lower().split(","):
        kind, _, rest = item.partition(";")
        found = re.search(r"(?:^|;)\s*q\s*=\s*([01](?:\.\d{0,3})?)", rest)
        if kind.strip() in weights:
            weights[kind.strip()] = float(found[1]) if found else 1.0
    return weights[EVENTS] > 0 and weights[EVENTS] >= weights["application/json"]


def _preferences(prefer: str) -> set[str]:
    return {item.split(";")[0].strip().lower() for item in prefer.split(",")}


def _patience(prefer: str) -> float:
    """Give the seconds that a client would wait before it is told to poll (RFC 7240, 4.3)."""
    found = next((match for item in _preferences(prefer) if (match := _WAIT.fullmatch(item))), None)
    return min(float(found[1]), MOST_WAIT_SECONDS) if found else 0.0


def _created(result: Mapping[str, Any]) -> Response:
    model = resources.with_time_left(result)
    return JSONResponse(model, 201, {"Location": model["url"]})


async def _events(build: Build) -> AsyncIterator[str]:
    """Tell each stage as it comes, then the model or the problem."""
    async for stage in build.follow(QUIET_SECONDS):
        yield ": at work\n\n" if stage is None else _event("stage", {"stage": stage})
    try:
        yield _event("model", resources.with_time_left(await build.wait()))
    except Exception as error:  # the answer has begun, so the problem is told in it
        yield _event("problem", problem_body(error))


def _event(name: str, data: Mapping[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def _work(office: Office, order: WordsOrder | PartOrder | ScriptOrder) -> Work:
    """Turn an order into what has to be done for it."""

    def work(tell: Progress) -> dict[str, Any]:
        return resources.made(_make(office.generator, order, tell))

    return work


def _make(
    generator: CADModelGenerator, order: WordsOrder | PartOrder | ScriptOrder, tell: Progress
) -> dict[str, Any]:
    if isinstance(order, WordsOrder):
        return generator.generate_model(order.request, on_progress=tell)
    if isinstance(order, PartOrder):
        # Not make_part(**parameters): a parameter may be called "name".
        return generator.build_plan(get_part(order.part).plan(**order.parameters), on_progress=tell)
    requirements = order.requirements.to_requirements()
    return generator.run_script(
        order.script, order.parameters, requirements, files=order.to_files(), on_progress=tell
    )


def _recorder(records: BuildRecords) -> Watch:
    """Give what writes down how a build goes on; called in the build's thread."""

    def note(build_id: str, stage: str | None, result: Any, error: Exception | None) -> None:
        ended = "succeeded" if error is None else "failed"
        record = {
            "status": "running" if result is None and error is None else ended,
            "stage": stage,
            "model": result,
            "problem": None if error is None else problem_body(error),
        }
        records.write(build_id, record)

    return note


def _shown(build_id: str, record: dict[str, Any] | None) -> dict[str, Any]:
    """Show a build's record.

    Raises:
        Refusal: There is none.
    """
    if record is None:
        raise Refusal(404, "build_not_found", "There is no such build, or it ended over an hour ago.")
    if record["status"] == "lost":
        lost = Refusal(500, "build_lost", "The server process that ran this build has ended; ask again.")
        record |= {"status": "failed", "problem": problem_body(lost)}
    if record["model"] is not None:
        record["model"] = resources.with_time_left(record["model"])
    return {"build_id": build_id, "url": f"/builds/{build_id}", **record}
