"""Notes what a script itself saves or exports: object, format and line.

CadQuery's functions and methods that write files are wrapped, in the child of a foreign
script alone. The outermost call counts: one of them calls others.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

import cadquery as cq
from cadquery.occ_impl import exporters

from mayfly.cad.sandbox.record import monkeypatch
from mayfly.cad.sandbox.record.monkeypatch import Patch


class Format(IntEnum):
    """What a file can hold, the least first."""

    DRAWING = 0
    """A picture, or outlines: SVG, DXF."""
    MESH = 1
    """Triangles: STL, 3MF, glTF."""
    EXACT = 2
    """The model itself: STEP, BREP, CadQuery's own."""


_BY_SUFFIX: Final = {
    **dict.fromkeys(("SVG", "DXF", "PNG"), Format.DRAWING),
    **dict.fromkeys(
        ("STL", "AMF", "3MF", "VRML", "WRL", "TJS", "JSON", "VTP", "VTK", "VTKJS", "GLTF", "GLB"), Format.MESH
    ),
}
_PATHS: Final = ("fname", "fileName", "path", "f", "filename")

# Names of methods and functions that write what is their first argument to a path, their second.
# The format is that of the path, or what is given as exportType, where none stands here.
_METHODS: Final = (
    (cq.Workplane, "export", None),
    (cq.Workplane, "exportSvg", Format.DRAWING),
    (cq.Shape, "export", None),
    (cq.Shape, "exportStep", Format.EXACT),
    (cq.Shape, "exportBrep", Format.EXACT),
    (cq.Shape, "exportBin", Format.EXACT),
    (cq.Shape, "exportStl", Format.MESH),
    (cq.Assembly, "save", None),
    (cq.Assembly, "export", None),
)
_FUNCTIONS: Final = (
    ("", "export", None),
    ("dxf", "exportDXF", Format.DRAWING),
    ("svg", "exportSVG", Format.DRAWING),
    ("vtk", "exportVTP", Format.MESH),
    ("assembly", "exportAssembly", Format.EXACT),
    ("assembly", "exportStepMeta", Format.EXACT),
    ("assembly", "exportCAF", Format.EXACT),
    ("assembly", "exportVTKJS", Format.MESH),
    ("assembly", "exportVRML", Format.MESH),
    ("assembly", "exportGLTF", Format.MESH),
)


@dataclass(frozen=True, slots=True)
class Saved:
    """One object that a script wrote to a file.

    Attributes:
        obj: The object.
        format: What the file can hold.
        line: The script's line, 0 if it is not known.
    """

    obj: Any
    format: Format
    line: int


class Exports:
    """Notes what a script saves."""

    def __init__(self, script: str) -> None:
        """Start without exports.

        Args:
            script: What its code is called in tracebacks.
        """
        self.saved: list[Saved] = []
        self.under_way = False
        self._script = script

    def note(self, args: tuple[Any, ...], kwargs: dict[str, Any], format: Format | None) -> None:
        """Note an export to a file; an export into memory does not count."""
        path = args[1] if len(args) > 1 else next((kwargs[key] for key in _PATHS if key in kwargs), None)
        if not args or not isinstance(path, str | os.PathLike):
            return
        named = kwargs.get("exportType") or (args[2] if len(args) > 2 else None)
        suffix = named if isinstance(named, str) else str(path).rpartition(".")[2]
        format = _BY_SUFFIX.get(suffix.upper(), Format.EXACT) if format is None else format
        self.saved.append(Saved(args[0], format, self._line()))

    def _line(self) -> int:
        """Return the script's line that is running."""
        frame: Any = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename != self._script:
            frame = frame.f_back
        return frame.f_lineno if frame is not None else 0


_current: Exports | None = None


def watch(exports: Exports | None) -> None:
    """Note here from now on what is saved; None to stop."""
    global _current
    _current = exports
    if exports is not None:
        monkeypatch.apply(_PATCHES)


def _wrapped(function: Callable[..., Any], format: Format | None) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        exports = _current
        if exports is None or exports.under_way:
            return function(*args, **kwargs)
        exports.note(args, kwargs, format)
        exports.under_way = True
        try:
            return function(*args, **kwargs)
        finally:
            exports.under_way = False

    return call


def _patches() -> list[Patch]:
    """Return where each wrapper goes."""
    found: list[Patch] = []
    for kind, name, format in _METHODS:
        if name in vars(kind):
            found.append((kind, name, _wrapped(vars(kind)[name], format)))
    for submodule, name, format in _FUNCTIONS:
        home = getattr(exporters, submodule, None) if submodule else exporters
        function = getattr(home, name, None)
        if function is not None:
            found += monkeypatch.everywhere(name, function, _wrapped(function, format))
    return found


_PATCHES: Final = _patches()
