"""Washer: a flat ring lying on Z=0, its axis on Z.

Names: washer, ring, flat washer, plain washer, flat ring, shim, shim ring, annulus
Sizes: inner_diameter x outer_diameter x thickness | outer_diameter x inner_diameter x thickness
Also: wall (ring width): inner_diameter = outer_diameter - 2 * wall; outer_diameter = inner_diameter + 2 *
    wall
Standard: washer: inner_diameter = inner_diameter_mm, outer_diameter = outer_diameter_mm, thickness =
    thickness_mm
Title: washer {inner_diameter} x {outer_diameter} x {thickness} mm
Rule: inner_diameter + 0.02 <= outer_diameter: the hole of {inner_diameter} mm leaves no ring inside the
    outer diameter of {outer_diameter} mm
Box: outer_diameter, outer_diameter, thickness
Volume: pi / 4 * (outer_diameter**2 - inner_diameter**2) * thickness
Hole: inner_diameter through Z at (0, 0)
Base: round
Floor: 0
Agrees: round_shape
Pose: lying
Becomes: plate if called_shim and bored and sized_sides
Becomes: clamp_ring if slit
Becomes: bearing_ring if named_bearing
Absorbs: bore | hole: inner_diameter = number | diameter
Norms: din 125, iso 7089
Spoken: hoop, thrust washer, plain ring, round ring, ring washer, ring plate, flat round ring, retainer
    ring, shim washer, spacer ring, packing ring, washer ring
Example: washer 20 x 10.5: outer_diameter = 20, inner_diameter = 10.5
"""

import cadquery as cq

inner_diameter = 10.5  # mm, 0.01 to 9999.98: hole (id, inside diameter, bore, hole, inner dia)
outer_diameter = 20.0  # mm, 0.03 to 10000: outside (od, outside diameter, diameter, dia, outer dia)
thickness = 2.0  # mm, 0.01 to 10000: along Z (thick, thk, height, high, wide, deep, long, tall)

result = cq.Workplane().circle(outer_diameter / 2).circle(inner_diameter / 2).extrude(thickness)

show_object(result)
