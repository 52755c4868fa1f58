"""``/parts``: the parts of the catalogue, with their parameters and pictures."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from mayfly.cad.parts import Part, catalogue
from mayfly.http.errors import HttpProblem
from mayfly.http.openapi import problems
from mayfly.http.schemas.answers import PartOut, PartsOut


def add_catalogue_routes(router: APIRouter) -> None:
    """Add ``GET /parts``, ``GET /parts/{name}`` and its picture."""

    @router.get("/parts", tags=["catalogue"], response_model=PartsOut, responses=problems())
    def list_parts() -> Response:
        """List the parts of the catalogue with their parameters."""
        return JSONResponse({"parts": [part.to_dict() for part in catalogue().values()]})

    @router.get("/parts/{name}", tags=["catalogue"], response_model=PartOut, responses=problems(404))
    def show_part(name: str) -> Response:
        """Show one part."""
        return JSONResponse(_part(name).to_dict())

    @router.get(
        "/parts/{name}/picture.svg",
        tags=["catalogue"],
        response_class=Response,
        responses={200: {"content": {"image/svg+xml": {}}}, **problems(404)},
    )
    def show_picture(name: str) -> Response:
        """Show a drawing of a part with its default sizes."""
        return Response(_part(name).picture.read_bytes(), media_type="image/svg+xml")


def _part(name: str) -> Part:
    """Return a part of the catalogue.

    Raises:
        HttpProblem: No part has this name.
    """
    part = catalogue().get(name)
    if part is None:
        raise HttpProblem(404, "unknown_part", f"There is no part called {name!r}; GET /parts lists them.")
    return part
