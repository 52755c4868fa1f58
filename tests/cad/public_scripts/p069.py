import cadquery as cq

# skeleton key, decoration
bow = cq.Workplane("XY").circle(12).circle(8).extrude(3)
shank = cq.Workplane("XY").rect(45, 5).extrude(3).translate((33, 0, 0))
key = bow.union(shank)

teeth = [(44, 6), (50, 8)]
for x, l in teeth:
    tooth = cq.Workplane("XY").rect(3, l).extrude(3).translate((x, -l / 2, 0))
    key = key.union(tooth)
