"""Square bar: an upright bar of square section standing on Z=0, centred in X and Y.

Names: square bar, square rod, square post, square stock, square column
Sizes: side x length
Title: square bar {side} x {side} mm, {length} mm long
Box: side, side, length
Volume: side**2 * length
Base: prismatic
Pose: standing
Ends: alike
Hollow: prism
"""

import cadquery as cq

side = 20.0  # mm, 0.01 to 10000: of the section (sides, width, wide, thickness, thick)
length = 100.0  # mm, 0.01 to 10000: along Z (long, height, high, tall)

result = cq.Workplane().box(side, side, length, centered=(True, True, False))

show_object(result)
