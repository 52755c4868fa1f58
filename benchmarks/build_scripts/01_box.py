"""A plain box."""

import cadquery as cq

show_object(cq.Workplane().box(80, 60, 10))
