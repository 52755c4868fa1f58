"""Angle profile: an L-section along X, one leg flat on Z=0, the other upright at -Y, centred in X and Y.

Names: angle profile, angle, equal angle, unequal angle, angle iron, l-profile, l profile, angle section,
    angle steel, l section, angle bar
Sizes: width x height x thickness | width x height x thickness x length | legs x thickness
Also: legs (leg, both legs, leg length): width = legs and height = legs
Also: inner_height (inside height): height = inner_height + thickness
Title: angle {width} x {height} x {thickness} mm, {length} mm long
Rule: thickness + 0.01 <= min(width, height): a thickness of {thickness} mm does not fit legs of {width}
    mm and {height} mm
Box: length, width, height
Volume: (width + height - thickness) * thickness * length
Base: profile
Floor: thickness
Agrees: lengths_equal, right_angle, bent
Pose: lying
Has: 2 leg
Equal: width, height
Face: horizontal_leg "horizontal leg" Z+ at thickness; u length; v width; depth thickness; clear v -width /
    2 + thickness to width / 2
Face: vertical_leg "vertical leg" Y- at -width / 2; u length; v 0 to height; depth thickness; clear v
    thickness to height
Outline: X along length: -width / 2, 0 bend; width / 2, 0; width / 2, thickness; -width / 2 + thickness,
    thickness; -width / 2 + thickness, height; -width / 2, height
Spoken: l shaped profile, l shaped section, l shaped solid, l shaped block, l shaped bar, l shaped beam, l
    shaped part, l shaped body, l shaped prism, l shaped object, l shaped extrusion, l shape,
    l angle, l iron, isa, isa angle, ms angle, cleat angle, angle cleat, cleat, support angle,
    support angular, angular support, angular, angular profile
"""

import cadquery as cq

length = 250.0  # mm, 0.01 to 10000: along X (long)
width = 40.0  # mm, 0.02 to 10000: of the flat leg, along Y (wide, horizontal leg)
height = 40.0  # mm, 0.02 to 10000: of the upright leg, along Z (high, tall, vertical leg)
thickness = 4.0  # mm, 0.01 to 9999.99: of both legs (thick, thk, wall)

outline = [
    (-width / 2, 0),
    (width / 2, 0),
    (width / 2, thickness),
    (-width / 2 + thickness, thickness),
    (-width / 2 + thickness, height),
    (-width / 2, height),
]
result = cq.Workplane("YZ").polyline(outline).close().extrude(length / 2, both=True)

show_object(result)
