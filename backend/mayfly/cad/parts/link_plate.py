"""Link plate: a flat bar along X with round ends and a hole at each end, lying on Z=0.

Names: link plate, link, chain link plate, connecting link, link bar
Sizes: centre_distance x width x thickness
Also: length (overall length, overall, total length): centre_distance = length - width
Also: hole_centres (centre to centre): centre_distance = hole_centres
Also: end_radius (round ends, end radius): width = 2 * end_radius
Title: link plate {centre_distance} mm between centres, {width} x {thickness} mm
Rule: hole_diameter == 0 or hole_diameter >= 0.01: holes of {hole_diameter} mm are too small
Rule: hole_diameter + 0.02 <= width: holes of {hole_diameter} mm do not fit a width of {width} mm
Rule: hole_diameter + 0.01 <= centre_distance: holes of {hole_diameter} mm run into each other at
    {centre_distance} mm between centres
Box: centre_distance + width, width, thickness
Volume: (centre_distance * width + pi / 4 * width**2 - pi / 2 * hole_diameter**2) * thickness
Hole: hole_diameter through Z at (-centre_distance / 2, 0), (centre_distance / 2, 0), if hole_diameter > 0
Base: prismatic
Pose: lying
Has: 2 round_end at both each end
Absorbs: fillet: end_radius = number | radius; at both each end ends round all
Absorbs: hole: hole_diameter = number | diameter, centre_distance = spacing; at both centre circle each end
    it part round; said round_shape through; pair
"""

import cadquery as cq

centre_distance = 80.0  # mm, 0.01 to 10000: between the centres of the ends (centres, center distance, pitch)
width = 25.0  # mm, 0.01 to 10000: along Y, and diameter of the round ends (wide)
thickness = 6.0  # mm, 0.01 to 10000: along Z (thick, thk)
hole_diameter = 10.0  # mm, 0 to 9999.98, else 0: of the holes in the ends, 0 for none (holes, hole)

result = cq.Workplane().slot2D(centre_distance + width, width).extrude(thickness)
if hole_diameter > 0:
    result = result.faces(">Z").workplane().rarray(centre_distance, 1, 2, 1).hole(hole_diameter)

show_object(result)
