import cadquery as cq
a = cq.Workplane("XY").box(30, 30, 10)
b = a.faces(">Z").workplane().rect(20, 20).cutBlind(-5)
c = b.edges("|Z").fillet(2)
r = c.faces("<Z").workplane().hole(6)
