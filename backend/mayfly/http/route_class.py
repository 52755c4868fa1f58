"""The class of all routes: the guard comes first, then the endpoint, then headers, metrics and problems.

It is a route class and not a middleware: on LangGraph Server the application has
LangGraph's routes too, which this must not change.
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

from mayfly.http.errors import HttpProblem
from mayfly.http.metrics import Metrics
from mayfly.http.problems import problem
from mayfly.http.security.request_guard import SECURITY_HEADERS, RequestGuard
from mayfly.http.urls import instance_of, note_own_path

OPEN_PATHS = frozenset(
    {"/health", "/health/live", "/health/ready", "/", "/docs", "/studio", "/assets/{name}"}
)
"""Paths that answer without a token: a load balancer has none, nor has a browser that opens a page.

The pages contain what is in the package and nothing of any model; what they then ask for needs the token.
"""

_RENDITIONS = ("preview.svg", "preview.png", "view.glb", "distance")
_SAVED = tuple(f"model.{format}" for format in ("glb", "stl", "3mf", "obj", "brep", "pdf", "dxf"))
RENDITION_PATHS = frozenset(f"/models/{{model_id}}/{file}" for file in (*_RENDITIONS, *_SAVED))
"""Paths that are only read, but may start work, since a rendition may have to be made first."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def route_class(guard: RequestGuard, metrics: Metrics) -> type[APIRoute]:
    """Return the class of all routes of an application."""
    known: dict[Any, list[str]] = {}  # the paths of each endpoint

    def own_path(endpoint: Any, path: str) -> str:
        """Return a route's path here: older FastAPIs copy routes to another router, with a prefix."""
        paths = known.setdefault(endpoint, [])
        if not any(path.endswith(one) for one in paths):
            paths.append(path)
        return next(one for one in paths if path.endswith(one))

    class MayflyRoute(APIRoute):
        def get_route_handler(self) -> Handler:
            answer = super().get_route_handler()
            path = own_path(self.endpoint, self.path_format)
            needs_token = path not in OPEN_PATHS
            starts_work = path in RENDITION_PATHS

            async def handle(request: Request) -> Response:
                started = time.perf_counter()
                note_own_path(request.scope, path)
                try:
                    guard.check(request, needs_token=needs_token, starts_work=starts_work)
                    with guard.limited(request) as limited:
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
    """Answer requests that no route matches with problems, too."""

    @app.exception_handler(HTTPException)
    async def unrouted(request: Request, error: HTTPException) -> Response:
        if error.status_code == 405:
            allowed = ", ".join(sorted(_methods(app.router, request)))
            error = HTTPException(405, "This path does not take this method.", {"Allow": allowed})
        response = problem(error, instance=instance_of(request))
        response.headers.update(SECURITY_HEADERS)
        return response


def _methods(router: APIRouter, request: Request) -> set[str]:
    """Return all methods that a path takes; the router itself lists only those of the first route."""
    found: set[str] = set()
    for route in router.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return found


def _cause(error: Exception) -> Exception:
    """Return the real error behind FastAPI's "error parsing the body"."""
    if isinstance(error, HTTPException) and isinstance(error.__cause__, HttpProblem):
        return error.__cause__
    if isinstance(error, HTTPException) and isinstance(error.__cause__, UnicodeDecodeError):
        return HttpProblem(400, "bad_request", "The body is not in UTF-8, as JSON has to be.")
    if isinstance(error, HTTPException) and type(error.__cause__) is ValueError:
        # Python's JSON reader raises this for a number of more than some thousand digits.
        return HttpProblem(400, "bad_request", "A number in the body is too long.")
    return error
