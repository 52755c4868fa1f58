"""CORS: let browsers show answers to the pages that ``MAYFLY_HTTP_CORS_ORIGINS`` allows."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from mayfly.http.security.origins import LOCAL_ORIGIN, Origins, on_langgraph_server

METHODS = ("GET", "HEAD", "POST", "DELETE")
HEADERS = ("Authorization", "Content-Type", "Prefer", "Range", "If-None-Match")
EXPOSED = ("Location", "Retry-After", "ETag", "Content-Disposition", "Content-Range")
LANGGRAPH_EXPOSED = ("X-Pagination-Total", "X-Pagination-Next", "Content-Location")
"""Headers that LangGraph's clients in a browser read, too."""

_PRIVATE_NETWORK = b"access-control-request-private-network"


class AllowedPages(CORSMiddleware):
    """Answers the browsers of allowed pages, and passes all other requests on.

    On LangGraph Server they go on to the server with its own ``http.cors``. An allowed page on the
    internet may use a service on this machine (Private Network Access), as Studio does.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight request, or add the headers to the answer."""
        origin = Headers(scope=scope).get("origin") if scope["type"] == "http" else None
        if origin is None or not self.is_allowed_origin(origin):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    def preflight_response(self, request_headers: Headers) -> Response:
        """Answer the preflight request of an allowed page."""
        rest = [(name, value) for name, value in request_headers.raw if name != _PRIVATE_NETWORK]
        response = super().preflight_response(Headers(raw=rest))
        if len(rest) < len(request_headers.raw) and response.status_code == 200:
            response.headers["Access-Control-Allow-Private-Network"] = "true"
        return response


def add_cors(app: FastAPI, origins: Origins) -> None:
    """Let pages of these origins read the answers of the application, and of LangGraph Server around it."""
    if not origins:
        return
    whole_server = on_langgraph_server()
    app.add_middleware(
        AllowedPages,
        allow_origins=sorted(origins.listed),
        allow_origin_regex=LOCAL_ORIGIN if origins.local else None,
        allow_methods=["*"] if whole_server else METHODS,
        allow_headers=["*"] if whole_server else HEADERS,
        expose_headers=[*EXPOSED, *(LANGGRAPH_EXPOSED if whole_server else ())],
    )
