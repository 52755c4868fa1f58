"""Who may ask, and how much: token, origin, host, size and pace of a request's body."""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
from collections.abc import Awaitable, Callable
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive

from mayfly.http.limits import HttpSettings
from mayfly.http.problems import Refusal

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""On every answer. Nothing that is served here runs anything; the styles are those of a preview's SVG."""

_KNOWN_HOSTS = 64  # clients choose what they send, so it is bounded
_HANG_UP = {"Connection": "close"}  # the rest of the body is not waited for


class Guards:
    """Turns down what must not come in, before a body is read or a route runs."""

    def __init__(self, settings: HttpSettings, token: str | None = None) -> None:
        """Keep the rules.

        Args:
            settings: Limits, origins, hosts.
            token: Bearer token that everything but ``/health`` asks for; None for no token.
        """
        self._settings = settings
        self._token = token.encode() if token else None
        self._hosts = {host.lower() for host in settings.hosts}

    def admit(self, request: Request, *, needs_token: bool = True) -> None:
        """Let a request in, or say why not.

        Raises:
            Refusal: 401, 403, 413 or 421.
        """
        self._check_host(request)
        if needs_token:
            self._check_reach(request)
            self._check_token(request)
        if request.method not in SAFE_METHODS:
            self._check_origin(request)
        announced = request.headers.get("content-length", "")
        if announced.isdecimal() and int(announced[:20]) > self._settings.body_limit_bytes:
            raise self._too_large()

    def limited(self, request: Request) -> Request:
        """Give the same request with a body that is bounded in size and in time."""
        return Request(request.scope, self._bounded(request.receive))

    def _check_reach(self, request: Request) -> None:
        """Refuse what came in through an address that others can reach, where nothing keeps strangers out.

        ``mayfly serve`` does not even listen there. Other servers may be told to,
        and only the connection shows it: its own end is asked for, not the
        client's, since a proxy on this machine may stand in between. A socket
        file, or a test client, has a name that is no address.
        """
        server = request.scope.get("server")
        if self._token is not None or self._settings.public or not server:
            return
        if is_reachable(str(server[0])):
            raise Refusal(
                403,
                "no_token_set",
                "Others can reach this address, and the service has no token: set MAYFLY_API_TOKEN, or "
                "MAYFLY_HTTP_PUBLIC=1 where something else keeps strangers out.",
            )

    def _check_token(self, request: Request) -> None:
        if self._token is None:
            return
        given = [value for name, value in request.headers.raw if name.lower() == b"authorization"]
        scheme, _, token = given[0].partition(b" ") if len(given) == 1 else (b"", b"", b"")
        if scheme.lower() != b"bearer" or not hmac.compare_digest(token.strip(), self._token):
            raise Refusal(
                401,
                "unauthorized",
                "This service asks for its token: Authorization: Bearer TOKEN.",
                {"WWW-Authenticate": 'Bearer realm="mayfly"'},
            )

    def _check_origin(self, request: Request) -> None:
        """Refuse what a page of another site makes a browser send; other programs send neither header."""
        origin = request.headers.get("origin")
        if origin is not None and origin in self._settings.cors_origins:
            return
        site = request.headers.get("sec-fetch-site")
        if site in ("same-origin", "none"):
            return
        if site is None and (origin is None or urlsplit_host(origin) == request.headers.get("host")):
            return
        raise Refusal(403, "cross_site", "Pages of other sites may not do this (MAYFLY_HTTP_CORS_ORIGINS).")

    def _check_host(self, request: Request) -> None:
        """Refuse foreign names on a local connection without a token.

        Otherwise a web page could have its own name point here and read
        everything through its visitor's browser (DNS rebinding).
        """
        server = request.scope.get("server")
        if self._token is not None or not server or not is_local(str(server[0])):
            return
        host = host_name(request.headers.get("host", ""))
        if not is_local(host) and host not in self._hosts:
            raise Refusal(
                421, "unknown_host", "This service is not known under this name (MAYFLY_HTTP_HOSTS)."
            )

    def _bounded(self, receive: Receive) -> Callable[[], Awaitable[Message]]:
        loop = asyncio.get_running_loop()
        give_up = loop.time() + self._settings.body_seconds
        seen = 0
        complete = False

        async def bounded() -> Message:
            nonlocal seen, complete
            if complete:  # from here on it only waits for the client to go away
                return await receive()
            try:
                async with asyncio.timeout_at(give_up):
                    message = await receive()
            except TimeoutError:
                detail = "The request's body did not arrive in time."
                raise Refusal(408, "body_too_slow", detail, _HANG_UP) from None
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            seen += len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if seen > self._settings.body_limit_bytes:
                raise self._too_large()
            return message

        return bounded

    def _too_large(self) -> Refusal:
        limit = self._settings.body_limit_bytes
        detail = f"A request's body may have {limit} bytes at most."
        return Refusal(413, "body_too_large", detail, _HANG_UP)


@lru_cache(maxsize=_KNOWN_HOSTS)
def is_local(host: str) -> bool:
    """Tell whether a host name or address means this machine alone."""
    if host.lower() == "localhost" or host.lower().endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@lru_cache(maxsize=_KNOWN_HOSTS)
def is_reachable(host: str) -> bool:
    """Tell whether this is an IP address that more than this machine may reach; a name is none."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    inner = getattr(address, "ipv4_mapped", None)  # ::ffff:127.0.0.1, as a socket for both families says
    return not (inner or address).is_loopback


def host_name(header: str) -> str:
    """Give a Host header's name without its port and the brackets of an IPv6 address, in lower case."""
    header = header.strip().lower()
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0]


def urlsplit_host(origin: str) -> str | None:
    """Give an origin's host with its port; None for an opaque or malformed one."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None
