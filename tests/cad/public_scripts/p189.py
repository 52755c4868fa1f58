import cadquery as cq

ring = cq.Workplane("XY").circle(10).circle(7).extrude(4)
ball = cq.Workplane("XY").sphere(2)

inner_assy = cq.Assembly(name="inner")
inner_assy.add(ring, name="ring")
inner_assy.add(ball, name="ball", loc=cq.Location((8.5, 0, 4)))

big_ring = cq.Workplane("XY").circle(16).circle(13).extrude(4)
outer_assy = cq.Assembly(name="outer")
outer_assy.add(big_ring, name="big_ring")
outer_assy.add(ball, name="ball", loc=cq.Location((14.5, 0, 4)))
