from functools import reduce
import cadquery as cq

pieces = [
    cq.Workplane("XY").box(50, 18, 6, centered=(True, True, False)),
    cq.Workplane("XY").circle(15).extrude(12),
    cq.Workplane("XY").box(8, 40, 6, centered=(True, True, False)),
]
bearing_holder = reduce(lambda a, b: a.union(b), pieces).faces(">Z").workplane().hole(22)
