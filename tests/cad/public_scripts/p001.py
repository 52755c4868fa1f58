import cadquery as cq

# Parameters
length = 80.0
width = 60.0
thickness = 8.0
hole_d = 5.0
inset = 10.0

result = (
    cq.Workplane("XY")
    .box(length, width, thickness)
    .faces(">Z")
    .workplane()
    .rect(length - 2 * inset, width - 2 * inset, forConstruction=True)
    .vertices()
    .hole(hole_d)
)
