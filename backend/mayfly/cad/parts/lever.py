"""Lever: a flat arm along X lying on Z=0, a large round end at -X and a small one at +X.

Names: lever, lever arm, tapered link, crank lever, actuating lever, flat lever, rocker lever
Sizes: centre_distance x thickness | centre_distance x large_diameter x small_diameter x thickness
Also: length (overall length, overall, total length): centre_distance = length - (large_diameter +
    small_diameter) / 2
Also: hole_centres (centre to centre): centre_distance = hole_centres
Title: lever {centre_distance} mm between centres, ends {large_diameter} and {small_diameter} mm
Rule: small_diameter <= large_diameter: the small end of {small_diameter} mm is wider than the large one
    of {large_diameter} mm
Rule: centre_distance >= (large_diameter - small_diameter) / 2 + 0.02: ends of {large_diameter} mm and
    {small_diameter} mm do not fit {centre_distance} mm between centres
Rule: large_hole == 0 or large_hole >= 0.01: a hole of {large_hole} mm is too small
Rule: small_hole == 0 or small_hole >= 0.01: a hole of {small_hole} mm is too small
Rule: large_hole + 0.02 <= large_diameter: a hole of {large_hole} mm does not fit an end of
    {large_diameter} mm
Rule: small_hole + 0.02 <= small_diameter: a hole of {small_hole} mm does not fit an end of
    {small_diameter} mm
Rule: (large_hole + small_hole) / 2 + 0.01 <= centre_distance: holes of {large_hole} mm and {small_hole}
    mm run into each other at {centre_distance} mm between centres
Where: tangent = sqrt(centre_distance**2 - (large_diameter - small_diameter)**2 / 4)
Where: lean = atan((large_diameter - small_diameter) / 2 / tangent)
Where: large_x = ((large_diameter - small_diameter) / 2 - centre_distance) / 2
Box: centre_distance + (large_diameter + small_diameter) / 2, large_diameter, thickness
Volume: ((pi / 2 + lean) * large_diameter**2 / 4 + (pi / 2 - lean) * small_diameter**2 / 4 + tangent *
    (large_diameter + small_diameter) / 2 - pi / 4 * (large_hole**2 + small_hole**2)) * thickness
Hole: large_hole through Z at (large_x, 0), if large_hole > 0
Hole: small_hole through Z at (large_x + centre_distance, 0), if small_hole > 0
Base: none
Absorbs: bore | hole: large_hole = number | diameter; at bottom end large centre; needs bottom large
Absorbs: bore | hole: small_hole = number | diameter; at top end small centre; needs top small
Pose: lying
"""

import math

import cadquery as cq

centre_distance = 120.0  # mm, 0.02 to 10000: between the centres of the ends (centres, center distance)
large_diameter = 40.0  # mm, 0.03 to 10000: of the large end (large end, big end, big diameter)
small_diameter = 24.0  # mm, 0.03 to 10000: of the small end (small end, small end diameter)
thickness = 8.0  # mm, 0.01 to 10000: along Z (thick, thk)
large_hole = 20.0  # mm, 0 to 9999.98, else 0: in the large end, 0 for none (large end hole, big hole)
small_hole = 10.0  # mm, 0 to 9999.98, else 0: in the small end, 0 for none (small end hole)

large, small = large_diameter / 2, small_diameter / 2
start = (large - small - centre_distance) / 2
end = start + centre_distance
lean = math.asin((large - small) / centre_distance)
rise, run = math.cos(lean), math.sin(lean)
outline = (
    cq.Workplane()
    .moveTo(start + large * run, large * rise)
    .threePointArc((start - large, 0), (start + large * run, -large * rise))
    .lineTo(end + small * run, -small * rise)
    .threePointArc((end + small, 0), (end + small * run, small * rise))
    .close()
)
result = outline.extrude(thickness)
if large_hole > 0:
    result = result.cut(cq.Workplane(origin=(start, 0, 0)).circle(large_hole / 2).extrude(thickness))
if small_hole > 0:
    result = result.cut(cq.Workplane(origin=(end, 0, 0)).circle(small_hole / 2).extrude(thickness))

show_object(result)
