"""Parallel key: a key with round ends along X, form A of DIN 6885, lying on Z=0, centred in X and Y.

Names: parallel key, feather key, machine key, shaft key, sunk key, round ended key, round-ended key
Sizes: width x height x length
Title: parallel key {width} x {height} x {length} mm, round ends
Rule: width + 0.01 <= length: round ends of {width} mm do not fit a length of {length} mm
Box: length, width, height
Volume: ((length - width) * width + pi / 4 * width**2) * height
Base: none
Agrees: rounded, round_shape, din_key
Pose: lying
Has: 2 round_end at both each end
Becomes: square_key if square_end
Becomes: ? if not (round_end or rounded or round_shape or square_end or called_round or called_ended): Has the
    {} round ends (form A) or square ends (form B)?
Spoken: drive key, rectangular key, shaft feather, feather key steel
"""

import cadquery as cq

width = 8.0  # mm, 0.01 to 10000: across, along Y (wide, b)
height = 7.0  # mm, 0.01 to 10000: along Z (high, tall, h, thick, thickness)
length = 40.0  # mm, 0.02 to 10000: from end to end, along X (long, overall length)

result = cq.Workplane().slot2D(length, width).extrude(height)

show_object(result)
