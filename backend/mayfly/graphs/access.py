"""Auth for LangGraph Server: who may use its routes, by the same rules as Mayfly's own HTTP routes.

With ``MAYFLY_API_TOKEN``: those who have the token. Without it: programs on this machine,
LangGraph Studio, and pages that this machine serves; ``MAYFLY_HTTP_CORS_ORIGINS`` names
other pages instead.

LangGraph Server has a second way in, for Studio, that bypasses ``authenticate``: a request with
``x-auth-scheme: langsmith`` gets in as a ``StudioUser``, unless langgraph.json says
``disable_studio_auth``. ``refuse_unauthenticated`` closes it in any case.
"""

from __future__ import annotations

from typing import Any

from langgraph_sdk import Auth

from mayfly.http.errors import HttpProblem
from mayfly.http.security.access_rules import AccessRules
from mayfly.http.settings import get_http_settings
from mayfly.settings import get_settings

IDENTITY = "mayfly"
"""The only user."""

_UNSEEN = (
    "This server does not say on which address a request came in, so anybody may have sent it: set "
    "MAYFLY_API_TOKEN, or MAYFLY_HTTP_PUBLIC=1 where something else keeps strangers out."
)

auth = Auth()


@auth.authenticate
async def authenticate(scope: dict[str, Any]) -> Auth.types.MinimalUserDict:
    """Check a request, and return its user.

    Args:
        scope: The request, as ASGI describes it; from Aegra, its headers alone.

    Raises:
        Auth.exceptions.HTTPException: 401 without the token; 403 for a page of another site, a
            name that is not this service's, or an address that others can reach.
    """
    token = get_settings().api_token
    rules = AccessRules(get_http_settings(), token.get_secret_value() if token else None)
    if "headers" not in scope:
        if not (rules.needs_token or get_http_settings().public):
            raise Auth.exceptions.HTTPException(status_code=403, detail=_UNSEEN)
        scope = {"headers": scope}
    try:
        rules.check(scope, pages=not rules.needs_token)
    except HttpProblem as refused:
        status = 401 if refused.status == 401 else 403  # the server passes only these on
        raise Auth.exceptions.HTTPException(status_code=status, detail=str(refused)) from None
    return {"identity": IDENTITY}


@auth.on
async def refuse_unauthenticated(ctx: Auth.types.AuthContext, value: Any) -> bool:  # noqa: ARG001 (the server's)
    """Refuse every request that ``authenticate`` has not admitted, whatever it is for."""
    return not isinstance(ctx.user, Auth.types.StudioUser) and ctx.user.identity == IDENTITY
