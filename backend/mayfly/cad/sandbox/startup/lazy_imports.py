"""Keeps out of the zygote what importing CadQuery loads and building models does not use.

CadQuery's kernel bindings import the whole of VTK for an interactive viewer:
0.3 s, 1,500 mapped regions and 20 MiB, which every fork would copy and every
end of a child take down again. A stand-in loads it when it is used.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_DEFERRED = ("vtk",)
_IMPORTED = ("__all__", "__path__")  # read by an import; other such names are read by code that only inspects


class _StandIn(ModuleType):
    """A module that becomes the real one when an attribute of it is read."""

    def __getattr__(self, name: str) -> Any:
        """Load the real module and return its attribute."""
        if name.startswith("__") and name not in _IMPORTED:
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def install() -> None:
    """Put the stand-ins where imports find them; call it before CadQuery is imported."""
    for name in _DEFERRED:
        sys.modules.setdefault(name, _StandIn(name, "Loaded when it is used."))
