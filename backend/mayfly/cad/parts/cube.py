"""Cube: a box with equal sides, standing on Z=0, centred in X and Y.

Names: cube
Sizes: side
Title: cube {side} mm
Box: side, side, side
Volume: side**3
Base: prismatic
Agrees: square_shape, lengths_equal
"""

import cadquery as cq

side = 25.0  # mm, 0.01 to 10000: length of each edge (sides, edge, edges, length, size)

result = cq.Workplane().box(side, side, side, centered=(True, True, False))

show_object(result)
