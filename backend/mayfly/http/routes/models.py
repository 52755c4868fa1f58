"""``/models``: list models, show one, keep it longer, delete it."""

from __future__ import annotations

import base64
import binascii
import json
from bisect import bisect_right
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from starlette.requests import Request

from mayfly.contracts import StoredModel
from mayfly.errors import InvalidParameter
from mayfly.http.app_state import AppState
from mayfly.http.openapi import problems
from mayfly.http.renditions import RenditionCache
from mayfly.http.routes.model_json import reported_model, stored_model
from mayfly.http.schemas.answers import ModelOut, PageOut, StoredOut
from mayfly.http.schemas.requests import KeepIn
from mayfly.http.urls import prefix_of

PAGE_LIMIT = 500


def add_model_routes(router: APIRouter, app_state: AppState, renditions: RenditionCache) -> None:
    """Add the routes under ``/models`` for models that exist."""

    @router.get("/models", tags=["models"], response_model=PageOut, responses=problems(422))
    def list_models(
        request: Request,
        limit: Annotated[int, Query(ge=1, le=PAGE_LIMIT, description="Models on a page.")] = 50,
        after: Annotated[str | None, Query(max_length=1000, description="Where the last page ended.")] = None,
    ) -> Response:
        """List the models, sorted by their deadlines."""
        models = sorted(app_state.cleanup.list_models(), key=_position)
        start = bisect_right(models, _read_cursor(after), key=_position) if after else 0
        page = models[start : start + limit]
        more = start + limit < len(models)
        prefix = prefix_of(request.scope)
        following = f"{prefix}/models?limit={limit}&after={_cursor(page[-1])}" if more else None
        shown = [stored_model(model, prefix) for model in page]
        return JSONResponse({"models": shown, "total": len(models), "next": following})

    @router.get("/models/{model_id}", tags=["models"], response_model=ModelOut, responses=problems(404, 410))
    def show_model(model_id: str, request: Request) -> Response:
        """Show one model: where it is, until when, what it was made from and what was measured."""
        name = model_id + ".step"
        model = app_state.cleanup.get_model(name)
        report = app_state.cleanup.get_report(name)
        return JSONResponse(reported_model(model, report, prefix_of(request.scope)))

    @router.delete(
        "/models/{model_id}",
        tags=["models"],
        status_code=204,
        response_class=Response,
        responses=problems(404, 409, 410),
    )
    async def delete_model(model_id: str) -> Response:
        """Delete a model before its deadline."""
        name = model_id + ".step"
        await to_thread.run_sync(app_state.cleanup.delete, name)
        renditions.forget(name)
        return Response(status_code=204)

    @router.post(
        "/models/{model_id}/keep",
        tags=["models"],
        response_model=StoredOut,
        responses=problems(400, 404, 408, 410, 422),
    )
    def keep_model(model_id: str, longer: KeepIn, request: Request) -> Response:
        """Keep a model longer: its deadline moves by the given minutes."""
        model = app_state.cleanup.extend(model_id + ".step", longer.minutes)
        return JSONResponse(stored_model(model, prefix_of(request.scope)))


def _position(model: StoredModel) -> tuple[float, str]:
    """Return a model's position in the list."""
    return model.expires_at, model.name


def _cursor(model: StoredModel) -> str:
    """Return a model's position as text; it stays valid when models before it are removed."""
    return base64.urlsafe_b64encode(json.dumps(_position(model)).encode()).decode().rstrip("=")


def _read_cursor(text: str) -> tuple[float, str]:
    """Read a position in the list.

    Raises:
        InvalidParameter: The text is not one that this service wrote.
    """
    try:
        padded = text + "=" * (-len(text) % 4)
        deadline, name = json.loads(base64.b64decode(padded.encode("ascii"), b"-_", validate=True))
        if isinstance(name, str) and type(deadline) in (int, float):
            return deadline, name
    except (ValueError, TypeError, binascii.Error, RecursionError):
        pass
    raise InvalidParameter("`after` is not a position in this list; take it from `next`.")
