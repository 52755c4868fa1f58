"""Access rules: who may send a request at all, by address, host name, token and origin."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from typing import Any

from mayfly.http.errors import HttpProblem
from mayfly.http.security.hosts import is_reachable
from mayfly.http.security.origins import SAFE_METHODS, Origins, is_foreign_name, is_foreign_page
from mayfly.http.settings import HttpSettings


class AccessRules:
    """The rules of one service, the same for all its routes.

    They are checked by Mayfly's own routes (``mayfly.http.security.request_guard``), by LangGraph
    Server's auth (``mayfly.graphs.access``), and before the routes of LangGraph Server
    that need no auth (``mayfly.http.security.langgraph_guard``).
    """

    def __init__(self, settings: HttpSettings, token: str | None = None) -> None:
        """Set the rules.

        Args:
            settings: Origins, hosts, and whether strangers may connect.
            token: The bearer token that requests need; None for no token.
        """
        self._token = token.encode() if token else None
        self._public = settings.public
        self._hosts = frozenset(host.lower() for host in settings.hosts)
        self._origins = Origins.of(settings.cors_origins)

    @property
    def needs_token(self) -> bool:
        """Whether a token is set."""
        return self._token is not None

    def check(
        self, scope: Mapping[str, Any], *, token: bool = True, pages: bool = True, effects: bool = False
    ) -> None:
        """Check a request.

        Args:
            scope: The request, as ASGI describes it: HTTP or the handshake of a WebSocket.
            token: Only those who have the token, or are on this machine, get an answer.
            pages: Pages of other sites are refused.
            effects: The request starts work though its method is safe.

        Raises:
            HttpProblem: 401, 403 or 421.
        """
        headers = _headers(scope)
        server = str(scope["server"][0]) if scope.get("server") else None
        if self._token is None and server is not None:
            self._check_name(headers.get("host", ""), server)
        if token:
            self._check_reach(server)
            self._check_token(scope)
        if pages:
            self._check_page(scope, headers, effects)

    def _check_name(self, host: str, server: str) -> None:
        if is_foreign_name(host, server, self._hosts, public=self._public):
            detail = "This service is not known under this name (MAYFLY_HTTP_HOSTS)."
            raise HttpProblem(421, "unknown_host", detail)

    def _check_reach(self, server: str | None) -> None:
        """Refuse requests to an address that others can reach, if nothing keeps strangers out.

        ``mayfly serve`` does not even listen there. Other servers may, and only the
        connection shows it: this machine's end is looked at, not the client's, since a proxy on
        this machine may stand in between. A socket file, or a test client, has a name
        that is not an address.
        """
        if self._token is None and not self._public and server is not None and is_reachable(server):
            raise HttpProblem(
                403,
                "no_token_set",
                "Others can reach this address, and the service has no token: set MAYFLY_API_TOKEN, or "
                "MAYFLY_HTTP_PUBLIC=1 where something else keeps strangers out.",
            )

    def _check_token(self, scope: Mapping[str, Any]) -> None:
        if self._token is None:
            return
        given = [value for name, value in _pairs(scope) if name == "authorization"]
        scheme, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
        if scheme.lower() != "bearer" or not hmac.compare_digest(
            token.strip().encode("latin-1", "replace"), self._token
        ):
            raise HttpProblem(
                401,
                "unauthorized",
                "This service needs its token: Authorization: Bearer TOKEN.",
                {"WWW-Authenticate": 'Bearer realm="mayfly"'},
            )

    def _check_page(self, scope: Mapping[str, Any], headers: Mapping[str, str], effects: bool) -> None:
        """Refuse what a page of another site makes a browser send; other programs are not affected."""
        method = scope.get("method", "")  # a WebSocket has no method, and works both ways
        effects = effects or method not in SAFE_METHODS
        if is_foreign_page(headers, self._origins, effects=effects):
            detail = "Pages of other sites may not do this (MAYFLY_HTTP_CORS_ORIGINS)."
            raise HttpProblem(403, "cross_site", detail)


def _headers(scope: Mapping[str, Any]) -> dict[str, str]:
    """Return a request's headers by lower-case name; the first of several with one name."""
    found: dict[str, str] = {}
    for name, value in _pairs(scope):
        found.setdefault(name, value)
    return found


def _pairs(scope: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a request's headers, their names in lower case.

    ASGI has pairs of bytes. Servers that call an auth handler themselves may hand over text, or a mapping.
    """
    headers = scope.get("headers", ())
    for name, value in headers.items() if isinstance(headers, Mapping) else headers:
        yield _text(name).lower(), _text(value)


def _text(value: bytes | str) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
