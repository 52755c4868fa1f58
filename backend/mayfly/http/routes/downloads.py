"""``GET`` and ``HEAD /temp_models/{name}``: download a model's STEP file."""

from __future__ import annotations

from email.utils import formatdate

from anyio import to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from mayfly.http.app_state import AppState
from mayfly.http.downloads import MEDIA_TYPE, ModelResponse, OpenModel, open_model
from mayfly.http.headers import byte_range, disposition, is_unchanged, range_applies
from mayfly.http.openapi import problems
from mayfly.http.settings import HttpSettings


def add_download_routes(router: APIRouter, app_state: AppState, settings: HttpSettings) -> None:
    """Add ``GET`` and ``HEAD`` of ``/temp_models/{name}``."""

    async def download(name: str, request: Request) -> Response:
        """Send the STEP file; 410 when it has expired or was deleted, 404 when there never was one."""
        head = request.method == "HEAD"
        if not (head or app_state.cleanup.is_local):
            address = await to_thread.run_sync(lambda: app_state.cleanup.download_url(name))
            if address is not None:
                return Response(None, 307, {"Location": address, "Cache-Control": "no-store"})
        whole = not head and "range" not in request.headers
        model = await to_thread.run_sync(lambda: open_model(app_state.cleanup, name, whole=whole, head=head))
        response: Response | None = None
        try:
            response = _respond(model, name, request, settings.stall_seconds)
            return response
        finally:
            if not isinstance(response, ModelResponse):
                await to_thread.run_sync(model.lease.close)

    router.add_api_route(
        "/temp_models/{name}",
        download,
        methods=["GET"],
        tags=["models"],
        response_class=Response,
        responses={
            200: {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}},
            206: {"description": "The requested range."},
            304: {"description": "The client has this version already."},
            307: {"description": "`Location` serves it until its deadline (`MAYFLY_SIGNED_DOWNLOADS`)."},
            **problems(404, 410, 416),
        },
    )
    router.add_api_route("/temp_models/{name}", download, methods=["HEAD"], include_in_schema=False)


def _respond(model: OpenModel, name: str, request: Request, stall_seconds: float) -> Response:
    """Return the answer for an open model: the file, a range of it, or 304.

    Raises:
        HttpProblem: 416, no byte of the file lies in the range.
    """
    headers = {
        "ETag": model.etag,
        "Last-Modified": formatdate(model.modified_at, usegmt=True),
        "Cache-Control": "private, no-cache",
        "Accept-Ranges": "bytes",
    }
    if is_unchanged(request, model.etag, model.modified_at):
        return Response(None, 304, headers)
    headers["Content-Disposition"] = disposition(name)
    part = None
    wanted = request.headers.get("range")
    if (
        wanted is not None
        and request.method == "GET"
        and range_applies(request, model.etag, model.modified_at)
    ):
        part = byte_range(wanted, model.size)
    if part is None:
        return ModelResponse(model, (0, model.size), 200, headers, stall_seconds)
    headers["Content-Range"] = f"bytes {part[0]}-{part[1] - 1}/{model.size}"
    return ModelResponse(model, part, 206, headers, stall_seconds)
