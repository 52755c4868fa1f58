import cadquery as cq
import math

assembly_jig = cq.Workplane("XY").box(100, 40, 10)
for ang in range(0, 180, 60):
    v = cq.Workplane("XY").box(60, 2.2, 6).translate((0, 0, 3))
    v = v.rotate((0, 0, 0), (0, 0, 1), ang)
    assembly_jig = assembly_jig.cut(v)
