import cadquery as cq

base = cq.Workplane("XY").circle(20).extrude(30).faces(">Z").workplane().circle(17).cutBlind(-27)
cap = cq.Workplane("XY").circle(20).extrude(3).faces("<Z").workplane().circle(16.8).extrude(4)

cq.exporters.export(base, "base.stl")
cq.exporters.export(cap, "cap.stl")

assy = cq.Assembly(name="jar")
assy.add(base, name="base", color=cq.Color("gray"))
assy.add(cap, name="cap", loc=cq.Location((0, 0, 30)), color=cq.Color("red"))
assy.save("jar.step")
