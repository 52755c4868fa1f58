"""Workplane: box, vertical fillets, counterbores at the corners."""

import cadquery as cq

length = 80.0
width = 50.0
thickness = 10.0

plate = cq.Workplane("XY").box(length, width, thickness).edges("|Z").fillet(4)
result = (
    plate.faces(">Z")
    .workplane()
    .rect(length - 16, width - 16, forConstruction=True)
    .vertices()
    .cboreHole(4.5, 8.0, 4.4)
)
show_object(result)
