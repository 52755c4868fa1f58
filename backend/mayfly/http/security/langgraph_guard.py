"""LangGraphGuard: check requests to LangGraph Server's own routes, if it has Mayfly's application and auth.

LangGraph Server merges its routes into the application that langgraph.json
names. Some of them (``/info``, ``/metrics``, ``/openapi.json``, ``/docs``, ``/internal``) need no auth, and
one header bypasses it (``mayfly.graphs.access``). So the rules are checked before the whole
application there, while elsewhere each of Mayfly's routes checks them.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from mayfly.http.errors import HttpProblem
from mayfly.http.problems import problem
from mayfly.http.security.access_rules import AccessRules
from mayfly.http.security.request_guard import SECURITY_HEADERS

OPEN_PATHS = frozenset({"/ok"})
"""Paths of LangGraph Server that answer load balancers without a token."""

_THEIR_PAGES = frozenset({"/docs"})  # on LangGraph Server it shows the server's routes, and is not ours

_AUTH = "mayfly.graphs.access"
_LOOPBACK = "/noauth"


class LangGraphGuard:
    """An ASGI middleware that checks the rules before every route of the server."""

    def __init__(self, app: ASGIApp, *, rules: AccessRules, open_paths: Collection[str]) -> None:
        """Set the rules.

        Args:
            app: The application that is guarded.
            rules: Who may send a request.
            open_paths: Paths of Mayfly's own that answer without a token.
        """
        self._app = app
        self._rules = rules
        self._open = OPEN_PATHS | set(open_paths) - _THEIR_PAGES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a problem, or pass the request on."""
        if scope["type"] not in ("http", "websocket") or _is_loopback(scope) or not _auth_is_ours():
            await self._app(scope, receive, send)
            return
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        try:
            # With a token, answers may be shown on any page.
            self._rules.check(scope, token=path not in self._open, pages=not self._rules.needs_token)
        except HttpProblem as refused:
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008, "reason": str(refused)})
                return
            response = problem(refused, instance=path)
            response.headers.update(SECURITY_HEADERS)
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_loopback(scope: Mapping[str, Any]) -> bool:
    """Return whether the server sends the request to itself, which no client can fake."""
    root: str = scope.get("root_path", "")
    return root == _LOOPBACK or root.startswith(_LOOPBACK + "/")


def _auth_is_ours() -> bool:
    """Return whether LangGraph Server uses Mayfly's auth; with another one, its routes are not guarded."""
    return _AUTH in sys.modules
