from cadquery.func import circle, face, loft, solid, wire
from math import sin

radii = [10 + 4 * sin(i) for i in range(5)]
profiles = [face(circle(r)).moved(z=12 * i) for i, r in enumerate(radii)]
vase = loft(*profiles)
show_object(vase, "vase")
