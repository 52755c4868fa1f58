import cadquery as cq
from cadquery import Vector, Solid

b = Solid.makeBox(30, 20, 10)
c = Solid.makeCylinder(5, 10, Vector(15, 10, 0), Vector(0, 0, 1))
solid = b.cut(c)
