"""Sphere: a ball that touches Z=0, its centre on the Z axis.

Names: sphere, ball, globe, orb
Sizes: diameter
Title: sphere {diameter} mm
Box: diameter, diameter, diameter
Volume: pi / 6 * diameter**3
Base: none
Agrees: round_shape
Face: top "ball" Z+ at diameter; disc diameter as -; depth diameter; behind ((diameter / 2 -
    sqrt(max(diameter**2 / 4 - u**2 - v**2, 0)), diameter / 2 + sqrt(max(diameter**2 / 4 - u**2 - v**2,
    0))),); curved; crest; opposite bottom "ball" at 0
Face: right "ball" X+ at diameter / 2; disc; u diameter as -; v 0 to diameter as -; depth diameter; behind
    ((diameter / 2 - sqrt(max(diameter**2 / 4 - u**2 - (v - diameter / 2)**2, 0)), diameter / 2 +
    sqrt(max(diameter**2 / 4 - u**2 - (v - diameter / 2)**2, 0))),); curved; crest; opposite left "ball" at
    -diameter / 2
Face: front "ball" Y- at -diameter / 2; disc; u diameter as -; v 0 to diameter as -; depth diameter; behind
    ((diameter / 2 - sqrt(max(diameter**2 / 4 - u**2 - (v - diameter / 2)**2, 0)), diameter / 2 +
    sqrt(max(diameter**2 / 4 - u**2 - (v - diameter / 2)**2, 0))),); curved; crest; opposite back "ball" at
    diameter / 2
Hollow: ball
Spoken: ball, globe, round ball, marble, bead, pellet
Shapes: what follows
"""

import cadquery as cq

diameter = 40.0  # mm, 0.01 to 10000: outer diameter (dia, od, across)

result = cq.Workplane().sphere(diameter / 2).translate((0, 0, diameter / 2))

show_object(result)
