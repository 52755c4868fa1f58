import cadquery as cq

model = {}
model["blank"] = cq.Workplane("XY").circle(15).extrude(10)
model["bored"] = model["blank"].faces(">Z").workplane().hole(6)
model["full"] = model["bored"].faces(">Z").workplane().polarArray(10.5, 0, 360, 6).hole(3)

show_object(model["full"], name="full")
