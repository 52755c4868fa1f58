import cadquery as cq

panel = cq.Workplane("XZ").rect(80, 180).extrude(5)
panel = panel.faces("<Y").workplane(origin=(30, 0, 0)).hole(6)
handle = cq.Workplane("XZ").circle(3).extrude(20).faces("<Y").workplane().circle(8).extrude(6)

for part, fn in [(panel, "panel"), (handle, "handle")]:
    cq.exporters.export(part, fn + ".step")
    cq.exporters.export(part, fn + ".stl")

door = cq.Assembly(name="door")
door.add(panel, name="panel", color=cq.Color("brown"))
door.add(handle, name="handle", loc=cq.Location(cq.Vector(30, 0, 0)), color=cq.Color(0.8, 0.8, 0.2, 1))
door.save("door.step", "STEP")
