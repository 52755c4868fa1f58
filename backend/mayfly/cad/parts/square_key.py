"""Square key: a parallel key with square ends along X, form B of DIN 6885, lying on Z=0, centred in X and Y.

Names: square ended key, square-ended key, key with square ends, square end key
Sizes: width x height x length
Title: parallel key {width} x {height} x {length} mm, square ends
Box: length, width, height
Volume: length * width * height
Base: prismatic
Agrees: square_shape, din_key
Pose: lying
Has: 2 square_end at both each end
"""

import cadquery as cq

width = 8.0  # mm, 0.01 to 10000: across, along Y (wide, b)
height = 7.0  # mm, 0.01 to 10000: along Z (high, tall, h, thick, thickness)
length = 40.0  # mm, 0.01 to 10000: from end to end, along X (long, overall length)

result = cq.Workplane().box(length, width, height, centered=(True, True, False))

show_object(result)
