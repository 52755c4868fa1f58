"""Workplane: slots, polygons, ellipses, polar arrays."""

import cadquery as cq

disc = cq.Workplane().circle(30).extrude(5)
disc = disc.faces(">Z").workplane().polarArray(20, 0, 360, 6).slot2D(12, 5, 90).cutThruAll()
disc = disc.faces(">Z").workplane().polygon(6, 14).cutThruAll()
show_object(disc.union(cq.Workplane().workplane(offset=5).ellipse(28, 26).ellipse(26, 24).extrude(2)))
