from typing import List, Tuple
import cadquery as cq


def gusset(points: List[Tuple[float, float]], t: float) -> cq.Workplane:
    """Plate from an outline."""
    return cq.Workplane("XY").polyline(points).close().extrude(t)


outline: List[Tuple[float, float]] = [(0, 0), (45, 0), (45, 8), (8, 45), (0, 45)]
result = gusset(outline, 4.0)
result = result.edges("|Z and >X").fillet(1.5)
