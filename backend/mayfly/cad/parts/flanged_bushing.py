"""Flanged bushing: a cylindrical bushing with a flange at its lower end on Z=0, its axis on Z.

Names: flanged bushing, flange bushing, flanged bush, bushing with flange, collar bushing, flanged
    bearing, flanged sleeve, top hat bushing, headed bushing, headed bush, headed sleeve, shouldered bushing,
    shouldered bush, headed drill bushing, headed drill bush
Sizes: bore x outer_diameter x length
Also: wall (walls, wall thickness): outer_diameter = bore + 2 * wall; bore = outer_diameter - 2 * wall
Also: projection (projecting): length = projection + flange_thickness; flange_thickness = length - projection
Title: flanged bushing {bore} x {outer_diameter} x {length} mm, flange {flange_diameter} x
    {flange_thickness} mm
Rule: bore + 0.02 <= outer_diameter: the bore of {bore} mm leaves no wall inside {outer_diameter} mm
Rule: outer_diameter + 0.02 <= flange_diameter: the flange of {flange_diameter} mm is no wider than the
    body of {outer_diameter} mm
Rule: flange_thickness + 0.01 <= length: a flange of {flange_thickness} mm does not fit a length of
    {length} mm
Box: flange_diameter, flange_diameter, length
Volume: pi / 4 * (flange_diameter**2 * flange_thickness + outer_diameter**2 * (length - flange_thickness)
    - bore**2 * length)
Hole: bore through Z at (0, 0)
Base: none
Floor: 0
Agrees: round_shape, hollow, open_ended
Pose: standing
Has: 1 flange at bottom end; 1 body
Absorbs: bore | hole: bore = number | diameter
Face: flange "flange" Z+ at flange_thickness; disc flange_diameter as -; depth flange_thickness; hole
    outer_diameter
Face: top|hub "top face" Z+ at length; disc outer_diameter as -; depth length; hole bore
Face: bottom "underside" Z- at 0; disc flange_diameter as -; depth flange_thickness as -; hole bore; behind
    ((0, length if 2 * hypot(u, v) < outer_diameter else flange_thickness),); even
Side: flange from 0 to flange_thickness, flange_diameter, inner bore
Side: hub|body from flange_thickness to length, outer_diameter, inner bore
Rims: outer_diameter, flange_diameter
Ends: differ
First: flange
"""

import cadquery as cq

bore = 12.0  # mm, 0.01 to 9999.96: hole through the axis (id, inner diameter, inside diameter)
outer_diameter = 18.0  # mm, 0.03 to 9999.98: of the body (od, body, body diameter, diameter)
length = 25.0  # mm, 0.02 to 10000: overall, with the flange (long, overall length, height, high)
flange_diameter = 26.0  # mm, 0.05 to 10000: of the flange (flange od, flange dia, head diameter)
flange_thickness = 4.0  # mm, 0.01 to 9999.99: of the flange (flange thick, flange height, head height)

flange = cq.Workplane().circle(flange_diameter / 2).extrude(flange_thickness)
body = cq.Workplane().circle(outer_diameter / 2).extrude(length)
result = flange.union(body).cut(cq.Workplane().circle(bore / 2).extrude(length))

show_object(result)
