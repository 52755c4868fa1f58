import cadquery as cq

box = lambda x, y, z: cq.Workplane("XY").box(x, y, z, centered=(True, True, False))
up = lambda wp, z: wp.translate((0, 0, z))

crate = box(80, 50, 40).cut(up(box(74, 44, 40), 3))
grip = up(cq.Workplane("YZ").slot2D(25, 10).extrude(100, both=True), 28)
crate = crate.cut(grip)
