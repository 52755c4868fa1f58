"""A plate with a hole in each corner."""

import cadquery as cq

result = cq.Workplane().box(120, 80, 8).faces(">Z").workplane().rect(100, 60, forConstruction=True).vertices().hole(6.6)
show_object(result)
