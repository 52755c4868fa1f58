import cadquery as cq

body = cq.Workplane("XY").box(30, 20, 10)
hole = cq.Workplane("XY").circle(4).extrude(20, both=True)
body = body.cut(hole)
