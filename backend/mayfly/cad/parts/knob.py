"""Knob: a round knob standing on Z=0, its axis on Z, its top edge rounded, a blind hole from below.

Names: knob, round knob, control knob, handle knob, button knob, dial
Sizes: diameter x height
Title: knob {diameter} x {height} mm
Rule: top_fillet == 0 or top_fillet >= 0.01: a fillet of {top_fillet} mm is too small
Rule: 2 * top_fillet + 0.02 <= diameter: a fillet of {top_fillet} mm does not fit a diameter of {diameter}
    mm
Rule: top_fillet + 0.01 <= height: a fillet of {top_fillet} mm does not fit a height of {height} mm
Rule: (hole_diameter > 0) == (hole_depth > 0): the hole needs both a diameter and a depth
Rule: hole_diameter == 0 or min(hole_diameter, hole_depth) >= 0.01: a hole of {hole_diameter} mm,
    {hole_depth} mm deep, is too small
Rule: hole_diameter + 0.02 <= diameter - 2 * top_fillet or (hole_diameter + 0.02 <= diameter and
    hole_depth + top_fillet + 0.01 <= height): the hole of {hole_diameter} mm does not fit a diameter of
    {diameter} mm
Rule: hole_depth + 0.01 <= height: the hole of {hole_depth} mm breaks through the height of {height} mm
Box: diameter, diameter, height
Volume: pi / 4 * (diameter**2 * height - hole_diameter**2 * hole_depth) - pi * top_fillet**2 * (diameter -
    top_fillet) + pi**2 / 2 * (diameter / 2 - top_fillet) * top_fillet**2 + 2 / 3 * pi * top_fillet**3
Hole: hole_diameter blind Z at (0, 0), if hole_diameter > 0
Base: round
Agrees: round_shape
Pose: standing
Side: 0 to height - top_fillet, diameter, inner hole_diameter if v < hole_depth else 0
Ends: differ
"""

import cadquery as cq

diameter = 35.0  # mm, 0.03 to 10000: outside (od, outer diameter, outside diameter)
height = 18.0  # mm, 0.02 to 10000: along Z (high, tall, thick)
hole_diameter = 6.0  # mm, 0 to 9999.98, else 0: of the hole from below, 0 for none (bore, hole)
hole_depth = 12.0  # mm, 0 to 9999.99, else 0: of the hole from below (hole deep)
top_fillet = 3.0  # mm, 0 to 4999.99, else 0: radius around the top edge, 0 for a sharp one (fillet)

result = cq.Workplane().circle(diameter / 2).extrude(height)
if top_fillet > 0:
    result = result.faces(">Z").edges().fillet(top_fillet)
if hole_diameter > 0:
    result = result.cut(cq.Workplane().circle(hole_diameter / 2).extrude(hole_depth))

show_object(result)
