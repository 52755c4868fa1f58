import random
import cadquery as cq

random.seed(7)
towers = []
for ix in range(4):
    for iy in range(4):
        h = random.randint(5, 30)
        towers.append(cq.Solid.makeBox(6, 6, h, cq.Vector(ix * 10, iy * 10, 0)))
ground = cq.Solid.makeBox(40, 40, 2, cq.Vector(-2, -2, -2))
compound = cq.Compound.makeCompound(towers + [ground])
log(f"{len(towers)} towers")
