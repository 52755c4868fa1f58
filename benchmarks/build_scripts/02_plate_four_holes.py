"""A plate with a hole in each corner."""

import cadquery as cq

plate = cq.Workplane().box(120, 80, 8).faces(">Z").workplane()
result = plate.rect(100, 60, forConstruction=True).vertices().hole(6.6)
show_object(result)
