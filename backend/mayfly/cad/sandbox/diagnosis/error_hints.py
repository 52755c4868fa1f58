"""Finds the advice for a CadQuery error by its message and calls: codes of ``hints.HINTS``."""

from __future__ import annotations

import re

_IMPOSSIBLE = r"command not done|StdFail_NotDone|Null TopoDS_Shape|TopoDS::"

# Pattern in the error's type and text; pattern in the failing line and the functions called; advice.
_HINTS: tuple[tuple[str, str, str], ...] = (
    (
        r"must have at least one solid on the stack to union|list index out of range",
        r"\bunion\b",
        "empty_union",
    ),
    (_IMPOSSIBLE, r"fillet", "fillet"),
    (_IMPOSSIBLE, r"chamfer", "chamfer"),
    (_IMPOSSIBLE + r"|ConstructionError", r"shell|hollow|offset|thicken", "shell"),
    (_IMPOSSIBLE, r"sweep", "sweep"),
    (_IMPOSSIBLE, r"loft", "loft"),
    (
        _IMPOSSIBLE,
        r"\b(union|cut|intersect|combine|clean|fuse|cutEach|_combineWithBase|_cutFromBase)\b",
        "boolean",
    ),
    (_IMPOSSIBLE, r"", "sizes"),
    (r"[Nn]othing to loft|More than one wire|at least two", r"loft", "loft_wires"),
    (r"[Nn]o pending wires", r"", "no_outline"),
    (r"requires that edges be selected|Cannot build fillet|No edges", r"", "no_edges"),
    (r"[Cc]annot find a solid|on the stack or in the parent chain", r"", "no_solid"),
    (r"planar faces|co-planar|multiple objects selected", r"", "one_plane"),
    (r"IndexError|empty list|empty stack|no objects", r"", "nothing_found"),
    (r"gp_Dir|Standard_DomainError|zero norm|gp_Vec|ConstructionError|zero length", r"", "zero"),
    (r"Standard_NullObject|Null TopoDS_Shape|No geometry|Null shape", r"", "empty_shape"),
    (r"PermissionError|Operation not permitted|Permission denied", r"", "no_access"),
    (r"No space left on device", r"", "disk_full"),
    (r"'NoneType' object has no attribute 'FontName'", r"", "no_font"),
    (r"EOFError: EOF when reading a line", r"", "nobody_to_ask"),
    (r"ModuleNotFoundError|ImportError", r"", "no_module"),
    (r"SystemExit", r"", "exit"),
)


def hint_for(message: str, calls: str, line: str) -> list[str]:
    """Return the code of the advice for an error's text, in a list that is empty without advice.

    Args:
        message: Type and text of the error.
        calls: Names of the functions on the way to the error; they say more than the line, which may
            be a long chain.
        line: The failing line.
    """
    for context in (calls, line):
        for pattern, where, code in _HINTS:
            if where and re.search(pattern, message) and re.search(where, context, re.IGNORECASE):
                return [code]
    return [code for pattern, where, code in _HINTS if not where and re.search(pattern, message)][:1]
