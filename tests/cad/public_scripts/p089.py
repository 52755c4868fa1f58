import cadquery as cq

egg = cq.Workplane("XZ").moveTo(0, -14).threePointArc((14, 2), (0, 22)).close().revolve(360, (0, 0, 0), (0, 1, 0))
mold = cq.Workplane("XY").box(40, 40, 30, centered=(True, True, False)).translate((0, 0, -30))
mold = mold.cut(egg)
# Registration pins
pin = cq.Workplane("XY").rect(32, 32, forConstruction=True).vertices().sphere(2)
mold = mold.cut(pin)
