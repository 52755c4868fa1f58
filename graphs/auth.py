"""Who may use LangGraph Server's routes; Mayfly's own HTTP routes look for themselves.

With ``MAYFLY_API_TOKEN`` set: who has the token. Without it, as ``langgraph dev`` has it,
everybody on this machine, but no page of another site that a browser shows
(only LangGraph Studio's). Studio's own way in is closed in langgraph.json
(``disable_studio_auth``): it would be open to anybody who sends its header.
"""

import hmac
from urllib.parse import urlsplit

from langgraph_sdk import Auth

from mayfly.settings import get_settings

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
STUDIO = "https://smith.langchain.com"

auth = Auth()


@auth.authenticate
async def authenticate(headers: dict[bytes, bytes]) -> Auth.types.MinimalUserDict:
    """Admit a request.

    Raises:
        Auth.exceptions.HTTPException: 401 without the token, 403 from another site's page.
    """
    token = get_settings().api_token
    if token is not None:
        scheme, _, given = headers.get(b"authorization", b"").partition(b" ")
        expected = token.get_secret_value().encode()
        if scheme.lower() != b"bearer" or not hmac.compare_digest(given.strip(), expected):
            raise Auth.exceptions.HTTPException(
                status_code=401, detail="This service asks for its token: Authorization: Bearer TOKEN."
            )
    elif not _from_here(headers.get(b"origin", b"").decode("latin-1")):
        raise Auth.exceptions.HTTPException(
            status_code=403, detail="Pages of other sites may not use this service; set MAYFLY_API_TOKEN."
        )
    return {"identity": "mayfly"}


def _from_here(origin: str) -> bool:
    """Tell whether a request comes from a program (no origin), a local page, or Studio."""
    try:
        return origin in ("", STUDIO) or urlsplit(origin).hostname in LOCAL_HOSTS
    except ValueError:  # no URL
        return False
