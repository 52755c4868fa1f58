"""Flange: a flat round flange lying on Z=0, with a bore and bolt holes on a circle, the first one on +X.

Names: flange, pipe flange, round flange, ring flange, flat flange, blind flange [bore = 0]
Sizes: outer_diameter x thickness | outer_diameter x bore x thickness
Title: flange {outer_diameter} x {thickness} mm, bore {bore} mm
Rule: bore == 0 or bore >= 0.01: a bore of {bore} mm is too small
Rule: bore + 0.02 <= outer_diameter: the bore of {bore} mm does not fit the outer diameter of
    {outer_diameter} mm
Rule: bolt_holes == 0 or (bolt_circle > 0 and bolt_hole > 0): {bolt_holes} bolt holes need a bolt circle
    and a diameter
Rule: bolt_holes > 0 or (bolt_circle == 0 and bolt_hole == 0): a bolt circle of {bolt_circle} mm and bolt
    holes of {bolt_hole} mm need a number of bolt holes
Rule: bolt_holes == 0 or bolt_circle + bolt_hole + 0.02 <= outer_diameter: bolt holes of {bolt_hole} mm on
    a circle of {bolt_circle} mm break through the outer diameter of {outer_diameter} mm
Rule: bolt_holes == 0 or bore == 0 or bolt_circle - bolt_hole - 0.02 >= bore: bolt holes of {bolt_hole} mm
    on a circle of {bolt_circle} mm run into the bore of {bore} mm
Rule: bolt_holes < 2 or bolt_circle * sin(pi / bolt_holes) >= bolt_hole + 0.01: {bolt_holes} bolt holes of
    {bolt_hole} mm on a circle of {bolt_circle} mm run into each other
Box: outer_diameter, outer_diameter, thickness
Volume: pi / 4 * (outer_diameter**2 - bore**2 - bolt_holes * bolt_hole**2) * thickness
Hole: bore through Z at (0, 0), if bore > 0
Hole: bolt_hole through Z on circle bolt_circle, bolt_holes of them, if bolt_holes > 0
Base: round
Floor: thickness if bore == 0 else 0
Agrees: round_shape
Pose: lying
Absorbs: bore | hole: bore = number | diameter
Becomes: flanged_hub if hub
Offer: 5 flange
Spoken: flange plate, blank flange, blanking flange
"""

import cadquery as cq

outer_diameter = 150.0  # mm, 0.03 to 10000: outside (od, outside diameter, diameter, dia, outer dia)
thickness = 18.0  # mm, 0.01 to 10000: along Z (thick, thk, height, high)
bore = 60.0  # mm, 0 to 9999.98, else 0: hole in the middle, 0 for none (id, inside diameter, inner diameter)
bolt_holes = 4  # count, 0 to 64, else 0: number of bolt holes (holes, bolts)
bolt_hole = 18.0  # mm, 0 to 5000, else 0: diameter of a bolt hole (hole diameter)
bolt_circle = 110.0  # mm, 0 to 10000, else 0: diameter of the circle of bolt holes (pcd, bcd, pitch circle)

result = cq.Workplane().circle(outer_diameter / 2).extrude(thickness)
if bore > 0:
    result = result.faces(">Z").workplane(origin=(0, 0, 0)).hole(bore)
if bolt_holes > 0:
    result = (
        result.faces(">Z")
        .workplane(origin=(0, 0, 0))
        .polarArray(bolt_circle / 2, 0, 360, bolt_holes)
        .hole(bolt_hole)
    )

show_object(result)
