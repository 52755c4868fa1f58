import cadquery as cq

wp = cq.Workplane("XY").sphere(12)
flat = wp.cut(cq.Workplane("XY").box(40, 40, 20).translate((0, 0, -18)))
result = flat.val()
