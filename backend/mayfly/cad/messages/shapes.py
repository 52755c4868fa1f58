"""Formats objects, faces, edges and solids: which one, what kind, and where.

Each function takes what a child sent, which may be anything, and returns words
of bounded length, or None for a wrong value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mayfly.cad.messages.fields import (
    NAME_LIMIT,
    Field,
    call,
    count,
    identifier,
    is_one_of,
    is_whole,
    point,
    size,
)
from mayfly.cad.messages.plain_text import quoted

LISTED = 3
"""Shapes that are listed in a sentence; the rest is counted."""

SURFACES = (
    "plane",
    "cylinder",
    "cone",
    "sphere",
    "torus",
    "bezier",
    "bspline",
    "revolution",
    "extrusion",
    "offset",
    "other",
)
"""Kinds of faces, as a report counts them."""

_FACE_WORDS = {
    "plane": "plane",
    "cylinder": "cylindrical",
    "cone": "conical",
    "sphere": "spherical",
    "torus": "toroidal",
    "bezier": "free-form",
    "bspline": "free-form",
    "revolution": "revolved",
    "extrusion": "extruded",
    "offset": "offset",
    "other": "free-form",
}
_EDGE_WORDS = {"line": "straight", "circle": "round", "ellipse": "elliptic", "other": "curved"}
_FAULTS = {
    "": "",
    "crossing": ", whose outline crosses itself",
    "outlines_cross": ", two of whose outlines cross",
    "outlines_nested": ", whose outlines are not nested in each other",
    "open": ", whose outline is open",
    "unoriented": ", which has no clear inside",
}
_KINDS_HELD = 10
_THINGS = frozenset(
    {
        "line",
        "vertex",
        "edge",
        "wire",
        "face",
        "shell",
        "solid",
        "compound",
        "compsolid",
        "vector",
        "location",
    }
    | {"sketch", "plane", "shape"}
)


def subject(value: Any) -> str | None:
    """Return which object of the script is meant ("`lid`, made by fillet() at line 7"), or None.

    Args:
        value: ``{"name", "line", "call"}``, each of which may be missing.
    """
    if not isinstance(value, dict):
        return None
    label, line = value.get("name"), value.get("line")
    named = identifier(label)
    if (label is not None and named is None) or (line is not None and not is_whole(line)):
        return None
    what = f"`{named}`" if named else "the object"
    called = call(value.get("call"))
    by = f" by {called}" if called else ""
    made = f"made{by} at line {line}" if line else f"made{by}" if by else ""
    if not made:
        return what if named else "the object shown"
    return f"{what}, {made}" if named else f"{what} {made}"


def face(value: Any) -> str | None:
    """Return where a face is and what it is ("the plane face at Z = 5 around (10, 0)"), or None.

    Args:
        value: ``{"kind", "at", "axis", "fault"}``: kind of surface, middle of its box in mm, the axis
            that it stands across, and what is wrong with it.
    """
    if not isinstance(value, dict) or not is_one_of(value.get("kind"), _FACE_WORDS):
        return None
    at, axis, fault = point(value.get("at")), value.get("axis"), value.get("fault", "")
    if at is None or not is_one_of(fault, _FAULTS) or not is_one_of(axis, ("X", "Y", "Z", None)):
        return None
    what = f"the {_FACE_WORDS[value['kind']]} face"
    if value.get("diameter") is not None:
        across = size(value["diameter"])
        if across is None:
            return None
        what += f" of Ø{across}"
    if axis is None:
        return f"{what} around ({', '.join(at)}){_FAULTS[fault]}"
    side = "XYZ".index(axis)
    return f"{what} at {axis} = {at[side]} around ({', '.join(at[:side] + at[side + 1 :])}){_FAULTS[fault]}"


def edge(value: Any) -> str | None:
    """Return what an edge is and where ("the straight edge of 10 mm around (5, 5, 0)"), or None.

    Args:
        value: ``{"kind", "length" or "diameter", "at"}``, lengths in mm.
    """
    if not isinstance(value, dict) or not is_one_of(value.get("kind"), _EDGE_WORDS):
        return None
    at, length, across = point(value.get("at")), size(value.get("length")), size(value.get("diameter"))
    if at is None or (length is None and across is None):
        return None
    long = f"Ø{across}" if across is not None else f"{length} mm"
    return f"the {_EDGE_WORDS[value['kind']]} edge of {long} around ({', '.join(at)})"


def body(value: Any) -> str | None:
    """Return which solid is meant ("“lid” (10 × 10 × 2 mm around (0, 0, 5))"), or None.

    Args:
        value: ``{"name", "sides", "at"}``, lengths in mm; the name may be missing.
    """
    if not isinstance(value, dict):
        return None
    at, long, label = point(value.get("at")), point(value.get("sides")), value.get("name")
    if at is None or long is None or (label is not None and not isinstance(label, str)):
        return None
    place = f"{' × '.join(long)} mm around ({', '.join(at)})"
    return f"{quoted(label, NAME_LIMIT)} ({place})" if label else f"the solid of {place}"


def sides(value: Any) -> str | None:
    """Return three lengths as "40 × 30 × 10 mm", or None."""
    lengths = point(value)
    return None if lengths is None else f"{' × '.join(lengths)} mm"


def made(value: Any) -> str | None:
    """Return where an object was made ("made by box() at line 3"), or None.

    Args:
        value: ``{"line", "call"}``, each of which may be missing.
    """
    text = subject(value if isinstance(value, dict) and not value.get("name") else None)
    return None if text is None else text.removeprefix("the object ").removeprefix("shown")


def several(check: Field, more: str) -> Field:
    """Return a checker for a list, of which the first few are listed and the rest is counted.

    Args:
        check: What checks one of them.
        more: What one of the rest is called ("face").
    """

    def checked(value: Any) -> str | None:
        if not isinstance(value, Sequence) or isinstance(value, str) or not value:
            return None
        texts = [check(item) for item in value[:LISTED]]
        if any(text is None for text in texts):
            return None
        left = len(value) - LISTED
        rest = [f"{left:,} more {more}{'s' if left > 1 else ''}"] if left > 0 else []
        return _listed([str(text) for text in texts] + rest)

    return checked


def _listed(texts: list[str]) -> str:
    """Return texts as "a, b and c"."""
    return ", ".join(texts[:-1]) + " and " + texts[-1] if len(texts) > 1 else "".join(texts)


faces = several(face, "face")
edges = several(edge, "edge")


def held(value: Any) -> str | None:
    """Return how many objects of which kinds there are ("1 face and 4 edges"), or None.

    Args:
        value: A list of ``{"kind", "count"}``; kinds that are not known are called objects.
    """
    if not isinstance(value, list) or len(value) > _KINDS_HELD:
        return None
    texts = []
    for item in value:
        number = count(item.get("count")) if isinstance(item, dict) else None
        if number is None:
            return None
        kind = item["kind"] if is_one_of(item.get("kind"), _THINGS) else "object"
        plural = {"vertex": "vertices"}.get(str(kind), f"{kind}s")
        texts.append(f"{number} {kind if number == '1' else plural}")
    return _listed(texts) or "nothing"
