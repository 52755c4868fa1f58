"""A pipe flange with a raised face and a bolt circle of eight."""

import cadquery as cq

result = (
    cq.Workplane()
    .circle(80)
    .extrude(16)
    .faces(">Z")
    .workplane()
    .circle(50)
    .extrude(3)
    .faces(">Z")
    .workplane()
    .hole(54)
    .faces("<Z")
    .workplane()
    .polarArray(65, 0, 360, 8)
    .hole(14)
)
show_object(result)
