"""Capsule: a round bar with half a ball on each end, standing on Z=0, its axis on Z.

Names: capsule, pill, spherical-ended cylinder, stadium of revolution
Sizes: diameter x length
Rule: diameter + 0.01 <= length: round ends of {diameter} mm do not fit a length of {length} mm
Box: diameter, diameter, length
Volume: pi / 6 * diameter**3 + pi / 4 * diameter**2 * (length - diameter)
Base: none
Agrees: round_shape
Pose: standing
Has: 2 dome at end both top bottom
Face: top "round end" Z+ at length; disc diameter as -; depth length; behind ((diameter / 2 -
    sqrt(max(diameter**2 / 4 - u**2 - v**2, 0)), length - diameter / 2 + sqrt(max(diameter**2 / 4 - u**2 -
    v**2, 0))),); curved; crest; opposite bottom "round end" at 0
Side: diameter / 2 to length - diameter / 2, diameter
Shapes: what follows
"""

import math

import cadquery as cq

diameter = 20.0  # mm, 0.01 to 9999.99: of the bar and its round ends (dia, od)
length = 60.0  # mm, 0.02 to 10000: overall, along Z (long, height, high, tall, overall length)

radius = diameter / 2
slant = radius * math.sqrt(0.5)
outline = (
    cq.Workplane("XZ")
    .moveTo(0, 0)
    .threePointArc((slant, radius - slant), (radius, radius))
    .lineTo(radius, length - radius)
    .threePointArc((slant, length - radius + slant), (0, length))
    .close()
)
result = outline.revolve(360, (0, 0, 0), (0, 1, 0))

show_object(result)
