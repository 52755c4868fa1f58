import cadquery as cq

s = (
    cq.Sketch()
    .rect(60, 40)
    .vertices()
    .fillet(6)
    .reset()
    .rarray(20, 20, 2, 1)
    .circle(5, mode="s")
)
plate = cq.Workplane("XY").placeSketch(s).extrude(4)
