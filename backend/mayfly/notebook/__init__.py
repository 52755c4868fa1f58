"""Models in notebooks: pictures, a live view of what is stored, and ``%%step``.

Everything works offline and with no display. Pictures are drawn by the workshop's
children; this process never imports CadQuery. IPython and the 3D viewer are imported
when they are needed; without them the same names give plain text and the picture.
"""

from __future__ import annotations

from mayfly.notebook.graph import GraphDrawing, draw
from mayfly.notebook.live import LiveView, watch
from mayfly.notebook.made import Made, show
from mayfly.notebook.magics import load_ipython_extension, unload_ipython_extension

__all__ = [
    "GraphDrawing",
    "LiveView",
    "Made",
    "draw",
    "load_ipython_extension",
    "show",
    "unload_ipython_extension",
    "watch",
]
