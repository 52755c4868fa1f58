"""Mayfly: a request becomes a STEP file through CadQuery, and the file is gone 30 minutes later.

Public names are loaded on first use, so that ``import mayfly`` stays light: it
loads neither CadQuery nor LangGraph and starts no thread.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mayfly.cleanup.service import TempModelsCleanupService
    from mayfly.generator import CADModelGenerator
    from mayfly.notebook import load_ipython_extension, show, unload_ipython_extension, watch
    from mayfly.notebook.made import make
    from mayfly.session import Session
    from mayfly.tools import MayflyToolkit, cleanup_tool

__version__ = "0.2.0"

__all__ = [
    "CADModelGenerator",
    "MayflyToolkit",
    "Session",
    "TempModelsCleanupService",
    "__version__",
    "cleanup_tool",
    "load_ipython_extension",
    "make",
    "show",
    "unload_ipython_extension",
    "watch",
]

_HOMES = {
    "CADModelGenerator": "mayfly.generator",
    "MayflyToolkit": "mayfly.tools",
    "Session": "mayfly.session",
    "TempModelsCleanupService": "mayfly.cleanup.service",
    "cleanup_tool": "mayfly.tools",
    "load_ipython_extension": "mayfly.notebook",
    "make": "mayfly.notebook.made",
    "show": "mayfly.notebook",
    "unload_ipython_extension": "mayfly.notebook",
    "watch": "mayfly.notebook",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its home on first use (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'mayfly' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)
