"""Gusset: a flat right-angled triangular plate lying on Z=0, its right angle at -X, -Y.

Names: gusset, gusset plate, triangular gusset, triangular gusset plate, triangular plate, triangle plate,
    stiffener plate, right triangle
Sizes: horizontal_leg x vertical_leg x thickness
Also: legs (leg, both legs, leg length): horizontal_leg = legs and vertical_leg = legs
Box: horizontal_leg, vertical_leg, thickness
Volume: horizontal_leg * vertical_leg / 2 * thickness
Base: none
Agrees: triangle_shape, lengths_equal, right_angle
Pose: lying
Has: 2 leg
Face: top "top face" Z+ at thickness; u horizontal_leg; v vertical_leg; depth thickness; polygon
    (-horizontal_leg / 2, -vertical_leg / 2), (horizontal_leg / 2, -vertical_leg / 2), (-horizontal_leg / 2,
    vertical_leg / 2); opposite bottom "underside" at 0
Outline: Z along thickness: -horizontal_leg / 2, -vertical_leg / 2; horizontal_leg / 2, -vertical_leg / 2;
    -horizontal_leg / 2, vertical_leg / 2
Hollow: prism
Shapes: what follows
Equal: horizontal_leg, vertical_leg
"""

import cadquery as cq

horizontal_leg = 60.0  # mm, 0.01 to 10000: along X (length, long, base, first leg)
vertical_leg = 45.0  # mm, 0.01 to 10000: along Y (width, wide, height, second leg)
thickness = 6.0  # mm, 0.01 to 10000: along Z (thick, thk)

left, front = -horizontal_leg / 2, -vertical_leg / 2
result = cq.Workplane().polyline([(left, front), (-left, front), (left, -front)]).close().extrude(thickness)

show_object(result)
