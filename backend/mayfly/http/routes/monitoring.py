"""Health, metrics, and the OpenAPI document."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request

from mayfly.http.app_state import AppState
from mayfly.http.jobs.queue import JobQueue
from mayfly.http.metrics import Metrics
from mayfly.http.openapi import problems
from mayfly.http.schemas.answers import HealthOut
from mayfly.http.urls import prefix_of


def add_monitoring_routes(
    router: APIRouter, app_state: AppState, queue: JobQueue, metrics: Metrics, app: FastAPI
) -> None:
    """Add ``/health``, ``/health/live``, ``/health/ready``, ``/metrics`` and ``/openapi.json``."""
    unavailable: dict[int | str, dict[str, Any]] = {
        503: {"description": "Something does not work; `checks` says what.", "model": HealthOut}
    }

    def ready() -> Response:
        """Check whether everything works that a request may need, and count the builds."""
        checks = app_state.checks()
        healthy = all(finding == "ok" for finding in checks.values())
        body = {
            "status": "ok" if healthy else "unavailable",
            "checks": checks,
            "builds": {**queue.load(), "cancelled": queue.cancelled},
        }
        return JSONResponse(body, 200 if healthy else 503)

    async def live() -> Response:
        """Check that the server answers; nothing else is checked."""
        return JSONResponse({"status": "ok", "checks": {}})

    for path in ("/health", "/health/ready"):
        router.add_api_route(
            path, ready, tags=["watch"], response_model=HealthOut, responses={**problems(), **unavailable}
        )
    router.add_api_route("/health/live", live, tags=["watch"], response_model=HealthOut, responses=problems())
    for path in ("/health", "/health/ready", "/health/live"):
        endpoint = live if path.endswith("live") else ready
        router.add_api_route(path, endpoint, methods=["HEAD"], include_in_schema=False)

    @router.get(
        "/metrics",
        tags=["watch"],
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}, **problems()},
    )
    def show_metrics() -> Response:
        """Return the metrics for Prometheus."""
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)

    @router.get("/openapi.json", include_in_schema=False)
    def show_document(request: Request) -> Response:
        """Return the OpenAPI document, with the prefix where the application is mounted."""
        prefix = prefix_of(request.scope)
        servers = {"servers": [{"url": prefix}]} if prefix else {}
        return JSONResponse({**app.openapi(), **servers})
