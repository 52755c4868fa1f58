"""Trapezoid prism: a bar along Y whose section is a symmetrical trapezoid, standing on Z=0.

Names: trapezoid prism, trapezoidal prism, trapezoid, trapezoidal block, trapezoidal bar, trapezium prism
Sizes: bottom_length x top_length x height x width
Title: trapezoid {bottom_length} to {top_length} x {height} mm, {width} mm wide
Box: max(bottom_length, top_length), width, height
Volume: (bottom_length + top_length) / 2 * height * width
Base: none
Pose: lying
"""

import cadquery as cq

bottom_length = 60.0  # mm, 0.01 to 10000: of the lower edge, along X (bottom, base, base length, long side)
top_length = 40.0  # mm, 0.01 to 10000: of the upper edge, along X (top, short side)
height = 30.0  # mm, 0.01 to 10000: along Z (high, tall)
width = 50.0  # mm, 0.01 to 10000: along Y (wide, deep, depth, length, long)

lower, upper = bottom_length / 2, top_length / 2
outline = [(-lower, 0), (lower, 0), (upper, height), (-upper, height)]
result = cq.Workplane("XZ").polyline(outline).close().extrude(width / 2, both=True)

show_object(result)
