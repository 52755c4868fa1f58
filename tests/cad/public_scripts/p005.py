from cadquery import *

af = 5.5      # across flats
L = 12
d = 2.5

hexagon = Workplane("XY").polygon(6, af / 0.8660254)
standoff = hexagon.extrude(L)
result = standoff.faces(">Z").workplane().hole(d, 8)
