"""Rhombus plate: a plate with four equal sides lying on Z=0, its long diagonal along X.

Names: rhombus plate, rhombus, rhombic plate, diamond plate, rhomboid plate, diamond shaped plate
Sizes: long_diagonal x short_diagonal x thickness
Also: diagonals (diagonal, both diagonals): long_diagonal = diagonals and short_diagonal = diagonals
Title: rhombus plate {long_diagonal} x {short_diagonal} x {thickness} mm
Box: long_diagonal, short_diagonal, thickness
Volume: long_diagonal * short_diagonal / 2 * thickness
Base: none
Pose: lying
Face: top "top face" Z+ at thickness; u long_diagonal; v short_diagonal; depth thickness; polygon
    (-long_diagonal / 2, 0), (0, -short_diagonal / 2), (long_diagonal / 2, 0), (0, short_diagonal / 2);
    opposite bottom "underside" at 0
Outline: Z along thickness: -long_diagonal / 2, 0; 0, -short_diagonal / 2; long_diagonal / 2, 0; 0,
    short_diagonal / 2
Hollow: prism
Equal: long_diagonal, short_diagonal
Shapes: what follows
"""

import cadquery as cq

long_diagonal = 80.0  # mm, 0.01 to 10000: along X (length, long, first diagonal)
short_diagonal = 50.0  # mm, 0.01 to 10000: along Y (width, wide, second diagonal)
thickness = 4.0  # mm, 0.01 to 10000: along Z (thick, thk, height, high)

right, back = long_diagonal / 2, short_diagonal / 2
result = cq.Workplane().polyline([(-right, 0), (0, -back), (right, 0), (0, back)]).close().extrude(thickness)

show_object(result)
