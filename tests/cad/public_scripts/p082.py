import cadquery as cq

outer = cq.Workplane("XY").circle(r := 6.5).extrude(h := 40)
inner = cq.Workplane("XY").circle(r - 1.2).extrude(h - 3)
pen_cap = outer.cut(inner)
clip = cq.Workplane("XY").box(3, 1.5, 30, centered=(True, False, False)).translate((0, r - 0.3, 8))
pen_cap = pen_cap.union(clip)
print(f"{r=} {h=} {pen_cap.val().Volume()=:.1f}")
