"""A plate with counterbores, rounded edges and a chamfer."""

import cadquery as cq

result = (
    cq.Workplane()
    .box(100, 70, 12)
    .edges("|Z")
    .fillet(8)
    .faces(">Z")
    .workplane()
    .rect(80, 50, forConstruction=True)
    .vertices()
    .cboreHole(6.6, 11, 6.5)
    .faces(">Z")
    .edges()
    .chamfer(0.5)
)
show_object(result)
