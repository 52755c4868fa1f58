"""The guard before LangGraph Server's routes, where Mayfly's application and its auth sit in the server.

LangGraph Server merges its routes into the application that langgraph.json
names. Some of them (``/info``, ``/metrics``, ``/openapi.json``, ``/docs``, ``/internal``) ask no auth, and
one header gets past it (``mayfly.graphs.access``). So the rules stand before the whole
application here, while everywhere else each of Mayfly's routes has them.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from mayfly.http.errors import Refusal
from mayfly.http.problems import problem
from mayfly.http.security.admission import Admission
from mayfly.http.security.request_guard import SECURITY_HEADERS

OPEN_PATHS = frozenset({"/ok"})
"""What a load balancer asks LangGraph Server for, without a token."""

_THEIR_PAGES = frozenset({"/docs"})  # there it shows the server's routes, and is not ours

_AUTH = "mayfly.graphs.access"
_LOOPBACK = "/noauth"


class LangGraphGuard:
    """An ASGI middleware that asks the rules before every route of the server."""

    def __init__(self, app: ASGIApp, *, admission: Admission, open_paths: Collection[str]) -> None:
        """Keep the rules.

        Args:
            app: What is guarded.
            admission: The rules.
            open_paths: What answers without a token of Mayfly's own routes.
        """
        self._app = app
        self._admission = admission
        self._open = OPEN_PATHS | set(open_paths) - _THEIR_PAGES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a problem, or hand on."""
        if scope["type"] not in ("http", "websocket") or _is_loopback(scope) or not _auth_is_ours():
            await self._app(scope, receive, send)
            return
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        try:
            # Whoever has the token may show the answers on any page.
            self._admission.check(
                scope, token=path not in self._open, pages=not self._admission.asks_for_a_token
            )
        except Refusal as refused:
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008, "reason": str(refused)})
                return
            response = problem(refused, instance=path)
            response.headers.update(SECURITY_HEADERS)
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_loopback(scope: Mapping[str, Any]) -> bool:
    """Return whether the server speaks with itself, which no connection can pretend to."""
    root: str = scope.get("root_path", "")
    return root == _LOOPBACK or root.startswith(_LOOPBACK + "/")


def _auth_is_ours() -> bool:
    """Return whether LangGraph Server asks Mayfly's auth; with another one, its routes are its own."""
    return _AUTH in sys.modules
