import cadquery as cq
m = cq.Workplane("XY")
m = m.rect(44, 28)
m = m.extrude(10)
m = m.faces(">Z").workplane().pushPoints([(-12, 0), (12, 0)]).circle(6).extrude(5)
m = m.faces("<Z").workplane(offset=-10).slot2D(30, 4).cutBlind(-1) if False else m
m = m.edges(">Z").chamfer(0.5)
show_object(m, "brick", {"color": "yellow"})
