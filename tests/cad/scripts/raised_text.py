"""Workplane: text raised from a plate."""

import cadquery as cq

plate = cq.Workplane().box(60, 20, 3)
show_object(plate.faces(">Z").workplane().text("Mayfly", 12, 1.0))
