import cadquery as cq

block = cq.Workplane("XY").box(50, 50, 20)
pocket = cq.Workplane("XY").box(40, 40, 12).translate((0, 0, 6))
pillar = cq.Workplane("XY").cylinder(20, 6)
bore = cq.Workplane("XY").cylinder(60, 2.5)

block -= pocket
block += pillar
block -= bore
