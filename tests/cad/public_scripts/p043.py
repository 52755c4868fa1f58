import cadquery as cq
result = (cq.Workplane("XY")
  .moveTo(0, 10).threePointArc((10, 0), (0, -10)).threePointArc((-10, 0), (0, 10)).close()
  .extrude(5)
  .faces(">Z").workplane().polygon(6, 10).cutThruAll())
show_object(result)
