"""Who may use LangGraph Server's routes; Mayfly's own HTTP routes look for themselves, by the same rules.

With ``MAYFLY_API_TOKEN`` set: whoever has the token. Without it: programs on this
machine, LangGraph Studio, and pages that this machine serves; ``MAYFLY_HTTP_CORS_ORIGINS``
names others instead.

LangGraph Server has a second way in, for Studio, which never comes past
``authenticate``: whoever sends ``x-auth-scheme: langsmith`` is let in as a ``StudioUser``,
unless langgraph.json says ``disable_studio_auth``. ``refuse_who_came_past`` closes it
whatever the file says.
"""

from __future__ import annotations

from typing import Any

from langgraph_sdk import Auth

from mayfly.http.errors import Refusal
from mayfly.http.security.admission import Admission
from mayfly.http.settings import get_http_settings
from mayfly.settings import get_settings

IDENTITY = "mayfly"
"""The one user that there is."""

auth = Auth()


@auth.authenticate
async def authenticate(scope: dict[str, Any]) -> Auth.types.MinimalUserDict:
    """Let a request in.

    Args:
        scope: The request, as ASGI describes it.

    Raises:
        Auth.exceptions.HTTPException: 401 without the token; 403 for a page of another site, a
            name that is not this service's, or an address that others can reach.
    """
    token = get_settings().api_token
    admission = Admission(get_http_settings(), token.get_secret_value() if token else None)
    try:
        admission.check(scope, pages=not admission.asks_for_a_token)
    except Refusal as refused:
        status = 401 if refused.status == 401 else 403  # the only ones that the server hands on
        raise Auth.exceptions.HTTPException(status_code=status, detail=str(refused)) from None
    return {"identity": IDENTITY}


@auth.on
async def refuse_who_came_past(ctx: Auth.types.AuthContext, value: Any) -> bool:
    """Refuse everybody whom ``authenticate`` has not let in, whatever they want to do."""
    return not isinstance(ctx.user, Auth.types.StudioUser) and ctx.user.identity == IDENTITY
