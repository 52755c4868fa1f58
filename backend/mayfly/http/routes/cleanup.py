"""``/cleanup``: the statistics, and a sweep now; in the form that the first clients know."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from mayfly.http.app_state import AppState
from mayfly.http.openapi import problems
from mayfly.http.schemas.answers import StatsOut, SweptOut


def add_cleanup_routes(router: APIRouter, app_state: AppState) -> None:
    """Add ``GET /cleanup/stats`` and ``POST /cleanup/manual``."""

    @router.get("/cleanup/stats", tags=["cleanup"], response_model=StatsOut, responses=problems())
    def cleanup_stats() -> Response:
        """Count the models, and show whether the cleanup service runs."""
        return JSONResponse({"status": "success", "cleanup_stats": app_state.generator.get_cleanup_stats()})

    @router.post("/cleanup/manual", tags=["cleanup"], response_model=SweptOut, responses=problems())
    def manual_cleanup() -> Response:
        """Remove the models that are past their deadlines now; the others stay."""
        stats = app_state.generator.manual_cleanup()
        return JSONResponse(
            {"status": "success", "message": "Manual cleanup completed", "cleanup_stats": stats}
        )
