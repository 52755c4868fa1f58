"""Workplane: a loft between different outlines."""

import cadquery as cq

show_object(cq.Workplane().rect(30, 20).workplane(offset=25).circle(6).loft(ruled=False))
