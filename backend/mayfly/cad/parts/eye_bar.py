"""Eye bar: a flat bar along X lying on Z=0, full round at +X around its hole.

Names: eye bar, eyebar, eye plate, lug plate, flat eye, bar with eye
Sizes: length x width x thickness
Also: centre_distance (hole to end, hole distance): length = centre_distance + width / 2
Title: eye bar {length} x {width} x {thickness} mm, hole {hole_diameter} mm
Rule: length >= width: a round end of {width} mm does not fit a length of {length} mm
Rule: hole_diameter + 0.02 <= width: a hole of {hole_diameter} mm does not fit a width of {width} mm
Box: length, width, thickness
Volume: ((length - width / 2) * width + pi / 8 * width**2 - pi / 4 * hole_diameter**2) * thickness
Hole: hole_diameter through Z at ((length - width) / 2, 0)
Base: none
Pose: lying
Has: 1 round_end; 1 square_end
Absorbs: bore | hole: hole_diameter = number | diameter; at end round centre part it round_end; said
    through round_shape centred
"""

import cadquery as cq

length = 100.0  # mm, 0.02 to 10000: overall, along X (long, overall length)
width = 30.0  # mm, 0.03 to 10000: along Y, and diameter of the round end (wide)
thickness = 8.0  # mm, 0.01 to 10000: along Z (thick, thk)
hole_diameter = 16.0  # mm, 0.01 to 9999.98: of the hole in the round end (hole, eye, bore)

centre = (length - width) / 2
bar = cq.Workplane().box(length - width / 2, width, thickness, centered=(True, True, False))
bar = bar.translate((-width / 4, 0, 0)).union(
    cq.Workplane().center(centre, 0).circle(width / 2).extrude(thickness)
)
result = bar.cut(cq.Workplane().center(centre, 0).circle(hole_diameter / 2).extrude(thickness))

show_object(result)
