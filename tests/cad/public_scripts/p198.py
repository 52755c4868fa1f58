import cadquery as cq

result = (
    cq.Workplane("XY").box(10, 10, 10)
    .intersect(cq.Workplane("XY").box(5, 5, 5).translate((50, 0, 0)))
)
