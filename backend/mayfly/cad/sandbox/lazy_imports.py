"""Keeping out of the zygote what importing CadQuery loads and building models does not use.

CadQuery's kernel bindings import the whole of VTK for an interactive viewer:
0.3 s, 1,500 mapped regions and 20 MiB, which every fork would copy and every
end of a child take down again. A stand-in loads it when somebody asks for it.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_DEFERRED = ("vtk",)
_TELLING = ("__all__", "__path__")  # asked by an import of what is in it; other such names by mere lookers


class _StandIn(ModuleType):
    """A module that becomes the real one at the first look into it."""

    def __getattr__(self, name: str) -> Any:
        """Load the real module and look there."""
        if name.startswith("__") and name not in _TELLING:
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def install() -> None:
    """Put the stand-ins where imports find them; call it before CadQuery is imported."""
    for name in _DEFERRED:
        sys.modules.setdefault(name, _StandIn(name, "Loaded when it is used."))
