import cadquery as cq

n = 5
pitch = 16
body = cq.Workplane("XY").box(n * pitch, 16, 6, centered=(False, True, False))
for i in range(n):
    peg = cq.Workplane("XY").cylinder(4, 5).translate(((i + 0.5) * pitch, 0, 8))
    body = body.union(peg)
