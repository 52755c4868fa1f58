import cadquery as cq

thickness = 2.5
base = cq.Workplane("XY").rect(60, 24).extrude(thickness)
left = base.intersect(cq.Workplane("XY").box(30, 24, 10).translate((-15, 0, 0)))
right = base.intersect(cq.Workplane("XY").box(30, 24, 10).translate((15, 0, 0))).translate((5, 0, 0))

for name, half in (("left", left), ("right", right)):
    cq.exporters.export(half, f"{name}.stl")
show_object(left, "left")
show_object(right, "right")
