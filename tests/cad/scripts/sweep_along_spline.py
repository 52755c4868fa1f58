"""Workplane: a square swept along a spline, following it."""

import cadquery as cq

path = cq.Workplane("XZ").spline([(0, 0), (5, 20), (-5, 40), (0, 60)], tangents=[(0, 1), (0, 1)])
show_object(cq.Workplane("XY").rect(6, 6).sweep(path, isFrenet=True))
