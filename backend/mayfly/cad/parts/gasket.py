"""Gasket: a flat sealing ring lying on Z=0, its axis on Z, full-face with bolt holes.

Names: gasket, flat gasket, ring gasket, full face gasket, flange gasket, round gasket, gasket ring,
    sealing washer, flat seal
Sizes: outer_diameter x inner_diameter x thickness | inner_diameter x outer_diameter x thickness
Also: wall (ring width): inner_diameter = outer_diameter - 2 * wall; outer_diameter = inner_diameter + 2 *
    wall
Title: gasket {outer_diameter} x {inner_diameter} x {thickness} mm
Rule: inner_diameter + 0.02 <= outer_diameter: the opening of {inner_diameter} mm leaves no ring inside
    the outer diameter of {outer_diameter} mm
Rule: bolt_holes == 0 or (bolt_circle > 0 and bolt_hole > 0): {bolt_holes} bolt holes need a bolt circle
    and a diameter
Rule: bolt_holes > 0 or (bolt_circle == 0 and bolt_hole == 0): a bolt circle of {bolt_circle} mm and bolt
    holes of {bolt_hole} mm need a number of bolt holes
Rule: bolt_holes == 0 or bolt_circle + bolt_hole + 0.02 <= outer_diameter: bolt holes of {bolt_hole} mm on
    a circle of {bolt_circle} mm break through the outer diameter of {outer_diameter} mm
Rule: bolt_holes == 0 or bolt_circle - bolt_hole - 0.02 >= inner_diameter: bolt holes of {bolt_hole} mm on
    a circle of {bolt_circle} mm run into the opening of {inner_diameter} mm
Rule: bolt_holes < 2 or bolt_circle * sin(pi / bolt_holes) >= bolt_hole + 0.01: {bolt_holes} bolt holes of
    {bolt_hole} mm on a circle of {bolt_circle} mm run into each other
Box: outer_diameter, outer_diameter, thickness
Volume: pi / 4 * (outer_diameter**2 - inner_diameter**2 - bolt_holes * bolt_hole**2) * thickness
Hole: inner_diameter through Z at (0, 0)
Hole: bolt_hole through Z on circle bolt_circle, bolt_holes of them, if bolt_holes > 0
Base: round
Floor: 0
Agrees: round_shape
Pose: lying
Absorbs: hole: bolt_hole = number | diameter, bolt_holes = count, bolt_circle = circle; at face it part;
    said clearance equally round_shape screw through
Absorbs: bore | hole: inner_diameter = number | diameter
Example: gasket 100 OD, 60 ID, 2 thick: outer_diameter = 100, inner_diameter = 60, thickness = 2
Becomes: plate if square_shape or sized_sides
"""

import cadquery as cq

outer_diameter = 115.0  # mm, 0.03 to 10000: outside (od, outside diameter, diameter, dia, outer dia)
inner_diameter = 61.0  # mm, 0.01 to 9999.98: opening (id, inside diameter, bore, inner dia)
thickness = 2.0  # mm, 0.01 to 10000: along Z (thick, thk, height, high)
bolt_holes = 4  # count, 0 to 64, else 0: number of bolt holes, 0 for a ring (holes, bolts)
bolt_hole = 14.0  # mm, 0 to 5000, else 0: diameter of a bolt hole (hole diameter)
bolt_circle = 85.0  # mm, 0 to 10000, else 0: diameter of the circle of bolt holes (pcd, bcd, pitch circle)

result = cq.Workplane().circle(outer_diameter / 2).circle(inner_diameter / 2).extrude(thickness)
if bolt_holes > 0:
    holes = cq.Workplane().polarArray(bolt_circle / 2, 0, 360, bolt_holes).circle(bolt_hole / 2)
    result = result.cut(holes.extrude(thickness))

show_object(result)
