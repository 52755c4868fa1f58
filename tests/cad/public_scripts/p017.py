import cadquery as cq

base = cq.Workplane().box(40, 40, 6)
post = cq.Workplane().cylinder(30, 6).translate((0, 0, 15))
hole = cq.Workplane().cylinder(80, 3)

result = base + post - hole
