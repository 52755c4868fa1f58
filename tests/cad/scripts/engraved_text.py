"""Workplane: text cut into a plate."""

import cadquery as cq

show_object(cq.Workplane().box(60, 20, 3).faces(">Z").workplane().text("30 min", 10, -0.8))
