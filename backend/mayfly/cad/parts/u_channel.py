"""U-channel: a channel along X, open upwards, lying on its web on Z=0, centred in X and Y.

Names: u-channel, u channel, channel, c-channel, c channel, u profile, u-profile, channel section, u
    section, u channel bracket
Sizes: width x height x thickness | width x height x thickness x length
Also: flange (flanges, flange height, leg, legs): height = flange
Also: inner_width (inside width, clear width, internal width): width = inner_width + 2 * thickness
Also: inner_height (inside height, inside depth): height = inner_height + thickness
Title: U-channel {width} x {height} x {thickness} mm, {length} mm long
Rule: 2 * thickness + 0.01 <= width: flanges of {thickness} mm leave no channel in a width of {width} mm
Rule: thickness + 0.01 <= height: a web of {thickness} mm leaves no channel in a height of {height} mm
Rule: bend_radius == 0 or bend_radius >= 0.01: a bend radius of {bend_radius} mm is too small
Rule: bend_radius == 0 or 2 * (bend_radius + thickness) + 0.01 <= width: bends with an inside radius of
    {bend_radius} mm do not fit a width of {width} mm
Rule: bend_radius == 0 or bend_radius + thickness + 0.01 <= height: bends with an inside radius of
    {bend_radius} mm do not fit a height of {height} mm
Where: outer_radius = bend_radius + thickness if bend_radius > 0 else 0
Box: length, width, height
Volume: (width * height - (width - 2 * thickness) * (height - thickness) - (2 - pi / 2) * (outer_radius**2 -
    bend_radius**2)) * length
Base: profile
Floor: thickness
Agrees: open_top, bent
Pose: lying
Has: 2 flange; 2 leg; 1 web
Face: web|bottom "web" Z+ at thickness; u length; v width; depth thickness; clear v width - 2 * (thickness +
    bend_radius)
Face: front "front flange" Y- at -width / 2; u length; v 0 to height; depth thickness; clear v thickness +
    bend_radius to height; opposite back "back flange" at width / 2
Outline: X along length: -width / 2, 0 bend; width / 2, 0 bend; width / 2, height; width / 2 - thickness,
    height; width / 2 - thickness, thickness; -width / 2 + thickness, thickness; -width / 2 + thickness,
    height; -width / 2, height
Spoken: u bracket, u shaped bracket, u shaped channel, u shaped profile, u shaped section, u shaped solid,
    u shaped block, u shaped bar, u shaped beam, u shaped part, u shaped body, u shaped prism, u shaped
    object, u shaped extrusion, c shaped profile, c shaped section, c shaped solid, c shaped block, c
    shaped bar, c shaped beam, c shaped part, c shaped body, c shaped prism, c shaped object, c shaped
    extrusion, u shape, c shape
"""

import cadquery as cq

length = 300.0  # mm, 0.01 to 10000: along X (long, wide strip, strip width)
width = 40.0  # mm, 0.03 to 10000: outside, along Y (wide, web, base, base width)
height = 25.0  # mm, 0.02 to 10000: outside, along Z (high, tall, deep, depth)
thickness = 2.5  # mm, 0.01 to 4999.99: of the web and both flanges (thick, thk, wall, sheet)
bend_radius = 0.0  # mm, 0 to 4999, else 0: inside (inside bend radius, inside radius, inner radius)

outline = [
    (-width / 2, 0),
    (width / 2, 0),
    (width / 2, height),
    (width / 2 - thickness, height),
    (width / 2 - thickness, thickness),
    (-width / 2 + thickness, thickness),
    (-width / 2 + thickness, height),
    (-width / 2, height),
]
result = cq.Workplane("YZ").polyline(outline).close().extrude(length / 2, both=True)
if bend_radius > 0:
    for y in (-width / 2, width / 2):
        inside = y - thickness if y > 0 else y + thickness
        corner = cq.selectors.NearestToPointSelector((0, inside, thickness))
        result = result.edges("|X").edges(corner).fillet(bend_radius)
        corner = cq.selectors.NearestToPointSelector((0, y, 0))
        result = result.edges("|X").edges(corner).fillet(bend_radius + thickness)

show_object(result)
