import cadquery as cq

plate = cq.Workplane().box(40, 40, 4)
plate.faces(">Z").tag("top_face")
block = cq.Workplane().box(20, 20, 20)
block.faces("<Z").tag("bottom_face")

assy = (
    cq.Assembly()
    .add(plate, name="plate", color=cq.Color("lightgray"))
    .add(block, name="block", color=cq.Color("orange"))
)
assy.constrain("plate?top_face", "block?bottom_face", "Plane")
assy.solve()
assy.save("stacked.step")
