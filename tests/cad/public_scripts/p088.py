import cadquery as cq

v1 = cq.Workplane("XY").box(60, 30, 30)
v2 = v1.faces(">Z").workplane().rarray(18, 1, 3, 1).hole(12)
v3 = v2.faces(">X").workplane().hole(6)
cut1 = cq.Workplane("XY").box(70, 40, 10).rotate((0, 0, 0), (0, 1, 0), 10).translate((0, 0, 18))
v4 = v3.cut(cut1)
v8 = v4.edges("|Z and <X").chamfer(3)
