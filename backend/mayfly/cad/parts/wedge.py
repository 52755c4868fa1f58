"""Wedge: a right-angled ramp standing on Z=0, its upright face at -X, centred in X and Y.

Names: wedge, ramp, right-angled wedge, right angled wedge, right triangular prism, slope, incline
Sizes: length x width x height
Box: length, width, height
Volume: length * width * height / 2
Base: none
Agrees: triangle_shape, right_angle
Pose: standing
Where: long = hypot(length, height)
Face: bottom "underside" Z- at 0; u length; v width; depth height as -; behind ((0, (length / 2 - u) /
    length * height),)
Face: left|upright_face "upright face" X- at -length / 2; u width; v 0 to height; depth length as -; behind
    ((0, (1 - v / height) * length),)
Face: front "front face" Y- at -width / 2; u length; v 0 to height; depth width; polygon (-length / 2, 0),
    (length / 2, 0), (-length / 2, height); opposite back "back face" at width / 2
Face: slope "sloped face" Z+ at 0 as -; u width; v long as -; depth height as -; behind ((0, min((long / 2 -
    v) * length / height, (long / 2 + v) * height / length)),); normal (height, 0, length) at (0, 0, height
    / 2)
Outline: Y along width: -length / 2, 0; length / 2, 0; -length / 2, height
Hollow: prism
Slopes: height
Spoken: doorstop, door stop, door wedge, door stopper, door wedge stop, taper shim,
    tapered shim, shim wedge, wedge shim
Shapes: what follows
"""

import cadquery as cq

length = 60.0  # mm, 0.01 to 10000: along X, from the upright face to the thin end (long)
width = 30.0  # mm, 0.01 to 10000: along Y (wide, deep, depth)
height = 20.0  # mm, 0.01 to 10000: of the upright face (high, tall, rise)

outline = [(-length / 2, 0), (length / 2, 0), (-length / 2, height)]
result = cq.Workplane("XZ").polyline(outline).close().extrude(width / 2, both=True)

show_object(result)
