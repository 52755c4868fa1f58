"""Workplane: a revolved outline."""

import cadquery as cq

outline = [(5, 0), (20, 0), (20, 3), (15, 6), (20, 9), (20, 12), (5, 12)]
show_object(cq.Workplane("XZ").polyline(outline).close().revolve(360, (0, 0, 0), (0, 1, 0)))
