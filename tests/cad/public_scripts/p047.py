import cadquery as cq

# Lente biconvessa: intersezione di due sfere
R = 40.0
spessore = 8.0

sfera1 = cq.Workplane("XY").sphere(R).translate((0, 0, R - spessore / 2))
sfera2 = cq.Workplane("XY").sphere(R).translate((0, 0, -(R - spessore / 2)))
lens = sfera1.intersect(sfera2)

show_object(lens, name="lente", options={"alpha": 0.6})
