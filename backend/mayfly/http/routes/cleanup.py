"""``/cleanup``: the statistics, what is stored, and a sweep now or only its preview."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from mayfly.contracts import iso_time
from mayfly.http.app_state import AppState
from mayfly.http.openapi import problems
from mayfly.http.schemas.answers import DetailsOut, PreviewOut, StatsOut, SweptOut

_SHOWN: Final = ("total_bytes", "removed_total", "next_deadline", "disk_free_bytes", "disk_total_bytes")


def add_cleanup_routes(router: APIRouter, app_state: AppState) -> None:
    """Add ``GET /cleanup/stats``, ``details`` and ``preview``, and ``POST /cleanup/manual``.

    The statistics and the sweep have the form that the first clients know.
    """

    @router.get("/cleanup/stats", tags=["cleanup"], response_model=StatsOut, responses=problems())
    def cleanup_stats() -> Response:
        """Count the models, and show whether the cleanup service runs."""
        return JSONResponse({"status": "success", "cleanup_stats": app_state.generator.get_cleanup_stats()})

    @router.get("/cleanup/details", tags=["cleanup"], response_model=DetailsOut, responses=problems())
    def cleanup_details() -> Response:
        """Show what is stored, how much was removed so far, and when the next model goes."""
        found = app_state.cleanup.get_details(history=0)
        shown = {name: found[name] for name in _SHOWN}
        deadline = shown["next_deadline"]
        shown["next_deadline"] = None if deadline is None else iso_time(deadline)
        return JSONResponse(shown)

    @router.get("/cleanup/preview", tags=["cleanup"], response_model=PreviewOut, responses=problems())
    def cleanup_preview() -> Response:
        """Show what a sweep would remove now; nothing is removed."""
        found = app_state.cleanup.sweep(dry_run=True)
        shown = {"removed": list(found.removed), "removed_bytes": found.removed_bytes, "kept": found.kept}
        return JSONResponse({**shown, "leased": list(found.leased)})

    @router.post("/cleanup/manual", tags=["cleanup"], response_model=SweptOut, responses=problems())
    def manual_cleanup() -> Response:
        """Remove the models that are past their deadlines now; the others stay."""
        stats = app_state.generator.manual_cleanup()
        return JSONResponse(
            {"status": "success", "message": "Manual cleanup completed", "cleanup_stats": stats}
        )
