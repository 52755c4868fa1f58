"""Wedge: a right-angled ramp standing on Z=0, its upright face at -X, centred in X and Y.

Names: wedge, ramp, right-angled wedge, right angled wedge, right triangular prism, slope, incline
Sizes: length x width x height
Box: length, width, height
Volume: length * width * height / 2
Base: none
Agrees: triangle_shape, right_angle
Pose: standing
"""

import cadquery as cq

length = 60.0  # mm, 0.01 to 10000: along X, from the upright face to the thin end (long)
width = 30.0  # mm, 0.01 to 10000: along Y (wide, deep, depth)
height = 20.0  # mm, 0.01 to 10000: of the upright face (high, tall, rise)

outline = [(-length / 2, 0), (length / 2, 0), (-length / 2, height)]
result = cq.Workplane("XZ").polyline(outline).close().extrude(width / 2, both=True)

show_object(result)
