import cadquery as cq

s1 = cq.Sketch().trapezoid(30, 20, 100)
s2 = cq.Sketch().rect(12, 12)

result = cq.Workplane("XY").placeSketch(s1, s2.moved(cq.Location(cq.Vector(0, 0, 25)))).loft()
