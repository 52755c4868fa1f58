"""Who may ask, and how much: token, origin, host, size and pace of a request's body."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from mayfly.http.addresses import own_path_of
from mayfly.http.hosts import is_local, is_own_name, is_reachable
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

ORDERS_PATH = "/models"
_MARKS = (b",", b'"', b"[", b"{")
_MOST_MARKS = 200_000
_LARGE_BODIES = 8
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
        self._large_bytes = 0

    def admit(self, request: Request, *, needs_token: bool = True, starts_work: bool = False) -> None:
        """Let a request in, or say why not.

        Args:
            request: The request.
            needs_token: It is answered only to those who have the token.
            starts_work: What a page of another site must not set off, not even by showing an image.

        Raises:
            Refusal: 401, 403, 413 or 421.
        """
        self._check_host(request)
        if needs_token:
            self._check_reach(request)
            self._check_token(request)
        if starts_work or request.method not in SAFE_METHODS:
            self._check_origin(request)
        announced = request.headers.get("content-length", "")
        limit = self._body_limit(request)
        if announced.isdecimal() and int(announced[:20]) > limit:
            raise _too_large(limit)

    @contextmanager
    def limited(self, request: Request) -> Iterator[Request]:
        """Give the same request with a body that is bounded in size and in time.

        Within the block its size counts against what all large bodies may have together.
        """
        body = _Body()
        try:
            yield Request(request.scope, self._bounded(request, body))
        finally:
            self._large_bytes -= body.large_bytes

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
        """Refuse foreign names where there is no token, as a page of a rebound name would send them.

        A connection of this machine has to be asked for under a local name. Where
        others may ask too (``MAYFLY_HTTP_PUBLIC``), any IP address will do: a browser
        sends it only to pages that were opened under it.
        """
        server = request.scope.get("server")
        if self._token is not None or not server:
            return
        reached = str(server[0])
        public = self._settings.public and is_reachable(reached)
        if not public and not is_local(reached):
            return
        if not is_own_name(request.headers.get("host", ""), self._hosts, literals=public):
            raise Refusal(
                421, "unknown_host", "This service is not known under this name (MAYFLY_HTTP_HOSTS)."
            )

    def _body_limit(self, request: Request) -> int:
        """Return the size that a request's body may have: an order may hold files."""
        limits = self._settings
        is_order = own_path_of(request.scope) == ORDERS_PATH
        return max(limits.body_limit_bytes, limits.files_limit_mb * 2**20 if is_order else 0)

    def _bounded(self, request: Request, body: _Body) -> Callable[[], Awaitable[Message]]:
        loop = asyncio.get_running_loop()
        give_up = loop.time() + self._settings.body_seconds
        limit, receive = self._body_limit(request), request.receive
        complete = False

        async def bounded() -> Message:
            nonlocal complete
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
            complete = not message.get("more_body", False)
            body.take(message.get("body", b""))
            if body.seen_bytes > limit:
                raise _too_large(limit)
            if body.seen_bytes > self._settings.body_limit_bytes:
                self._admit_large(body)
            return message

        return bounded

    def _admit_large(self, body: _Body) -> None:
        """Let a body grow that is larger than others may be: for the sake of the files in it.

        Raises:
            Refusal: 413 where it holds more than files, 429 where too many such bodies are held.
        """
        if body.marks > _MOST_MARKS:
            detail = "The order has too many values; only the files of an order may be as large as that."
            raise Refusal(413, "body_too_large", detail, _HANG_UP)
        self._large_bytes += body.seen_bytes - body.large_bytes
        body.large_bytes = body.seen_bytes
        if self._large_bytes > _LARGE_BODIES * self._settings.files_limit_mb * 2**20:
            busy = {**_HANG_UP, "Retry-After": "5"}
            raise Refusal(429, "busy", "Too many orders with files come in at once; try again.", busy)


@dataclass(slots=True)
class _Body:
    """What has come of a request's body.

    Attributes:
        seen_bytes: Its size.
        marks: What separates values in it; JSON without any is read quickly.
        large_bytes: What of it is counted with all large bodies.
    """

    seen_bytes: int = 0
    marks: int = 0
    large_bytes: int = 0

    def take(self, piece: bytes) -> None:
        """Count a piece."""
        self.seen_bytes += len(piece)
        self.marks += sum(map(piece.count, _MARKS))


def _too_large(limit: int) -> Refusal:
    detail = f"This request's body may have {limit} bytes at most."
    return Refusal(413, "body_too_large", detail, _HANG_UP)


def urlsplit_host(origin: str) -> str | None:
    """Give an origin's host with its port; None for an opaque or malformed one."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None
