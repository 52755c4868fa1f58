"""Sphere: a ball that touches Z=0, its centre on the Z axis.

Names: sphere, ball, globe, orb
Sizes: diameter
Title: sphere {diameter} mm
Box: diameter, diameter, diameter
Volume: pi / 6 * diameter**3
Base: none
Agrees: round_shape
"""

import cadquery as cq

diameter = 40.0  # mm, 0.01 to 10000: outer diameter (dia, od, across)

result = cq.Workplane().sphere(diameter / 2).translate((0, 0, diameter / 2))

show_object(result)
