import cadquery as cq

white = [cq.Solid.makeBox(9, 50, 6, cq.Vector(i * 10, 0, 0)) for i in range(7)]
black = [cq.Solid.makeBox(5, 30, 5, cq.Vector(i * 10 + 7, 20, 6)) for i in (0, 1, 3, 4, 5)]

comp = cq.Compound.makeCompound(white + black)
cq.exporters.export(cq.Workplane("XY").newObject([comp]), "octave.step")
