"""``/models/{model_id}/…``: a model as a drawing, a picture or a mesh, which may have to be made first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from fastapi.responses import Response
from starlette.requests import Request

from mayfly.cad.picks import DistanceOptions, read_pick
from mayfly.cad.picture_options import (
    NARROWEST_PX,
    USUAL_VIEWS,
    USUAL_WIDTH_PX,
    VIEWS,
    WIDEST_PX,
    MeshOptions,
    Unit,
    read_picture_options,
)
from mayfly.http.headers import disposition, has_tag
from mayfly.http.openapi import problems
from mayfly.http.renditions import DRAWING, Rendition, RenditionCache

_MEDIA_TYPES: Final = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "glb": "model/gltf-binary",
    "view": "model/gltf-binary",
    "stl": "model/stl",
    "3mf": "model/3mf",
    "obj": "model/obj",
    "brep": "application/octet-stream",
    "dxf": "image/vnd.dxf",
    "pdf": "application/pdf",
    "distance": "application/json",
}
_USUAL_VIEWS = ",".join(USUAL_VIEWS)
_Views = Annotated[str, Query(max_length=200, description=f"With commas between them: {', '.join(VIEWS)}.")]
_Section = Annotated[
    str | None,
    Query(
        max_length=60, description="`x`, `y` or `z` to cut through the middle, `x=12.5` to cut there (mm)."
    ),
]
_Width = Annotated[int, Query(ge=NARROWEST_PX, le=WIDEST_PX, description="Pixels across.")]
_Tolerance = Annotated[
    float, Query(ge=0.001, le=10, description="How far a facet may stray from its surface, in mm.")
]
_Angle = Annotated[
    float, Query(ge=1, le=45, description="Angle between neighbouring facets, in degrees, at most.")
]


_Pick = Annotated[
    str, Query(max_length=120, description="`face:BODY:NUMBER`, `edge:BODY:NUMBER` or `point:X,Y,Z` (mm).")
]
_Unit = Annotated[Unit, Query(description="Unit of the lengths in the file.")]


def add_rendition_routes(router: APIRouter, renditions: RenditionCache) -> None:
    """Add the routes under ``/models/{model_id}`` that show a model in another format.

    Pages of other sites get no answer (``route_class.RENDITION_PATHS``), since each may start work.
    """

    async def send(model_id: str, request: Request, rendition: Rendition, *, saved: bool = False) -> Response:
        """Send a rendition of a model; nothing is made for a client that has it already."""
        etag = await renditions.etag(model_id + ".step", rendition)
        headers = {"Cache-Control": "private, max-age=60", "ETag": etag}
        if has_tag(request, etag):
            return Response(None, 304, headers)
        content = await renditions.get(model_id + ".step", request, rendition)
        if saved:
            headers["Content-Disposition"] = disposition(f"{model_id}.{rendition.format}")
        return Response(content, media_type=_MEDIA_TYPES[rendition.format], headers=headers)

    @router.get("/models/{model_id}/preview.svg", **_documented("svg"))
    async def preview(model_id: str, request: Request) -> Response:
        """Show a drawing of the model; not to pages of other sites, since it may have to be made first."""
        return await send(model_id, request, DRAWING)

    @router.get("/models/{model_id}/preview.png", **_documented("png"))
    async def picture(
        model_id: str,
        request: Request,
        views: _Views = _USUAL_VIEWS,
        section: _Section = None,
        width: _Width = USUAL_WIDTH_PX,
    ) -> Response:
        """Show shaded views of the model with its sizes, and a section; not to pages of other sites."""
        return await send(model_id, request, Rendition("png", read_picture_options(views, section, width)))

    @router.get("/models/{model_id}/model.glb", **_documented("glb"))
    async def as_glb(model_id: str, request: Request) -> Response:
        """Send the model as binary glTF, with its colours, names and edges; not to pages of other sites."""
        return await send(model_id, request, Rendition("glb"), saved=True)

    @router.get("/models/{model_id}/view.glb", **_documented("view"))
    async def to_measure(model_id: str, request: Request) -> Response:
        """Send a binary glTF with exact faces and edges in `extras`; not to pages of other sites."""
        return await send(model_id, request, Rendition("view"))

    @router.get("/models/{model_id}/model.stl", **_documented("stl"))
    async def as_stl(
        model_id: str,
        request: Request,
        tolerance: _Tolerance = 0.05,
        angle: _Angle = 11.5,
        unit: _Unit = "mm",
    ) -> Response:
        """Send the model as a binary STL file; not to pages of other sites."""
        rendition = Rendition("stl", MeshOptions(tolerance, angle), unit)
        return await send(model_id, request, rendition, saved=True)

    @router.get("/models/{model_id}/distance", **_documented("distance"))
    async def distance(model_id: str, request: Request, first: _Pick, second: _Pick) -> Response:
        """Measure the shortest way between two faces, edges or points; not to pages of other sites.

        The numbers of bodies, faces and edges are those in the `extras` of `view.glb`.
        """
        between = DistanceOptions(read_pick(first), read_pick(second))
        return await send(model_id, request, Rendition("distance", between))

    _add_files(router, send)


def _add_files(router: APIRouter, send: Callable[..., Awaitable[Response]]) -> None:
    """Add the formats that are only saved; ``send`` sends a rendition."""

    @router.get("/models/{model_id}/model.3mf", **_documented("3mf"))
    async def as_3mf(model_id: str, request: Request, unit: _Unit = "mm") -> Response:
        """Send the model as 3MF, with its names and colours; not to pages of other sites."""
        return await send(model_id, request, Rendition("3mf", unit=unit), saved=True)

    @router.get("/models/{model_id}/model.obj", **_documented("obj"))
    async def as_obj(model_id: str, request: Request, unit: _Unit = "mm") -> Response:
        """Send the model as an OBJ file; not to pages of other sites."""
        return await send(model_id, request, Rendition("obj", unit=unit), saved=True)

    @router.get("/models/{model_id}/model.brep", **_documented("brep"))
    async def as_brep(model_id: str, request: Request) -> Response:
        """Send the exact shape in the kernel's own format; not to pages of other sites."""
        return await send(model_id, request, Rendition("brep"), saved=True)

    @router.get("/models/{model_id}/model.pdf", **_documented("pdf"))
    async def as_pdf(model_id: str, request: Request) -> Response:
        """Send the drawing of the model as a PDF file; not to pages of other sites."""
        return await send(model_id, request, Rendition("pdf"), saved=True)

    @router.get("/models/{model_id}/model.dxf", **_documented("dxf"))
    async def as_dxf(
        model_id: str, request: Request, section: _Section = None, unit: _Unit = "mm"
    ) -> Response:
        """Send the outlines of a section as DXF, across Z if none is given; not to pages of other sites."""
        cut = read_picture_options((), section or "z")
        return await send(model_id, request, Rendition("dxf", cut, unit), saved=True)


def _documented(format: str) -> dict[str, Any]:
    """Return the arguments of a route for a format, for the OpenAPI document."""
    binary = {} if format in ("svg", "distance") else {"format": "binary"}
    return {
        "tags": ["models"],
        "response_class": Response,
        "responses": {
            200: {"content": {_MEDIA_TYPES[format]: {"schema": {"type": "string", **binary}}}},
            304: {"description": "The client has it already."},
            **problems(404, 409, 410, 422, 429),
        },
    }
