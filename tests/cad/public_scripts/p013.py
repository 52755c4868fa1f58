import cadquery as cq

path = cq.Workplane("XZ").moveTo(0, 0).lineTo(0, 30).radiusArc((20, 50), 20).lineTo(50, 50)
section = cq.Workplane("XY").circle(5).circle(3.5)

result = section.sweep(path)
