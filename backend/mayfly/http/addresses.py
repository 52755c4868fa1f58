"""Addresses in answers: under whatever prefix the application is mounted, and never on another host.

The prefix is ASGI's ``root_path``: where ``outer.mount("/cad", app)`` put the
application, or what its server was told (``uvicorn --root-path /cad``). No header is asked.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.types import Scope

_SAFE = "/!$&'()*+,;=:@~"


def prefix_of(scope: Scope) -> str:
    """Return the path that every address here begins with: empty, or "/cad".

    It begins with a single slash: the name of a mount may be the client's choice
    (``outer.mount("/{tenant:path}", app)``), and "//evil.example" would be another host.
    """
    parts = scope.get("root_path", "").replace("\\", "/").strip("/")
    return "/" + quote(parts, safe="/") if parts else ""


def instance_of(request: Request) -> str:
    """Return the path that was asked for, as a problem names it, with the prefix."""
    path: str = request.scope["path"]
    root: str = request.scope.get("root_path", "").rstrip("/")
    if root and path != root and not path.startswith(root + "/"):
        path = root + path
    shown = quote(path, safe=_SAFE)
    return "/%2F" + shown.lstrip("/") if shown.startswith("//") else shown  # two would begin a host


def model_path(name: str, prefix: str = "") -> str:
    """Return the address at which a model is shown, kept and deleted."""
    return f"{prefix}/models/" + quote(name.removesuffix(".step"), safe="")


def file_path(name: str, prefix: str = "") -> str:
    """Return the address of a model's STEP file."""
    return f"{prefix}/temp_models/" + quote(name, safe="")


def build_path(build_id: str, prefix: str = "") -> str:
    """Return the address at which a build is shown and cancelled."""
    return f"{prefix}/builds/{build_id}"
