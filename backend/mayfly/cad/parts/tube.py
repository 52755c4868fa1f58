"""Tube: a round tube standing on Z=0, its axis on Z, open at both ends.

Names: tube, pipe, round tube, hollow cylinder, hollow bar, sleeve, tubing, hollow shaft
Sizes: outer_diameter x inner_diameter x length | outer_diameter x wall x length
Also: wall (walls, wall thickness, thick, thickness): inner_diameter = outer_diameter - 2 * wall;
    outer_diameter = inner_diameter + 2 * wall
Standard: pipe: outer_diameter = outer_diameter_mm, inner_diameter = inner_diameter_mm
Title: tube {outer_diameter} x {inner_diameter} x {length} mm
Rule: inner_diameter + 0.02 <= outer_diameter: the bore of {inner_diameter} mm leaves no wall inside the
    outer diameter of {outer_diameter} mm
Box: outer_diameter, outer_diameter, length
Volume: pi / 4 * (outer_diameter**2 - inner_diameter**2) * length
Hole: inner_diameter through Z at (0, 0)
Base: round
Floor: 0
Agrees: round_shape, hollow, open_ended, all_round
Pose: standing
Becomes: flanged_bushing if flange
Becomes: cup if closed_bottom or sized_floor or sized_bottom
Absorbs: bore | hole: inner_diameter = number | diameter
Keyway: asked
Named: pipe
Offer: 4 tube
Spoken: chs, circular hollow section, round hollow section, pipe, hose, conduit, straw, liner, ferrule,
    hollow rod, hollow round bar, hollow pin, hollow roller, round duct
"""

import cadquery as cq

outer_diameter = 40.0  # mm, 0.03 to 10000: outside (od, outside diameter, diameter, dia, outer dia)
inner_diameter = 32.0  # mm, 0.01 to 9999.98: inside (id, inside diameter, bore, inner dia)
length = 120.0  # mm, 0.01 to 10000: along Z (long, height, high, tall)

result = cq.Workplane().circle(outer_diameter / 2).circle(inner_diameter / 2).extrude(length)

show_object(result)
