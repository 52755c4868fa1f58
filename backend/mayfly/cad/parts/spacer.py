"""Spacer: a round distance sleeve standing on Z=0, its axis on Z.

Names: spacer, round spacer, distance sleeve, distance piece, distance ring, spacer sleeve, round
    standoff, spacer ring
Sizes: outer_diameter x inner_diameter x length | inner_diameter x outer_diameter x length
Also: wall (walls, wall thickness): inner_diameter = outer_diameter - 2 * wall; outer_diameter =
    inner_diameter + 2 * wall
Title: spacer {outer_diameter} x {inner_diameter} x {length} mm
Rule: inner_diameter + 0.02 <= outer_diameter: the bore of {inner_diameter} mm leaves no wall inside the
    outer diameter of {outer_diameter} mm
Box: outer_diameter, outer_diameter, length
Volume: pi / 4 * (outer_diameter**2 - inner_diameter**2) * length
Hole: inner_diameter through Z at (0, 0)
Base: round
Floor: 0
Agrees: round_shape, open_ended
Pose: standing
Absorbs: bore | hole: inner_diameter = number | diameter
Keyway: asked
Thread: inner_diameter clearance
Becomes: d_bore_hub if d_bored
"""

import cadquery as cq

outer_diameter = 16.0  # mm, 0.03 to 10000: outside (od, outside diameter, diameter)
inner_diameter = 8.4  # mm, 0.01 to 9999.98: inside (id, inside diameter, bore, hole)
length = 22.0  # mm, 0.01 to 10000: along Z (long, height, high, thickness, thick)

result = cq.Workplane().circle(outer_diameter / 2).circle(inner_diameter / 2).extrude(length)

show_object(result)
