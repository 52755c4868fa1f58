"""``/``, ``/studio`` and ``/docs``: what a browser shows of the service, the page and the reference."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse, Response
from starlette.requests import Request
from starlette.routing import Match
from starlette.types import Scope

from mayfly.http.built_page import HOW_TO_BUILD, BuiltPage
from mayfly.http.errors import HttpProblem
from mayfly.http.headers import prefers_json
from mayfly.http.page import page, page_response
from mayfly.http.reference import SCRIPT, reference
from mayfly.http.urls import prefix_of

_PREFIXES = 4  # a mount whose name the client chooses may have any number
_WHAT = "A request becomes a STEP file, and the file is gone 30 minutes later."
_INDEX = {
    "docs_url": "/docs",
    "openapi_url": "/openapi.json",
    "models_url": "/models",
    "parts_url": "/parts",
    "design_schema_url": "/design/schema",
    "page_url": "/studio",
    "health_url": "/health",
}


def add_front_routes(router: APIRouter, app: FastAPI, built: BuiltPage) -> None:
    """Add ``/``, ``/studio``, ``/docs`` and the page's files.

    Call it last, since ``/`` gives way to another route with that path; ``/studio`` is the page there, too.

    Args:
        router: Gets the routes.
        app: Has the OpenAPI document.
        built: The page; where it was not built, an introduction is shown that says how to build it.
    """
    kind: Any = router.route_class

    class FrontRoute(kind):  # type: ignore[misc]
        """``/``, unless the application is part of a server that answers there itself.

        LangGraph Server puts its routes behind ours, and load balancers request its ``/``.
        """

        def matches(self, scope: Scope) -> tuple[Match, Scope]:
            """Match only if no other route has this path."""
            others = (route for route in router.routes if not isinstance(route, FrontRoute))
            if any(getattr(route, "path", None) == self.path for route in others):
                return Match.NONE, {}
            found: tuple[Match, Scope] = super().matches(scope)
            return found

    async def front(request: Request) -> Response:
        """Describe this service: as a page for people, as JSON for programs."""
        prefix = prefix_of(request.scope)
        if prefers_json(request.headers.get("accept", "")):
            index = {name: prefix + path for name, path in _INDEX.items()}
            return JSONResponse({"name": "Mayfly", "what": _WHAT, **index}, headers={"Vary": "Accept"})
        if built.exists:
            return built.page(escape(prefix))
        address = f"{request.url.scheme}://{request.url.netloc}{prefix}"
        return page_response(_front(escape(prefix), escape(address)))

    async def studio(request: Request) -> Response:
        """Show the page, also where another server answers at the root."""
        if built.exists:
            return built.page(escape(prefix_of(request.scope)))
        raise HttpProblem(404, "page_not_built", HOW_TO_BUILD)

    async def asset(name: str, request: Request) -> Response:
        """Send a file of the page."""
        found = built.asset(name, request)
        if found is None:
            raise HttpProblem(404, "not_found", "The page has no such file; load the page again.")
        return found

    @lru_cache(maxsize=_PREFIXES)
    def reference_page(prefix: str) -> str:
        return reference(app.openapi(), prefix)

    async def docs(request: Request) -> Response:
        """Show the OpenAPI document as a page."""
        return page_response(reference_page(prefix_of(request.scope)), script=SCRIPT)

    router.add_api_route("/assets/{name}", asset, methods=["GET", "HEAD"], include_in_schema=False)
    router.add_api_route("/studio", studio, methods=["GET", "HEAD"], include_in_schema=False)
    router.add_api_route("/docs", docs, methods=["GET", "HEAD"], include_in_schema=False)
    router.add_api_route(
        "/", front, methods=["GET", "HEAD"], include_in_schema=False, route_class_override=FrontRoute
    )


def _front(prefix: str, address: str) -> str:
    body = f"""
<h1>Mayfly</h1>
<p>{_WHAT}</p>
<p>This is its HTTP service. Programs use it, and so can you from a shell:</p>
<pre>curl -s --json '{{"request": "a 20 mm cube"}}' {address}/models</pre>
<ul>
<li><a href="{prefix}/docs">{prefix}/docs</a>: all requests and their answers</li>
<li><a href="{prefix}/models">{prefix}/models</a>: the models that exist now</li>
<li><a href="{prefix}/parts">{prefix}/parts</a>: the parts of the catalogue</li>
<li><a href="{prefix}/health">{prefix}/health</a>: whether everything works</li>
</ul>
<p>{escape(HOW_TO_BUILD)}</p>
"""
    return page("Mayfly", body)
