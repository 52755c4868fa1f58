"""The kinds of files that there are of a model, and what each is. Standard library only."""

from __future__ import annotations

from typing import Final, Literal

FileKind = Literal[
    "step", "drawing", "sheet", "picture", "stl", "3mf", "obj", "glb", "brep", "dxf", "script", "design"
]

MEDIA_TYPES: Final[dict[FileKind, str]] = {
    "step": "model/step",
    "drawing": "image/svg+xml",
    "sheet": "application/pdf",
    "picture": "image/png",
    "stl": "model/stl",
    "3mf": "model/3mf",
    "obj": "model/obj",
    "glb": "model/gltf-binary",
    "brep": "application/octet-stream",
    "dxf": "image/vnd.dxf",
    "script": "text/x-python",
    "design": "application/json",
}
ENDINGS: Final[dict[FileKind, str]] = {
    "step": ".step",
    "drawing": ".svg",
    "sheet": ".pdf",
    "picture": ".png",
    "stl": ".stl",
    "3mf": ".3mf",
    "obj": ".obj",
    "glb": ".glb",
    "brep": ".brep",
    "dxf": ".dxf",
    "script": ".py",
    "design": ".json",
}
