"""What identifies the session that a request belongs to."""

from __future__ import annotations

from typing import Any, Final

from mcp.server.context import ServerRequestContext

_SESSION_HEADER: Final = "mcp-session-id"
_ONLY_ONE: Final = "local"


def session_key(ctx: ServerRequestContext[Any, Any]) -> str | None:
    """Return what identifies the session of a request; None where there are no sessions.

    On standard input and output there is one. Over HTTP it is the session's id; since the protocol of
    2026-07-28 there are no sessions there, so the client names the model that it means.
    """
    if ctx.request is None:
        return _ONLY_ONE
    key: str | None = ctx.request.headers.get(_SESSION_HEADER)
    return key
