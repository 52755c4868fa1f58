"""Workplane: primitives, cut by each other."""

import cadquery as cq

ring = cq.Workplane(cq.Solid.makeTorus(12, 3))
show_object(cq.Workplane().sphere(12).cut(ring))
