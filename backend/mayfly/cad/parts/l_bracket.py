"""L-bracket: a flat leg on Z=0 along X and an upright leg at its -X end, the width along Y.

Names: l-bracket, l bracket, angle bracket, corner bracket, bracket, right angle bracket, shelf bracket, l
    shape bracket
Sizes: horizontal_leg x vertical_leg x width x thickness | horizontal_leg x vertical_leg x thickness
Also: legs (leg, both legs, leg length, each leg): horizontal_leg = legs and vertical_leg = legs
Also: bend_radius (bend radius, inside bend radius): inner_radius = bend_radius and outer_radius =
    bend_radius + thickness
Also: inner_height (inside height): vertical_leg = inner_height + thickness
Title: L-bracket {horizontal_leg} x {vertical_leg} x {width} x {thickness} mm
Rule: thickness + 0.01 <= min(horizontal_leg, vertical_leg): a thickness of {thickness} mm does not fit
    legs of {horizontal_leg} mm and {vertical_leg} mm
Rule: inner_radius == 0 or inner_radius >= 0.01: an inner radius of {inner_radius} mm is too small
Rule: inner_radius == 0 or inner_radius + thickness + 0.01 <= min(horizontal_leg, vertical_leg): an inner
    radius of {inner_radius} mm does not fit legs of {horizontal_leg} mm and {vertical_leg} mm,
    {thickness} mm thick
Rule: outer_radius == 0 or outer_radius >= 0.01: an outer radius of {outer_radius} mm is too small
Rule: outer_radius <= inner_radius + thickness: an outer radius of {outer_radius} mm leaves less than
    {thickness} mm around an inner radius of {inner_radius} mm
Box: horizontal_leg, width, vertical_leg
Volume: ((horizontal_leg + vertical_leg - thickness) * thickness + (1 - pi / 4) * (inner_radius**2 -
    outer_radius**2)) * width
Base: bracket
Floor: thickness
Agrees: lengths_equal, right_angle, bent
Pose: standing
Has: 2 leg; 1 horizontal_leg; 1 vertical_leg
Absorbs: fillet: inner_radius = number | radius; at bend corner edge inner part; needs inner
Face: horizontal_leg "horizontal leg" Z+ at thickness; u horizontal_leg; v width; depth thickness; clear u
    -horizontal_leg / 2 + thickness + inner_radius to horizontal_leg / 2
Face: vertical_leg "vertical leg" X- at -horizontal_leg / 2; u width; v 0 to vertical_leg; depth thickness;
    clear v thickness + inner_radius to vertical_leg
Outline: Y along width: -horizontal_leg / 2, 0 bend; horizontal_leg / 2, 0; horizontal_leg / 2, thickness;
    -horizontal_leg / 2 + thickness, thickness; -horizontal_leg / 2 + thickness, vertical_leg;
    -horizontal_leg / 2, vertical_leg
Offer: 6 L-bracket
Spoken: angle bracket, l shaped bracket, right angled bracket, l shaped angle bracket
Equal: horizontal_leg, vertical_leg
"""

import cadquery as cq

horizontal_leg = 60.0  # mm, 0.02 to 10000: outer length along X (horizontal, base leg, bottom leg, length)
vertical_leg = 40.0  # mm, 0.02 to 10000: outer height along Z (vertical, upright leg, height, high, tall)
width = 50.0  # mm, 0.01 to 10000: along Y (wide, deep, depth)
thickness = 5.0  # mm, 0.01 to 9999.99: of both legs (thick, thk, wall)
inner_radius = 0.0  # mm, 0 to 9999.98, else 0: fillet in the inside corner (inside radius, inside fillet)
outer_radius = 0.0  # mm, 0 to 9999.98, else 0: outside of the bend (outside radius, outside bend radius)

outline = [
    (-horizontal_leg / 2, 0),
    (horizontal_leg / 2, 0),
    (horizontal_leg / 2, thickness),
    (-horizontal_leg / 2 + thickness, thickness),
    (-horizontal_leg / 2 + thickness, vertical_leg),
    (-horizontal_leg / 2, vertical_leg),
]
result = cq.Workplane("XZ").polyline(outline).close().extrude(width / 2, both=True)
if inner_radius > 0:
    corner = cq.selectors.NearestToPointSelector((-horizontal_leg / 2 + thickness, 0, thickness))
    result = result.edges(corner).fillet(inner_radius)
if outer_radius > 0:
    corner = cq.selectors.NearestToPointSelector((-horizontal_leg / 2, 0, 0))
    result = result.edges(corner).fillet(outer_radius)

show_object(result)
