"""Large washer to DIN 9021: a large washer of the old standard, lying on Z=0, its axis on Z.

Names: large washer din 9021, din 9021 washer
Sizes: inner_diameter x outer_diameter x thickness | outer_diameter x inner_diameter x thickness
Also: wall (ring width): inner_diameter = outer_diameter - 2 * wall; outer_diameter = inner_diameter + 2 *
    wall
Standard: old large washer: inner_diameter = inner_diameter_mm, outer_diameter = outer_diameter_mm,
    thickness = thickness_mm
Title: large washer {inner_diameter} x {outer_diameter} x {thickness} mm
Rule: inner_diameter + 0.02 <= outer_diameter: the hole of {inner_diameter} mm leaves no ring inside the
    outer diameter of {outer_diameter} mm
Box: outer_diameter, outer_diameter, thickness
Volume: pi / 4 * (outer_diameter**2 - inner_diameter**2) * thickness
Hole: inner_diameter through Z at (0, 0)
Base: round
Floor: 0
Agrees: round_shape
Pose: lying
Absorbs: bore | hole: inner_diameter = number | diameter
Norms: din 9021
"""

import cadquery as cq

inner_diameter = 10.5  # mm, 0.01 to 9999.98: hole (id, inside diameter, bore, hole, inner dia)
outer_diameter = 30.0  # mm, 0.03 to 10000: outside (od, outside diameter, diameter, dia, outer dia)
thickness = 2.5  # mm, 0.01 to 10000: along Z (thick, thk, height, high)

result = cq.Workplane().circle(outer_diameter / 2).circle(inner_diameter / 2).extrude(thickness)

show_object(result)
