import cadquery as cq

washer_t = 1.6
bolt = cq.Workplane("XY").circle(6.5).extrude(5).faces(">Z").workplane().circle(4).extrude(30)
washer = cq.Workplane("XY").circle(8).circle(4.2).extrude(washer_t)
nut = cq.Workplane("XY").polygon(6, 15).circle(4).extrude(6.5)

assembly = cq.Assembly(bolt, name="bolt")
assembly.add(washer, name="washer", loc=cq.Location((0, 0, 25)))
assembly.add(nut, name="nut", loc=cq.Location((0, 0, 25 + washer_t)))
