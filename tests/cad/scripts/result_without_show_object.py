"""No show_object: the variable `result` is taken."""

import cadquery as cq

other = cq.Workplane().box(1, 1, 1)
result = cq.Workplane().polygon(6, 20).extrude(5)
