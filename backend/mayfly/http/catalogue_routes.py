"""The catalogue over HTTP: which parts there are, and what they can be given."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from mayfly.cad.parts import Part, catalogue
from mayfly.http.documents import problems
from mayfly.http.problems import Refusal
from mayfly.http.schemas import PartOut, PartsOut


def add_catalogue_routes(router: APIRouter) -> None:
    """Add ``GET /parts`` and ``GET /parts/{name}``."""

    @router.get("/parts", tags=["catalogue"], response_model=PartsOut, responses=problems())
    def list_parts() -> Response:
        """List the parts of the catalogue with their parameters."""
        return JSONResponse({"parts": [_shown(part) for part in catalogue().values()]})

    @router.get("/parts/{name}", tags=["catalogue"], response_model=PartOut, responses=problems(404))
    def show_part(name: str) -> Response:
        """Show one part."""
        part = catalogue().get(name)
        if part is None:
            raise Refusal(404, "unknown_part", f"There is no part called {name!r}; GET /parts lists them.")
        return JSONResponse(_shown(part))


def _shown(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "title": part.title,
        "description": part.description,
        "words": list(part.names),
        "parameters": [
            {
                "name": parameter.name,
                "default": parameter.default,
                "kind": parameter.kind,
                "unit": parameter.unit,
                "low": parameter.low,
                "high": parameter.high,
                "description": parameter.description,
                "choices": list(parameter.choices),
            }
            for parameter in part.parameters.values()
        ],
    }
