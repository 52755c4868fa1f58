"""Who may ask, and how much: token, origin, host, size and pace of a request's body."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from mayfly.http.errors import Refusal
from mayfly.http.security.admission import Admission
from mayfly.http.settings import HttpSettings
from mayfly.http.urls import own_path_of

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
        self._admission = Admission(settings, token)
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
        self._admission.check(request.scope, token=needs_token, effects=starts_work)
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
