"""What usually mends a CadQuery error whose message does not say it."""

from __future__ import annotations

import re

_IMPOSSIBLE = r"command not done|StdFail_NotDone|Null TopoDS_Shape|TopoDS::"

# Pattern in the error's type and text; pattern in the failing line and the functions called; advice.
_HINTS: tuple[tuple[str, str, str], ...] = (
    (
        _IMPOSSIBLE,
        r"fillet",
        "The fillet radius is too large for at least one of the selected edges, or fillets meet where they "
        "can't; use a smaller radius, select fewer edges, or fillet before cutting.",
    ),
    (
        _IMPOSSIBLE,
        r"chamfer",
        "The chamfer is too large for at least one of the selected edges; use a smaller length or select "
        "fewer edges.",
    ),
    (
        _IMPOSSIBLE,
        r"shell|hollow|offset|thicken",
        "The walls can't be offset by this thickness; use a thinner wall, open one face instead of two, or "
        "cut a smaller copy out instead of using shell().",
    ),
    (
        _IMPOSSIBLE,
        r"sweep",
        "The sweep failed: the path may bend tighter than the profile allows, or not start on the profile's "
        "plane.",
    ),
    (_IMPOSSIBLE, r"loft", "The loft failed: give at least two closed wires on different planes, in order."),
    (
        _IMPOSSIBLE,
        r"",
        "The CAD kernel could not do this operation with these sizes; check that they are possible together.",
    ),
    (
        r"[Nn]othing to loft|More than one wire|at least two",
        r"loft",
        "loft() needs at least two closed wires, each on a workplane of its own: draw one, go on with "
        "workplane(offset=...), draw the next, then loft.",
    ),
    (
        r"[Nn]o pending wires",
        r"",
        "Draw a closed outline before extruding: rect(), circle(), polygon(), or lines ended by close().",
    ),
    (
        r"requires that edges be selected|Cannot build fillet|No edges",
        r"",
        "The selector found no edges: check the selector string, and that the model has such edges at this "
        "point of the chain.",
    ),
    (
        r"[Cc]annot find a solid|on the stack or in the parent chain",
        r"",
        "This operation works on a solid, and the chain has none yet: extrude something first.",
    ),
    (
        r"planar faces|co-planar|multiple objects selected",
        r"",
        "workplane() needs one flat face, or several in one plane: narrow the selector, e.g. faces('>Z').",
    ),
    (
        r"IndexError|empty list|empty stack|no objects",
        r"",
        "A selector found nothing at this point of the chain; check the selector string against the shape as "
        "it is there.",
    ),
    (
        r"gp_Dir|Standard_DomainError|zero norm|gp_Vec|ConstructionError|zero length",
        r"",
        "A direction or a length is zero: two points coincide, or a size is 0.",
    ),
    (
        r"Standard_NullObject|Null TopoDS_Shape|No geometry|Null shape",
        r"",
        "An operation gave an empty shape: sizes may cancel out (a cut that leaves nothing, an outline of "
        "zero area).",
    ),
    (
        r"PermissionError|Operation not permitted|Permission denied",
        r"",
        "A script can't reach files, the network or other programs; what it passes to show_object is written "
        "for it.",
    ),
    (
        r"No space left on device",
        r"",
        "The machine's folder for temporary files is full; that is not the script's fault.",
    ),
    (
        r"'NoneType' object has no attribute 'FontName'",
        r"",
        "text() finds no font on this machine: install one (on Debian or Ubuntu: apt-get install "
        "fonts-dejavu-core).",
    ),
    (
        r"EOFError: EOF when reading a line",
        r"",
        "Nobody can be asked while a script runs: write the value at the top of the script, where it is a "
        "parameter that can be set from outside.",
    ),
    (
        r"ModuleNotFoundError|ImportError",
        r"",
        "CadQuery, NumPy, Python's standard library and what is installed beside them can be imported; a "
        "module of your own is handed in with the script (mayfly run SCRIPT --with MODULE.py; files= in "
        "Python and over HTTP).",
    ),
    (
        r"SystemExit",
        r"",
        "A script that ends with sys.exit() or sys.exit(0) has done its work; with another value it failed.",
    ),
)


def hint_for(message: str, calls: str, line: str) -> str:
    """Give advice for an error's text, or an empty string.

    Args:
        message: Type and text of the error.
        calls: Names of the functions on the way to the error; they say more than the line, which may
            be a long chain.
        line: The failing line.
    """
    for context in (calls, line):
        for pattern, where, advice in _HINTS:
            if where and re.search(pattern, message) and re.search(where, context, re.IGNORECASE):
                return advice
    return next(
        (advice for pattern, where, advice in _HINTS if not where and re.search(pattern, message)), ""
    )
