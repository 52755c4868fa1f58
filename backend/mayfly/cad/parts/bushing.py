"""Bushing: a plain cylindrical bushing standing on Z=0, its axis on Z.

Names: bushing, bush, plain bushing, plain bearing, sleeve bearing, guide bushing, bearing bush, shaft
    collar, collar
Sizes: bore x outer_diameter x length | outer_diameter x bore x length
Also: wall (walls, wall thickness): outer_diameter = bore + 2 * wall; bore = outer_diameter - 2 * wall
Title: bushing {bore} x {outer_diameter} x {length} mm
Rule: bore + 0.02 <= outer_diameter: the bore of {bore} mm leaves no wall inside {outer_diameter} mm
Box: outer_diameter, outer_diameter, length
Volume: pi / 4 * (outer_diameter**2 - bore**2) * length
Hole: bore through Z at (0, 0)
Base: round
Floor: 0
Agrees: round_shape, open_ended
Pose: standing
Absorbs: bore | hole: bore = number | diameter
Becomes: clamp_ring if slit
Becomes: d_bore_hub if d_bored
Becomes: flanged_bushing if flange
Thread: bore clearance
"""

import cadquery as cq

bore = 12.0  # mm, 0.01 to 9999.98: hole through the axis (id, inner diameter, inside diameter)
outer_diameter = 18.0  # mm, 0.03 to 10000: outside (od, outside diameter, diameter, body)
length = 25.0  # mm, 0.01 to 10000: along Z (long, height, high, width, wide)

result = cq.Workplane().circle(outer_diameter / 2).circle(bore / 2).extrude(length)

show_object(result)
