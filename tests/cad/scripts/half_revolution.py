"""Workplane: a revolution of 180 degrees."""

import cadquery as cq

show_object(cq.Workplane("XY").rect(4, 6).revolve(180, (10, 0, 0), (10, 1, 0)))
