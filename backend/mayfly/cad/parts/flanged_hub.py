"""Flanged hub: a round hub on a round flange that lies on Z=0, its axis on Z, the first bolt hole on +X.

Names: flanged hub, hub, hub flange, hub with flange, shaft hub, flange with hub, mounting hub
Also: height (overall height, total height, overall length): hub_height = height - flange_thickness
Title: flanged hub {flange_diameter} x {flange_thickness} mm, hub {hub_diameter} x {hub_height} mm
Rule: hub_diameter + 0.02 <= flange_diameter: the hub of {hub_diameter} mm is no narrower than the flange
    of {flange_diameter} mm
Rule: bore == 0 or bore >= 0.01: a bore of {bore} mm is too small
Rule: bore + 0.02 <= hub_diameter: the bore of {bore} mm does not fit the hub of {hub_diameter} mm
Rule: bolt_holes == 0 or (bolt_circle > 0 and bolt_hole > 0): {bolt_holes} bolt holes need a bolt circle
    and a diameter
Rule: bolt_holes > 0 or (bolt_circle == 0 and bolt_hole == 0): a bolt circle of {bolt_circle} mm and bolt
    holes of {bolt_hole} mm need a number of bolt holes
Rule: bolt_holes == 0 or bolt_circle + bolt_hole + 0.02 <= flange_diameter: bolt holes of {bolt_hole} mm
    on a circle of {bolt_circle} mm break through the flange of {flange_diameter} mm
Rule: bolt_holes == 0 or bolt_circle - bolt_hole - 0.02 >= hub_diameter: bolt holes of {bolt_hole} mm on a
    circle of {bolt_circle} mm run into the hub of {hub_diameter} mm
Rule: bolt_holes < 2 or bolt_circle * sin(pi / bolt_holes) >= bolt_hole + 0.01: {bolt_holes} bolt holes of
    {bolt_hole} mm on a circle of {bolt_circle} mm run into each other
Box: flange_diameter, flange_diameter, flange_thickness + hub_height
Volume: pi / 4 * ((flange_diameter**2 - bolt_holes * bolt_hole**2) * flange_thickness + hub_diameter**2 *
    hub_height - bore**2 * (flange_thickness + hub_height))
Hole: bore through Z at (0, 0), if bore > 0
Hole: bolt_hole through Z on circle bolt_circle, bolt_holes of them, if bolt_holes > 0
Base: none
Agrees: round_shape
Pose: standing
Becomes: plain_hub if called_hub and not (called_flange or flange or hub or bolt_circle)
Has: 1 flange at bottom end; 1 hub at centre top flange part it side top_face disc
Absorbs: hole: bolt_hole = number | diameter, bolt_holes = count, bolt_circle = circle; at face flange it
    part; said clearance equally round_shape screw through
Absorbs: bore | hole: bore = number | diameter; at centre part it everything axis whole entire body piece
    length height thickness boss
Face: flange "flange" Z+ at flange_thickness; disc flange_diameter as -; depth flange_thickness; hole
    hub_diameter
Face: top|hub "top face" Z+ at flange_thickness + hub_height; disc hub_diameter as -; depth flange_thickness
    + hub_height; hole bore
Face: bottom "underside" Z- at 0; disc flange_diameter as -; depth flange_thickness as -; hole bore; behind
    ((0, flange_thickness + hub_height if 2 * hypot(u, v) < hub_diameter else flange_thickness),); even
Side: flange from 0 to flange_thickness, flange_diameter, inner bore
Side: hub|body from flange_thickness to flange_thickness + hub_height, hub_diameter, inner bore
Rims: hub_diameter, flange_diameter
Ends: differ
First: flange
"""

import cadquery as cq

flange_diameter = 80.0  # mm, 0.03 to 10000: of the flange (flange, flange dia, flange od)
flange_thickness = 10.0  # mm, 0.01 to 10000: of the flange (flange thick)
hub_diameter = 40.0  # mm, 0.01 to 9999.98: of the hub (hub, hub dia, hub od)
hub_height = 20.0  # mm, 0.01 to 10000: of the hub above the flange (hub length, standing)
bore = 16.0  # mm, 0 to 9999.96, else 0: hole through the axis, 0 for none (id, inner diameter)
bolt_holes = 6  # count, 0 to 64, else 0: number of bolt holes (holes, bolts)
bolt_hole = 6.6  # mm, 0 to 5000, else 0: diameter of a bolt hole (hole diameter)
bolt_circle = 62.0  # mm, 0 to 10000, else 0: diameter of the circle of bolt holes (pcd, bcd, pitch circle)

height = flange_thickness + hub_height
result = cq.Workplane().circle(flange_diameter / 2).extrude(flange_thickness)
result = result.union(cq.Workplane().circle(hub_diameter / 2).extrude(height))
if bore > 0:
    result = result.cut(cq.Workplane().circle(bore / 2).extrude(height))
if bolt_holes > 0:
    bolts = cq.Workplane().polarArray(bolt_circle / 2, 0, 360, bolt_holes).circle(bolt_hole / 2)
    result = result.cut(bolts.extrude(flange_thickness))

show_object(result)
