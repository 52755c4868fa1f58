"""What usually mends a CadQuery error whose message does not say it."""

from __future__ import annotations

import re

_HINTS: tuple[tuple[str, str, str], ...] = (
    # (pattern in the error's text, pattern in the failing line or traceback, advice)
    (r"command not done|StdFail_NotDone", r"fillet", "The fillet radius is too large for at least one of the selected edges, or fillets meet where they can't; use a smaller radius, select fewer edges, or fillet before cutting."),
    (r"command not done|StdFail_NotDone", r"chamfer", "The chamfer is too large for at least one of the selected edges; use a smaller length or select fewer edges."),
    (r"command not done|StdFail_NotDone", r"shell|hollow|offset", "The wall can't be offset by this thickness; use a thinner wall, or shell before adding fillets."),
    (r"command not done|StdFail_NotDone", r"sweep", "The sweep failed: the path may turn tighter than the profile allows, or not start at the profile's plane."),
    (r"command not done|StdFail_NotDone", r"loft", "The loft failed: give at least two closed wires on different planes, in order."),
    (r"command not done|StdFail_NotDone", r"", "The CAD kernel could not do this operation with these sizes; check that they are possible together."),
    (r"[Nn]othing to loft|More than one wire", r"", "loft() needs at least two closed wires, each on a workplane of its own: draw one, go on with workplane(offset=...), draw the next, then loft."),
    (r"No pending wires|no pending wires", r"", "Draw a closed outline before extruding: rect(), circle(), polygon(), or lines ended by close()."),
    (r"Fillets requires that edges be selected|Chamfer requires that edges be selected|must select", r"", "The selector found no edges: check the selector string, and that the model has such edges at this point of the chain."),
    (r"Can not return the Nth element of an empty list|empty list|list index out of range", r"val|item|select|faces|edges|workplane|\[", "A selector found nothing at this point of the chain; check the selector string against the shape as it is there."),
    (r"Cannot find a solid on the stack", r"", "This operation works on a solid, and the chain has none yet: extrude something first, or pass combine=False."),
    (r"gp_Dir.*zero|zero norm|gp_VectorWithNullMagnitude|ConstructionError", r"", "A direction or a length is zero: two points coincide, or a size is 0."),
    (r"BRepAdaptor_Curve::No geometry|BRep_API|Standard_NullObject|Null TopoDS_Shape", r"", "An operation gave an empty shape: sizes may cancel out (a cut that leaves nothing, an outline of zero area)."),
    (r"If multiple objects selected, they all must be planar faces", r"", "workplane() needs one face: narrow the selector, e.g. faces('>Z')."),
    (r"BRep_Tool: TopoDS_Vertex hasn't gp_Pnt|GC_MakeArcOfCircle", r"", "The three points of an arc may lie on one line."),
)  # fmt: skip


def hint_for(message: str, context: str) -> str:
    """Give advice for an error's text, or an empty string.

    Args:
        message: Type and text of the error.
        context: The failing line and the names of the functions on the way to the error.
    """
    for pattern, where, advice in _HINTS:
        if re.search(pattern, message) and re.search(where, context, re.IGNORECASE):
            return advice
    return ""
