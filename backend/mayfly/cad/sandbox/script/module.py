"""A script as a real Python module: its name, its file, and its entry in ``sys.modules``."""

from __future__ import annotations

import ast
import os
import re
import sys
from types import ModuleType
from typing import Any, Final

MAIN: Final = "__main__"
_HOSTS: Final = ("__cq_main__", "temp", "__cqgi__", "__cq_freecad_module__", "cq_freecad_module")
"""What scripts are called by CQ-editor today and before, CQGI, and CadQuery's FreeCAD module."""

_SHOW: Final = "show_object"
_OTHER_USE = re.compile(rf"import\s*\*|def\s+{_SHOW}\b|\.\s*{_SHOW}\b|\b{_SHOW}\b(?!\s*\()")


def shows_its_model(source: str, tree: ast.Module) -> bool:
    """Return whether a script that runs to its end surely calls the ``show_object`` that is provided."""
    calls = [statement.value for statement in tree.body if isinstance(statement, ast.Expr)]
    names = [call.func.id for call in calls if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)]
    return _SHOW in names and not _OTHER_USE.search(source)


def name_for(source: str, tree: ast.Module) -> str:
    """Return the name that a script runs under: ``__main__``, unless it only asks for another host's.

    A script asks by comparing ``__name__`` with it, as in ``if __name__ == "__cq_main__":``.
    """
    if not any(name in source for name in _HOSTS):
        return MAIN
    asked: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.In):
            sides = [node.left, *node.comparators]
            if any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides):
                asked += [
                    part.value
                    for side in sides
                    for part in ast.walk(side)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                ]
    if MAIN in asked:
        return MAIN
    return next((name for name in asked if name in _HOSTS), MAIN)


def new_module(name: str, file_name: str, contents: dict[str, Any]) -> ModuleType:
    """Make a module for a script, known to Python under its name and as the main module.

    Dataclasses with postponed annotations, pickling and named tuples look their module up.

    Args:
        name: The module's name.
        file_name: The script's file, in the working folder.
        contents: The names that are provided.
    """
    module = ModuleType(name)
    vars(module).update(contents, __file__=os.path.join(os.getcwd(), file_name))  # noqa: PTH109, PTH118
    sys.modules[name] = sys.modules[MAIN] = module
    return module
