import cadquery as cq

hole_circle = cq.Workplane("XY").circle(25)
ref_line = cq.Workplane("XY").moveTo(-30, 0).lineTo(30, 0)
sketch = cq.Sketch().regularPolygon(35, 6)

mount = cq.Workplane("XY").placeSketch(sketch).extrude(6)
mount = mount.faces(">Z").workplane().polarArray(25, 0, 360, 6).hole(4)
mount = mount.faces(">Z").workplane().hole(22)
axis = cq.Edge.makeLine(cq.Vector(0, 0, -10), cq.Vector(0, 0, 20))
