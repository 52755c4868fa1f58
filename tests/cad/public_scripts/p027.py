import cadquery as cq

body = cq.Workplane("XY").cylinder(24, 18)
cutter = cq.Workplane("XY").box(60, 6, 10).translate((0, 0, 8))
body = body.cut(cutter)

show_object(body, "clutch half", options={"color": "steelblue"})
