"""The cleanup's two doors, in the form that their first clients know."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from mayfly.http.app_state import Office
from mayfly.http.openapi import problems
from mayfly.http.schemas import StatsOut, SweptOut


def add_cleanup_routes(router: APIRouter, office: Office) -> None:
    """Add ``GET /cleanup/stats`` and ``POST /cleanup/manual``."""

    @router.get("/cleanup/stats", tags=["cleanup"], response_model=StatsOut, responses=problems())
    def cleanup_stats() -> Response:
        """Count the models, and say whether the cleanup service runs."""
        return JSONResponse({"status": "success", "cleanup_stats": office.generator.get_cleanup_stats()})

    @router.post("/cleanup/manual", tags=["cleanup"], response_model=SweptOut, responses=problems())
    def manual_cleanup() -> Response:
        """Remove what is past its deadline now; what has time left stays."""
        stats = office.generator.manual_cleanup()
        return JSONResponse(
            {"status": "success", "message": "Manual cleanup completed", "cleanup_stats": stats}
        )
