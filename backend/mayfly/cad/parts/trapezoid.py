"""Trapezoid prism: a bar along Y whose section is a symmetrical trapezoid, standing on Z=0.

Names: trapezoid prism, trapezoidal prism, trapezoid, trapezoidal block, trapezoidal bar, trapezium prism,
    trapezoid plate, trapezoidal plate
Spoken: trapezoid pl
Sizes: bottom_length x top_length x height x width
Title: trapezoid {bottom_length} to {top_length} x {height} mm, {width} mm wide
Box: max(bottom_length, top_length), width, height
Volume: (bottom_length + top_length) / 2 * height * width
Base: none
Pose: lying
Face: top "top face" Z+ at height; u top_length; v width; depth height; behind ((0, min(height, (top_length
    / 2 - abs(u)) / (top_length - bottom_length) * height)),) unless top_length <= bottom_length
Face: bottom "underside" Z- at 0; u bottom_length; v width; depth height; behind ((0, min(height,
    (bottom_length / 2 - abs(u)) / (bottom_length - top_length) * height)),) unless bottom_length <=
    top_length
Face: front "front face" Y- at -width / 2; u max(bottom_length, top_length) as -; v 0 to height; depth
    width; polygon (-bottom_length / 2, 0), (bottom_length / 2, 0), (top_length / 2, height), (-top_length /
    2, height); opposite back "back face" at width / 2
Outline: Y along width: -bottom_length / 2, 0; bottom_length / 2, 0; top_length / 2, height; -top_length /
    2, height
Hollow: prism
Shapes: what follows
"""

import cadquery as cq

bottom_length = 60.0  # mm, 0.01 to 10000: of the lower edge, along X (bottom, base, base length, long side)
top_length = 40.0  # mm, 0.01 to 10000: of the upper edge, along X (top, short side)
height = 30.0  # mm, 0.01 to 10000: along Z (high, tall)
width = 50.0  # mm, 0.01 to 10000: along Y (wide, deep, depth, length, long, thickness, thick)

lower, upper = bottom_length / 2, top_length / 2
outline = [(-lower, 0), (lower, 0), (upper, height), (-upper, height)]
result = cq.Workplane("XZ").polyline(outline).close().extrude(width / 2, both=True)

show_object(result)
