"""I-beam: a beam along X with two flanges and a web, lying on Z=0, centred in X and Y.

Names: i-beam, i beam, h-beam, h beam, i profile, i-profile, i section, universal beam, double-t beam,
    girder, beam, rolled beam, steel beam
Sizes: height x width x web_thickness x flange_thickness
Standard: beam: height = height_mm, width = width_mm, flange_thickness = flange_thickness_mm,
    web_thickness = web_thickness_mm, root_radius = root_radius_mm
Also: thickness (thick, thk): web_thickness = thickness and flange_thickness = thickness
Also: inner_height (inside height, web height): height = inner_height + 2 * flange_thickness
Title: I-beam {height} x {width} mm, {length} mm long
Rule: 2 * flange_thickness + 0.01 <= height: flanges of {flange_thickness} mm leave no web in a height of
    {height} mm
Rule: root_radius == 0 or root_radius >= 0.01: a radius of {root_radius} mm between web and flange is too
    small
Rule: 2 * root_radius + 0.01 <= min(height - 2 * flange_thickness, width - web_thickness): radii of
    {root_radius} mm do not fit between web and flanges
Rule: web_thickness + 0.02 <= width: a web of {web_thickness} mm is no thinner than the width of {width} mm
Box: length, width, height
Volume: (2 * width * flange_thickness + (height - 2 * flange_thickness) * web_thickness + (4 - pi) *
    root_radius**2) * length
Base: profile
Pose: lying
Has: 2 flange at top bottom; 1 web
Face: web "web" Y- at -web_thickness / 2; u length; v 0 to height; depth web_thickness; clear v
    flange_thickness + root_radius to height - flange_thickness - root_radius
Face: top "top flange" Z+ at height; u length; v width; depth flange_thickness; behind ((0, height if
    abs(v) < web_thickness / 2 + root_radius else flange_thickness),); even; opposite bottom "bottom
    flange" at 0
Outline: X along length: -width / 2, 0; width / 2, 0; width / 2, flange_thickness; web_thickness / 2,
    flange_thickness; web_thickness / 2, height - flange_thickness; width / 2, height - flange_thickness;
    width / 2, height; -width / 2, height; -width / 2, height - flange_thickness; -web_thickness / 2,
    height - flange_thickness; -web_thickness / 2, flange_thickness; -width / 2, flange_thickness
First: none
Named: beam
Spoken: i section beam, i shaped profile, i shaped section, i shaped solid, i shaped block, i shaped bar,
    i shaped beam, i shaped part, i shaped body, i shaped prism, i shaped object, i shaped extrusion, h
    shaped profile, h shaped section, h shaped solid, h shaped block, h shaped bar, h shaped beam, h
    shaped part, h shaped body, h shaped prism, h shaped object, h shaped extrusion, i shape, h shape
"""

import cadquery as cq

length = 300.0  # mm, 0.01 to 10000: along X (long)
height = 120.0  # mm, 0.03 to 10000: overall, along Z (high, tall, overall height, depth, deep)
width = 64.0  # mm, 0.03 to 10000: of the flanges, along Y (flange width, wide, flange)
flange_thickness = 6.3  # mm, 0.01 to 4999.99: of the flanges (flanges, flange thick)
web_thickness = 4.4  # mm, 0.01 to 9999.98: of the web (web)
root_radius = 0.0  # mm, 0 to 5000, else 0: between web and flanges, 0 for sharp (root fillet)

half = [
    (width / 2, 0),
    (width / 2, flange_thickness),
    (web_thickness / 2, flange_thickness),
    (web_thickness / 2, height - flange_thickness),
    (width / 2, height - flange_thickness),
    (width / 2, height),
]
outline = half + [(-y, z) for y, z in reversed(half)]
result = cq.Workplane("YZ").polyline(outline).close().extrude(length / 2, both=True)
if root_radius > 0:
    y, low, high = web_thickness / 2, flange_thickness, height - flange_thickness
    roots = cq.selectors.BoxSelector((-length, -y - 1e-3, low - 1e-3), (length, y + 1e-3, high + 1e-3))
    result = result.edges("|X").edges(roots).fillet(root_radius)

show_object(result)
