"""Workplane: a ring swept along lines and an arc."""

import cadquery as cq

path = cq.Workplane("XZ").lineTo(0, 40).threePointArc((10, 64), (34, 74)).lineTo(70, 74)
show_object(cq.Workplane("XY").circle(6).circle(4).sweep(path))
