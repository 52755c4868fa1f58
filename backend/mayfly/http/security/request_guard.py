"""RequestGuard: check a request before its route runs, and bound the size and the time of its body."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from mayfly.http.errors import HttpProblem
from mayfly.http.security.access_rules import AccessRules
from mayfly.http.settings import HttpSettings
from mayfly.http.urls import own_path_of

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""On every answer. Nothing that is served here runs a script; a drawing's SVG has inline styles."""

_BUILD_REQUESTS_PATH = "/models"
_DELIMITERS = (b",", b'"', b"[", b"{")
_MOST_DELIMITERS = 200_000
_LARGE_BODIES = 8
_HANG_UP = {"Connection": "close"}  # the rest of the body is not read


class RequestGuard:
    """Refuses requests before a body is read or a route runs."""

    def __init__(self, settings: HttpSettings, token: str | None = None) -> None:
        """Set the rules.

        Args:
            settings: Limits, origins, hosts.
            token: The bearer token that everything but ``/health`` needs; None for no token.
        """
        self._settings = settings
        self._rules = AccessRules(settings, token)
        self._large_bytes = 0

    @property
    def usual_limit_bytes(self) -> int:
        """The size that the body of a request without files may have."""
        return self._settings.body_limit_bytes

    def check(self, request: Request, *, needs_token: bool = True, starts_work: bool = False) -> None:
        """Check a request: who sends it, and how large its body is announced to be.

        Args:
            request: The request.
            needs_token: Only those who have the token get an answer.
            starts_work: It starts work though it only reads, so no page of another site may send it, not
                even by showing an image.

        Raises:
            HttpProblem: 401, 403, 413 or 421.
        """
        self._rules.check(request.scope, token=needs_token, effects=starts_work)
        announced = request.headers.get("content-length", "")
        limit = self._body_limit(request)
        if announced.isdecimal() and int(announced[:20]) > limit:
            raise _too_large(limit)

    @contextmanager
    def limited(self, request: Request) -> Iterator[Request]:
        """Yield the same request with a body that is bounded in size and in time.

        Within the block its size counts towards the limit of all large bodies together.
        """
        body = _Body()
        try:
            yield Request(request.scope, self._bounded(request, body))
        finally:
            self._large_bytes -= body.large_bytes

    def _body_limit(self, request: Request) -> int:
        """Return the size that a request's body may have: a build request may contain files."""
        limits = self._settings
        may_have_files = own_path_of(request.scope) == _BUILD_REQUESTS_PATH
        return max(limits.body_limit_bytes, limits.files_limit_mb * 2**20 if may_have_files else 0)

    def _bounded(self, request: Request, body: _Body) -> Callable[[], Awaitable[Message]]:
        loop = asyncio.get_running_loop()
        give_up = loop.time() + self._settings.body_seconds
        limit, receive = self._body_limit(request), request.receive
        complete = False

        async def bounded() -> Message:
            nonlocal complete
            if complete:  # from now on it only waits for the client to hang up
                return await receive()
            try:
                async with asyncio.timeout_at(give_up):
                    message = await receive()
            except TimeoutError:
                detail = "The request's body did not arrive in time."
                raise HttpProblem(408, "body_too_slow", detail, _HANG_UP) from None
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            complete = not message.get("more_body", False)
            body.add(message.get("body", b""))
            if body.seen_bytes > limit:
                raise _too_large(limit)
            if body.seen_bytes > self._settings.body_limit_bytes:
                self._admit_large(body)
            return message

        return bounded

    def _admit_large(self, body: _Body) -> None:
        """Allow a body of more than the usual size, if it is large because of its files.

        Raises:
            HttpProblem: 413 if it has too many values, 429 if there are too many such bodies.
        """
        if body.delimiters > _MOST_DELIMITERS:
            detail = "The request has too many values; only its files may make a build request this large."
            raise HttpProblem(413, "body_too_large", detail, _HANG_UP)
        self._large_bytes += body.seen_bytes - body.large_bytes
        body.large_bytes = body.seen_bytes
        if self._large_bytes > _LARGE_BODIES * self._settings.files_limit_mb * 2**20:
            busy = {**_HANG_UP, "Retry-After": "5"}
            raise HttpProblem(429, "busy", "Too many requests with files arrive at once; try again.", busy)


@dataclass(slots=True)
class _Body:
    """What has arrived of a request's body.

    Attributes:
        seen_bytes: Its size.
        delimiters: Characters that separate JSON values; JSON with few of them is parsed quickly.
        large_bytes: How much of it is counted with all large bodies.
    """

    seen_bytes: int = 0
    delimiters: int = 0
    large_bytes: int = 0

    def add(self, piece: bytes) -> None:
        """Count a piece."""
        self.seen_bytes += len(piece)
        self.delimiters += sum(map(piece.count, _DELIMITERS))


def _too_large(limit: int) -> HttpProblem:
    detail = f"The body of this request may have at most {limit} bytes."
    return HttpProblem(413, "body_too_large", detail, _HANG_UP)
