"""A transition from square to round, hollow: one loft cut by another."""

import cadquery as cq

outside = cq.Workplane().rect(80, 80).workplane(offset=90).circle(25).loft()
inside = cq.Workplane().rect(76, 76).workplane(offset=90).circle(23).loft()
show_object(outside.cut(inside))
