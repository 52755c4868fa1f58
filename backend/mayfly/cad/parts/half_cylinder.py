"""Half cylinder: half a round bar lying on its flat side on Z=0, its axis along X, centred in X and Y.

Names: half cylinder, half round, half round bar, half-round bar, semi-cylinder, semicylinder, half rod
Sizes: diameter x length
Box: length, diameter, diameter / 2
Volume: pi / 8 * diameter**2 * length
Base: none
Agrees: round_shape
Pose: lying
Face: top "round side" Z+ at diameter / 2; u length; v diameter; depth diameter / 2; behind ((diameter / 2 -
    sqrt(max(diameter**2 / 4 - v**2, 0)), diameter / 2),); curved
Face: bottom "flat side" Z- at 0; u length; v diameter; depth diameter / 2; behind ((0, sqrt(max(diameter**2
    / 4 - v**2, 0))),)
Flat: bottom
Spoken: half a cylinder, half of a cylinder, half a round bar
Shapes: what follows
"""

import cadquery as cq

diameter = 40.0  # mm, 0.01 to 10000: width of the flat side (dia, width, od)
length = 80.0  # mm, 0.01 to 10000: along X (long)

outline = cq.Workplane("YZ", origin=(-length / 2, 0, 0)).moveTo(diameter / 2, 0)
result = outline.threePointArc((0, diameter / 2), (-diameter / 2, 0)).close().extrude(length)

show_object(result)
