"""The cleanup's two doors, in the form that their first clients know."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from mayfly.http.office import Office


def add_cleanup_routes(router: APIRouter, office: Office) -> None:
    """Add ``GET /cleanup/stats`` and ``POST /cleanup/manual``."""

    @router.get("/cleanup/stats", tags=["cleanup"])
    def cleanup_stats() -> dict[str, Any]:
        """Count the models, and tell whether the cleanup service runs."""
        return {"status": "success", "cleanup_stats": office.generator.get_cleanup_stats()}

    @router.post("/cleanup/manual", tags=["cleanup"])
    def manual_cleanup() -> dict[str, Any]:
        """Remove what is past its deadline now; what has time left stays."""
        return {
            "status": "success",
            "message": "Manual cleanup completed",
            "cleanup_stats": office.generator.manual_cleanup(),
        }
