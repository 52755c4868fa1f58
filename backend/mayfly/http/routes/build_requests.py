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
from starlette.requests import Request

from mayfly.cad.parts import get_part
from mayfly.cad.workshop import CancelToken, Client
from mayfly.generator import CADModelGenerator
from mayfly.http.app_state import Office
from mayfly.http.jobs.queue import Build, BuildDesk, Progress, Work
from mayfly.http.jobs.records import BuildRecords
from mayfly.http.openapi import problems
from mayfly.http.problems import problem_body
from mayfly.http.routes import model_json
from mayfly.http.routes.builds import POLLED, polling, recorder
from mayfly.http.schemas import BuildOut, ModelOut, Order, PartOrder, ScriptOrder, WordsOrder, part_example
from mayfly.http.security.clients import ClientGone, client_key, gone, wait_while_there
from mayfly.http.urls import build_path, prefix_of

EVENTS = "text/event-stream"
QUIET_SECONDS = 15.0
MOST_WAIT_SECONDS = 600.0
_WAIT = re.compile(r"wait\s*=\s*\"?(\d{1,4})\"?")

_EXAMPLES = {
    "words": {"value": {"request": "90x60x6 plate with four 5.5 mm corner holes, 8 mm inset"}},
    "part": {"value": part_example()},
    "script": {"value": ScriptOrder.model_config["json_schema_extra"]["examples"][0]},  # type: ignore[index]
}
_PREFERENCES = {
    "at once": {"value": "respond-async"},
    "after ten seconds": {"value": "respond-async, wait=10"},
}
_POLL = {"operationId": POLLED, "parameters": {"build_id": "$response.body#/build_id"}}


def add_order_routes(
    router: APIRouter, office: Office, desk: BuildDesk, records: BuildRecords, *, own_words: bool
) -> None:
    """Add ``POST /models``.

    Args:
        router: Where to.
        office: Whose generator makes the models.
        desk: Where they are ordered.
        records: Of the builds that are asked for later.
        own_words: A request in words becomes a script of Mayfly's own, not of a chat model.
    """

    @router.post(
        "/models",
        tags=["models"],
        status_code=201,
        response_model=ModelOut,
        responses={
            200: {
                "description": "With `Accept: text/event-stream`: `stage` events, then `model` or `problem`; "
                "with `Prefer: respond-async` too, a `build` event before them.",
                "content": {EVENTS: {"schema": {"type": "string"}}},
            },
            202: {
                "description": "With `Prefer: respond-async`: poll `Location`, or DELETE it to cancel.",
                "model": BuildOut,
                "links": {"poll": _POLL},
            },
            **problems(400, 408, 409, 422, 429, 502),
        },
    )
    async def make_model(
        request: Request,
        order: Annotated[Order, Body(openapi_examples=_EXAMPLES)],
        accept: Annotated[str, Header(include_in_schema=False)] = "*/*",
        prefer: Annotated[
            str, Header(description="`respond-async`, `wait=10` (RFC 7240)", openapi_examples=_PREFERENCES)
        ] = "",
    ) -> Response:
        """Make a model, and answer when it is there; or at once, with how to follow or to poll it.

        A client that hangs up has cancelled its order, unless it preferred `respond-async`.
        """
        client, prefix = client_key(request), prefix_of(request.scope)
        kept = "respond-async" in _preferences(prefer)
        build = desk.start(
            _work(office, order, Client(client, admitted=True), prefix),
            client=client,
            trusted=isinstance(order, PartOrder) or (own_words and isinstance(order, WordsOrder)),
            size_bytes=_size(order),
            watch=recorder(records) if kept else None,
        )
        applied = {**polling(build.build_id, prefix), "Preference-Applied": "respond-async"} if kept else {}
        if wants_events(accept):
            headers = {**applied, "X-Accel-Buffering": "no"}
            # Begun here: a stream whose client is gone at once never begins.
            leaving = asyncio.create_task(_cancel_when_gone(request, desk, build))
            return StreamingResponse(
                _events(desk, build, leaving, prefix), media_type=EVENTS, headers=headers
            )
        if not kept:
            return await _made(request, desk, build)
        with suppress(TimeoutError):
            async with asyncio.timeout(_patience(prefer)):
                return _created(await build.wait())
        address = build_path(build.build_id, prefix)
        body = {"build_id": build.build_id, "url": address, "status": "running"}
        return JSONResponse({**body, "stage": build.stage, "model": None, "problem": None}, 202, applied)


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
    model = model_json.with_time_left(result)
    return JSONResponse(model, 201, {"Location": model["url"]})


async def _made(request: Request, desk: BuildDesk, build: Build) -> Response:
    """Answer with the model when it is there; nobody else waits for it, so it ends with its client."""
    try:
        return _created(await wait_while_there(request, build))
    except (ClientGone, asyncio.CancelledError):
        desk.cancel(build)
        raise


async def _events(
    desk: BuildDesk, build: Build, leaving: asyncio.Task[None], prefix: str
) -> AsyncIterator[str]:
    """Tell each stage as it comes, then the model or the problem."""
    try:
        if build.kept:
            yield _event("build", {"build_id": build.build_id, "url": build_path(build.build_id, prefix)})
        async for stage in build.follow(QUIET_SECONDS):
            yield ": at work\n\n" if stage is None else _event("stage", {"stage": stage})
        try:
            yield _event("model", model_json.with_time_left(await build.wait()))
        except Exception as error:  # the answer has begun, so the problem is told in it
            yield _event("problem", problem_body(error))
    finally:
        leaving.cancel()
        if not build.kept:
            desk.cancel(build)


async def _cancel_when_gone(request: Request, desk: BuildDesk, build: Build) -> None:
    """Cancel a build that nobody but its follower can ask for, when that hangs up."""
    await gone(request)
    if not build.kept:
        desk.cancel(build)


def _event(name: str, data: Mapping[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def _work(office: Office, order: WordsOrder | PartOrder | ScriptOrder, client: Client, prefix: str) -> Work:
    """Turn an order into what has to be done for it; its model's addresses get a prefix."""

    def work(tell: Progress, cancel: CancelToken) -> dict[str, Any]:
        return model_json.made(_make(office.generator, order, tell, cancel, client), prefix)

    return work


def _size(order: WordsOrder | PartOrder | ScriptOrder) -> int:
    """Count what an order holds in files, which is nearly all of a large one."""
    return sum(map(len, order.files.values())) if isinstance(order, ScriptOrder) else 0


def _make(
    generator: CADModelGenerator,
    order: WordsOrder | PartOrder | ScriptOrder,
    tell: Progress,
    cancel: CancelToken,
    client: Client,
) -> dict[str, Any]:
    if isinstance(order, WordsOrder):
        return generator.generate_model(order.request, on_progress=tell, cancel=cancel, client=client)
    if isinstance(order, PartOrder):
        # Not make_part(**parameters): a parameter may be called "name".
        plan = get_part(order.part).plan(**order.parameters)
        return generator.build_plan(plan, on_progress=tell, cancel=cancel, client=client)
    requirements = order.requirements.to_requirements()
    return generator.run_script(
        order.script,
        order.parameters,
        requirements,
        files=order.to_files(),
        on_progress=tell,
        cancel=cancel,
        client=client,
    )
