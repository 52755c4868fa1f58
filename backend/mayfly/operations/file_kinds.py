"""The kinds of files that there are of a model, and what each is. Standard library only."""

from __future__ import annotations

from typing import Final, Literal

FileKind = Literal["step", "drawing", "picture", "stl", "glb", "script", "design"]

MEDIA_TYPES: Final[dict[FileKind, str]] = {
    "step": "model/step",
    "drawing": "image/svg+xml",
    "picture": "image/png",
    "stl": "model/stl",
    "glb": "model/gltf-binary",
    "script": "text/x-python",
    "design": "application/json",
}
ENDINGS: Final[dict[FileKind, str]] = {
    "step": ".step",
    "drawing": ".svg",
    "picture": ".png",
    "stl": ".stl",
    "glb": ".glb",
    "script": ".py",
    "design": ".json",
}
