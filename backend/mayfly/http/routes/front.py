"""What people see who open the service in a browser: what it is, and its reference."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse, Response
from starlette.requests import Request
from starlette.routing import Match
from starlette.types import Scope

from mayfly.http.page import page, page_response
from mayfly.http.reference import SCRIPT, reference
from mayfly.http.urls import prefix_of

_PREFIXES = 4  # under a mount with a name of the client's choice there may be any number
_WHAT = "A request becomes a STEP file, and the file is gone 30 minutes later."
_INDEX = {
    "docs_url": "/docs",
    "openapi_url": "/openapi.json",
    "models_url": "/models",
    "parts_url": "/parts",
    "health_url": "/health",
}


def add_front_routes(router: APIRouter, app: FastAPI) -> None:
    """Add ``/`` and ``/docs``; to be called last, for ``/`` gives way to one that somebody else has."""
    kind: Any = router.route_class

    class FrontRoute(kind):  # type: ignore[misc]
        """``/``, unless the application is part of a server that answers there itself.

        LangGraph Server puts its routes behind ours, and its ``/`` is what load balancers ask.
        """

        def matches(self, scope: Scope) -> tuple[Match, Scope]:
            """Match only where no other route has this path."""
            others = (route for route in router.routes if not isinstance(route, FrontRoute))
            if any(getattr(route, "path", None) == self.path for route in others):
                return Match.NONE, {}
            found: tuple[Match, Scope] = super().matches(scope)
            return found

    async def front(request: Request) -> Response:
        """Say what this service is, to people as a page and to programs as JSON."""
        prefix = prefix_of(request.scope)
        if wants_json(request.headers.get("accept", "")):
            index = {name: prefix + path for name, path in _INDEX.items()}
            return JSONResponse({"name": "Mayfly", "what": _WHAT, **index}, headers={"Vary": "Accept"})
        address = f"{request.url.scheme}://{request.url.netloc}{prefix}"
        return page_response(_front(escape(prefix), escape(address)))

    @lru_cache(maxsize=_PREFIXES)
    def written(prefix: str) -> str:
        return reference(app.openapi(), prefix)

    async def docs(request: Request) -> Response:
        """Show the OpenAPI document as a page."""
        return page_response(written(prefix_of(request.scope)), script=SCRIPT)

    router.add_api_route("/docs", docs, methods=["GET", "HEAD"], include_in_schema=False)
    router.add_api_route(
        "/", front, methods=["GET", "HEAD"], include_in_schema=False, route_class_override=FrontRoute
    )


def wants_json(accept: str) -> bool:
    """Return whether an Accept header prefers JSON to a page (RFC 9110, 12.5.1)."""
    return _weight(accept, "application/json") > _weight(accept, "text/html")


def _weight(accept: str, kind: str) -> tuple[float, int]:
    """Return the weight that the most specific range gives a media type, and how specific that is."""
    ranges = {"*/*": 0, kind.partition("/")[0] + "/*": 1, kind: 2}
    best, weight = -1, 0.0 if accept.strip() else 1.0
    for item in accept.lower().split(","):
        name, _, rest = item.partition(";")
        rank = ranges.get(name.strip(), -1)
        if rank > best:
            found = re.search(r"(?:^|;)\s*q\s*=\s*([01](?:\.\d{0,3})?)", rest)
            best, weight = rank, float(found[1]) if found else 1.0
    return weight, best


def _front(prefix: str, address: str) -> str:
    body = f"""
<h1>Mayfly</h1>
<p>{_WHAT}</p>
<p>This is its HTTP service. Programs use it, and so can you from a shell:</p>
<pre>curl -s --json '{{"request": "a 20 mm cube"}}' {address}/models</pre>
<ul>
<li><a href="{prefix}/docs">{prefix}/docs</a>: all that can be asked, and what is answered</li>
<li><a href="{prefix}/models">{prefix}/models</a>: the models that are there now</li>
<li><a href="{prefix}/parts">{prefix}/parts</a>: the parts that it knows by name</li>
<li><a href="{prefix}/health">{prefix}/health</a>: whether everything works</li>
</ul>
"""
    return page("Mayfly", body)
