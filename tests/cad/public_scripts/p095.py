import cadquery as cq

knurled = cq.Workplane("XY").circle(12).extrude(10)
cutter = cq.Workplane("XY").polarArray(12, 0, 360, 12).circle(1.5).extrude(10)
knurled = knurled.cut(cutter)
thread_hole = cq.Workplane("XY").circle(1.65).extrude(10)
knurled = knurled.cut(thread_hole)
