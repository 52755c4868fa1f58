import cadquery as cq

disk = cq.Workplane("XY").cylinder(3, 15)
spacer = cq.Workplane("XY").cylinder(8, 3)

stack = cq.Assembly()
z = 0
for i in range(4):
    stack.add(disk, name=f"disk_{i}", loc=cq.Location(cq.Vector(0, 0, z)))
    if i < 3:
        stack.add(spacer, name=f"spacer_{i}", loc=cq.Location(cq.Vector(0, 0, z + 5.5)))
    z += 11

cq.exporters.export(cq.Workplane(stack.toCompound()), "stack.step")
