"""T-profile: a T-section along X, its flange flat on Z=0 and its web upright, centred in X and Y.

Names: t-profile, t profile, t-beam, t beam, tee, tee profile, t section, t-section, tee section, t bar,
    tee bar, t iron, tee iron
Sizes: width x height x thickness | width x height x thickness x length
Also: inner_height (inside height, web height): height = inner_height + thickness
Title: T-profile {width} x {height} x {thickness} mm, {length} mm long
Rule: thickness + 0.01 <= height: a flange of {thickness} mm leaves no web in a height of {height} mm
Rule: web_thickness + 0.02 <= width: a web of {web_thickness} mm is no thinner than the width of {width} mm
Box: length, width, height
Volume: (width * thickness + (height - thickness) * web_thickness) * length
Base: profile
Pose: lying
Has: 1 flange; 1 web
Face: flange|bottom "flange" Z- at 0; u length; v width; depth thickness; behind ((0, height if abs(v) <
    web_thickness / 2 else thickness),); even
Face: web "web" Y- at -web_thickness / 2; u length; v 0 to height; depth web_thickness; clear v thickness to
    height
Outline: X along length: -width / 2, 0; width / 2, 0; width / 2, thickness; web_thickness / 2, thickness;
    web_thickness / 2, height; -web_thickness / 2, height; -web_thickness / 2, thickness; -width / 2,
    thickness
Spoken: t shaped profile, t shaped section, t shaped solid, t shaped block, t shaped bar, t shaped beam, t
    shaped part, t shaped body, t shaped prism, t shaped object, t shaped extrusion, t shape
"""

import cadquery as cq

length = 200.0  # mm, 0.01 to 10000: along X (long)
width = 40.0  # mm, 0.03 to 10000: of the flange, along Y (flange width, wide, flange)
height = 40.0  # mm, 0.02 to 10000: overall, along Z (high, tall, overall height)
thickness = 5.0  # mm, 0.01 to 9999.98: of the flange (thick, thk, flange thickness)
web_thickness = 5.0  # mm, 0.01 to 9999.98, else thickness: of the web (web, stem)

half = [
    (width / 2, 0),
    (width / 2, thickness),
    (web_thickness / 2, thickness),
    (web_thickness / 2, height),
]
outline = half + [(-y, z) for y, z in reversed(half)]
result = cq.Workplane("YZ").polyline(outline).close().extrude(length / 2, both=True)

show_object(result)
