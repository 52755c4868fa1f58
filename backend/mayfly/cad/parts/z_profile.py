"""Z-profile: a Z-section along X, one flange on Z=0 towards -Y, one on top towards +Y, centred in X and Y.

Names: z-profile, z profile, z section, z-section, zed, z bar, z purlin
Sizes: flange x height x thickness | flange x height x thickness x length
Title: Z-profile {flange} x {height} x {thickness} mm, {length} mm long
Rule: thickness + 0.01 <= flange: a thickness of {thickness} mm does not fit flanges of {flange} mm
Rule: 2 * thickness + 0.01 <= height: a thickness of {thickness} mm does not fit a height of {height} mm
Box: length, 2 * flange - thickness, height
Volume: (2 * flange + height - 2 * thickness) * thickness * length
Base: none
Agrees: bent
Pose: lying
Face: web "web" Y- at -thickness / 2; u length; v 0 to height; depth thickness; clear v thickness to height
    - thickness
Face: top "top flange" Z+ at height; u length; v -thickness / 2 to flange - thickness / 2 as flange; depth
    thickness; clear v thickness / 2 to flange - thickness / 2
Face: bottom "bottom flange" Z- at 0; u length; v -flange + thickness / 2 to thickness / 2 as flange; depth
    thickness; clear v -flange + thickness / 2 to -thickness / 2
Outline: X along length: -flange + thickness / 2, 0; thickness / 2, 0 bend; thickness / 2, height -
    thickness; flange - thickness / 2, height - thickness; flange - thickness / 2, height; -thickness / 2,
    height bend; -thickness / 2, thickness; -flange + thickness / 2, thickness
First: none
"""

import cadquery as cq

length = 200.0  # mm, 0.01 to 10000: along X (long)
flange = 30.0  # mm, 0.02 to 5000: of each flange, with the web, along Y (flanges, flange width, width, wide)
height = 50.0  # mm, 0.03 to 10000: overall, along Z (high, tall, overall height)
thickness = 3.0  # mm, 0.01 to 4999.99: of the web and both flanges (thick, thk, wall)

half = [
    (-flange + thickness / 2, 0),
    (thickness / 2, 0),
    (thickness / 2, height - thickness),
    (flange - thickness / 2, height - thickness),
]
outline = half + [(-y, height - z) for y, z in half]
result = cq.Workplane("YZ").polyline(outline).close().extrude(length / 2, both=True)

show_object(result)
