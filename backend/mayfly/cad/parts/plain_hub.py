"""Plain hub: a round hub with a bore and no flange, standing on Z=0, its axis on Z.

Names: plain hub, keyed hub, cylindrical hub, round hub, bored hub, coupling hub
Sizes: outer_diameter x length | outer_diameter x bore x length
Also: wall (wall thickness): bore = outer_diameter - 2 * wall; outer_diameter = bore + 2 * wall
Title: hub {outer_diameter} x {length} mm, bore {bore} mm
Rule: bore + 0.02 <= outer_diameter: the bore of {bore} mm does not fit the outer diameter of
    {outer_diameter} mm
Box: outer_diameter, outer_diameter, length
Volume: pi / 4 * (outer_diameter**2 - bore**2) * length
Hole: bore through Z at (0, 0)
Base: round
Floor: 0
Agrees: round_shape
Pose: standing
Absorbs: bore | hole: bore = number | diameter
Example: keyed hub 60 OD, 40 long, 25 mm bore: outer_diameter = 60, length = 40, bore = 25
Becomes: d_bore_hub if d_bored
"""

import cadquery as cq

outer_diameter = 60.0  # mm, 0.03 to 10000: outside (od, outside diameter, diameter, dia, hub)
length = 40.0  # mm, 0.01 to 10000: along Z (long, height, high, tall, width, wide)
bore = 25.0  # mm, 0.01 to 9999.98: hole in the middle (id, inside diameter, inner diameter, shaft)

result = cq.Workplane().circle(outer_diameter / 2).circle(bore / 2).extrude(length)

show_object(result)
