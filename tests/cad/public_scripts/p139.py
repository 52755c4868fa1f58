import cadquery as cq

# print plate: three feet in different heights
parts = []
for i, h in enumerate([6, 9, 12]):
    f = cq.Workplane("XY").center(i * 25, 0).circle(9).extrude(h)
    f = f.faces(">Z").workplane().cskHole(3.5, 7, 90)
    parts.append(f)
