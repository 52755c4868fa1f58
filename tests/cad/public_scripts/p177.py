import cadquery as cq

# two feet, the left one square and the right one round
left = cq.Solid.makeBox(10, 20, 30)
right = cq.Solid.makeCylinder(10, 30, cq.Vector(40, 0, 0))
