"""Models over HTTP: list them, show one, keep it longer, delete it, look at it."""

from __future__ import annotations

from bisect import bisect_right
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from starlette.requests import Request

from mayfly.contracts import StoredModel
from mayfly.http.app_state import Office
from mayfly.http.openapi import problems
from mayfly.http.renditions import Previews
from mayfly.http.routes import model_json
from mayfly.http.routes.renditions import add_rendition_routes
from mayfly.http.schemas import KeepIn, ModelOut, PageOut, StoredOut
from mayfly.http.urls import prefix_of

PAGE_LIMIT = 500


def add_model_routes(router: APIRouter, office: Office, previews: Previews) -> None:
    """Add the routes under ``/models`` that make nothing new."""

    @router.get("/models", tags=["models"], response_model=PageOut, responses=problems(422))
    def list_models(
        request: Request,
        limit: Annotated[int, Query(ge=1, le=PAGE_LIMIT, description="Models on a page.")] = 50,
        after: Annotated[str | None, Query(max_length=1000, description="Where the last page ended.")] = None,
    ) -> Response:
        """List the models, the one that goes first on top."""
        models = sorted(office.cleanup.list_models(), key=_place)
        start = bisect_right(models, model_json.read_cursor(after), key=_place) if after else 0
        page = models[start : start + limit]
        more = start + limit < len(models)
        prefix = prefix_of(request.scope)
        following = f"{prefix}/models?limit={limit}&after={model_json.cursor(page[-1])}" if more else None
        shown = [model_json.stored(model, prefix) for model in page]
        return JSONResponse({"models": shown, "total": len(models), "next": following})

    @router.get("/models/{model_id}", tags=["models"], response_model=ModelOut, responses=problems(404, 410))
    def show_model(model_id: str, request: Request) -> Response:
        """Show one model: where it is, until when, what it was made from and what was measured."""
        name = model_id + ".step"
        model = office.cleanup.get_model(name)
        return JSONResponse(model_json.known(model, office.cleanup.get_report(name), prefix_of(request.scope)))

    @router.delete(
        "/models/{model_id}",
        tags=["models"],
        status_code=204,
        response_class=Response,
        responses=problems(404, 409, 410),
    )
    async def delete_model(model_id: str) -> Response:
        """Delete a model before its time."""
        name = model_id + ".step"
        await to_thread.run_sync(office.cleanup.delete, name)
        previews.forget(name)
        return Response(status_code=204)

    @router.post(
        "/models/{model_id}/keep",
        tags=["models"],
        response_model=StoredOut,
        responses=problems(400, 404, 408, 410, 422),
    )
    def keep_model(model_id: str, longer: KeepIn, request: Request) -> Response:
        """Keep a model longer: its deadline moves by the minutes given."""
        model = office.cleanup.extend(model_id + ".step", longer.minutes)
        return JSONResponse(model_json.stored(model, prefix_of(request.scope)))

    add_rendition_routes(router, previews)


def _place(model: StoredModel) -> tuple[Any, ...]:
    return model.expires_at, model.name
