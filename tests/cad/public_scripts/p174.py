import cadquery as cq

wheel = cq.Workplane("XZ").circle(20).extrude(10)
axle_hole = cq.Workplane("XZ").circle(4).extrude(10)
wheel = wheel.cut(axle_hole)

rail = cq.Workplane("XY").box(100, 6, 12).translate((0, -5, -26))
