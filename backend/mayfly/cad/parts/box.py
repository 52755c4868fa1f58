"""Box: a rectangular solid standing on Z=0, centred in X and Y.

Names: box, cuboid, block, brick, rectangular solid, rectangular block, rectangular prism, solid block
Sizes: length x width x height
Title: box {length} x {width} x {height} mm
Box: length, width, height
Volume: length * width * height
Base: prismatic
Agrees: square_shape
Pose: lying
"""

import cadquery as cq

length = 60.0  # mm, 0.01 to 10000: along X (long)
width = 40.0  # mm, 0.01 to 10000: along Y (wide, deep, depth, breadth)
height = 20.0  # mm, 0.01 to 10000: along Z (high, tall, thick, thickness)

result = cq.Workplane().box(length, width, height, centered=(True, True, False))

show_object(result)
