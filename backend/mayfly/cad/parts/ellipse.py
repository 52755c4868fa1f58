"""Ellipse: a flat elliptical plate lying on Z=0, its length along X, centred in X and Y.

Names: ellipse, elliptical plate, elliptical disc, oval, oval plate, oval disc, elliptic plate
Sizes: length x width x thickness
Title: ellipse {length} x {width} x {thickness} mm
Rule: 50 * min(length, width) >= max(length, width): an ellipse of {length} mm x {width} mm is too flat
Box: length, width, thickness
Volume: pi / 4 * length * width * thickness
Base: none
Pose: lying
Face: top "top face" Z+ at thickness; ellipse; u length; v width; depth thickness; opposite bottom
    "underside" at 0
Shapes: what follows
"""

import cadquery as cq

length = 80.0  # mm, 0.01 to 10000: along X (long, major axis, major diameter)
width = 50.0  # mm, 0.01 to 10000: along Y (wide, minor axis, minor diameter)
thickness = 8.0  # mm, 0.01 to 10000: along Z (thick, thk, height, high)

result = cq.Workplane().ellipse(length / 2, width / 2).extrude(thickness)

show_object(result)
