"""Replaces CadQuery's methods and functions by wrappers, wherever its modules name them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

Patch = tuple[dict[str, Any] | type, str, Any]
"""A class or a module's namespace, the name in it, and what the name stands for from then on."""


def apply(patches: Iterable[Patch]) -> None:
    """Put the wrappers in their places."""
    for place, name, wrapper in patches:
        if isinstance(place, dict):
            place[name] = wrapper
        else:
            setattr(place, name, wrapper)


def everywhere(name: str, function: Any, wrapper: Any) -> list[Patch]:
    """Return the patches for a function, one for each of CadQuery's modules that has it under its name."""
    modules = [module for key, module in list(sys.modules.items()) if key.partition(".")[0] == "cadquery"]
    return [(vars(module), name, wrapper) for module in modules if vars(module).get(name) is function]
