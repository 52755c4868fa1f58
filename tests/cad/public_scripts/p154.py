from cadquery.func import *

b = box(30, 30, 10)
c = cylinder(12, 10)
d = cone(20, 6, 15)

r = b - c + d.moved(z=10)
