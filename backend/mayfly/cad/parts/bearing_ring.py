"""Bearing ring: a rolling bearing as one plain ring lying on Z=0, its axis on Z.

Names: bearing ring, plain bearing ring, bearing envelope, bearing dummy, bearing blank, simplified
    bearing, solid bearing, bearing placeholder
Sizes: bore x outer_diameter x width | outer_diameter x bore x width
Standard: bearing: bore = bore_mm, outer_diameter = outer_diameter_mm, width = width_mm
Title: bearing ring {bore} x {outer_diameter} x {width} mm
Rule: bore + 0.02 <= outer_diameter: the bore of {bore} mm leaves no ring inside the outer diameter of
    {outer_diameter} mm
Box: outer_diameter, outer_diameter, width
Volume: pi / 4 * (outer_diameter**2 - bore**2) * width
Hole: bore through Z at (0, 0)
Base: round
Floor: 0
Note: Only the boundary dimensions are modelled: one ring, without balls, races, seals or rounded edges.
Agrees: round_shape, rounded
Pose: lying
Spoken: envelope, dummy
Absorbs: bore | hole: bore = number | diameter
"""

import cadquery as cq

bore = 25.0  # mm, 0.01 to 9999.98: hole (id, inside diameter, inner diameter, shaft)
outer_diameter = 52.0  # mm, 0.03 to 10000: outside (od, outside diameter, diameter, dia)
width = 15.0  # mm, 0.01 to 10000: along Z (wide, thickness, thick, height, high, length)

result = cq.Workplane().circle(outer_diameter / 2).circle(bore / 2).extrude(width)

show_object(result)
