"""The way of every request through the service: guards, then the route, then headers, counts and problems.

It is a route class and not a middleware: under LangGraph Server the application
carries LangGraph's routes too, and these are not ours to guard or to reshape.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from mayfly.http.metrics import Metrics
from mayfly.http.problems import Refusal, problem
from mayfly.http.security.request_guard import SECURITY_HEADERS, Guards
from mayfly.http.urls import instance_of, note_own_path

OPEN_PATHS = frozenset({"/health", "/health/live", "/health/ready", "/", "/docs"})
"""What answers without a token: a load balancer has none, nor has a browser that opens a page.

The pages say what is in the documentation, and nothing of any model.
"""

DRAWINGS = frozenset(
    f"/models/{{model_id}}/{file}" for file in ("preview.svg", "preview.png", "model.glb", "model.stl")
)
"""What is only read, but may have to be drawn for it."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def route_class(guards: Guards, metrics: Metrics) -> type[APIRoute]:
    """Give the class of all our routes."""
    known: dict[Any, list[str]] = {}  # the paths of each endpoint

    def own_path(endpoint: Any, path: str) -> str:
        """Find the path that a route has here: older FastAPIs copy it into another router, with a prefix."""
        paths = known.setdefault(endpoint, [])
        if not any(path.endswith(one) for one in paths):
            paths.append(path)
        return next(one for one in paths if path.endswith(one))

    class MayflyRoute(APIRoute):
        def get_route_handler(self) -> Handler:
            answer = super().get_route_handler()
            path = own_path(self.endpoint, self.path_format)
            needs_token = path not in OPEN_PATHS
            starts_work = path in DRAWINGS

            async def handle(request: Request) -> Response:
                started = time.perf_counter()
                note_own_path(request.scope, path)
                try:
                    guards.admit(request, needs_token=needs_token, starts_work=starts_work)
                    with guards.limited(request) as limited:
                        response = await answer(limited)
                except Exception as error:
                    response = problem(_cause(error), instance=instance_of(request))
                for name, value in SECURITY_HEADERS.items():
                    response.headers.setdefault(name, value)
                response.headers.setdefault("Cache-Control", "no-store")
                metrics.answered(request.method, path, response.status_code, time.perf_counter() - started)
                return response

            return handle

    return MayflyRoute


def add_unrouted_problems(app: FastAPI) -> None:
    """Answer paths and methods that no route has with problems, too."""

    @app.exception_handler(HTTPException)
    async def unrouted(request: Request, error: HTTPException) -> Response:
        if error.status_code == 405:
            allowed = ", ".join(sorted(_methods(app.router, request)))
            error = HTTPException(405, "This path does not take this method.", {"Allow": allowed})
        response = problem(error, instance=instance_of(request))
        response.headers.update(SECURITY_HEADERS)
        return response


def _methods(router: APIRouter, request: Request) -> set[str]:
    """Give all methods that a path takes; the router itself names only those of the first route."""
    found: set[str] = set()
    for route in router.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return found


def _cause(error: Exception) -> Exception:
    """Find what is behind FastAPI's "error parsing the body"."""
    if isinstance(error, HTTPException) and isinstance(error.__cause__, Refusal):
        return error.__cause__
    if isinstance(error, HTTPException) and isinstance(error.__cause__, UnicodeDecodeError):
        return Refusal(400, "bad_request", "The body is not in UTF-8, which JSON is sent in.")
    if isinstance(error, HTTPException) and type(error.__cause__) is ValueError:
        # What Python's reader of JSON raises itself, where it reads no more than some thousand digits.
        return Refusal(400, "bad_request", "A number in the body is too long.")
    return error
