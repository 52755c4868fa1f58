"""Cube: a box with equal sides, standing on Z=0, centred in X and Y.

Names: cube
Sizes: side
Title: cube {side} mm
Box: side, side, side
Volume: side**3
Base: prismatic
Agrees: square_shape, lengths_equal
Becomes: enclosure_with_lid if lid; takes open_top
Becomes: ? if (wall or sized_floor or open_top or hollow) and not (open_top or sized_floor): Is the hollow
    {} open at the top, or closed with a lid?
Becomes: tray if wall or sized_floor or open_top or hollow
Hollow: prism
Spoken: dice, square block, cubic block
"""

import cadquery as cq

side = 25.0  # mm, 0.01 to 10000: length of each edge (sides, edge, edges, length, size)

result = cq.Workplane().box(side, side, side, centered=(True, True, False))

show_object(result)
