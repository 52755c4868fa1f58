import cadquery as cq

outer = cq.Sketch().regularPolygon(30, 8).vertices().fillet(3).reset()
inner = cq.Sketch().circle(22)
screen = cq.Sketch().rect(20, 50)

bezel = cq.Workplane("XY").placeSketch(outer).extrude(5)
bezel = bezel.faces(">Z").workplane().placeSketch(inner).cutBlind(-3)
bezel = bezel.faces(">Z").workplane().placeSketch(cq.Sketch().rect(20, 20)).cutThruAll()
bezel.export("bezel.step")
