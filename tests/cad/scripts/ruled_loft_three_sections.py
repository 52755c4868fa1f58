"""Workplane: a ruled loft through three outlines."""

import cadquery as cq

part = cq.Workplane().rect(20, 20).workplane(offset=10).rect(10, 10).workplane(offset=10).rect(16, 4)
show_object(part.loft(ruled=True))
