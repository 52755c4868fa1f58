import cadquery as cq
from cadquery import Wire, Edge, Vector, Solid

outer = Wire.assembleEdges([Edge.makeCircle(20, Vector(0, 0, 0), Vector(0, 0, 1))])
inner = Wire.makePolygon([Vector(-8, -8), Vector(8, -8), Vector(8, 8), Vector(-8, 8)], close=True)
ring = Solid.extrudeLinear(outer, [inner], Vector(0, 0, 7))
