"""``/parts``, ``/materials``, ``/design/schema``: the catalogue, densities, and how a design is written."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from mayfly.cad.parts import Part, catalogue
from mayfly.cad.standards.densities import MATERIALS
from mayfly.design.schema import design_schema
from mayfly.http.errors import HttpProblem
from mayfly.http.openapi import problems
from mayfly.http.schemas.answers import MaterialsOut, PartOut, PartsOut

SCHEMA_TYPE = "application/schema+json"


def add_catalogue_routes(router: APIRouter) -> None:
    """Add ``GET /parts``, ``/parts/{name}`` and its picture, ``/materials`` and ``/design/schema``."""

    @router.get(
        "/design/schema",
        tags=["catalogue"],
        response_class=Response,
        responses={200: {"content": {SCHEMA_TYPE: {"schema": {"type": "object"}}}}, **problems()},
    )
    def show_design_schema() -> Response:
        """Show how a design is written: the JSON schema of `design` in `POST /models`."""
        return JSONResponse(design_schema(), media_type=SCHEMA_TYPE)

    @router.get("/parts", tags=["catalogue"], response_model=PartsOut, responses=problems())
    def list_parts() -> Response:
        """List the parts of the catalogue with their parameters."""
        return JSONResponse({"parts": [part.to_dict() for part in catalogue().values()]})

    @router.get("/parts/{name}", tags=["catalogue"], response_model=PartOut, responses=problems(404))
    def show_part(name: str) -> Response:
        """Show one part."""
        return JSONResponse(_part(name).to_dict())

    @router.get("/materials", tags=["catalogue"], response_model=MaterialsOut, responses=problems())
    def list_materials() -> Response:
        """List common materials with their densities, for the mass of a model."""
        found = [{"name": each.name, "density": each.density, "source": each.source} for each in MATERIALS]
        return JSONResponse({"materials": found})

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
