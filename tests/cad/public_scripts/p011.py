import cadquery as cq

half = (
    cq.Workplane("XY")
    .hLine(25)
    .vLine(10)
    .hLine(-10)
    .vLine(8)
    .hLine(-15)
    .close()
    .extrude(12)
)
result = half.mirror("YZ", union=True)
