"""URLs in answers: under the prefix where the application is mounted, and never on another host.

The prefix is ASGI's ``root_path`` (from ``outer.mount("/cad", app)`` or ``uvicorn --root-path /cad``),
or what precedes a route's own path in another router (``outer.include_router(app.router, prefix="/cad")``).
No header can set it.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.types import Scope

_SAFE = "/!$&'()*+,;=:@~"
_OWN = "mayfly.own_path"


def note_own_path(scope: Scope, own_path: str) -> None:
    """Store a route's own path (``/models/{model_id}``) in the request, wherever the route is mounted."""
    scope[_OWN] = own_path


def own_path_of(scope: Scope) -> str | None:
    """Return the own path of the request's route, such as ``/models/{model_id}``."""
    found: str | None = scope.get(_OWN)
    return found


def prefix_of(scope: Scope) -> str:
    """Return the path that every URL of the service begins with: empty, or "/cad".

    It begins with a single slash: a client may choose the name of a mount
    (``outer.mount("/{tenant:path}", app)``), and "//evil.example" would be another host.
    """
    own = own_path_of(scope)
    before = scope.get("root_path", "") if own is None else _full_path(scope).rsplit("/", own.count("/"))[0]
    parts = before.replace("\\", "/").strip("/")
    return "/" + quote(parts, safe="/") if parts else ""


def instance_of(request: Request) -> str:
    """Return the request's path with the prefix, as a problem's ``instance``."""
    shown = quote(_full_path(request.scope), safe=_SAFE)
    return "/%2F" + shown.lstrip("/") if shown.startswith("//") else shown  # two slashes would name a host


def _full_path(scope: Scope) -> str:
    """Return the path as the client sent it, with what the server has removed."""
    path: str = scope["path"]
    root: str = scope.get("root_path", "").rstrip("/")
    return root + path if root and path != root and not path.startswith(root + "/") else path


def model_path(name: str, prefix: str = "") -> str:
    """Return the path where a model is shown, kept and deleted."""
    return f"{prefix}/models/" + quote(name.removesuffix(".step"), safe="")


def file_path(name: str, prefix: str = "") -> str:
    """Return the path of a model's STEP file."""
    return f"{prefix}/temp_models/" + quote(name, safe="")


def build_path(build_id: str, prefix: str = "") -> str:
    """Return the path where a build is shown and cancelled."""
    return f"{prefix}/builds/{build_id}"
