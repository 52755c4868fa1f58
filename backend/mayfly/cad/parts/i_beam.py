"""I-beam: a beam along X with two flanges and a web, sharp-edged, lying on Z=0, centred in X and Y.

Names: i-beam, i beam, h-beam, h beam, i profile, i-profile, i section, universal beam, double-t beam,
    girder
Sizes: height x width x web_thickness x flange_thickness
Also: thickness (thick, thk): web_thickness = thickness and flange_thickness = thickness
Title: I-beam {height} x {width} mm, {length} mm long
Rule: 2 * flange_thickness + 0.01 <= height: flanges of {flange_thickness} mm leave no web in a height of
    {height} mm
Rule: web_thickness + 0.02 <= width: a web of {web_thickness} mm is no thinner than the width of {width} mm
Box: length, width, height
Volume: (2 * width * flange_thickness + (height - 2 * flange_thickness) * web_thickness) * length
Base: profile
Pose: lying
Has: 2 flange at top bottom; 1 web
Face: web "web" Y- at -web_thickness / 2; u length; v 0 to height; depth web_thickness; clear v
    flange_thickness to height - flange_thickness
Face: top "top flange" Z+ at height; u length; v width; depth flange_thickness; behind ((0, height if abs(v)
    < web_thickness / 2 else flange_thickness),); even; opposite bottom "bottom flange" at 0
Outline: X along length: -width / 2, 0; width / 2, 0; width / 2, flange_thickness; web_thickness / 2,
    flange_thickness; web_thickness / 2, height - flange_thickness; width / 2, height - flange_thickness;
    width / 2, height; -width / 2, height; -width / 2, height - flange_thickness; -web_thickness / 2, height
    - flange_thickness; -web_thickness / 2, flange_thickness; -width / 2, flange_thickness
First: none
Spoken: i section beam
"""

import cadquery as cq

length = 300.0  # mm, 0.01 to 10000: along X (long)
height = 120.0  # mm, 0.03 to 10000: overall, along Z (high, tall, overall height, depth, deep)
width = 64.0  # mm, 0.03 to 10000: of the flanges, along Y (flange width, wide, flange)
flange_thickness = 6.3  # mm, 0.01 to 4999.99: of the flanges (flanges, flange thick)
web_thickness = 4.4  # mm, 0.01 to 9999.98: of the web (web)

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

show_object(result)
