"""Addresses in answers: under whatever prefix the application is mounted, and never on another host.

The prefix is ASGI's ``root_path`` (where ``outer.mount("/cad", app)`` put the application, or
what its server was told, as by ``uvicorn --root-path /cad``), and what stands before a route's own path
in another router (``outer.include_router(app.router, prefix="/cad")``). No header is asked.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.types import Scope

_SAFE = "/!$&'()*+,;=:@~"


_OWN = "mayfly.own_path"


def note_own_path(scope: Scope, own_path: str) -> None:
    """Take note of the path that the route at hand has here, wherever it has been put."""
    scope[_OWN] = own_path


def own_path_of(scope: Scope) -> str | None:
    """Return the path that the route at hand has here, such as ``/models/{model_id}``."""
    found: str | None = scope.get(_OWN)
    return found


def prefix_of(scope: Scope) -> str:
    """Return the path that every address here begins with: empty, or "/cad".

    It begins with a single slash: the name of a mount may be the client's choice
    (``outer.mount("/{tenant:path}", app)``), and "//evil.example" would be another host.
    """
    own = own_path_of(scope)
    before = scope.get("root_path", "") if own is None else _full_path(scope).rsplit("/", own.count("/"))[0]
    parts = before.replace("\\", "/").strip("/")
    return "/" + quote(parts, safe="/") if parts else ""


def instance_of(request: Request) -> str:
    """Return the path that was asked for, as a problem names it, with the prefix."""
    shown = quote(_full_path(request.scope), safe=_SAFE)
    return "/%2F" + shown.lstrip("/") if shown.startswith("//") else shown  # two would begin a host


def _full_path(scope: Scope) -> str:
    """Return the path that was asked for, with what the server took off."""
    path: str = scope["path"]
    root: str = scope.get("root_path", "").rstrip("/")
    return root + path if root and path != root and not path.startswith(root + "/") else path


def model_path(name: str, prefix: str = "") -> str:
    """Return the address at which a model is shown, kept and deleted."""
    return f"{prefix}/models/" + quote(name.removesuffix(".step"), safe="")


def file_path(name: str, prefix: str = "") -> str:
    """Return the address of a model's STEP file."""
    return f"{prefix}/temp_models/" + quote(name, safe="")


def build_path(build_id: str, prefix: str = "") -> str:
    """Return the address at which a build is shown and cancelled."""
    return f"{prefix}/builds/{build_id}"
