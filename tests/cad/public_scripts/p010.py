import cadquery as cq
from math import pi, cos, sin

# These can be changed from the customizer
diameter = 40
slots = 8
thickness = 1.5

result = cq.Workplane("XY").circle(diameter / 2).extrude(thickness)
result = (
    result.faces(">Z").workplane()
    .polarArray(diameter / 2 - 6, 0, 360, slots)
    .slot2D(7, 2.5)
    .cutThruAll()
)
result = result.faces(">Z").workplane().hole(5)
