import cadquery as cq

wing_nut = cq.Workplane("XY").circle(7).extrude(8)
wing = cq.Workplane("XY").box(36, 3, 10, centered=(True, True, False))
wing_nut = wing_nut.union(wing)
bore = cq.Workplane("XY").circle(2.5).extrude(30)
wing_nut = wing_nut.cut(bore)
del wing, bore
