import cadquery as cq

bore = 20

barrel = cq.Workplane("XY").circle(bore / 2 + 3).circle(bore / 2).extrude(60)
plunger = cq.Workplane("XY").circle(bore / 2 - 0.2).extrude(15)
o_ring_groove = cq.Workplane("XY").workplane(offset=6).circle(bore).circle(bore / 2 - 2).extrude(2.5)
plunger = plunger.cut(o_ring_groove)
spring_seat = cq.Workplane("XY").circle(bore / 2 - 1).circle(4).extrude(3)
