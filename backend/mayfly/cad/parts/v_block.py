"""V-block: a block lying on Z=0 with a V groove along X in its top.

Names: v-block, v block, vee block, vee-block, v-groove block
Sizes: length x width x height
Also: groove_width (vee width, v width, groove width at the top): groove_depth = groove_width / 2 / tan(
    radians(groove_angle) / 2)
Title: V-block {length} x {width} x {height} mm, groove {groove_depth} mm deep, {groove_angle} degrees
Where: opening = 2 * groove_depth * tan(radians(groove_angle) / 2)
Rule: groove_depth + 0.01 <= height: a groove {groove_depth} mm deep goes through the block of {height} mm
Rule: opening + 0.02 <= width: a groove {groove_depth} mm deep of {groove_angle} degrees is wider than the
    block of {width} mm
Box: length, width, height
Volume: (width * height - opening * groove_depth / 2) * length
Base: none
Agrees: square_shape
Pose: lying, standing
Absorbs: groove: groove_depth = depth | deep | number, groove_width = width | wide, groove_angle =
    angle; at top top_face middle centre centre_line length part it along; said centred through lengthwise
    horizontal everything
Face: bottom "underside" Z- at 0; u length; v width; depth height as -; behind ((0, height if 2 * abs(v) >
    opening else height - groove_depth + abs(v) / tan(radians(groove_angle) / 2)),)
Outline: X along length: -width / 2, 0; width / 2, 0; width / 2, height; opening / 2, height; 0, height -
    groove_depth; -opening / 2, height; -width / 2, height
First: none
"""

import math

import cadquery as cq

length = 60.0  # mm, 0.01 to 10000: along X, along the groove (long)
width = 40.0  # mm, 0.03 to 10000: along Y (wide)
height = 40.0  # mm, 0.02 to 10000: along Z (high, tall, thick, thickness)
groove_depth = 15.0  # mm, 0.01 to 9999.99: of the groove (groove, v depth)
groove_angle = 90.0  # degrees, 10 to 170, else 90: between the flanks of the groove (angle, v angle)

opening = 2 * groove_depth * math.tan(math.radians(groove_angle) / 2)
outline = [
    (-width / 2, 0),
    (width / 2, 0),
    (width / 2, height),
    (opening / 2, height),
    (0, height - groove_depth),
    (-opening / 2, height),
    (-width / 2, height),
]
result = cq.Workplane("YZ").polyline(outline).close().extrude(length / 2, both=True)

show_object(result)
