"""Models over HTTP: list them, show one, keep it longer, delete it, look at it."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections import OrderedDict
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from starlette.requests import Request

from mayfly.contracts import StoredModel
from mayfly.http import resources
from mayfly.http.builds import BuildDesk
from mayfly.http.documents import problems
from mayfly.http.office import Office
from mayfly.http.schemas import KeepIn, ModelOut, PageOut, StoredOut

PAGE_LIMIT = 500
PREVIEWS_KEPT = 64
_PREVIEW_LIMIT_BYTES = 1024 * 1024

Key = tuple[str, float, int]


def add_model_routes(router: APIRouter, office: Office, desk: BuildDesk) -> None:
    """Add the routes under ``/models`` that make nothing new."""
    previews = Previews(office, desk)

    @router.get("/models", tags=["models"], response_model=PageOut, responses=problems(422))
    def list_models(
        request: Request,
        limit: Annotated[int, Query(ge=1, le=PAGE_LIMIT, description="Models on a page.")] = 50,
        after: Annotated[str | None, Query(max_length=1000, description="Where the last page ended.")] = None,
    ) -> Response:
        """List the models, the one that goes first on top."""
        models = sorted(office.cleanup.list_models(), key=_place)
        start = bisect_right(models, resources.read_cursor(after), key=_place) if after else 0
        page = models[start : start + limit]
        more = start + limit < len(models)
        following = f"/models?limit={limit}&after={resources.cursor(page[-1])}" if more else None
        shown = [resources.stored(model) for model in page]
        return JSONResponse({"models": shown, "total": len(models), "next": following})

    @router.get("/models/{model_id}", tags=["models"], response_model=ModelOut, responses=problems(404, 410))
    def show_model(model_id: str) -> Response:
        """Show one model: where it is, until when, what it was made from and what was measured."""
        name = model_id + ".step"
        model = office.cleanup.get_model(name)
        return JSONResponse(resources.known(model, office.cleanup.get_report(name)))

    @router.delete(
        "/models/{model_id}",
        tags=["models"],
        status_code=204,
        response_class=Response,
        responses=problems(404, 409, 410),
    )
    def delete_model(model_id: str) -> Response:
        """Delete a model before its time."""
        office.cleanup.delete(model_id + ".step")
        return Response(status_code=204)

    @router.post(
        "/models/{model_id}/keep",
        tags=["models"],
        response_model=StoredOut,
        responses=problems(400, 404, 408, 410, 422),
    )
    def keep_model(model_id: str, longer: KeepIn) -> Response:
        """Keep a model longer: its deadline moves by the minutes given."""
        return JSONResponse(resources.stored(office.cleanup.extend(model_id + ".step", longer.minutes)))

    @router.get(
        "/models/{model_id}/preview.svg",
        tags=["models"],
        response_class=Response,
        responses={
            200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}},
            **problems(404, 410, 422, 429),
        },
    )
    async def preview(model_id: str) -> Response:
        """Show a drawing of the model."""
        picture = await previews.get(model_id + ".step")
        return Response(picture, media_type="image/svg+xml", headers={"Cache-Control": "private, max-age=60"})


class Previews:
    """Drawings of models, drawn once each while they are asked for."""

    def __init__(self, office: Office, desk: BuildDesk) -> None:
        """Start with no drawing."""
        self._office = office
        self._desk = desk
        self._drawn: OrderedDict[Key, bytes] = OrderedDict()
        self._drawing: dict[Key, asyncio.Task[bytes]] = {}

    async def get(self, name: str) -> bytes:
        """Give a model's drawing.

        Raises:
            InvalidModelName, ModelNotFound, ModelExpired: As the cleanup service's ``get_model``.
            BuildError: It can't be drawn, or too many builds are waiting.
        """
        model = await to_thread.run_sync(self._office.cleanup.get_model, name)
        key = (model.name, model.created_at, model.size_bytes)
        if key in self._drawn:
            self._drawn.move_to_end(key)
            return self._drawn[key]
        if key not in self._drawing:
            build = self._desk.start(lambda tell: self._draw(model), counted=False)
            task = asyncio.create_task(build.wait())
            self._drawing[key] = task
            task.add_done_callback(lambda done: self._put_away(key, done))
        return await asyncio.shield(self._drawing[key])

    def _draw(self, model: StoredModel) -> bytes:
        """Draw, while nobody sweeps the model away."""
        with self._office.cleanup.lease(model.name):
            return self._office.generator.workshop.convert(model.path, "svg")

    def _put_away(self, key: Key, task: asyncio.Task[bytes]) -> None:
        del self._drawing[key]
        if task.cancelled() or task.exception() is not None:
            return
        if len(task.result()) <= _PREVIEW_LIMIT_BYTES:
            self._drawn[key] = task.result()
        while len(self._drawn) > PREVIEWS_KEPT:
            self._drawn.popitem(last=False)


def _place(model: StoredModel) -> tuple[Any, ...]:
    return model.expires_at, model.name
