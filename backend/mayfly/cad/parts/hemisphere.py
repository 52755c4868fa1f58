"""Hemisphere: half a ball lying on its flat side on Z=0, its axis on Z.

Names: hemisphere, half sphere, half ball, dome, half a ball, half a sphere, half of a ball,
    half of a sphere
Sizes: diameter
Title: hemisphere {diameter} mm
Box: diameter, diameter, diameter / 2
Volume: pi / 12 * diameter**3
Base: none
Agrees: round_shape
Face: top "dome" Z+ at diameter / 2; disc diameter as -; depth diameter / 2; behind ((diameter / 2 -
    sqrt(max(diameter**2 / 4 - u**2 - v**2, 0)), diameter / 2),); curved; crest
Face: bottom "flat side" Z- at 0; disc diameter as -; depth diameter / 2; behind ((0, sqrt(max(diameter**2 /
    4 - u**2 - v**2, 0))),); crest; round above
Flat: bottom
Shapes: what follows
"""

import cadquery as cq

diameter = 60.0  # mm, 0.01 to 10000: of the flat side (dia, od, across)

result = cq.Workplane().sphere(diameter / 2, angle1=0)

show_object(result)
