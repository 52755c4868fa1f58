"""Workplane: countersunk holes along a line, chamfered ends."""

import cadquery as cq

bar = cq.Workplane().box(120, 20, 6).edges("|Y").chamfer(1)
show_object(bar.faces(">Z").workplane().pushPoints([(-40, 0), (0, 0), (40, 0)]).cskHole(4.5, 9, 90))
